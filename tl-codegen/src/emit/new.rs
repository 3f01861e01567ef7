//! The function `new` of a struct with optional fields.
//!
//! A layer that adds optional fields to such a struct changes no call of `new`. A struct without optional fields has no
//! `new`: a literal is as short, and names its fields.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::target::Target;
use super::tokens::ident;
use super::{docs, ty};
use crate::plan::{DefaultImpl, Field, FieldKind, NewMethod, Struct, Value};

/// For `a flags:# x:int y:flags.0?string = A;`:
///
/// ```text
/// pub fn new(x: i32) -> Self {
///     Self { x, y: None }
/// }
/// ```
pub(super) fn emit(target: &Target<'_>) -> TokenStream {
    let Target { module, item, .. } = target;
    if item.impls.new == NewMethod::Absent {
        return TokenStream::new();
    }
    let params: Vec<_> = required(item)
        .map(|(name, value)| {
            let (ty, into) = (ty::codec(module, &value.codec), module.prelude("Into"));
            if value.has_conversions { quote!(#name: impl #into<#ty>) } else { quote!(#name: #ty) }
        })
        .collect();
    let fields = item.fields.iter().map(|field| literal_field(target, field));
    let docs = docs::comment(["Takes the required fields and leaves out the optional ones.".to_owned()]);
    let allow = (item.impls.new == NewMethod::ManyArguments).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #allow
        #[inline]
        #[must_use]
        pub fn new(#(#params),*) -> Self {
            Self { #(#fields),* }
        }
    }
}

/// `impl Default` of a generic struct without required fields; a derived one would ask `Default` of the parameters.
///
/// ```text
/// impl<X> Default for A<X> {
///     fn default() -> Self { Self::new() }
/// }
/// ```
pub(super) fn default(target: &Target<'_>) -> TokenStream {
    let Target { module, path, item } = target;
    if item.impls.default != DefaultImpl::CallsNew {
        return TokenStream::new();
    }
    let (default, generics) = (module.prelude("Default"), target.generics());
    quote! {
        impl #generics #default for #path #generics {
            #[inline]
            fn default() -> Self { Self::new() }
        }
    }
}

fn required(item: &Struct) -> impl Iterator<Item = (Ident, &Value)> {
    item.fields.iter().filter_map(|field| match &field.kind {
        FieldKind::Required(value) => Some((ident(&field.ident), value)),
        _ => None,
    })
}

fn literal_field(Target { module, .. }: &Target<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    match &field.kind {
        FieldKind::Required(value) => {
            let indirect = module.prelude("Box");
            match (value.has_conversions, value.is_indirect) {
                (false, false) => quote!(#name),
                (true, false) => quote!(#name: #name.into()),
                (false, true) => quote!(#name: #indirect::new(#name)),
                (true, true) => quote!(#name: #indirect::new(#name.into())),
            }
        }
        FieldKind::Flag => quote!(#name: false),
        FieldKind::Optional(_) | FieldKind::Group(_) => {
            let none = module.prelude("None");
            quote!(#name: #none)
        }
    }
}
