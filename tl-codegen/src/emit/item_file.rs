//! The file of a type, view or function, which is emitted and laid out part by part.
//!
//! The tokens and the syntax tree of one part are dropped before the next part is emitted: those of a type with ten
//! thousand constructors would take more than a gigabyte. Invariant: the text does not depend on the division into
//! parts.

use proc_macro2::TokenStream;
use quote::quote;

use super::item_files::ITEM_MODULE_DEPTH;
use super::module::{self, IMPORTED_NAMES};
use super::render;
use super::tokens::ident_token;
use crate::settings::Settings;

/// The file of an item.
pub(super) struct ItemFile<'s> {
    settings: &'s Settings,
    /// The text of the parts that are emitted.
    code: String,
    /// The names among [`IMPORTED_NAMES`] that have not occurred in any part.
    unused_names: Vec<&'static str>,
}

impl<'s> ItemFile<'s> {
    pub(super) fn new(settings: &'s Settings) -> Self {
        Self { settings, code: String::new(), unused_names: IMPORTED_NAMES.to_vec() }
    }

    /// Adds items.
    pub(super) fn add(&mut self, items: TokenStream) {
        if !items.is_empty() {
            module::remove_occurring_names(&items, &mut self.unused_names);
            render::append_part(self.settings, &mut self.code, &render::code_text(self.settings, items));
        }
    }

    /// Adds a public module whose items are emitted part by part; nothing if there are no items.
    pub(super) fn add_module(&mut self, name: &str, items: impl IntoIterator<Item = TokenStream>) {
        let mut unused_names = IMPORTED_NAMES.to_vec();
        let mut code = String::new();
        for items in items.into_iter().filter(|items| !items.is_empty()) {
            module::remove_occurring_names(&items, &mut unused_names);
            render::append_part(self.settings, &mut code, &render::text_inside_module(self.settings, items));
        }
        if code.is_empty() {
            return;
        }
        self.unused_names.retain(|name| unused_names.contains(name));
        let names = IMPORTED_NAMES.into_iter().filter(|name| !unused_names.contains(name));
        let names: Vec<_> = names.map(ident_token).collect();
        let imports = (!names.is_empty()).then(|| quote!(use super::{#(#names),*};));
        let mut imports = imports.map_or_else(String::new, |items| render::text_inside_module(self.settings, items));
        render::append_part(self.settings, &mut imports, "");
        render::append_part(self.settings, &mut self.code, &format!("pub mod {name} {{\n{imports}"));
        self.code.reserve_exact(code.len() + 2);
        self.code.extend([code.as_str(), "}\n"]);
    }

    /// The text of the file, with imports of the names that its parts use.
    pub(super) fn into_text(self) -> String {
        let Self { settings, code, unused_names } = self;
        let imports = module::import_items(settings, ITEM_MODULE_DEPTH, |name| !unused_names.contains(&name));
        let mut imports = render::code_text(settings, imports);
        render::append_part(settings, &mut imports, "");
        render::with_header(settings, &imports, &code)
    }
}
