//! `uses.rs`: which functions return and accept each type, for the docs of types.
//!
//! It is one index for all types, so that a function more or less changes no file of a type, and is there for rustdoc
//! alone.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{CrossReferences, Plan};

/// Whether there is such a file.
pub(super) fn is_there(plan: &Plan) -> bool {
    !plan.types.is_empty()
}

/// ```text
/// macro_rules! uses {
///     ("InputPeer") => { "\nAccepted by `messages.sendMessage`." };
///     ($ty:literal) => { "" };
/// }
/// ```
pub(super) fn file(plan: &Plan) -> Option<TokenStream> {
    if !is_there(plan) {
        return None;
    }
    let arms = plan.cross_references.iter().map(|(ty, uses)| {
        let text = text(uses);
        quote!((#ty) => { #text };)
    });
    Some(quote! {
        #[allow(unused_macros)]
        macro_rules! uses {
            #(#arms)*
            ($ty:literal) => { "" };
        }
    })
}

/// What the docs of a type take from there.
pub(super) fn docs(ty: &str) -> TokenStream {
    quote!(#[cfg_attr(doc, doc = uses!(#ty))])
}

fn text(uses: &CrossReferences) -> String {
    let paragraphs = [("Returned", &uses.returned_by), ("Accepted", &uses.accepted_by)];
    let paragraphs = paragraphs.into_iter().filter(|(_, functions)| !functions.is_empty()).map(|(verb, functions)| {
        let functions: Vec<_> = functions.iter().map(|function| format!("`{function}`")).collect();
        format!("\n{verb} by {}.\n", functions.join(", "))
    });
    paragraphs.collect()
}
