//! Decoding of values: the calls of the reader's methods.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use tl_parser::Primitive;

use super::super::rust_types::{self, does_type_determine_codec, vector_method_name};
use super::super::tokens::{ident_token, masked_bit, unsuffixed_literal};
use crate::plan::{Codec, FieldValue, Instance, InstanceKind, WireField, WireFieldKind};

/// Decodes the value of a field; a conditional field is decoded only if its bit is set:
///
/// ```text
/// r.int_if(flags & 1, 1)
/// ```
pub(super) fn value_reading_expression(value: &FieldValue, wire_field: &WireField) -> TokenStream {
    let condition = match &wire_field.kind {
        WireFieldKind::Value { condition, .. } => condition.as_ref().map(masked_bit),
        _ => None,
    };
    let index = Literal::u32_unsuffixed(wire_field.index);
    let Some(bit) = condition else { return unconditional_reading_call(value, &index) };
    match simple_reader_method(value) {
        Some(method) => {
            let method = ident_token(&format!("{method}_if"));
            quote!(r.#method(#bit, #index))
        }
        None => {
            let read = reading_call_with_closure(value, &index);
            quote!(r.when(#bit, |r| #read))
        }
    }
}

/// Decodes a value unconditionally: `r.string(2)`.
pub(super) fn unconditional_reading_call(value: &FieldValue, index: &Literal) -> TokenStream {
    match simple_reader_method(value) {
        Some(method) => {
            let method = ident_token(method);
            quote!(r.#method(#index))
        }
        None => reading_call_with_closure(value, index),
    }
}

/// The name of the reader's method that decodes a value; `None` if a closure or numbers are needed.
fn simple_reader_method(value: &FieldValue) -> Option<&'static str> {
    let codec = &value.codec;
    Some(match codec {
        _ if is_encoded_like_instance(codec, InstanceKind::Boxed) && value.is_indirect => "object_indirect",
        _ if is_encoded_like_instance(codec, InstanceKind::Boxed) => "object",
        _ if is_encoded_like_instance(codec, InstanceKind::Bare) && value.is_indirect => "bare_field_indirect",
        _ if is_encoded_like_instance(codec, InstanceKind::Bare) => "bare_field",
        Codec::Vector { is_bare, element, .. } if does_type_determine_codec(element) => vector_method_name(*is_bare),
        Codec::ByteVec => "byte_vec",
        codec => codec.leaf_facts()?.method,
    })
}

fn reading_call_with_closure(value: &FieldValue, index: &Literal) -> TokenStream {
    if value.is_indirect {
        let read = nested_reading_call(&value.codec, None);
        quote!(r.in_field(#index, |r| r.indirect(|r| #read)))
    } else {
        nested_reading_call(&value.codec, Some(index))
    }
}

/// Decodes a value in the field with this index, or an item of a vector, which has no index:
///
/// ```text
/// r.vector_with(3, 4, |r| r.bare())
/// ```
fn nested_reading_call(codec: &Codec, index: Option<&Literal>) -> TokenStream {
    let field = index.map_or_else(|| quote!(rt::NO_FIELD), |index| quote!(#index));
    match codec {
        Codec::Vector { is_bare, element, .. } if does_type_determine_codec(element) => {
            let method = ident_token(vector_method_name(*is_bare));
            quote!(r.#method(#field))
        }
        Codec::Vector { is_bare, element, least_item_size } => {
            let method = ident_token(&format!("{}_with", vector_method_name(*is_bare)));
            let (least_size, item) = (unsuffixed_literal(*least_item_size), nested_reading_call(element, None));
            quote!(r.#method(#field, #least_size, |r| #item))
        }
        Codec::Repetition(repetition) => {
            let item = nested_reading_call(&repetition.item, None);
            if repetition.is_array {
                return quote!(r.array(#field, |r| #item));
            }
            let (n, least_size) =
                (rust_types::number_expression(&repetition.count), unsuffixed_literal(repetition.least_item_size));
            quote!(r.repetition(#field, #n, #least_size, |r| #item))
        }
        Codec::Instance(Instance { kind, numbers: Some(numbers), .. }) => {
            let numbers = rust_types::number_array(numbers);
            let read = match kind {
                InstanceKind::Boxed => quote!(rt::DependentBoxed::deserialize_with(#numbers, r)),
                InstanceKind::Bare | InstanceKind::Record => quote!(r.bare_with(#numbers)),
            };
            index.map_or_else(|| read.clone(), |index| quote!(r.in_field(#index, |r| #read)))
        }
        Codec::Primitive(Primitive::Int53) => quote!(r.int53(#field)),
        codec if is_encoded_like_instance(codec, InstanceKind::Bare) => quote!(r.bare()),
        _ => quote!(r.object(#field)),
    }
}

/// Whether a value is encoded like an instance of this kind, and needs no numbers.
fn is_encoded_like_instance(codec: &Codec, kind: InstanceKind) -> bool {
    match codec {
        Codec::Boxed(_) | Codec::Param(_) | Codec::Builtin { .. } | Codec::Object => kind == InstanceKind::Boxed,
        Codec::Bare { .. } => kind == InstanceKind::Bare,
        Codec::Instance(instance) => instance.kind == kind && instance.numbers.is_none(),
        _ => false,
    }
}
