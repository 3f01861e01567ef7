//! Where the file of an item is, and with it its module: `items/types/messages/dialogs.rs`; and the `mod.rs` files on
//! the path to it, one for each tree and for each folder in it.
//!
//! Public modules (`types`, `functions`, `constructors`) are lists of re-exports. The items themselves are in the
//! private module `items`, which has one folder for each namespace. A path depends on one declaration alone.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::feature_conditions::{GatedItems, union_of_feature_conditions};
use super::tokens::ident_token;
use crate::plan::{BoxedType, FeatureCondition, Function, Plan};

/// Number of modules between the module of the protocol and an item.
pub(super) const ITEM_MODULE_DEPTH: usize = 4;

/// Files of code by their paths from the folder of the protocol.
pub(super) type CodeFiles = Vec<(String, TokenStream)>;

/// An item with a file of its own, which is a module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FileItem<'a> {
    Type(&'a BoxedType),
    Function(&'a Function),
    View(&'a BoxedType),
}

impl<'a> FileItem<'a> {
    /// The owned types and the functions of a plan.
    pub(super) fn owned_items_of_plan(plan: &'a Plan) -> impl Iterator<Item = Self> {
        plan.types.iter().map(Self::Type).chain(plan.functions.iter().map(Self::Function))
    }

    /// The types of a plan that have a view, as items of the module `views`.
    pub(super) fn view_items_of_plan(plan: &'a Plan) -> impl Iterator<Item = Self> {
        plan.viewed_types().map(Self::View)
    }

    /// All items of a plan.
    pub(super) fn all_items_of_plan(plan: &'a Plan) -> impl Iterator<Item = Self> {
        Self::owned_items_of_plan(plan).chain(Self::view_items_of_plan(plan))
    }

    /// The condition under which the item is compiled.
    pub(super) fn feature_condition_in_plan(self, plan: &Plan) -> FeatureCondition {
        match self {
            Self::Type(ty) | Self::View(ty) => plan.feature_condition_of_type(ty).clone(),
            Self::Function(function) => plan.feature_condition_of_function(function),
        }
    }

    /// The segments of the path of the module, from the module of the protocol. The last but one is the folder of the
    /// namespace.
    pub(super) fn module_path_segments(self) -> [String; ITEM_MODULE_DEPTH] {
        let (outer, inner, item_path, name) = match self {
            Self::Type(ty) => ("items", "types", &ty.item_path, &ty.module),
            Self::Function(function) => ("items", "functions", &function.item.item_path, &function.module),
            Self::View(ty) => ("views", "items", &ty.item_path, &ty.module),
        };
        [outer.to_owned(), inner.to_owned(), item_path.namespace_folder(), name.clone()]
    }

    /// The path of the file, from the folder of the protocol.
    pub(super) fn file_path(self) -> String {
        self.module_path_segments().join("/") + ".rs"
    }
}

/// The feature condition of each module of an item, by tree, folder and module name.
type FeatureConditionsByModule = BTreeMap<String, BTreeMap<String, BTreeMap<String, FeatureCondition>>>;

/// Every `mod.rs` above the files of the owned types and of the functions.
pub(super) fn mod_files_of_owned_items(plan: &Plan) -> CodeFiles {
    let mut files = mod_files_above_items(plan, FileItem::owned_items_of_plan(plan));
    let trees = [("types", plan.types.is_empty()), ("functions", plan.functions.is_empty())];
    let trees = trees.into_iter().filter(|(_, is_empty)| !is_empty).map(|(tree, _)| ident_token(tree));
    files.push(("items/mod.rs".to_owned(), quote!(#(pub mod #trees;)*)));
    files
}

/// Every `mod.rs` between the protocol and these items, except the outermost `mod.rs`.
pub(super) fn mod_files_above_items<'a>(plan: &Plan, items: impl Iterator<Item = FileItem<'a>>) -> CodeFiles {
    let mut trees = FeatureConditionsByModule::new();
    for item in items {
        let [outer, inner, folder, name] = item.module_path_segments();
        let tree = trees.entry(format!("{outer}/{inner}")).or_default();
        tree.entry(folder).or_default().insert(name, item.feature_condition_in_plan(plan));
    }
    let mut files = Vec::new();
    for (path, folders) in &trees {
        let feature_conditions: Vec<_> =
            folders.values().map(|modules| union_of_feature_conditions(modules.values())).collect();
        files.push((
            format!("{path}/mod.rs"),
            mod_file_code(&FeatureCondition::Always, folders.keys().zip(&feature_conditions)),
        ));
        for ((folder, modules), feature_condition) in folders.iter().zip(&feature_conditions) {
            files.push((format!("{path}/{folder}/mod.rs"), mod_file_code(feature_condition, modules)));
        }
    }
    files
}

/// ```text
/// pub mod accept_url_auth;
/// pub mod add_chat_user;
/// ```
fn mod_file_code<'a>(
    feature_condition: &FeatureCondition,
    modules: impl IntoIterator<Item = (&'a String, &'a FeatureCondition)>,
) -> TokenStream {
    let mut items = GatedItems::empty_for_module(feature_condition);
    for (name, feature_condition) in modules {
        let name = ident_token(name);
        items.push_item(feature_condition, quote!(pub mod #name;));
    }
    items.items_with_cfg()
}
