//! The public modules of a protocol: `types`, `functions`, `constructors`, `groups`, `records`.
//!
//! Each is one file of re-exports, with a module for each namespace. They hold no items, so that an item and a
//! namespace of the same name are apart.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::feature_conditions::{GatedItems, union_of_feature_conditions};
use super::item_files::{CodeFiles, FileItem};
use super::module::super_path;
use super::tokens::ident_token;
use crate::plan::{FeatureCondition, ItemPath, Plan};

/// The name of each list, and the docs of its module.
pub(super) const DOCS_OF_REEXPORT_MODULES: [(&str, &str); 5] = [
    ("types", "Boxed types."),
    ("constructors", "Structs of constructors. A constructor without fields has none: it is a variant only."),
    ("functions", "Structs of functions."),
    ("groups", "Structs of fields that share a flags bit: either all of them are present or none."),
    ("records", "Structs of the fields of repetitions."),
];

/// The files of the lists of owned types and functions.
pub(super) fn reexport_module_files(plan: &Plan) -> CodeFiles {
    let lists = reexports_of_items(plan, FileItem::owned_items_of_plan(plan));
    lists.into_iter().map(|(name, list)| (format!("{name}.rs"), list.nested_reexport_modules(1))).collect()
}

/// The lists of re-exports that contain these items and the items in their files, by name. Empty lists are left out.
pub(super) fn reexports_of_items<'a>(
    plan: &Plan,
    items: impl Iterator<Item = FileItem<'a>>,
) -> Vec<(&'static str, ReexportTree)> {
    let mut lists: BTreeMap<&str, ReexportTree> = BTreeMap::new();
    for item in items {
        let (module, feature_condition) = (item.module_path_segments(), item.feature_condition_in_plan(plan));
        let mut push = |list, inner: Option<&str>, item_path| {
            let module = module.iter().map(String::as_str).chain(inner).map(str::to_owned).collect();
            lists.entry(list).or_default().insert_reexport(item_path, module, &feature_condition);
        };
        let structs = match item {
            FileItem::Type(ty) | FileItem::View(ty) => {
                push("types", None, &ty.item_path);
                let constructors = ty.constructors.iter().map(|item| &item.item_path);
                constructors.for_each(|item_path| push("constructors", Some("constructors"), item_path));
                &ty.constructors[..]
            }
            FileItem::Function(function) => {
                push("functions", None, &function.item.item_path);
                std::slice::from_ref(&function.item)
            }
        };
        for item in structs {
            item.all_bit_groups().for_each(|(_, group)| push("groups", Some("groups"), &group.item_path));
            item.all_records().iter().for_each(|record| push("records", Some("records"), &record.item_path));
        }
    }
    DOCS_OF_REEXPORT_MODULES.iter().filter_map(|(name, _)| lists.remove_entry(name)).collect()
}

/// A list of re-exports: one namespace and the namespaces inside it.
#[derive(Default)]
pub(super) struct ReexportTree {
    /// For each module with items of this namespace: its feature condition, and the items.
    items: BTreeMap<Vec<String>, (FeatureCondition, BTreeSet<ReExport>)>,
    namespaces: BTreeMap<String, Self>,
}

impl ReexportTree {
    fn insert_reexport(&mut self, item_path: &ItemPath, module: Vec<String>, feature_condition: &FeatureCondition) {
        let list = item_path.namespace.iter().fold(self, |list, part| list.namespaces.entry(part.clone()).or_default());
        let (known, names) = list.items.entry(module).or_insert_with(|| (feature_condition.clone(), BTreeSet::new()));
        *known = known.union_with(feature_condition);
        names.insert(ReExport { local_ident: item_path.local_ident.clone(), ident: item_path.ident.clone() });
    }

    /// The condition under which at least one item of the list is compiled.
    fn union_of_feature_conditions(&self) -> FeatureCondition {
        let namespaces: Vec<_> = self.namespaces.values().map(Self::union_of_feature_conditions).collect();
        union_of_feature_conditions(
            self.items.values().map(|(feature_condition, _)| feature_condition).chain(&namespaces),
        )
    }

    /// The code of the list, in a module `depth` levels below the protocol:
    ///
    /// ```text
    /// pub use super::items::types::root::user::User;
    /// pub mod auth {
    ///     pub use super::super::items::types::auth::sent_code::SentCode;
    /// }
    /// ```
    pub(super) fn nested_reexport_modules(&self, depth: usize) -> TokenStream {
        self.reexports_within_condition(depth, &FeatureCondition::Always)
    }

    fn reexports_within_condition(&self, depth: usize, feature_condition: &FeatureCondition) -> TokenStream {
        let supers = super_path(depth);
        let mut code = GatedItems::empty_for_module(feature_condition);
        for (module, (feature_condition, names)) in &self.items {
            let module = module.iter().map(|segment| ident_token(segment));
            let names: Vec<_> = names.iter().map(ReExport::use_tree).collect();
            let names = if let [name] = &names[..] { quote!(#name) } else { quote!({ #(#names),* }) };
            code.push_item(feature_condition, quote!(pub use #supers #(::#module)* ::#names;));
        }
        for (name, list) in &self.namespaces {
            let feature_condition = list.union_of_feature_conditions();
            let (name, list) = (ident_token(name), list.reexports_within_condition(depth + 1, &feature_condition));
            code.push_namespace_module(&feature_condition, quote!(pub mod #name { #list }));
        }
        code.items_with_cfg()
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
    fn use_tree(&self) -> TokenStream {
        let (local_ident, ident) = (ident_token(&self.local_ident), ident_token(&self.ident));
        if local_ident == ident { quote!(#ident) } else { quote!(#local_ident as #ident) }
    }
}
