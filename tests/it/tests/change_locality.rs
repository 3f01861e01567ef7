//! A small change of the schema changes few generated files.
//!
//! - Reordering declarations changes nothing.
//! - Adding or removing a constructor changes the file of its type, the index files, and files whose items change in
//!   the plan report.
//! - Adding a function changes its file and the index files.
//! - Adding an error changes the files of the methods that return it, and the table of errors.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use fastrand::Rng;
use tl_codegen::metadata::{ErrorBasis, ErrorRow, Metadata};
use tl_codegen::plan::{BoxedType, ItemPath, TypeShape};
use tl_codegen::{FileSet, Gate, Plan, Settings};

use crate::generated_api::{GENERATED_API, plan_of_schema};

/// File names of indices, which list the contents of other files.
const INDEX_FILES: [&str; 6] = ["constructors.rs", "features.md", "functions.rs", "groups.rs", "mod.rs", "types.rs"];

/// Whether a file is a table about all functions, or about those of one namespace.
fn is_function_table(path: &str) -> bool {
    ["errors.rs", "uses.rs"].contains(&path) || path.starts_with("decoding/") || path.starts_with("methods/")
}

fn api_schema_text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/api/api.tl");
    std::fs::read_to_string(path).expect("the schema exists")
}

/// The plan of a schema without errors.
fn plan_of(tl: &str) -> Plan {
    let (_, schema, _) = tl_parser::read_text("api.tl", tl);
    plan_of_schema(&schema)
}

/// The section with its declarations in random order. Comments and section headers stay at the start.
fn with_shuffled_declarations(rng: &mut Rng, section: &str) -> String {
    let (mut declarations, others): (Vec<_>, Vec<_>) = section.lines().partition(|line| line.ends_with(';'));
    rng.shuffle(&mut declarations);
    [others, declarations].concat().join("\n")
}

fn changed_files(before: &FileSet, after: &FileSet) -> BTreeSet<String> {
    let paths = before.iter().chain(after.iter()).map(|(path, _)| path);
    paths.filter(|path| before.get(path) != after.get(path)).map(str::to_owned).collect()
}

#[test]
fn reordering_declarations_changes_no_file() {
    let tl = &API_BEFORE_CHANGE.tl;
    let (types, functions) = tl.split_once("---functions---").expect("two sections");
    let mut rng = Rng::with_seed(0);
    let shuffled = format!(
        "{}\n---functions---\n{}",
        with_shuffled_declarations(&mut rng, types),
        with_shuffled_declarations(&mut rng, functions)
    );
    assert_ne!(shuffled, *tl);
    let after = tl_codegen::emit(&plan_of(&shuffled));
    assert_eq!(changed_files(&GENERATED_API.files, &after), BTreeSet::new());
    assert_eq!(after.len(), GENERATED_API.files.len());
}

/// An item with a file of its own: its name, its declarations, and its lines of the plan report.
#[derive(Debug, PartialEq, Eq)]
struct ItemFacts {
    name: String,
    tl: String,
    report: String,
}

/// The items that have a file of their own, by its path.
fn items_by_file(plan: &Plan) -> BTreeMap<String, ItemFacts> {
    let report = plan.report();
    let mut blocks: BTreeMap<&str, String> = BTreeMap::new();
    let mut name = "";
    for line in report.lines() {
        if !line.starts_with(' ') {
            name = line.split([' ', '#']).next().unwrap_or_default();
        }
        blocks.entry(name).or_default().push_str(line);
    }
    let mut item = |tree, item_path, module, name: &str, tl: String| {
        let report = blocks.remove(name).unwrap_or_else(|| panic!("the report has no {name}"));
        (path_of_item_file(tree, item_path, module), ItemFacts { name: name.to_owned(), tl, report })
    };
    let types = plan.types.iter().map(|ty| {
        let lines: Vec<_> = ty.constructors.iter().map(|body| body.tl.as_str()).collect();
        ("types", &ty.item_path, &ty.module, ty.name.as_str(), lines.concat())
    });
    let functions = plan.functions.iter().map(|function| {
        let body = &function.item;
        ("functions", &body.item_path, &function.module, body.name.as_str(), body.tl.clone())
    });
    types.chain(functions).map(|(tree, item_path, module, name, tl)| item(tree, item_path, module, name, tl)).collect()
}

fn path_of_item_file(tree: &str, item_path: &ItemPath, module: &str) -> String {
    format!("items/{tree}/{}/{module}.rs", item_path.namespace_folder())
}

/// Whether the declaration `tl` contains the type name `ty`.
fn mentions_type(tl: &str, ty: &str) -> bool {
    tl.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.')).any(|word| word == ty)
}

/// The API schema before any change.
static API_BEFORE_CHANGE: LazyLock<BeforeChange> = LazyLock::new(BeforeChange::new);

/// The API schema before a change, and its items by the path of their file.
struct BeforeChange {
    tl: String,
    items: BTreeMap<String, ItemFacts>,
}

impl BeforeChange {
    fn new() -> Self {
        Self { tl: api_schema_text(), items: items_by_file(&GENERATED_API.plan) }
    }

