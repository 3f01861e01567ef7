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
use super::tree::{CodeFiles, ItemModule};
use crate::plan::{BoxedType, ItemPath, Plan, Presence, Struct};

/// The docs of each list.
pub(super) const DOCS: [(&str, &str); 5] = [
    ("types", "Boxed types."),
    ("constructors", "Structs of constructors. A constructor without fields has none: it is a variant only."),
    ("functions", "Structs of functions."),
    ("groups", "Structs of fields that share a flags bit: either all of them are present or none."),
    ("records", "Structs of the fields of repetitions."),
];

/// The files of the lists of owned types and functions.
pub(super) fn files(plan: &Plan) -> CodeFiles {
    of_protocol(plan).into_iter().map(|(name, list)| (format!("{name}.rs"), list.emit(1))).collect()
}

/// The lists of owned types and functions that aren't empty, by name.
pub(super) fn of_protocol(plan: &Plan) -> Vec<(&'static str, List)> {
    let mut lists = Lists::default();
    for ty in &plan.types {
        lists.push_type(&ItemModule::of_type(ty), ty, plan.presence_of_type(ty));
    }
    for function in &plan.functions {
        let (module, presence) = (ItemModule::of_function(function), plan.presence_of_function(function));
        lists.push("functions", &function.item.item_path, &module, &presence);
        lists.push_inner(&function.item, &module, &presence);
    }
    lists.in_order()
}

/// The lists of views that aren't empty, by name.
pub(super) fn of_views(plan: &Plan) -> Vec<(&'static str, List)> {
    let mut lists = Lists::default();
    for ty in plan.viewed_types() {
        lists.push_type(&ItemModule::of_view(ty), ty, plan.presence_of_type(ty));
    }
    lists.in_order()
}

/// The lists that aren't empty, by name.
#[derive(Default)]
struct Lists(BTreeMap<&'static str, List>);

impl Lists {
    fn push_type(&mut self, module: &ItemModule<'_>, ty: &BoxedType, presence: &Presence) {
        self.push("types", &ty.item_path, module, presence);
        for item in &ty.constructors {
            self.push("constructors", &item.item_path, module, presence);
            self.push_inner(item, module, presence);
        }
    }

    /// Adds the groups and records of a struct.
    fn push_inner(&mut self, item: &Struct, module: &ItemModule<'_>, presence: &Presence) {
        for (_, group) in item.all_groups() {
            self.push("groups", &group.item_path, module, presence);
        }
        for record in item.all_records() {
            self.push("records", &record.item_path, module, presence);
        }
    }

    /// Adds an item to a list. Types and functions are in the module of their file, all others in one inside it, which is
    /// named like the list.
    fn push(&mut self, list: &'static str, item_path: &ItemPath, module: &ItemModule<'_>, presence: &Presence) {
        let inner = (!matches!(list, "types" | "functions")).then_some(list);
        let path = module.segments().into_iter().chain(inner).map(str::to_owned).collect();
        self.0.entry(list).or_default().insert(item_path, path, presence);
    }

    fn in_order(mut self) -> Vec<(&'static str, List)> {
        DOCS.iter().filter_map(|(name, _)| self.0.remove_entry(name)).collect()
    }
}

/// Re-exports by namespace.
#[derive(Default)]
pub(super) struct List {
    /// The items of this namespace, by the module that they are in.
    items: BTreeMap<Vec<String>, (Presence, BTreeSet<String>)>,
    namespaces: BTreeMap<String, Self>,
}

impl List {
    fn insert(&mut self, item_path: &ItemPath, module: Vec<String>, presence: &Presence) {
        let list = item_path.namespace.iter().fold(self, |list, part| list.namespaces.entry(part.clone()).or_default());
        let (known, names) = list.items.entry(module).or_insert_with(|| (presence.clone(), BTreeSet::new()));
        *known = known.or(presence);
        names.insert(item_path.ident.clone());
    }

    /// The features with which some item exists.
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
            let names: Vec<_> = names.iter().map(|name| ident(name)).collect();
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
