//! Rust types of the fields of views.

use proc_macro2::TokenStream;
use quote::quote;
use tl_parser::Primitive;

use super::super::module::ModuleScope;
use super::super::rust_types::{field_type_with, leaf_type};
use super::super::tokens::{ident_token, item_path_from_root};
use crate::plan::{BitGroup, Codec, FieldKind, FieldValue};

/// The Rust type of a field of a view.
pub(super) fn view_field_type(module: &ModuleScope, kind: &FieldKind) -> TokenStream {
    field_type_with(
        module,
        kind,
        |value| self::view_value_type(&value.codec),
        |group| {
            let (ty, lifetime) = (self::bit_group_view_path(group), bit_group_lifetime(group));
            quote!(#ty #lifetime)
        },
    )
}

/// The path of a group, which is in the same file as the view of its constructor.
pub(super) fn bit_group_view_path(group: &BitGroup) -> TokenStream {
    let name = ident_token(&group.item_path.local_ident);
    quote!(super::groups::#name)
}

/// The lifetime `<'a>`, if the view of one of these values borrows from the input; otherwise nothing.
pub(super) fn values_lifetime<'v>(values: impl IntoIterator<Item = &'v FieldValue>) -> TokenStream {
    let borrows = values.into_iter().any(|value| value.codec.is_borrowed_by_view());
    if borrows { quote!(<'a>) } else { TokenStream::new() }
}

/// The lifetime `<'a>`, if the view of a member of the group borrows from the input; otherwise nothing.
pub(super) fn bit_group_lifetime(group: &BitGroup) -> TokenStream {
    values_lifetime(group.members.iter().map(|member| &member.value))
}

/// The Rust type of a value in a view.
pub(super) fn view_value_type(codec: &Codec) -> TokenStream {
    match codec {
        Codec::Primitive(Primitive::String) => quote!(rt::views::Str<'a>),
        Codec::Primitive(Primitive::Bytes) | Codec::ByteVec => quote!(&'a [u8]),
        Codec::Boxed(_) | Codec::Bare { .. } => {
            let marker = codec_marker_type(codec);
            quote!(rt::views::View<'a, #marker>)
        }
        Codec::Vector { element, .. } => {
            let marker = codec_marker_type(element);
            quote!(rt::views::Items<'a, #marker>)
        }
        number => leaf_type(number),
    }
}

/// The type argument that selects the codec of a value: `rt::views::BareOf<root::constructors::A>`.
pub(super) fn codec_marker_type(codec: &Codec) -> TokenStream {
    match codec {
        Codec::Boxed(item_path) => item_path_from_root("types", item_path),
        Codec::Bare { constructor, .. } => {
            let constructor = item_path_from_root("constructors", constructor);
            quote!(rt::views::BareOf<#constructor>)
        }
        Codec::Vector { is_bare, element, .. } => {
            let element = codec_marker_type(element);
            if *is_bare { quote!(rt::views::BareVec<#element>) } else { quote!(rt::Vec<#element>) }
        }
        Codec::Primitive(Primitive::Int53) => quote!(rt::Int53),
        // Primitive types: no type with a view has a codec of another kind.
        codec => leaf_type(codec),
    }
}
