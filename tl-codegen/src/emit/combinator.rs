//! `impl rt::Combinator` of a struct, or `impl rt::Dependent` if it needs numbers from the struct that contains it.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::tokens::{id_hex_literal, unsuffixed_literal};
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
pub(super) fn combinator_impl(target: &ImplTarget<'_>) -> TokenStream {
    let ImplTarget { path, item, .. } = target;
    let (bounds, generics) = (target.encoding_generics(), target.unbounded_generics());
    let (id, least_size, names, tl) =
        (id_hex_literal(item.id), unsuffixed_literal(item.least_size), &item.names, tl_line::tl_macro_call(item));
    let visit = encode::visit_method(target);
    let (combinator, deserialize_fields) = match &item.numbers {
        None => (quote!(Combinator), TokenStream::new()),
        Some(numbers) => {
            let n_numbers = unsuffixed_literal(numbers.len());
            (quote!(Dependent<#n_numbers>), decode::deserialize_fields_method(target))
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
