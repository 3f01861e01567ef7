//! Encoding of values: the calls of the visitor's methods.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};
use tl_parser::Primitive;

use super::super::module::ModuleScope;
use super::super::rust_types::{self, does_type_determine_codec};
use super::super::tokens::{self, ident_token};
use crate::plan::{BitCondition, Codec, FieldValue, Instance, InstanceKind};

/// Two expressions for a value that is to be encoded: by reference and by value.
pub(super) struct ValueExpressions {
    /// A reference to the value.
    reference: TokenStream,
    /// The value itself.
    value: TokenStream,
}

impl ValueExpressions {
    /// The expressions for a field of the struct: `self.name`.
    pub(super) fn of_self_field(field: TokenStream) -> Self {
        Self { reference: quote!(&#field), value: field }
    }

    /// The expressions for a variable that holds a reference to the value.
    fn of_reference_variable(variable: TokenStream) -> Self {
        Self { value: quote!(*#variable), reference: variable }
    }

    /// The expressions for the value inside the `Box` that these expressions name.
    fn of_value_behind_box(self) -> Self {
        let value = self.value;
        Self { reference: quote!(&*#value), value: quote!(*#value) }
    }
}

/// Writes a value:
///
/// ```text
/// v.string(2, &self.c);
/// ```
pub(super) fn value_writing_call(value: &FieldValue, index: &Literal, source: ValueExpressions) -> TokenStream {
    let source = if value.is_indirect { source.of_value_behind_box() } else { source };
    if let Some(leaf) = value.codec.leaf_facts() {
        let method = if value.codec == Codec::ByteVec { "byte_slice" } else { leaf.method };
        let (method, value) = (ident_token(method), if leaf.is_scalar { source.value } else { source.reference });
        return quote!(v.#method(#index, #value););
    }
    let reference = &source.reference;
    match &value.codec {
        Codec::Vector { is_bare, element, .. } => vector_writing_call(*is_bare, element, index, reference),
        Codec::Repetition(repetition) => {
            let (n, item) = (rust_types::number_expression(&repetition.count), item_writing_call(&repetition.item));
            quote!(v.list_with(#index, rt::ListForm::Repetition(#n), #reference, |item, v| { #item });)
        }
        codec => object_writing_call(codec, index, reference),
    }
}

/// Writes the value of an optional field, and sets the bit of the field if `set_bit` is given:
///
/// ```text
/// v.conditional(&mut flags, 1 << 2, 1, &self.b);
/// if let Some((value, v)) = v.present(&mut flags, 1 << 3, &self.c) { v.bare(2, value); }
/// if let Some(value) = &self.d { v.int(3, *value); }
/// ```
pub(super) fn optional_writing_call(
    module: &ModuleScope,
    value: &FieldValue,
    set_bit: Option<&BitCondition>,
    index: &Literal,
    field: &Ident,
) -> TokenStream {
    if let Some(condition) = set_bit.filter(|_| does_type_determine_visit(value)) {
        let (flags, bit) = (ident_token(&condition.flags_field), tokens::bit_mask(condition.bit));
        return quote!(v.conditional(&mut #flags, #bit, #index, &self.#field););
    }
    let write = value_writing_call(value, index, ValueExpressions::of_reference_variable(quote!(value)));
    if_present_statement(module, set_bit, field, &ident_token("value"), &write)
}

/// Whether the type of a value determines how it is visited. A type parameter doesn't: its value is one nesting level
/// deeper, even if it is a number.
pub(super) fn does_type_determine_visit(value: &FieldValue) -> bool {
    !value.is_indirect && !matches!(value.codec, Codec::Param(_)) && does_type_determine_codec(&value.codec)
}

/// Runs `write` if a field is present, with its value in `variable`.
pub(super) fn if_present_statement(
    module: &ModuleScope,
    set_bit: Option<&BitCondition>,
    field: &Ident,
    variable: &Ident,
    write: &TokenStream,
) -> TokenStream {
    let some = module.prelude_path("Some");
    let Some(condition) = set_bit else {
        return quote!(if let #some(#variable) = &self.#field { #write });
    };
    let (flags, bit) = (ident_token(&condition.flags_field), tokens::bit_mask(condition.bit));
    quote!(if let #some((#variable, v)) = v.present(&mut #flags, #bit, &self.#field) { #write })
}

fn object_method_name(codec: &Codec) -> &'static str {
    if starts_with_constructor_id(codec) { "object" } else { "bare" }
}

/// Whether a value of a type, constructor or record starts with a constructor id.
fn starts_with_constructor_id(codec: &Codec) -> bool {
    match codec {
        Codec::Instance(instance) => instance.kind == InstanceKind::Boxed,
        codec => !matches!(codec, Codec::Bare { .. }),
    }
}

/// Writes a value of a type, a constructor or a record, with the numbers that it depends on.
fn object_writing_call(codec: &Codec, index: &impl ToTokens, reference: &TokenStream) -> TokenStream {
    let method = ident_token(object_method_name(codec));
    let Codec::Instance(Instance { numbers: Some(numbers), .. }) = codec else {
        return quote!(v.#method(#index, #reference););
    };
    let numbers = rust_types::number_array(numbers);
    let with = ident_token(if starts_with_constructor_id(codec) { "BoxedWithNumbers" } else { "WithNumbers" });
    quote!(v.#method(#index, &rt::#with(#reference, #numbers));)
}

/// Writes an item of a vector or of a repetition.
fn item_writing_call(codec: &Codec) -> TokenStream {
    let (no_field, item) = (quote!(rt::NO_FIELD), quote!(item));
    match codec {
        Codec::Vector { is_bare, element, .. } => vector_writing_call(*is_bare, element, &no_field, &item),
        Codec::Primitive(Primitive::Int53) => quote!(v.int53(rt::NO_FIELD, *item);),
        codec => object_writing_call(codec, &no_field, &item),
    }
}

/// Writes a vector:
///
/// ```text
/// v.list(2, rt::ListForm::Boxed, &self.c);
/// ```
fn vector_writing_call(is_bare: bool, element: &Codec, index: &impl ToTokens, items: &TokenStream) -> TokenStream {
    let form = if is_bare { quote!(Bare) } else { quote!(Boxed) };
    if does_type_determine_codec(element) {
        return quote!(v.list(#index, rt::ListForm::#form, #items););
    }
    let item = item_writing_call(element);
    quote!(v.list_with(#index, rt::ListForm::#form, #items, |item, v| { #item });)
}
