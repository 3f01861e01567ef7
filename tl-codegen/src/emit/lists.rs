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
        lists.functions.insert(&function.item.item_path, path(&module, None), &presence);
        lists.push_groups_and_records(&module, &function.item, &presence);
    }
    lists.non_empty()
}

/// The lists of views that aren't empty, by name.
pub(super) fn of_views(plan: &Plan) -> Vec<(&'static str, List)> {
    let mut lists = Lists::default();
    for ty in plan.viewed_types() {
        lists.push_type(&ItemModule::of_view(ty), ty, plan.presence_of_type(ty));
    }
    lists.non_empty()
}

/// The lists of public items, one for each kind of item.
#[derive(Default)]
struct Lists {
    types: List,
    constructors: List,
    functions: List,
    groups: List,
    records: List,
}

impl Lists {
    fn push_type(&mut self, module: &ItemModule<'_>, ty: &BoxedType, presence: &Presence) {
        self.types.insert(&ty.item_path, path(module, None), presence);
        for item in &ty.constructors {
            self.constructors.insert(&item.item_path, path(module, Some("constructors")), presence);
            self.push_groups_and_records(module, item, presence);
        }
    }

    /// Adds the groups and records of a struct.
    fn push_groups_and_records(&mut self, module: &ItemModule<'_>, item: &Struct, presence: &Presence) {
        for (_, group) in item.all_groups() {
            self.groups.insert(&group.item_path, path(module, Some("groups")), presence);
        }
        for record in item.all_records() {
            self.records.insert(&record.item_path, path(module, Some("records")), presence);
        }
    }

    fn non_empty(self) -> Vec<(&'static str, List)> {
        let lists = [
            ("types", self.types),
            ("constructors", self.constructors),
            ("functions", self.functions),
            ("groups", self.groups),
            ("records", self.records),
        ];
        lists.into_iter().filter(|(_, list)| !list.is_empty()).collect()
    }
}

/// The path of a file's module, or of a module inside of it, from the protocol.
fn path(module: &ItemModule<'_>, inner: Option<&str>) -> Vec<String> {
    module.segments().into_iter().chain(inner).map(str::to_owned).collect()
}

/// A list of re-exports: one namespace and the namespaces inside it.
#[derive(Default)]
pub(super) struct List {
    /// The items of this namespace, by the module that they are in.
    items: BTreeMap<Vec<String>, (Presence, BTreeSet<String>)>,
    namespaces: BTreeMap<String, Self>,
}

impl List {
    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.namespaces.is_empty()
    }

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
