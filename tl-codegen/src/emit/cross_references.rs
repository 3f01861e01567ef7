//! `uses.rs`: for the docs of each type, the functions that return it and that accept it.
//!
//! All types share this file, so that a new function changes no file of a type. The file is compiled for rustdoc only.

use proc_macro2::TokenStream;
use quote::quote;

use super::item_files::CodeFiles;
use crate::plan::{CrossReferences, Plan};

/// Whether the protocol has the file `uses.rs`.
fn has_cross_references(plan: &Plan) -> bool {
    plan.settings.docs && !plan.types.is_empty()
}

/// The declaration of the module `uses`, which must precede the modules that use its macro.
pub(super) fn cross_reference_module(plan: &Plan) -> TokenStream {
    if !has_cross_references(plan) {
        return TokenStream::new();
    }
    quote! {
        #[cfg(doc)]
        #[macro_use]
        mod uses;
    }
}

/// ```text
/// macro_rules! uses {
///     ("InputPeer") => { "\nAccepted by `messages.sendMessage`." };
///     ($ty:literal) => { "" };
/// }
/// ```
pub(super) fn cross_reference_files(plan: &Plan) -> CodeFiles {
    if !has_cross_references(plan) {
        return CodeFiles::new();
    }
    let arms = plan.cross_references.iter().map(|(ty, uses)| {
        let text = cross_reference_text(uses);
        quote!((#ty) => { #text };)
    });
    let code = quote! {
        #[allow(unused_macros)]
        macro_rules! uses {
            #(#arms)*
            ($ty:literal) => { "" };
        }
    };
    vec![("uses.rs".to_owned(), code)]
}

/// The doc attribute of a type that inserts its cross references: a call of the macro `uses`.
pub(super) fn cross_reference_doc_attribute(ty: &str) -> TokenStream {
    quote!(#[cfg_attr(doc, doc = uses!(#ty))])
}

fn cross_reference_text(uses: &CrossReferences) -> String {
    let paragraphs = [("Returned", &uses.returned_by), ("Accepted", &uses.accepted_by)];
    let paragraphs = paragraphs.into_iter().filter(|(_, functions)| !functions.is_empty()).map(|(verb, functions)| {
        let functions: Vec<_> = functions.iter().map(|function| format!("`{function}`")).collect();
        format!("\n{verb} by {}.\n", functions.join(", "))
    });
    paragraphs.collect()
}
