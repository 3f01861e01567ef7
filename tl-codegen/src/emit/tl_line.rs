//! The TL lines of a file, each written once: the macro `tl` inserts them into the docs and into `DECLARATION`.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident_token;
use crate::plan::Struct;

/// For the file of `a#00000001 x:int = A;`:
///
/// ```text
/// macro_rules! tl {
///     (A) => { "a#00000001 x:int = A;" };
/// }
/// ```
pub(super) fn tl_macro_definition<'a>(items: impl IntoIterator<Item = &'a Struct>) -> TokenStream {
    let items = items.into_iter().flat_map(|item| std::iter::once(item).chain(item.all_records()));
    let arms = items.map(|item| {
        let (key, tl) = (tl_macro_key(item), &item.tl);
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

/// An expression for the TL line of a struct: `tl!(A)`.
pub(super) fn tl_macro_call(item: &Struct) -> TokenStream {
    let key = tl_macro_key(item);
    quote!(tl!(#key))
}

/// The doc attributes of a struct that show its TL line as a fenced code block.
pub(super) fn tl_line_doc_attributes(item: &Struct) -> TokenStream {
    let key = tl_macro_key(item);
    quote!(#[doc = ""] #[doc = concat!("```text\n", tl!(#key), "\n```")])
}

/// The pattern of a struct in the macro `tl`: records differ from constructors, because they may have the same name.
fn tl_macro_key(item: &Struct) -> TokenStream {
    let name = ident_token(&item.item_path.local_ident);
    if item.is_record { quote!(record #name) } else { quote!(#name) }
}
