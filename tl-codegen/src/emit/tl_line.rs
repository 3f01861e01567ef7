//! The TL lines of a file, each written once: the macro `tl` gives them to the docs and to `DECLARATION`.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use crate::plan::Struct;

/// For the file of `a#00000001 x:int = A;`:
///
/// ```text
/// macro_rules! tl {
///     (A) => { "a#00000001 x:int = A;" };
/// }
/// ```
pub(super) fn definition<'a>(items: impl IntoIterator<Item = &'a Struct>) -> TokenStream {
    let items = items.into_iter().flat_map(|item| std::iter::once(item).chain(item.all_records()));
    let arms = items.map(|item| {
        let (key, tl) = (key(item), &item.tl);
        quote!((#key) => { #tl };)
    });
    let arms: TokenStream = arms.collect();
    if arms.is_empty() {
        return arms;
    }
    quote! {
        macro_rules! tl { #arms }
    }
}

/// The TL line of a struct, as an expression: `tl!(A)`.
pub(super) fn expression(item: &Struct) -> TokenStream {
    let key = key(item);
    quote!(tl!(#key))
}

/// The TL line of a struct, as a fenced block of its docs.
pub(super) fn docs(item: &Struct) -> TokenStream {
    let key = key(item);
    quote!(#[doc = ""] #[doc = concat!("```text\n", tl!(#key), "\n```")])
}

/// A record may have the name of a constructor.
fn key(item: &Struct) -> TokenStream {
    let name = ident(&item.item_path.ident);
    if item.id == 0 { quote!(record #name) } else { quote!(#name) }
}
