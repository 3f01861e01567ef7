//! What emitted code may call things, in the module that it lands in.
//!
//! Everything of the schema is reached through `root`, everything of the runtime through `rt`. Names of Rust's prelude
//! are written as they are unless the module defines an item of that name; then the runtime's copy of them is named.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::plan::ItemPath;

/// Names of the prelude that emitted code uses.
const PRELUDE: &[&str] = &["Clone", "Default", "From", "Into", "None", "Option", "PartialEq", "Some"];

/// The names of one module.
pub(super) struct Module {
    defined: Vec<String>,
}

impl Module {
    /// A module that defines these items.
    pub(super) fn new<'a>(defined: impl IntoIterator<Item = &'a str>) -> Self {
        let defined = defined.into_iter().filter(|name| PRELUDE.contains(name)).map(str::to_owned).collect();
        Self { defined }
    }

    /// A name of the prelude; that of `std` alone, `Box` or `Vec`, comes from the runtime.
    pub(super) fn prelude(&self, name: &str) -> TokenStream {
        let plain = ident(name);
        if ["Box", "Vec"].contains(&name) {
            return quote!(rt::#plain);
        }
        if self.defined.iter().any(|defined| defined == name) { quote!(rt::prelude::#plain) } else { quote!(#plain) }
    }
}

/// An identifier, raw or not.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The path of an item in `tree`, from anywhere below the root of the protocol.
pub(super) fn path(tree: &str, item_path: &ItemPath) -> TokenStream {
    let tree = ident(tree);
    let namespace = item_path.namespace.iter().map(|part| ident(part));
    let name = ident(&item_path.ident);
    quote!(root::#tree #(::#namespace)* ::#name)
}

/// `super::super::super`, so many times.
pub(super) fn supers(n_levels: usize) -> TokenStream {
    let supers = std::iter::repeat_n(quote!(super), n_levels);
    quote!(#(#supers)::*)
}

/// Whether emitted code names `root` or `rt`, so that no import is idle.
pub(super) fn names(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => names(&group.stream(), name),
        _ => false,
    })
}

/// The path to the runtime. The settings take nothing that isn't a path.
pub(super) fn runtime(settings: &crate::settings::Settings) -> TokenStream {
    settings.runtime().parse().unwrap_or_else(|_| quote!(::tl_runtime))
}
