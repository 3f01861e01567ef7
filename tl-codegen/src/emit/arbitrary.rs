//! `impl Arbitrary` of structs, for property tests and fuzzing.

use proc_macro2::TokenStream;
use quote::quote;

use super::target::Target;

/// For `a x:int = A;`:
///
/// ```text
/// rt::arbitrary!(A);
/// ```
///
/// The runtime's macro expands to nothing without the runtime's feature for it. No call is emitted for a struct that
/// depends on numbers: its values can't be encoded alone.
pub(super) fn arbitrary_macro_call(target: &Target<'_>) -> TokenStream {
    let (path, generics) = (&target.path, target.unbounded_generics());
    if target.item.numbers.is_some() { TokenStream::new() } else { quote!(rt::arbitrary!(#path #generics);) }
}
