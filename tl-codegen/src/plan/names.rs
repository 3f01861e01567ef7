//! Rust names of the items of a schema: those that the caller chose, and otherwise those of `naming`.
//!
//! Invariant: a name depends on the declaration's own line and on the renames alone.

use tl_parser::Name;

use super::model::ItemPath;
use super::naming;
use crate::renames::{Renames, namespace_key};

/// Looks up the renames before it asks `naming`.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) renames: &'a Renames,
}

impl<'a> Names<'a> {
    /// The path of an item.
    pub(super) fn item_path(self, name: &Name) -> ItemPath {
        let ident = self.chosen(name).map_or_else(|| naming::type_ident(&name.local), str::to_owned);
        ItemPath { namespace: self.namespace(&name.namespace), local_ident: ident.clone(), ident }
    }

    /// The path of the struct of a constructor, which is in the file of its type.
    pub(super) fn constructor_path(self, ty: &Name, name: &Name) -> ItemPath {
        let path = self.item_path(name);
        let local_ident = naming::namespace_prefix(ty, name) + &path.ident;
        ItemPath { local_ident, ..path }
    }

    /// The module of an item, which is also the name of its file.
    pub(super) fn module(self, name: &Name) -> String {
        naming::module_ident(self.chosen(name).unwrap_or(&name.local))
    }

    /// The modules for nested namespaces.
    pub(super) fn namespace(self, namespace: &[String]) -> Vec<String> {
        (1..=namespace.len()).map(|len| self.last_module(&namespace[..len])).collect()
    }

    /// The module for a namespace, inside of those around it.
    pub(super) fn last_module(self, namespace: &[String]) -> String {
        let chosen = self.renames.get(&namespace_key(namespace));
        naming::module_ident(chosen.or(namespace.last().map(String::as_str)).unwrap_or_default())
    }

    /// The variant for a constructor.
    pub(super) fn variant(self, ty: &Name, constructor: &Name) -> String {
        self.chosen(constructor).map_or_else(|| naming::variant_ident(ty, constructor), str::to_owned)
    }

    /// The name that the caller chose for a field or parameter; `owner` is the TL name of its combinator.
    pub(super) fn member(self, owner: &str, name: &str) -> Option<&'a str> {
        self.renames.get(&format!("{owner}/{name}"))
    }

    fn chosen(self, name: &Name) -> Option<&'a str> {
        self.renames.get(&name.to_string())
    }
}
