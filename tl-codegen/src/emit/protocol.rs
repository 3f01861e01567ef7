//! `mod.rs` of a protocol: its modules, and its layer.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::tokens::ident;
use super::tree::Item;
use super::{cross_references, decoding, docs, errors, lists, methods, presence, views};
use crate::plan::Plan;
use crate::settings::Gate;

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
    let (gated_macro, cross_references) = (presence::definition(plan), cross_references::module(plan));
    let (layer, lists, metadata) = (layer_constant(plan), list_modules(plan), metadata_modules(plan));
    let items = private_module("items");
    let items = (!plan.types.is_empty() || !plan.functions.is_empty()).then_some(items);
    let docs = docs::comment(["Views: values that are read in place, without allocation.".to_owned()]);
    let views = with_code_lints_allowed(&quote!(
        pub mod views;
    ));
    let views = views::are_emitted(plan).then(|| with_gate(&plan.settings.views, &docs, &views));
    let decoding = with_gate(&plan.settings.function_decoding, &TokenStream::new(), &private_module("decoding"));
    let decoding = decoding::is_emitted(plan).then_some(decoding);
    quote!(#gated_macro #cross_references #layer #items #(#lists)* #views #metadata #decoding)
}

fn layer_constant(plan: &Plan) -> Option<TokenStream> {
    let layer = Literal::u32_unsuffixed(plan.layer?);
    let docs = docs::comment(["The layer of the schema, for `invokeWithLayer`.".to_owned()]);
    Some(quote!(#docs #[allow(dead_code)] pub const LAYER: u32 = #layer;))
}

/// A module of generated code, with the lints allowed that it would trigger. A program uses a small part of a schema.
/// Names and docs come from the schema. An import of `root` is unused if the file has a field of that name instead. The
/// plan decides about indirection.
fn with_code_lints_allowed(module: &TokenStream) -> TokenStream {
    quote! {
        #[allow(
            dead_code,
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

fn private_module(module: &str) -> TokenStream {
    let module = ident(module);
    with_code_lints_allowed(&quote!(mod #module;))
}

/// A module or import of re-exports, with the lints allowed that it would trigger.
fn with_allowed_lints(item: &TokenStream) -> TokenStream {
    quote!(#[allow(missing_docs, unreachable_pub, unused_imports, clippy::module_inception)] #item)
}

fn list_modules(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let names: Vec<_> = lists::of_items(plan, Item::owned(plan)).into_iter().map(|(name, _)| name).collect();
    lists::LIST_DOCS.into_iter().filter(move |(name, _)| names.contains(name)).map(|(name, docs)| {
        let lines = [docs.to_owned()].into_iter().chain(presence::docs(plan, name));
        let (docs, name) = (docs::comment(lines), ident(name));
        let module = with_allowed_lints(&quote!(pub mod #name;));
        quote!(#docs #module)
    })
}

/// The modules of errors and methods, and the names that the protocol re-exports from them.
fn metadata_modules(plan: &Plan) -> TokenStream {
    let modules = [
        (errors::are_emitted(plan), "errors", &errors::REEXPORTS[..]),
        (methods::are_emitted(plan), "methods", &methods::REEXPORTS[..]),
    ];
    let modules = modules.into_iter().filter(|(exists, ..)| *exists).flat_map(|(_, module, items)| {
        let (name, items) = (ident(module), items.iter().map(|item| ident(item)));
        [private_module(module), with_allowed_lints(&quote!(pub use self::#name::{#(#items),*};))]
    });
    modules.map(|item| with_gate(&plan.settings.metadata, &TokenStream::new(), &item)).collect()
}

/// A module or import with its docs and the `#[cfg]` of its gate; nothing if the gate is [`Gate::Never`]:
///
/// ```text
/// /// Views.
/// #[cfg(feature = "views")]
/// pub mod views;
/// ```
fn with_gate(gate: &Gate, docs: &TokenStream, item: &TokenStream) -> TokenStream {
    match gate {
        Gate::Never => TokenStream::new(),
        Gate::Always => quote!(#docs #item),
        Gate::Feature(feature) => quote!(#docs #[cfg(feature = #feature)] #item),
    }
}
