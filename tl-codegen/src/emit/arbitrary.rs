//! `impl Arbitrary` of structs, for property tests and fuzzing.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;

/// For `a x:int = A;`:
///
/// ```text
/// rt::impl_arbitrary!(A);
/// ```
///
/// The runtime's macro expands to nothing without the runtime's feature for it.
pub(super) fn arbitrary_macro_call(target: &ImplTarget<'_>) -> TokenStream {
    let (path, generics) = (&target.path, target.unbounded_generics());
    let is_generic_call = target.item.is_function && !target.item.params.is_empty();
    let call = is_generic_call.then(|| quote!(call));
    if target.item.impls.has_arbitrary {
        quote!(rt::impl_arbitrary!(#call #path #generics);)
    } else {
        TokenStream::new()
    }
}
