//! Decoding of values: the calls of the reader's methods.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use tl_parser::Primitive;

use super::super::tokens::{ident, masked, size};
use super::super::ty::{self, is_encoded_by_type, vector_method};
use crate::plan::{Codec, Instance, InstanceKind, Value, WireField, WireFieldKind};

/// Decodes the value of a field; a conditional field is decoded only if its bit is set:
///
/// ```text
/// r.int_if(flags & 1, 1)
/// ```
pub(super) fn read(value: &Value, wire_field: &WireField) -> TokenStream {
    let condition = match &wire_field.kind {
        WireFieldKind::Value { condition, .. } => condition.as_ref().map(masked),
        _ => None,
    };
    let index = Literal::u32_unsuffixed(wire_field.index);
    let Some(bit) = condition else { return required(value, &index) };
    match method(value) {
        Some(method) => {
            let method = ident(&format!("{method}_if"));
            quote!(r.#method(#bit, #index))
        }
        None => {
            let read = without_method(value, &index);
            quote!(r.when(#bit, |r| #read))
        }
    }
}

/// Decodes a value unconditionally: `r.string(2)`.
pub(super) fn required(value: &Value, index: &Literal) -> TokenStream {
    match method(value) {
        Some(method) => {
            let method = ident(method);
            quote!(r.#method(#index))
        }
        None => without_method(value, index),
    }
}

/// The name of the reader's method that decodes a value; `None` if a closure or numbers are needed.
fn method(value: &Value) -> Option<&'static str> {
    let codec = &value.codec;
    Some(match codec {
        _ if stands_alone(codec, InstanceKind::Boxed) && value.is_indirect => "object_indirect",
        _ if stands_alone(codec, InstanceKind::Boxed) => "object",
        _ if stands_alone(codec, InstanceKind::Bare) && value.is_indirect => "bare_field_indirect",
        _ if stands_alone(codec, InstanceKind::Bare) => "bare_field",
        Codec::Vector { is_bare, element, .. } if is_encoded_by_type(element) => vector_method(*is_bare),
        codec => codec.leaf()?.method,
    })
}

fn without_method(value: &Value, index: &Literal) -> TokenStream {
    if value.is_indirect {
        let read = nested(&value.codec, None);
        quote!(r.in_field(#index, |r| r.indirect(|r| #read)))
    } else {
        nested(&value.codec, Some(index))
    }
}

/// Decodes a value in the field with this index, or an item of a vector, which has no index:
///
/// ```text
/// r.vector_with(3, 4, |r| r.bare())
/// ```
fn nested(codec: &Codec, index: Option<&Literal>) -> TokenStream {
    let field = index.map_or_else(|| quote!(rt::NO_FIELD), |index| quote!(#index));
    match codec {
        Codec::Vector { is_bare, element, .. } if is_encoded_by_type(element) => {
            let method = ident(vector_method(*is_bare));
            quote!(r.#method(#field))
        }
        Codec::Vector { is_bare, element, least_item_size } => {
            let method = ident(&format!("{}_with", vector_method(*is_bare)));
            let (least_size, item) = (size(*least_item_size), nested(element, None));
            quote!(r.#method(#field, #least_size, |r| #item))
        }
        Codec::Repetition(repetition) => {
            let item = nested(&repetition.item, None);
            if repetition.is_array {
                return quote!(r.array(#field, |r| #item));
            }
            let (n, least_size) = (ty::number(&repetition.count), size(repetition.least_item_size));
            quote!(r.repetition(#field, #n, #least_size, |r| #item))
        }
        Codec::Instance(Instance { kind, numbers: Some(numbers), .. }) => {
            let numbers = ty::numbers(numbers);
            let read = match kind {
                InstanceKind::Boxed => quote!(rt::DependentBoxed::deserialize_with(#numbers, r)),
                InstanceKind::Bare | InstanceKind::Record => quote!(r.bare_with(#numbers)),
            };
            index.map_or_else(|| read.clone(), |index| quote!(r.in_field(#index, |r| #read)))
        }
        Codec::Primitive(Primitive::Int53) => quote!(r.int53(#field)),
        codec if stands_alone(codec, InstanceKind::Bare) => quote!(r.bare()),
        _ => quote!(r.object(#field)),
    }
}

/// Whether a value is encoded like an instance of this kind, and needs no numbers.
fn stands_alone(codec: &Codec, kind: InstanceKind) -> bool {
    match codec {
        Codec::Boxed(_) | Codec::Param(_) | Codec::Builtin { .. } | Codec::Object => kind == InstanceKind::Boxed,
        Codec::Bare { .. } => kind == InstanceKind::Bare,
        Codec::Instance(instance) => instance.kind == kind && instance.numbers.is_none(),
        _ => false,
    }
}
