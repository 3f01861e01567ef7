//! Paths by which emitted code names other items, as seen from the module that contains the code.
//!
//! Items of the schema are reached through `root`, items of the runtime through `rt`. Names of Rust's prelude are
//! written as they are, unless the module defines an item of that name: then the path goes through the runtime's copy
//! of the prelude.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::tokens::ident_token;
use crate::settings::Settings;

/// Names of Rust's prelude that emitted code uses.
const PRELUDE_NAMES: &[&str] = &["Clone", "Default", "From", "Into", "None", "Option", "PartialEq", "Some"];

/// Names of `std` that `core` lacks; the runtime re-exports them.
const ALLOC_NAMES: &[&str] = &["Box", "Vec"];

/// The prelude names that one module hides by defining items of the same name.
pub(super) struct ModuleScope {
    hidden: Vec<String>,
}

impl ModuleScope {
    /// A module that defines items with these names.
    pub(super) fn new<'a>(defined: impl IntoIterator<Item = &'a String>) -> Self {
        let hidden = defined.into_iter().filter(|name| PRELUDE_NAMES.contains(&name.as_str())).cloned().collect();
        Self { hidden }
    }

    /// The path of an item of Rust's prelude: its name, or a path through the runtime if the module hides the name.
    pub(super) fn prelude_path(&self, name: &str) -> TokenStream {
        let item = ident_token(name);
        if ALLOC_NAMES.contains(&name) {
            return quote!(rt::#item);
        }
        if self.hidden.iter().any(|hidden| hidden == name) { quote!(rt::prelude::#item) } else { quote!(#item) }
    }
}

/// A public module with these items inside the module of a file; nothing if there are no items.
pub(super) fn inline_module(name: &str, items: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let items: TokenStream = items.into_iter().collect();
    if items.is_empty() {
        return TokenStream::new();
    }
    let names: Vec<_> =
        ["root", "rt"].into_iter().filter(|name| contains_ident(&items, name)).map(ident_token).collect();
    let imports = (!names.is_empty()).then(|| quote!(use super::{#(#names),*};));
    let name = ident_token(name);
    quote!(pub mod #name { #imports #items })
}

/// Prepends the imports of `root` and `rt` to the items of a file, if they use these names. The file is `depth` modules
/// below the protocol.
pub(super) fn with_imports(settings: &Settings, depth: usize, items: TokenStream) -> TokenStream {
    let (supers, runtime) = (super_path(depth), runtime_crate_path(settings));
    let root = contains_ident(&items, "root").then(|| quote!(use #supers as root;));
    let runtime = contains_ident(&items, "rt").then(|| quote!(use #runtime as rt;));
    quote!(#root #runtime #items)
}

/// `super::super::super`, with this many segments.
pub(super) fn super_path(n_levels: usize) -> TokenStream {
    let supers = std::iter::repeat_n(quote!(super), n_levels);
    quote!(#(#supers)::*)
}

/// Whether an identifier occurs in emitted code.
pub(super) fn contains_ident(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => contains_ident(&group.stream(), name),
        _ => false,
    })
}

/// The path of the runtime as tokens. Parsing can't fail, because settings refuse text that isn't a path.
pub(super) fn runtime_crate_path(settings: &Settings) -> TokenStream {
    settings.runtime().parse().unwrap_or_else(|_| quote!(::tl_runtime))
}
