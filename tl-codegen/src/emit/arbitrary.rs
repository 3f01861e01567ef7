//! `Arbitrary`, for property tests and fuzzing.

use proc_macro2::TokenStream;
use quote::quote;

use super::target::Target;

/// For `a x:int = A;`:
///
/// ```text
/// rt::arbitrary!(A);
/// ```
///
/// The runtime's macro is empty without its feature. Nothing for a struct that depends on numbers: no value of it stands
/// alone.
pub(super) fn emit(target: &Target<'_>) -> TokenStream {
    let (path, generics) = (&target.path, target.generics());
    if target.item.numbers.is_some() { TokenStream::new() } else { quote!(rt::arbitrary!(#path #generics);) }
}
