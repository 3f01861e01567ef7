//! Features of namespaces of the API: the code of each is complete, and those that the crate declares are those.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tl_codegen::plan::{ItemPath, Presence};
use tl_codegen::{FileSet, Namespaces, Plan};
use tl_parser::Schema;
use tl_round_trip::plan_with;
use tl_tests::schema;

use crate::locality::{BEFORE, Before};

/// The features of `tl-types`, and those that each enables.
fn declared() -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tl-types/Cargo.toml");
    let manifest: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    manifest["features"].clone().try_into().unwrap()
}

/// The plan of the API, with the features of `tl-types`.
pub(crate) fn plan_of_schema(schema: &Schema) -> Plan {
    let features = declared();
    let default = features["default"].intersection(&features["full"]).cloned().collect();
    plan_with(schema, "api", Namespaces::Features { all: "full".to_owned(), default, taken: Vec::new() })
}

/// Path of the module of a place.
fn path(tree: &str, item_path: &ItemPath) -> String {
    let parts: Vec<_> = [tree].into_iter().chain(item_path.namespace.iter().map(String::as_str)).collect();
    format!("{}::{}", parts.join("::"), item_path.ident)
}

fn file(tree: &str, item_path: &ItemPath, module: &str) -> String {
    format!("{tree}/{}/{module}.rs", item_path.folder())
}

/// When each item is there, by the path that code calls it: types, structs of constructors, functions, groups.
fn items(plan: &Plan) -> BTreeMap<String, Presence> {
    let types = plan.types.iter().flat_map(|ty| {
        let constructors = ty.constructors.iter().map(|body| path("constructors", &body.item_path));
        let groups =
            ty.constructors.iter().flat_map(|body| body.groups()).map(|group| path("groups", &group.item_path));
        let paths = [path("types", &ty.item_path)].into_iter().chain(constructors).chain(groups);
        paths.map(|path| (path, plan.presence_of_type(ty).clone()))
    });
    let functions = plan.functions.iter().flat_map(|function| {
        let groups = function.item.groups().map(|group| path("groups", &group.item_path));
        let paths = [path("functions", &function.item.item_path)].into_iter().chain(groups);
        paths.map(|path| (path, plan.presence_of_function(function)))
    });
    types.chain(functions).collect()
}

/// When the code in each file is there.
fn files(plan: &Plan) -> BTreeMap<String, Presence> {
    let types = plan.types.iter().flat_map(|ty| {
        let files = ["items/types", "views/items"].map(|tree| file(tree, &ty.item_path, &ty.module));
        files.map(|file| (file, plan.presence_of_type(ty).clone()))
    });
    let functions = plan.functions.iter().map(|function| {
        (file("items/functions", &function.item.item_path, &function.module), plan.presence_of_function(function))
    });
    types.chain(functions).collect()
}

/// The items of the protocol that some code names: what follows `root::`.
fn named(code: &str) -> BTreeSet<&str> {
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '#');
    let paths = code.split("root::").skip(1);
    paths.map(|rest| rest.split(|c| !is_path(c)).next().unwrap_or_default()).collect()
}

/// The item that a path is of, or a function of: `types::User::new`.
fn item<'a>(items: &'a BTreeMap<String, Presence>, path: &str) -> Option<&'a Presence> {
    items.get(path).or_else(|| items.get(path.rsplit_once("::")?.0))
}

/// Whether everything that is there with some features in the first place is so in the second.
fn implies(inner: &Presence, outer: &Presence) -> bool {
    match (inner, outer) {
        (_, Presence::Always) => true,
        (Presence::Always, _) => false,
        (Presence::AnyOf(inner), Presence::AnyOf(outer)) => inner.is_subset(outer),
    }
}

/// Names whatever code names that isn't always there with it.
fn holes(plan: &Plan, code: &FileSet) -> (usize, Vec<String>) {
    let (items, mut n_named, mut holes) = (items(plan), 0, Vec::new());
    for (file, presence) in files(plan) {
        for path in named(code.get(&file).unwrap_or_else(|| panic!("{file} is not there"))) {
            let outer = item(&items, path).unwrap_or_else(|| panic!("{file} names {path}"));
            n_named += 1;
            // `full` is on together with all others.
            let is_full = presence == Presence::AnyOf(BTreeSet::from(["full".to_owned()]));
            if !is_full && !implies(&presence, outer) {
                holes.push(format!("{file} names {path}"));
            }
        }
    }
    (n_named, holes)
}

#[test]
fn the_code_of_each_feature_is_complete() {
    let Before { plan, files, .. } = &*BEFORE;
    let (n_named, holes) = holes(plan, files);
    assert!(n_named > 2000, "{n_named}");
    assert_eq!(holes, Vec::<String>::new());
}

#[test]
fn a_hole_is_found() {
    let Before { plan, files, .. } = &*BEFORE;
    let mut code = FileSet::new();
    for (path, text) in files.iter() {
        let more = if path == "items/types/help/country.rs" { "type A = root::types::account::Password;" } else { "" };
        code.insert(path, format!("{text}{more}"));
    }
    assert_eq!(holes(plan, &code).1, ["items/types/help/country.rs names types::account::Password"]);
}

#[test]
fn the_crate_declares_the_features() {
    let (plan, declared) = (plan_of_schema(&schema("api")), declared());
    let full: BTreeSet<_> = declared["full"].iter().map(String::as_str).collect();
    assert_eq!(plan.features(), full);
    assert!(full.iter().all(|feature| declared[*feature].is_empty()));
    let others: Vec<_> = declared.keys().filter(|feature| !full.contains(feature.as_str())).collect();
    assert_eq!(others, ["arbitrary", "default", "full", "functions-decode", "gzip", "metadata", "std", "views"]);
}
