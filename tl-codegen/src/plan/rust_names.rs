//! Rust names of the items of a schema: those that the caller chose, and otherwise those of `naming`.
//!
//! Invariant: a name depends on the declaration's own line and on the renames alone.

use tl_parser::Name;

use super::model::ItemPath;
use super::naming;
use crate::extern_paths::{ExternPaths, ExternPlace};
use crate::renames::{Renames, namespace_key};

/// Looks up the renames before it asks `naming`, and knows which items are in other modules.
#[derive(Clone, Copy)]
pub(super) struct RustNames<'a> {
    pub(super) renames: &'a Renames,
    pub(super) extern_paths: &'a ExternPaths,
}

impl<'a> RustNames<'a> {
    /// The path of a type, which may be in another module.
    pub(super) fn item_path_of_type_name(self, name: &Name) -> ItemPath {
        let path = self.item_path_of_name(name);
        self.external_item_path(path, "types", self.extern_paths.place_of_type(&name.to_string()))
    }

    /// Whether a type is in another module.
    pub(super) fn is_extern_type(self, name: &Name) -> bool {
        !self.extern_paths.is_empty() && self.extern_paths.place_of_type(&name.to_string()).is_some()
    }

    fn external_item_path(self, path: ItemPath, tree: &str, place: Option<ExternPlace<'_>>) -> ItemPath {
        let external = place.map(|place| match place {
            ExternPlace::Item(item) => item.to_owned(),
            ExternPlace::Protocol(root) => {
                let namespace: String = path.namespace.iter().map(|module| format!("{module}::")).collect();
                format!("{root}::{tree}::{namespace}{}", path.ident)
            }
        });
        ItemPath { external, ..path }
    }

    /// The path of an item of this protocol.
    pub(super) fn item_path_of_name(self, name: &Name) -> ItemPath {
        let ident = self.chosen_name(name).map_or_else(|| naming::type_ident_of_name(&name.local), str::to_owned);
        ItemPath {
            namespace: self.namespace_modules(&name.namespace),
            local_ident: ident.clone(),
            ident,
            external: None,
        }
    }

    /// The path of the struct of a constructor, which is in the file of its type.
    pub(super) fn constructor_item_path(self, ty: &Name, name: &Name) -> ItemPath {
        let path = self.item_path_of_name(name);
        let local_ident = naming::ident_prefix_of_namespaces(ty, name) + &path.ident;
        let path = ItemPath { local_ident, ..path };
        if !self.is_extern_type(ty) {
            return path;
        }
        let place = self.extern_paths.place_of_constructor(&ty.to_string(), &name.to_string());
        self.external_item_path(path, "constructors", place)
    }

    /// The module of an item, which is also the name of its file.
    pub(super) fn module_name(self, name: &Name) -> String {
        naming::module_ident_of_name(self.chosen_name(name).unwrap_or(&name.local))
    }

    /// The modules for nested namespaces.
    pub(super) fn namespace_modules(self, namespace: &[String]) -> Vec<String> {
        (1..=namespace.len()).map(|len| self.innermost_namespace_module(&namespace[..len])).collect()
    }

    /// The module for a namespace, inside of those around it.
    pub(super) fn innermost_namespace_module(self, namespace: &[String]) -> String {
        let chosen = self.renames.rust_name_of(&namespace_key(namespace));
        naming::module_ident_of_name(chosen.or(namespace.last().map(String::as_str)).unwrap_or_default())
    }

    /// The variant for a constructor.
    pub(super) fn variant_name(self, ty: &Name, constructor: &Name) -> String {
        self.chosen_name(constructor)
            .map_or_else(|| naming::variant_ident_of_constructor(ty, constructor), str::to_owned)
    }

    /// The name that the caller chose for a field or parameter; `owner` is the TL name of its combinator.
    pub(super) fn chosen_member_name(self, owner: &str, name: &str) -> Option<&'a str> {
        self.renames.rust_name_of(&format!("{owner}/{name}"))
    }

    fn chosen_name(self, name: &Name) -> Option<&'a str> {
        self.renames.rust_name_of(&name.to_string())
    }
}
