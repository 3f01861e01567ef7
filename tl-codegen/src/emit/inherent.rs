//! The inherent impl of a struct: `new` and the methods of implied fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::target::Target;
use super::{implied, new};

/// For `a flags:# x:int y:flags.0?string = A;`:
///
/// ```text
/// impl A {
///     // fn new
/// }
/// ```
pub(super) fn emit(target: &Target<'_>) -> TokenStream {
    let (new, implied) = (new::emit(target), implied::emit(target.item));
    if new.is_empty() && implied.is_empty() {
        return TokenStream::new();
    }
    let (path, generics) = (&target.path, target.generics());
    quote!(impl #generics #path #generics { #new #implied })
}
