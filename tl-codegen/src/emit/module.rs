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

/// The names that emitted code uses, and that its modules import where it does.
pub(super) const IMPORTED_NAMES: [&str; 2] = ["root", "rt"];

/// Prepends the imports of `root` and `rt` to the items of a file, if they use these names. The file is `depth` modules
/// below the protocol.
pub(super) fn with_imports(settings: &Settings, depth: usize, items: TokenStream) -> TokenStream {
    let mut unused_names = IMPORTED_NAMES.to_vec();
    remove_occurring_names(&items, &mut unused_names);
    let imports = import_items(settings, depth, |name| !unused_names.contains(&name));
    quote!(#imports #items)
}

/// The imports of those names that a file uses. The file is `depth` modules below the protocol.
pub(super) fn import_items(settings: &Settings, depth: usize, is_used: impl Fn(&str) -> bool) -> TokenStream {
    let (supers, runtime) = (super_path(depth), runtime_crate_path(settings));
    let root = is_used("root").then(|| quote!(use #supers as root;));
    let runtime = is_used("rt").then(|| quote!(use #runtime as rt;));
    quote!(#root #runtime)
}

/// Removes the names that occur in emitted code, until none is left. Each level of tokens is copied in order to be
/// read, so the code is read once for all names.
pub(super) fn remove_occurring_names(tokens: &TokenStream, names: &mut Vec<&str>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) => names.retain(|name| ident != name),
            TokenTree::Group(group) => remove_occurring_names(&group.stream(), names),
            _ => {}
        }
        if names.is_empty() {
            return;
        }
    }
}

/// `super::super::super`, with this many segments.
pub(super) fn super_path(n_levels: usize) -> TokenStream {
    let supers = std::iter::repeat_n(quote!(super), n_levels);
    quote!(#(#supers)::*)
}

/// Whether an identifier occurs in emitted code.
pub(super) fn contains_ident(tokens: &TokenStream, name: &str) -> bool {
    let mut names = vec![name];
    remove_occurring_names(tokens, &mut names);
    names.is_empty()
}

/// The path of the runtime as tokens. Parsing can't fail, because settings refuse text that isn't a path.
pub(super) fn runtime_crate_path(settings: &Settings) -> TokenStream {
    settings.runtime().parse().unwrap_or_else(|_| quote!(::tl_runtime))
}
