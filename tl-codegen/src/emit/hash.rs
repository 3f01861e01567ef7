//! `Eq` and `Hash` of small types.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::module_declaration::with_cfg_gate;
use super::tokens::ident_token;
use crate::plan::BoxedType;
use crate::settings::{Gate, Settings};

/// The attribute of an enum:
///
/// ```text
/// #[cfg_attr(feature = "hash", derive(Eq, Hash))]
/// ```
pub(super) fn hash_derive_attribute(ty: &BoxedType, settings: &Settings) -> TokenStream {
    match &settings.hash {
        Gate::Always if ty.is_hashable => quote!(#[derive(Eq, Hash)]),
        Gate::Feature(feature) if ty.is_hashable => quote!(#[cfg_attr(feature = #feature, derive(Eq, Hash))]),
        _ => TokenStream::new(),
    }
}

/// The impls of the struct of a constructor. For `a x:int = A;`:
///
/// ```text
/// impl Eq for A {}
/// impl Hash for A {
///     fn hash<H: Hasher>(&self, state: &mut H) {
///         Hash::hash(&self.x, state);
///     }
/// }
/// ```
pub(super) fn hash_impls_of_struct(target: &ImplTarget<'_>, ty: &BoxedType, settings: &Settings) -> TokenStream {
    if !ty.is_hashable {
        return TokenStream::new();
    }
    let path = &target.path;
    let fields = target.item.fields.iter().map(|field| {
        let name = ident_token(&field.ident);
        quote!(::core::hash::Hash::hash(&self.#name, state);)
    });
    let state = if target.item.fields.is_empty() { quote!(_state) } else { quote!(state) };
    let eq = quote!(impl ::core::cmp::Eq for #path {});
    let hash = quote! {
        impl ::core::hash::Hash for #path {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, #state: &mut H) { #(#fields)* }
        }
    };
    [eq, hash].iter().map(|item| with_cfg_gate(&settings.hash, &TokenStream::new(), item)).collect()
}