    /// About `n_types` types with more than `more_than` constructors, spread over the schema.
    fn types_spread_over_schema(more_than: usize, n_types: usize) -> Vec<&'static BoxedType> {
        let types: Vec<_> = GENERATED_API.plan.types.iter().filter(|ty| ty.n_constructors() > more_than).collect();
        types.iter().step_by(types.len() / n_types).copied().collect()
    }

    /// Asserts that the schema `tl` changes only the file of `ty`, index files, and files whose item changes in the
    /// report.
    ///
    /// The report does not contain everything that functions depend on, such as their size. Functions with a field of a
    /// changed type may therefore change too.
    #[track_caller]
    fn assert_only_own_files_change(&self, ty: &BoxedType, tl: &str) {
        let plan = plan_of(tl);
        let (files, items) = (tl_codegen::emit(&plan), items_by_file(&plan));
        let changed = changed_files(&GENERATED_API.files, &files);
        let own = path_of_item_file("types", &ty.item_path, &ty.module);
        assert!(changed.contains(&own), "{}: {own} did not change", ty.name);
        let changed_types: Vec<_> = changed.iter().filter(|path| path.starts_with("items/types/")).collect();
        for path in &changed {
            let is_index = INDEX_FILES.contains(&path.rsplit('/').next().unwrap_or_default());
            // A view changes together with its type.
            let owned = path.replacen("views/items", "items/types", 1);
            let is_reported = self.items.get(&owned) != items.get(&owned);
            let holds_changed = path.starts_with("items/functions/")
                && changed_types
                    .iter()
                    .filter_map(|ty| items.get(*ty))
                    .any(|ty| mentions_type(&items[path].tl, &ty.name));
            assert!(is_index || is_reported || holds_changed, "{}: {path} changes too", ty.name);
        }
    }
}

#[test]
fn removing_a_constructor_changes_few_files() {
    let before = &*API_BEFORE_CHANGE;
    for (n, ty) in BeforeChange::types_spread_over_schema(1, 2).into_iter().enumerate() {
        let TypeShape::Enum(variants) = &ty.shape else { panic!("{} has one constructor", ty.name) };
        let declaration = format!("{}#", variants[n % variants.len()].name);
        let lines: Vec<_> = before.tl.lines().filter(|line| !line.starts_with(&declaration)).collect();
        assert_eq!(lines.len() + 1, before.tl.lines().count());
        before.assert_only_own_files_change(ty, &lines.join("\n"));
    }
}

#[test]
fn adding_a_constructor_changes_few_files() {
    let before = &*API_BEFORE_CHANGE;
    for ty in BeforeChange::types_spread_over_schema(0, 2) {
        let added = format!("anotherOne flags:# a:flags.0?int b:flags.0?{0} c:string = {0};", ty.name);
        before.assert_only_own_files_change(
            ty,
            &before.tl.replace("---functions---", &format!("{added}\n\n---functions---")),
        );
    }
}

/// Only the file of the function, the index files and the tables change: metadata of functions, their decoding and the
/// cross-references of types are in tables.
#[test]
fn adding_a_function_changes_its_file_and_index_files() {
    let before = &*API_BEFORE_CHANGE;
    for (name, result) in [("auth.anotherOne", "messages.Dialogs"), ("anotherOne", "Vector<Message>")] {
        let tl = format!("{}\n{name} peer:InputPeer id:Vector<InputMessage> = {result};\n", before.tl);
        let changed = changed_files(&GENERATED_API.files, &tl_codegen::emit(&plan_of(&tl)));
        let folder = if name.starts_with("auth") { "auth" } else { "root" };
        let own = format!("items/functions/{folder}/another_one.rs");
        assert!(changed.contains(&own) && changed.contains("uses.rs"), "{changed:?}");
        for path in changed {
            let is_index = INDEX_FILES.contains(&path.rsplit('/').next().unwrap_or_default());
            assert!(is_index || is_function_table(&path) || path == own, "{path} changes too");
        }
    }
}

/// The plan of the API with metadata, in which `help.getConfig` and `messages.sendMessage` have these error types.
fn plan_with_error_types(types: &[&str]) -> Plan {
    let (_, schema, _) = tl_parser::read_text("api.tl", api_schema_text());
    let mut metadata = Metadata::default();
    for name in types {
        metadata.error_types.insert((*name).to_owned(), String::new());
        let error = ErrorRow {
            code: 400,
            name: (*name).to_owned(),
            description: String::new(),
            basis: ErrorBasis::Listed,
            sources: Vec::new(),
        };
        for method in ["help.getConfig", "messages.sendMessage"] {
            metadata.methods.entry(method.to_owned()).or_default().errors.get_or_insert_default().push(error.clone());
        }
    }
    let mut settings = Settings::new("api");
    settings.metadata = Gate::Always;
    let (plan, found) = tl_codegen::plan(&schema, &metadata, &settings);
    assert!(found.is_empty(), "{found:?}");
    plan
}

#[test]
fn adding_an_error_changes_its_methods_and_tables() {
    let [before, after] =
        [&["A_B"][..], &["A_B", "FLOOD_WAIT_%d"]].map(|types| tl_codegen::emit(&plan_with_error_types(types)));
    let expected = [
        "errors.rs",
        "items/functions/help/get_config.rs",
        "items/functions/messages/send_message.rs",
        "methods/help.rs",
        "methods/messages.rs",
    ];
    assert_eq!(changed_files(&before, &after), expected.map(str::to_owned).into());
}
