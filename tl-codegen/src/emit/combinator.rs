//! `impl rt::Combinator` of a struct, or `impl rt::Dependent` if it needs numbers from the struct that contains it.

use proc_macro2::TokenStream;
use quote::quote;

use super::target::Target;
use super::tokens::{hex, size};
use super::{decode, encode, tl_line};

/// For `a#00000001 x:int = A;`:
///
/// ```text
/// impl rt::Combinator for A {
///     const DECLARATION: rt::Declaration =
///         rt::Declaration { id: 0x00000001, least_size: 4, names: "a x", tl: tl!(A) };
///     // fn visit
/// }
/// ```
pub(super) fn emit(target: &Target<'_>) -> TokenStream {
    let Target { path, item, .. } = target;
    let (bounds, generics) = (target.writable(), target.generics());
    let (id, least_size, names, tl) = (hex(item.id), size(item.least_size), &item.names, tl_line::expression(item));
    let visit = encode::visit(target);
    let (combinator, deserialize_fields) = match &item.numbers {
        None => (quote!(Combinator), TokenStream::new()),
        Some(numbers) => {
            let n_numbers = size(numbers.len());
            (quote!(Dependent<#n_numbers>), decode::deserialize_fields(target))
        }
    };
    quote! {
        impl #bounds rt::#combinator for #path #generics {
            const DECLARATION: rt::Declaration =
                rt::Declaration { id: #id, least_size: #least_size, names: #names, tl: #tl };

            #visit

            #deserialize_fields
        }
    }
}
