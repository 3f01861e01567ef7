//! `impl PartialEq` of a struct.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::tokens::{chain_of_terms, ident_token};

/// For `a x:string y:int = A;`, where fields that are `Copy` are compared first:
///
/// ```text
/// impl PartialEq for A {
///     fn eq(&self, other: &Self) -> bool {
///         self.y == other.y && self.x == other.x
///     }
/// }
/// ```
pub(super) fn partial_eq_impl(target: &ImplTarget<'_>) -> TokenStream {
    let ImplTarget { module, path, item } = target;
    let partial_eq = module.prelude_path("PartialEq");
    let (bounds, generics) = (target.generics_with_bound(&partial_eq), target.unbounded_generics());
    let (quick, slow): (Vec<_>, Vec<_>) = item.fields.iter().partition(|field| field.kind.is_copy());
    let terms = quick.into_iter().chain(slow).map(|field| {
        let name = ident_token(&field.ident);
        quote!(self.#name == other.#name)
    });
    let (other, is_same) = match item.fields.is_empty() {
        true => (quote!(_other), quote!(true)),
        false => (quote!(other), chain_of_terms(&terms.collect::<Vec<_>>(), &quote!(&&))),
    };
    quote! {
        impl #bounds #partial_eq for #path #generics {
            #[inline]
            fn eq(&self, #other: &Self) -> bool { #is_same }
        }
    }
}
