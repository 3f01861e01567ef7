//! Cargo features of the API's namespaces: the code of each feature is complete, and `tl-types` declares the planned
//! features.

use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::plan::{FeatureCondition, ItemPath};
use tl_codegen::{FileSet, Plan};

use crate::generated_api::{GENERATED_API, GeneratedApi, declared_features};

/// Rust path of an item in the module of the protocol: `types::messages::Dialogs`.
fn rust_path(tree: &str, item_path: &ItemPath) -> String {
    let parts: Vec<_> = [tree].into_iter().chain(item_path.namespace.iter().map(String::as_str)).collect();
    format!("{}::{}", parts.join("::"), item_path.ident)
}

/// Path of the file of an item in the folder of the protocol: `items/types/messages/dialogs.rs`.
fn path_of_item_file(folder: &str, item_path: &ItemPath, file_stem: &str) -> String {
    format!("{folder}/{}/{file_stem}.rs", item_path.namespace_folder())
}

/// Presence of each item by its Rust path: types, structs of constructors, functions, groups.
fn presence_by_item(plan: &Plan) -> BTreeMap<String, FeatureCondition> {
    let types = plan.types.iter().flat_map(|ty| {
        let constructors = ty.constructors.iter().map(|body| rust_path("constructors", &body.item_path));
        let groups = ty
            .constructors
            .iter()
            .flat_map(|body| body.bit_groups())
            .map(|group| rust_path("groups", &group.item_path));
        let paths = [rust_path("types", &ty.item_path)].into_iter().chain(constructors).chain(groups);
        paths.map(|path| (path, plan.feature_condition_of_type(ty).clone()))
    });
    let functions = plan.functions.iter().flat_map(|function| {
        let groups = function.item.bit_groups().map(|group| rust_path("groups", &group.item_path));
        let paths = [rust_path("functions", &function.item.item_path)].into_iter().chain(groups);
        paths.map(|path| (path, plan.feature_condition_of_function(function)))
    });
    types.chain(functions).collect()
}

/// Presence of the code in each file.
fn presence_by_file(plan: &Plan) -> BTreeMap<String, FeatureCondition> {
    let types = plan.types.iter().flat_map(|ty| {
        let files = ["items/types", "views/items"].map(|tree| path_of_item_file(tree, &ty.item_path, &ty.module));
        files.map(|file| (file, plan.feature_condition_of_type(ty).clone()))
    });
    let functions = plan.functions.iter().map(|function| {
        (
            path_of_item_file("items/functions", &function.item.item_path, &function.module),
            plan.feature_condition_of_function(function),
        )
    });
    types.chain(functions).collect()
}

/// The items of the protocol that `code` refers to: the paths after `root::`.
fn referenced_items(code: &str) -> BTreeSet<&str> {
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '#');
    let paths = code.split("root::").skip(1);
    paths.map(|rest| rest.split(|c| !is_path(c)).next().unwrap_or_default()).collect()
}

/// The presence of the item at a path, which may continue with a function: `types::User::new`.
fn presence_of_path<'a>(items: &'a BTreeMap<String, FeatureCondition>, path: &str) -> Option<&'a FeatureCondition> {
    items.get(path).or_else(|| items.get(path.rsplit_once("::")?.0))
}

/// Whether `outer` is present with all features with which `inner` is present.
fn is_present_whenever(inner: &FeatureCondition, outer: &FeatureCondition) -> bool {
    match (inner, outer) {
        (_, FeatureCondition::Always) => true,
        (FeatureCondition::Always, _) => false,
        (FeatureCondition::AnyOf(inner), FeatureCondition::AnyOf(outer)) => inner.is_subset(outer),
    }
}

/// The number of references to items, and descriptions of the references whose item may be absent while the code with
/// the reference is present.
fn references_to_items_of_disabled_features(plan: &Plan, code: &FileSet) -> (usize, Vec<String>) {
    let (items, mut n_named, mut holes) = (presence_by_item(plan), 0, Vec::new());
    for (file, presence) in presence_by_file(plan) {
        for path in referenced_items(code.get(&file).unwrap_or_else(|| panic!("{file} is not there"))) {
            let outer = presence_of_path(&items, path).unwrap_or_else(|| panic!("{file} names {path}"));
            n_named += 1;
            // The feature `full` enables all others.
            let is_full = presence == FeatureCondition::AnyOf(BTreeSet::from(["full".to_owned()]));
            if !is_full && !is_present_whenever(&presence, outer) {
                holes.push(format!("{file} names {path}"));
            }
        }
    }
    (n_named, holes)
}

#[test]
fn the_code_of_each_feature_is_complete() {
    let GeneratedApi { plan, files } = &*GENERATED_API;
    let (n_named, holes) = references_to_items_of_disabled_features(plan, files);
    assert!(n_named > 2000, "{n_named}");
    assert_eq!(holes, Vec::<String>::new());
}

#[test]
fn references_to_items_of_disabled_features_are_found() {
    let GeneratedApi { plan, files } = &*GENERATED_API;
    let mut code = FileSet::new();
    for (path, text) in files.iter() {
        let more = if path == "items/types/help/country.rs" { "type A = root::types::account::Password;" } else { "" };
        code.insert(path, format!("{text}{more}"));
    }
    assert_eq!(
        references_to_items_of_disabled_features(plan, &code).1,
        ["items/types/help/country.rs names types::account::Password"]
    );
}

#[test]
fn tl_types_declares_the_planned_features() {
    let (plan, declared) = (&GENERATED_API.plan, declared_features());
    let full: BTreeSet<_> = declared["full"].iter().map(String::as_str).collect();
    assert_eq!(plan.namespace_features(), full);
    assert!(full.iter().all(|feature| declared[*feature].is_empty()));
    let others: Vec<_> = declared.keys().filter(|feature| !full.contains(feature.as_str())).collect();
    let until_gzip = ["arbitrary", "default", "full", "functions-decode", "gzip"];
    let from_hash = ["hash", "json", "layers", "metadata", "names", "reflect", "serde", "std", "try-from", "views"];
    assert_eq!(others, [&until_gzip[..], &from_hash].concat());
}
