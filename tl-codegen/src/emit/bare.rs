//! The decoding function of a struct, as `impl rt::Bare`.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::{decode, table};

/// For `a x:int = A;`:
///
/// ```text
/// impl rt::Bare for A {
///     const NAMES: rt::ProtocolNames = root::PROTOCOL_NAMES;
///     // fn deserialize_fields
/// }
/// ```
///
/// Emits nothing for a struct that depends on numbers: [`combinator`](super::combinator) emits its decoding function.
pub(super) fn bare_impls(target: &ImplTarget<'_>) -> TokenStream {
    let ImplTarget { path, item, .. } = target;
    if item.numbers.is_some() {
        return TokenStream::new();
    }
    let (bounds, generics) = (target.decoding_generics(), target.unbounded_generics());
    let deserialize_fields = decode::deserialize_fields_method(target);
    let names = item.impls.has_names.then(table::names_constant_item);
    quote! {
        impl #bounds rt::Bare for #path #generics {
            #names

            #deserialize_fields
        }
    }
}
