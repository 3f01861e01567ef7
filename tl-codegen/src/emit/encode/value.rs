//! Encoding of values: the calls of the visitor's methods.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};
use tl_parser::Primitive;

use super::super::module::Module;
use super::super::tokens::{self, ident};
use super::super::ty::{self, is_encoded_by_type};
use crate::plan::{BitCondition, Codec, Instance, InstanceKind, Value};

/// Two expressions for a value that is to be encoded: by reference and by value.
pub(super) struct ValueExpr {
    /// A reference to the value.
    reference: TokenStream,
    /// The value itself.
    value: TokenStream,
}

impl ValueExpr {
    /// The expressions for a field of the struct: `self.name`.
    pub(super) fn field(field: TokenStream) -> Self {
        Self { reference: quote!(&#field), value: field }
    }

    /// The expressions for a variable that holds a reference to the value.
    fn reference(variable: TokenStream) -> Self {
        Self { value: quote!(*#variable), reference: variable }
    }

    /// The expressions for the value inside the `Box` that these expressions name.
    fn behind_box(self) -> Self {
        let value = self.value;
        Self { reference: quote!(&*#value), value: quote!(*#value) }
    }
}

/// Writes a value:
///
/// ```text
/// v.string(2, &self.c);
/// ```
pub(super) fn write(value: &Value, index: &Literal, source: ValueExpr) -> TokenStream {
    let source = if value.is_indirect { source.behind_box() } else { source };
    if let Some(leaf) = value.codec.leaf() {
        let (method, value) = (ident(leaf.method), if leaf.is_scalar { source.value } else { source.reference });
        return quote!(v.#method(#index, #value););
    }
    let reference = &source.reference;
    match &value.codec {
        Codec::Vector { is_bare, element, .. } => vector(*is_bare, element, index, reference),
        Codec::Repetition(repetition) => {
            let (n, item) = (ty::number(&repetition.count), item(&repetition.item));
            quote!(v.list_with(#index, rt::ListForm::Repetition(#n), #reference, |item, v| { #item });)
        }
        codec => object(codec, index, reference),
    }
}

/// Writes the value of an optional field, and sets the bit of the field if `set_bit` is given:
///
/// ```text
/// v.conditional(&mut flags, 1 << 2, 1, &self.b);
/// if let Some((value, v)) = v.present(&mut flags, 1 << 3, &self.c) { v.bare(2, value); }
/// if let Some(value) = &self.d { v.int(3, *value); }
/// ```
pub(super) fn optional(
    module: &Module,
    value: &Value,
    set_bit: Option<&BitCondition>,
    index: &Literal,
    field: &Ident,
) -> TokenStream {
    if let Some(condition) = set_bit.filter(|_| visits_itself(value)) {
        let (flags, bit) = (ident(&condition.flags_field), tokens::bit(condition.bit));
        return quote!(v.conditional(&mut #flags, #bit, #index, &self.#field););
    }
    let write = write(value, index, ValueExpr::reference(quote!(value)));
    if_present(module, set_bit, field, &ident("value"), &write)
}

/// Whether the type of a value determines how it is visited. A type parameter doesn't: its value is one nesting level
/// deeper, even if it is a number.
pub(super) fn visits_itself(value: &Value) -> bool {
    !value.is_indirect && !matches!(value.codec, Codec::Param(_)) && is_encoded_by_type(&value.codec)
}

/// Runs `write` if a field is present, with its value in `variable`.
pub(super) fn if_present(
    module: &Module,
    set_bit: Option<&BitCondition>,
    field: &Ident,
    variable: &Ident,
    write: &TokenStream,
) -> TokenStream {
    let some = module.prelude("Some");
    let Some(condition) = set_bit else {
        return quote!(if let #some(#variable) = &self.#field { #write });
    };
    let (flags, bit) = (ident(&condition.flags_field), tokens::bit(condition.bit));
    quote!(if let #some((#variable, v)) = v.present(&mut #flags, #bit, &self.#field) { #write })
}

fn object_method(codec: &Codec) -> &'static str {
    if is_boxed(codec) { "object" } else { "bare" }
}

/// Whether a value of a type, constructor or record starts with a constructor id.
fn is_boxed(codec: &Codec) -> bool {
    match codec {
        Codec::Instance(instance) => instance.kind == InstanceKind::Boxed,
        codec => !matches!(codec, Codec::Bare { .. }),
    }
}

/// Writes a value of a type, a constructor or a record, with the numbers that it depends on.
fn object(codec: &Codec, index: &impl ToTokens, reference: &TokenStream) -> TokenStream {
    let method = ident(object_method(codec));
    let Codec::Instance(Instance { numbers: Some(numbers), .. }) = codec else {
        return quote!(v.#method(#index, #reference););
    };
    let numbers = ty::numbers(numbers);
    let with = ident(if is_boxed(codec) { "BoxedWithNumbers" } else { "WithNumbers" });
    quote!(v.#method(#index, &rt::#with(#reference, #numbers));)
}

/// Writes an item of a vector or of a repetition.
fn item(codec: &Codec) -> TokenStream {
    let (no_field, item) = (quote!(rt::NO_FIELD), quote!(item));
    match codec {
        Codec::Vector { is_bare, element, .. } => vector(*is_bare, element, &no_field, &item),
        Codec::Primitive(Primitive::Int53) => quote!(v.int53(rt::NO_FIELD, *item);),
        codec => object(codec, &no_field, &item),
    }
}

/// Writes a vector:
///
/// ```text
/// v.list(2, rt::ListForm::Boxed, &self.c);
/// ```
fn vector(is_bare: bool, element: &Codec, index: &impl ToTokens, items: &TokenStream) -> TokenStream {
    let form = if is_bare { quote!(Bare) } else { quote!(Boxed) };
    if is_encoded_by_type(element) {
        return quote!(v.list(#index, rt::ListForm::#form, #items););
    }
    let item = item(element);
    quote!(v.list_with(#index, rt::ListForm::#form, #items, |item, v| { #item });)
}
