//! The public modules of a protocol: `types`, `functions`, `constructors`, `groups`, `records`.
//!
//! Each is one file of re-exports, with a module for each namespace. They hold no items, so that an item and a namespace
//! of the same name are apart.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::module::supers;
use super::presence::{Items, union};
use super::tokens::ident;
use super::tree::{CodeFiles, Item};
use crate::plan::{ItemPath, Plan, Presence};

/// The name of each list, and the docs of its module.
pub(super) const LIST_DOCS: [(&str, &str); 5] = [
    ("types", "Boxed types."),
    ("constructors", "Structs of constructors. A constructor without fields has none: it is a variant only."),
    ("functions", "Structs of functions."),
    ("groups", "Structs of fields that share a flags bit: either all of them are present or none."),
    ("records", "Structs of the fields of repetitions."),
];

/// The files of the lists of owned types and functions.
pub(super) fn files(plan: &Plan) -> CodeFiles {
    let lists = of_items(plan, Item::owned(plan));
    lists.into_iter().map(|(name, list)| (format!("{name}.rs"), list.emit(1))).collect()
}

/// The lists of re-exports that contain these items and the items in their files, by name. Empty lists are left out.
pub(super) fn of_items<'a>(plan: &Plan, items: impl Iterator<Item = Item<'a>>) -> Vec<(&'static str, List)> {
    let mut lists: BTreeMap<&str, List> = BTreeMap::new();
    for item in items {
        let (module, presence) = (item.segments(), item.presence(plan));
        let mut push = |list, inner: Option<&str>, item_path| {
            let module = module.iter().map(String::as_str).chain(inner).map(str::to_owned).collect();
            lists.entry(list).or_default().insert(item_path, module, &presence);
        };
        let structs = match item {
            Item::Type(ty) | Item::View(ty) => {
                push("types", None, &ty.item_path);
                let constructors = ty.constructors.iter().map(|item| &item.item_path);
                constructors.for_each(|item_path| push("constructors", Some("constructors"), item_path));
                &ty.constructors[..]
            }
            Item::Function(function) => {
                push("functions", None, &function.item.item_path);
                std::slice::from_ref(&function.item)
            }
        };
        for item in structs {
            item.all_groups().for_each(|(_, group)| push("groups", Some("groups"), &group.item_path));
            item.all_records().iter().for_each(|record| push("records", Some("records"), &record.item_path));
        }
    }
    LIST_DOCS.iter().filter_map(|(name, _)| lists.remove_entry(name)).collect()
}

/// A list of re-exports: one namespace and the namespaces inside it.
#[derive(Default)]
pub(super) struct List {
    /// For each module with items of this namespace: its presence, and the items.
    items: BTreeMap<Vec<String>, (Presence, BTreeSet<ReExport>)>,
    namespaces: BTreeMap<String, Self>,
}

impl List {
    fn insert(&mut self, item_path: &ItemPath, module: Vec<String>, presence: &Presence) {
        let list = item_path.namespace.iter().fold(self, |list, part| list.namespaces.entry(part.clone()).or_default());
        let (known, names) = list.items.entry(module).or_insert_with(|| (presence.clone(), BTreeSet::new()));
        *known = known.or(presence);
        names.insert(ReExport { local_ident: item_path.local_ident.clone(), ident: item_path.ident.clone() });
    }

    /// The condition under which at least one item of the list is compiled.
    fn presence(&self) -> Presence {
        let namespaces: Vec<_> = self.namespaces.values().map(Self::presence).collect();
        union(self.items.values().map(|(presence, _)| presence).chain(&namespaces))
    }

    /// The code of the list, in a module `depth` levels below the protocol:
    ///
    /// ```text
    /// pub use super::items::types::root::user::User;
    /// pub mod auth {
    ///     pub use super::super::items::types::auth::sent_code::SentCode;
    /// }
    /// ```
    pub(super) fn emit(&self, depth: usize) -> TokenStream {
        self.emit_within(depth, &Presence::Always)
    }

    fn emit_within(&self, depth: usize, presence: &Presence) -> TokenStream {
        let supers = supers(depth);
        let mut code = Items::of_module(presence);
        for (module, (presence, names)) in &self.items {
            let module = module.iter().map(|segment| ident(segment));
            let names: Vec<_> = names.iter().map(ReExport::emit).collect();
            let names = if let [name] = &names[..] { quote!(#name) } else { quote!({ #(#names),* }) };
            code.push(presence, quote!(pub use #supers #(::#module)* ::#names;));
        }
        for (name, list) in &self.namespaces {
            let presence = list.presence();
            let (name, list) = (ident(name), list.emit_within(depth + 1, &presence));
            code.push_namespace(&presence, quote!(pub mod #name { #list }));
        }
        code.emit()
    }
}

/// An item of a list: its identifier in its file, and in the list.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ReExport {
    local_ident: String,
    ident: String,
}

impl ReExport {
    /// The item in a `use`: `User`, or `RawAccountState as AccountState`.
    fn emit(&self) -> TokenStream {
        let (local_ident, ident) = (ident(&self.local_ident), ident(&self.ident));
        if local_ident == ident { quote!(#ident) } else { quote!(#local_ident as #ident) }
    }
}
