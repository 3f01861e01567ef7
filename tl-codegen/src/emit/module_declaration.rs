//! `mod` and `use` lines of a protocol, with the lints that they allow and the `#[cfg]` of their gate.
//!
//! The callers decide which modules exist.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident_token;
use crate::settings::Gate;

/// A module of generated code, with the lints allowed that it would trigger. A program uses a small part of a schema.
/// Names and docs come from the schema. An import of `root` is unused if the file has a field of that name instead. The
/// plan decides about indirection.
pub(super) fn with_code_lints_allowed(module: &TokenStream) -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            missing_copy_implementations,
            missing_docs,
            non_snake_case,
            single_use_lifetimes,
            unreachable_pub,
            unused_imports,
            unused_qualifications,
            clippy::derived_hash_with_manual_eq,
            clippy::large_enum_variant,
            clippy::module_inception,
            clippy::pedantic,
        )]
        #module
    }
}

pub(super) fn private_module_declaration(module: &str) -> TokenStream {
    let module = ident_token(module);
    with_code_lints_allowed(&quote!(mod #module;))
}

/// A module or import of re-exports, with the lints allowed that it would trigger.
pub(super) fn with_reexport_lints_allowed(item: &TokenStream) -> TokenStream {
    quote!(#[allow(missing_docs, unreachable_pub, unused_imports, clippy::module_inception, clippy::pedantic)] #item)
}

/// An item with its docs and the `#[cfg]` of its gate; nothing if the gate is [`Gate::Never`]:
///
/// ```text
/// /// Views.
/// #[cfg(feature = "views")]
/// pub mod views;
/// ```
pub(super) fn with_cfg_gate(gate: &Gate, docs: &TokenStream, item: &TokenStream) -> TokenStream {
    match gate {
        Gate::Never => TokenStream::new(),
        Gate::Always => quote!(#docs #item),
        Gate::Feature(feature) => quote!(#docs #[cfg(feature = #feature)] #item),
    }
}
