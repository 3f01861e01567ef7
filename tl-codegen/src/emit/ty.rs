//! Rust types of values.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Module, ident, path};
use crate::plan::{Codec, FieldKind, Value};

/// The type of a field of a struct.
pub(super) fn field(module: &Module, kind: &FieldKind) -> TokenStream {
    let option = module.prelude("Option");
    match kind {
        FieldKind::Required(value) => self::value(module, value),
        FieldKind::Optional(value) => {
            let ty = self::value(module, value);
            quote!(#option<#ty>)
        }
        FieldKind::Flag => quote!(bool),
        FieldKind::Group(group) => {
            let ty = path("groups", &group.place);
            quote!(#option<#ty>)
        }
    }
}

/// The type of a value, behind its pointer if it has one.
pub(super) fn value(module: &Module, value: &Value) -> TokenStream {
    let ty = codec(module, &value.codec);
    let indirect = module.prelude("Box");
    if value.is_indirect { quote!(#indirect<#ty>) } else { ty }
}

/// The type of what stands on the wire.
pub(super) fn codec(module: &Module, codec: &Codec) -> TokenStream {
    match codec {
        Codec::Nat => quote!(u32),
        Codec::Int => quote!(i32),
        Codec::Long => quote!(i64),
        Codec::Double => quote!(f64),
        Codec::Int128 => quote!([u8; 16]),
        Codec::Int256 => quote!([u8; 32]),
        Codec::String => quote!(rt::Text),
        Codec::Bytes => quote!(rt::Bytes),
        Codec::Bool => quote!(bool),
        Codec::Boxed(place) => path("types", place),
        Codec::Bare { constructor, .. } => path("constructors", constructor),
        Codec::Param(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Codec::Vector { element, .. } => {
            let vec = module.prelude("Vec");
            let element = self::codec(module, element);
            quote!(#vec<#element>)
        }
    }
}

/// Whether the codec of the runtime for the Rust type is this codec: not so for anything bare.
pub(super) fn is_plain(codec: &Codec) -> bool {
    match codec {
        Codec::Bare { .. } | Codec::Vector { is_bare: true, .. } => false,
        Codec::Vector { element, .. } => is_plain(element),
        _ => true,
    }
}
