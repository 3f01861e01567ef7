//! `mod.rs` of a protocol: its modules, and its layer.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::cfg_feature::gated;
use super::tokens::ident;
use super::{cross_references, decoding, docs, errors, lists, methods, presence, views};
use crate::plan::Plan;

/// ```text
/// /// The layer of the schema, for `invokeWithLayer`.
/// pub const LAYER: u32 = 230;
/// mod items;
/// /// Boxed types.
/// pub mod types;
/// /// Views: …
/// #[cfg(feature = "views")]
/// pub mod views;
/// #[cfg(feature = "metadata")]
/// mod methods;
/// #[cfg(feature = "metadata")]
/// pub use self::methods::METHODS;
/// ```
pub(super) fn file(plan: &Plan) -> TokenStream {
    let (gated, cross_references) = (presence::definition(plan), cross_references::module(plan));
    let (layer, items) = (layer(plan), items(plan));
    let (lists, views, metadata, decoding) = (lists(plan), views(plan), metadata(plan), decoding(plan));
    quote!(#gated #cross_references #layer #items #(#lists)* #views #metadata #decoding)
}

fn layer(plan: &Plan) -> Option<TokenStream> {
    let layer = Literal::u32_unsuffixed(plan.layer?);
    let docs = docs::comment(["The layer of the schema, for `invokeWithLayer`.".to_owned()]);
    Some(quote!(#docs #[allow(dead_code)] pub const LAYER: u32 = #layer;))
}

/// A module of code, with some lints off. A program uses a small part of a schema. Names and docs come from the schema. An
/// import of `root` is unused if the file has a field of that name instead. The plan decides about indirection. Decoding
/// functions are `extern "C"` only so that they don't unwind.
fn code(module: &TokenStream) -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            improper_ctypes_definitions,
            missing_docs,
            non_snake_case,
            unreachable_pub,
            unused_imports,
            clippy::large_enum_variant,
            clippy::module_inception,
        )]
        #module
    }
}

/// A public module or an import that only re-exports items.
fn exports(item: &TokenStream) -> TokenStream {
    quote!(#[allow(missing_docs, unreachable_pub, unused_imports)] #item)
}

fn items(plan: &Plan) -> TokenStream {
    if plan.types.is_empty() && plan.functions.is_empty() {
        TokenStream::new()
    } else {
        code(&quote!(
            mod items;
        ))
    }
}

fn lists(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    lists::of_protocol(plan).into_iter().map(|(name, _)| {
        let lines = [list_docs(name).to_owned()].into_iter().chain(presence::docs(plan, name));
        let (docs, name) = (docs::comment(lines), ident(name));
        let module = exports(&quote!(pub mod #name;));
        quote!(#docs #module)
    })
}

fn list_docs(name: &str) -> &'static str {
    match name {
        "types" => "Boxed types.",
        "constructors" => "Structs of constructors. A constructor without fields has none: it is a variant only.",
        "functions" => "Structs of functions.",
        "groups" => "Structs of fields that share a flags bit: either all of them are present or none.",
        "records" => "Structs of the fields of repetitions.",
        _ => "",
    }
}

fn views(plan: &Plan) -> TokenStream {
    if !views::exist(plan) {
        return TokenStream::new();
    }
    let docs = docs::comment(["Views: values that are read in place, without allocation.".to_owned()]);
    gated(
        &plan.settings.views,
        &docs,
        &code(&quote!(
            pub mod views;
        )),
    )
}

/// The modules of errors and methods, and the names that the protocol re-exports from them.
fn metadata(plan: &Plan) -> TokenStream {
    let modules =
        [(errors::exist(plan), "errors", &errors::ITEMS[..]), (methods::exist(plan), "methods", &methods::ITEMS[..])];
    let modules = modules.into_iter().filter(|(exists, ..)| *exists).flat_map(|(_, module, items)| {
        let (module, items): (Ident, Vec<_>) = (ident(module), items.iter().map(|item| ident(item)).collect());
        [code(&quote!(mod #module;)), exports(&quote!(pub use self::#module::{#(#items),*};))]
    });
    modules.map(|item| gated(&plan.settings.metadata, &TokenStream::new(), &item)).collect()
}

fn decoding(plan: &Plan) -> TokenStream {
    if !decoding::exists(plan) {
        return TokenStream::new();
    }
    gated(
        &plan.settings.function_decoding,
        &TokenStream::new(),
        &code(&quote!(
            mod decoding;
        )),
    )
}
