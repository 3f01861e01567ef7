//! Rust types of the fields of views.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::module::Module;
use super::super::tokens::{ident, path};
use super::super::ty::primitive_type;
use crate::plan::{Codec, FieldKind, Group};

/// The type of a field of a view.
pub(super) fn field(module: &Module, kind: &FieldKind) -> TokenStream {
    let option = module.prelude("Option");
    match kind {
        FieldKind::Required(value) => self::value(&value.codec),
        FieldKind::Optional(value) => {
            let ty = self::value(&value.codec);
            quote!(#option<#ty>)
        }
        FieldKind::Flag => quote!(bool),
        FieldKind::Group(group) => {
            let (ty, lifetime) = (self::group(group), lifetime_of_group(group));
            quote!(#option<#ty #lifetime>)
        }
    }
}

/// The path of a group. It is in the same file as the view of its constructor.
pub(super) fn group(group: &Group) -> TokenStream {
    let name = ident(&group.item_path.ident);
    quote!(super::groups::#name)
}

/// `<'a>`, if a member of the group borrows from the input.
pub(super) fn lifetime_of_group(group: &Group) -> TokenStream {
    let borrows = group.members.iter().any(|member| codec_borrows(&member.value.codec));
    if borrows { quote!(<'a>) } else { TokenStream::new() }
}

/// Whether a field of a view borrows from the input.
pub(super) fn borrows(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Required(value) | FieldKind::Optional(value) => codec_borrows(&value.codec),
        FieldKind::Flag => false,
        FieldKind::Group(group) => !lifetime_of_group(group).is_empty(),
    }
}

fn codec_borrows(codec: &Codec) -> bool {
    matches!(codec, Codec::String | Codec::Bytes | Codec::Boxed(_) | Codec::Bare { .. } | Codec::Vector { .. })
}

/// The type of a value in a view.
pub(super) fn value(codec: &Codec) -> TokenStream {
    match codec {
        Codec::String => quote!(rt::views::Str<'a>),
        Codec::Bytes => quote!(&'a [u8]),
        Codec::Boxed(_) | Codec::Bare { .. } => {
            let marker = codec_marker(codec);
            quote!(rt::views::View<'a, #marker>)
        }
        Codec::Vector { element, .. } => {
            let marker = codec_marker(element);
            quote!(rt::views::Items<'a, #marker>)
        }
        number => codec_marker(number),
    }
}

/// The type argument that selects the codec of a value: `rt::views::BareOf<root::constructors::A>`.
pub(super) fn codec_marker(codec: &Codec) -> TokenStream {
    match codec {
        Codec::Boxed(item_path) => path("types", item_path),
        Codec::Bare { constructor, .. } => {
            let constructor = path("constructors", constructor);
            quote!(rt::views::BareOf<#constructor>)
        }
        Codec::Vector { is_bare, element } => {
            let element = codec_marker(element);
            if *is_bare { quote!(rt::views::BareVec<#element>) } else { quote!(rt::Vec<#element>) }
        }
        // Primitive types. No other type has a view.
        codec => primitive_type(codec).map(|primitive| primitive.ty).unwrap_or_default(),
    }
}
