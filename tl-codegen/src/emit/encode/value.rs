//! Encoding of values: the calls of the visitor's methods.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::super::module::Module;
use super::super::tokens::{self, ident};
use super::super::ty::{self, is_encoded_by_type, vector_method};
use super::bits;
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
    if let Some(method) = method(value) {
        let (method, value) = (ident(method), if is_by_value(value) { source.value } else { source.reference });
        return quote!(v.#method(#index, #value););
    }
    let reference = &source.reference;
    match &value.codec {
        Codec::Vector { is_bare, element, .. } => vector(*is_bare, element, index, reference),
        Codec::Repetition(repetition) => {
            let (n, item) = (ty::number(&repetition.count), item(&repetition.item));
            quote!(v.repetition(#index, #n, #reference, |item, v| { #item });)
        }
        codec => object(codec, index, reference),
    }
}

/// Writes the value of an optional field, and sets the bit of the field if `set_bit` is given:
///
/// ```text
/// v.int_if(&mut flags, 1, 1, self.b);
/// if let Some(value) = &self.c { v.vector_with(2, value, …); }
/// ```
pub(super) fn optional(
    module: &Module,
    value: &Value,
    set_bit: Option<&BitCondition>,
    index: &Literal,
    field: &Ident,
) -> TokenStream {
    match (set_bit, method(value)) {
        (Some(condition), Some(method)) if has_conditional_form(value) => {
            let form = if value.is_indirect { "indirect_if" } else { "if" };
            let (name, flags) = (ident(&format!("{method}_{form}")), ident(&condition.flags_field));
            let bit = tokens::bit(condition.bit);
            let reference = (!is_by_value(value)).then(|| quote!(&));
            quote!(v.#name(&mut #flags, #bit, #index, #reference self.#field);)
        }
        _ => {
            let (some, set_bit) = (module.prelude("Some"), set_bit.map(bits::set));
            let write = write(value, index, ValueExpr::reference(quote!(value)));
            quote!(if let #some(value) = &self.#field { #set_bit #write })
        }
    }
}

/// Whether the visitor has a method for an optional value of the codec of `value`. A primitive or a vector in a `Box` has
/// no such method.
fn has_conditional_form(value: &Value) -> bool {
    !value.is_indirect || value.codec.leaf().is_none() && !matches!(value.codec, Codec::Vector { .. })
}

/// Whether the visitor's methods take a value of this codec by value, not by reference.
fn is_by_value(value: &Value) -> bool {
    value.codec.leaf().is_some_and(|leaf| leaf.is_scalar)
}

/// The name of the visitor's method that encodes a value; `None` if a closure or numbers are needed.
fn method(value: &Value) -> Option<&'static str> {
    match (&value.codec, value.codec.leaf()) {
        (Codec::Vector { is_bare, element, .. }, _) => is_encoded_by_type(element).then(|| vector_method(*is_bare)),
        (Codec::Repetition(_) | Codec::Instance(Instance { numbers: Some(_), .. }), _) => None,
        (_, Some(leaf)) => Some(leaf.method),
        (codec, None) => Some(object_method(codec)),
    }
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
        codec => object(codec, &no_field, &item),
    }
}

fn vector(is_bare: bool, element: &Codec, index: &impl ToTokens, items: &TokenStream) -> TokenStream {
    let method = vector_method(is_bare);
    if is_encoded_by_type(element) {
        let method = ident(method);
        return quote!(v.#method(#index, #items););
    }
    let (method, item) = (ident(&format!("{method}_with")), item(element));
    quote!(v.#method(#index, #items, |item, v| { #item });)
}
