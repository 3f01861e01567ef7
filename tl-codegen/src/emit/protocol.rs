//! `mod.rs` of a protocol: its modules, and its layer.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::item_files::{CodeFiles, FileItem};
use super::module::runtime_crate_path;
use super::module_declaration::{
    private_module_declaration, with_cfg_gate, with_code_lints_allowed, with_reexport_lints_allowed,
};
use super::runtime_macros::{GENERATED_FOR_MACRO, WITH_VIEWS_MACRO, version_literal};
use super::tokens::ident_token;
use super::{
    cross_references, docs, errors, feature_conditions, function_decoding, json, method_metadata, reexports, table,
    views,
};
use crate::plan::Plan;

/// ```text
/// /// The layer of the schema, for `invokeWithLayer`.
/// pub const LAYER: i32 = 230;
/// ::tl_runtime::generated_for! {
///     "0.1"
///     mod items;
///     /// Boxed types.
///     pub mod types;
///     #[cfg(feature = "views")]
///     ::tl_runtime::require_views! {
///         /// Views: …
///         pub mod views;
///     }
///     #[cfg(feature = "metadata")]
///     mod methods;
///     #[cfg(feature = "metadata")]
///     pub use self::methods::METHODS;
/// }
/// ```
pub(super) fn protocol_mod_files(plan: &Plan) -> CodeFiles {
    let (gated_macro, cross_references) =
        (feature_conditions::gated_macro_definition(plan), cross_references::cross_reference_module(plan));
    let json_macro = json::json_macro_definition(plan);
    let (layer, lists, metadata) = (layer_constant_item(plan), reexport_list_modules(plan), metadata_modules(plan));
    let items = private_module_declaration("items");
    let items = (!plan.types.is_empty() || !plan.functions.is_empty()).then_some(items);
    let docs = docs::doc_comment(["Views: values that are read in place, without allocation.".to_owned()]);
    let views = with_code_lints_allowed(&quote!(
        pub mod views;
    ));
    let runtime = runtime_crate_path(&plan.settings);
    let (generated_for, require_views) = (ident_token(GENERATED_FOR_MACRO), ident_token(WITH_VIEWS_MACRO));
    let views = quote!(#runtime::#require_views! { #docs #views });
    let views = views::has_views_module(plan).then(|| with_cfg_gate(&plan.settings.views, &TokenStream::new(), &views));
    let decoding =
        with_cfg_gate(&plan.settings.function_decoding, &TokenStream::new(), &private_module_declaration("decoding"));
    let decoding = function_decoding::has_decoding_folder(plan).then_some(decoding);
    let (names, tables) = (table::protocol_names_items(plan), table::table_modules(plan));
    let version: Literal = version_literal!().parse().unwrap_or_else(|_| Literal::string(""));
    let code = quote! {
        #gated_macro
        #json_macro
        #cross_references
        #layer
        #runtime::#generated_for! { #version #items #(#lists)* #views #metadata #decoding #tables #names }
    };
    vec![("mod.rs".to_owned(), code)]
}

fn layer_constant_item(plan: &Plan) -> Option<TokenStream> {
    // The type of the field `layer:int`.
    let layer = Literal::i32_unsuffixed(i32::try_from(plan.layer?).ok()?);
    let docs = docs::doc_comment(["The layer of the schema, for `invokeWithLayer`.".to_owned()]);
    Some(quote!(#docs #[allow(dead_code)] pub const LAYER: i32 = #layer;))
}

fn reexport_list_modules(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let names: Vec<_> = reexports::reexports_of_items(plan, FileItem::owned_items_of_plan(plan))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    reexports::DOCS_OF_REEXPORT_MODULES.into_iter().filter(move |(name, _)| names.contains(name)).map(|(name, docs)| {
        let lines = [docs.to_owned()].into_iter().chain(feature_conditions::feature_doc_lines(plan, name));
        let (docs, name) = (docs::doc_comment(lines), ident_token(name));
        let module = with_reexport_lints_allowed(&quote!(pub mod #name;));
        quote!(#docs #module)
    })
}

/// The modules of errors and methods, and the names that the protocol re-exports from them.
fn metadata_modules(plan: &Plan) -> TokenStream {
    let modules = [
        (errors::has_errors_file(plan), "errors", &errors::ERROR_REEXPORTS[..]),
        (method_metadata::has_methods_folder(plan), "methods", &method_metadata::METHOD_REEXPORTS[..]),
    ];
    let modules = modules.into_iter().filter(|(exists, ..)| *exists).flat_map(|(_, module, items)| {
        let (name, items) = (ident_token(module), items.iter().map(|item| ident_token(item)));
        [private_module_declaration(module), with_reexport_lints_allowed(&quote!(pub use self::#name::{#(#items),*};))]
    });
    modules.map(|item| with_cfg_gate(&plan.settings.metadata, &TokenStream::new(), &item)).collect()
}
