//! Cargo features for namespaces, on a small schema: reachable types of each feature, generated attributes, and feature
//! names.

use tl_codegen::{Gate, Metadata, NamespaceFeatures, Plan, Settings};
use tl_parser::{Code, Diagnostic};

/// Each type is named after the kind of field or result through which it is reached.
const SCHEMA_WITH_NAMESPACES: &str = "\
tree left:Tree right:Tree depth:Depth = Tree;
leaf = Tree;
depth flags:# n:int tree:flags.0?Tree = Depth;
items list:Vector<Item> = Items;
item a:int = Item;
holder flags:# value:%Bare group:flags.1?Member bit:flags.1?int = Holder;
bare nested:Vector<Vector<Item>> = Bare;
member a:int = Member;
a.answer at:Shared = a.Answer;
shared a:int = Shared;
option a:int = Option;
lonely by:Lonelier shared:Shared = Lonely;
lonelier a:int = Lonelier;
---functions---
invoke {X:Type} option:Option query:!X = X;
a.get = a.Answer;
a.getMany = Vector<a.Answer>;
b.plant at:int = Tree;
c.inner.hold holder:Holder = Items;
c.share shared:Shared = Option;
";

fn settings_with_features() -> Settings {
    let mut settings = Settings::new("some");
    settings.namespaces = NamespaceFeatures::Features {
        all: "full".to_owned(),
        default: vec!["a".to_owned()],
        taken: vec!["gzip".to_owned()],
    };
    settings
}

fn plan_with_settings(tl: &str, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    let (_, schema, found) = tl_parser::read_text("some.tl", tl);
    assert!(found.is_empty(), "{found:?}");
    tl_codegen::plan(&schema, &Metadata::default(), settings)
}

fn plan_of_schema() -> Plan {
    let (plan, found) = plan_with_settings(SCHEMA_WITH_NAMESPACES, &settings_with_features());
    assert!(found.is_empty(), "{found:?}");
    plan
}

/// The names of the types and functions that are present with these features.
fn names_of_items_compiled_with(features: &[&str]) -> String {
    let plan = plan_of_schema();
    let types =
        plan.types.iter().filter(|ty| plan.feature_condition_of_type(ty).is_compiled_with(features)).map(|ty| &ty.name);
    let functions = plan
        .functions
        .iter()
        .filter(|function| plan.feature_condition_of_function(function).is_compiled_with(features));
    let names: Vec<_> = types.chain(functions.map(|function| &function.item.name)).map(String::as_str).collect();
    names.join(" ")
}

#[test]
fn functions_without_a_namespace_are_always_present() {
    assert_eq!(names_of_items_compiled_with(&[]), "Option invoke");
    assert_eq!(names_of_items_compiled_with(&["unheard_of"]), "Option invoke");
}

#[test]
fn result_types_and_vector_items_are_reached() {
    assert_eq!(names_of_items_compiled_with(&["a"]), "Option Shared a.Answer a.get a.getMany invoke");
}

#[test]
fn recursive_types_are_reached() {
    assert_eq!(names_of_items_compiled_with(&["b"]), "Depth Option Tree b.plant invoke");
}

#[test]
fn types_in_bare_constructors_flag_groups_and_vectors_are_reached() {
    assert_eq!(
        names_of_items_compiled_with(&["c"]),
        "Bare Holder Item Items Member Option Shared c.inner.hold c.share invoke"
    );
}

#[test]
fn features_together_reach_every_item() {
    let both = names_of_items_compiled_with(&["a", "b"]);
    assert_eq!(both, "Depth Option Shared Tree a.Answer a.get a.getMany b.plant invoke");
    assert_eq!(names_of_items_compiled_with(&["full"]), "Lonelier Lonely Option invoke");
    let plan = plan_of_schema();
    let features: Vec<_> = plan.namespace_features().into_iter().chain(["full"]).collect();
    assert_eq!(features, ["a", "b", "c", "full"]);
    assert_eq!(plan.item_counts_with_features(&features), plan.all_item_counts());
}

#[test]
fn index_files_have_cfg_attributes() {
    let plan = plan_of_schema();
    let files = tl_codegen::emit(&plan);
    let shown = ["features.md", "constructors.rs", "groups.rs", "functions.rs", "items/functions/mod.rs"];
    let shown =
        shown.into_iter().chain(["types.rs", "items/types/mod.rs", "items/types/root/mod.rs", "items/types/a/mod.rs"]);
    let texts: Vec<_> = shown.map(|file| format!("==> {file}\n{}", files.get(file).unwrap())).collect();
    insta::with_settings!({ description => SCHEMA_WITH_NAMESPACES, omit_expression => true }, {
        insta::assert_snapshot!(format!("{}\n{}", plan.report(), texts.join("\n")));
    });
}

#[test]
fn order_of_declarations_changes_no_file() {
    let (types, functions) = SCHEMA_WITH_NAMESPACES.split_once("---functions---\n").unwrap();
    let backwards = |text: &str| text.lines().rev().map(|line| format!("{line}\n")).collect::<String>();
    let (other, _) = plan_with_settings(
        &format!("{}---functions---\n{}", backwards(types), backwards(functions)),
        &settings_with_features(),
    );
    assert_eq!(other.report(), plan_of_schema().report());
    assert_eq!(tl_codegen::emit(&other), tl_codegen::emit(&plan_of_schema()));
}

#[test]
fn features_only_change_index_files() {
    let (always, _) = plan_with_settings(SCHEMA_WITH_NAMESPACES, &Settings::new("some"));
    assert_eq!(always.item_counts_with_features(&[]), always.all_item_counts());
    let (always, switched) = (tl_codegen::emit(&always), tl_codegen::emit(&plan_of_schema()));
    let changed = switched.iter().filter(|(path, text)| always.get(path) != Some(*text)).map(|(path, _)| path);
    let indices = ["constructors.rs", "features.md", "functions.rs", "groups.rs", "mod.rs", "types.rs"];
    for path in changed {
        assert!(indices.iter().any(|index| path.rsplit('/').next() == Some(index)), "{path}");
    }
    assert!(always.iter().all(|(_, text)| !text.contains("feature") && !text.contains("gated")));
}

#[test]
fn namespaces_with_names_of_other_features_are_refused() {
    let mut settings = settings_with_features();
    settings.metadata = Gate::Feature("metadata".to_owned());
    for namespace in ["default", "full", "gzip", "metadata"] {
        let tl = format!("a = A;\n---functions---\n{namespace}.get = A;\n{namespace}.put.all = A;\nb.{namespace} = A;");
        let (_, found) = plan_with_settings(&tl, &settings);
        let messages: Vec<_> = found.iter().map(|diagnostic| (diagnostic.code, diagnostic.message.as_str())).collect();
        let expected = format!("namespace `{namespace}` becomes a cargo feature, but that name has another meaning");
        assert_eq!(messages, [(Code::NameCollision, expected.as_str())]);
        let (_, found) = plan_with_settings(&tl, &Settings::new("some"));
        assert!(found.is_empty(), "{found:?}");
    }
}
