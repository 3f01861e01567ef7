//! Encoding of values: the calls of the visitor's methods.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};
use tl_parser::Primitive;

use super::super::module::Module;
use super::super::tokens::{self, ident_token};
use super::super::ty::{self, does_type_determine_codec, vector_method_name};
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
pub(super) fn value_writing_call(value: &Value, index: &Literal, source: ValueExpr) -> TokenStream {
    let source = if value.is_indirect { source.of_value_behind_box() } else { source };
    if let Some(method) = simple_visitor_method(value) {
        let (method, value) =
            (ident_token(method), if is_passed_by_value(value) { source.value } else { source.reference });
        return quote!(v.#method(#index, #value););
    }
    let reference = &source.reference;
    match &value.codec {
        Codec::Vector { is_bare, element, .. } => vector_writing_call(*is_bare, element, index, reference),
        Codec::Repetition(repetition) => {
            let (n, item) = (ty::number_expression(&repetition.count), item_writing_call(&repetition.item));
            quote!(v.repetition(#index, #n, #reference, |item, v| { #item });)
        }
        codec => object_writing_call(codec, index, reference),
    }
}

/// Writes the value of an optional field, and sets the bit of the field if `set_bit` is given:
///
/// ```text
/// v.int_if(&mut flags, 1, 1, self.b);
/// if let Some(value) = &self.c { v.vector_with(2, value, …); }
/// ```
pub(super) fn optional_writing_call(
    module: &Module,
    value: &Value,
    set_bit: Option<&BitCondition>,
    index: &Literal,
    field: &Ident,
) -> TokenStream {
    match (set_bit, simple_visitor_method(value)) {
        (Some(condition), Some(method)) if has_conditional_visitor_method(value) => {
            let form = if value.is_indirect { "indirect_if" } else { "if" };
            let (name, flags) = (ident_token(&format!("{method}_{form}")), ident_token(&condition.flags_field));
            let bit = tokens::bit_mask(condition.bit);
            let reference = (!is_passed_by_value(value)).then(|| quote!(&));
            quote!(v.#name(&mut #flags, #bit, #index, #reference self.#field);)
        }
        _ => {
            let (some, set_bit) = (module.prelude_path("Some"), set_bit.map(bits::set_bit_statement));
            let write = value_writing_call(value, index, ValueExpr::of_reference_variable(quote!(value)));
            quote!(if let #some(value) = &self.#field { #set_bit #write })
        }
    }
}

/// Whether the visitor has a method for an optional value of the codec of `value`. A primitive or a vector in a `Box`
/// has no such method.
fn has_conditional_visitor_method(value: &Value) -> bool {
    !value.is_indirect || value.codec.leaf_facts().is_none() && !matches!(value.codec, Codec::Vector { .. })
}

/// Whether the visitor's methods take a value of this codec by value, not by reference.
fn is_passed_by_value(value: &Value) -> bool {
    value.codec.leaf_facts().is_some_and(|leaf| leaf.is_scalar)
}

/// The name of the visitor's method that encodes a value; `None` if a closure or numbers are needed.
fn simple_visitor_method(value: &Value) -> Option<&'static str> {
    match (&value.codec, value.codec.leaf_facts()) {
        (Codec::Vector { is_bare, element, .. }, _) => {
            does_type_determine_codec(element).then(|| vector_method_name(*is_bare))
        }
        (Codec::Repetition(_) | Codec::Instance(Instance { numbers: Some(_), .. }), _) => None,
        (_, Some(leaf)) => Some(leaf.method),
        (codec, None) => Some(object_method_name(codec)),
    }
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
    let numbers = ty::number_array(numbers);
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

fn vector_writing_call(is_bare: bool, element: &Codec, index: &impl ToTokens, items: &TokenStream) -> TokenStream {
    let method = vector_method_name(is_bare);
    if does_type_determine_codec(element) {
        let method = ident_token(method);
        return quote!(v.#method(#index, #items););
    }
    let (method, item) = (ident_token(&format!("{method}_with")), item_writing_call(element));
    quote!(v.#method(#index, #items, |item, v| { #item });)
}
