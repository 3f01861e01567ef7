//! RPC error types: from the metadata to the generated tables and enum.

use tl_codegen::metadata::{Access, ErrorBasis, ErrorRow, Metadata, MethodRow};
use tl_codegen::{FileSet, Gate, Settings, plan};
use tl_parser::Diagnostic;

const SCHEMA_OF_TWO_FUNCTIONS: &str = "a = A;\n---functions---\nget {X:Type} a:A query:!X = X;\nput b:Vector<A> = A;";

/// The generated code for two functions with errors of these types, and the diagnostics.
fn generate_with_error_types(types: &[&str], gate: Gate) -> (FileSet, Vec<Diagnostic>) {
    let (_, schema, _) = tl_parser::read_text("some.tl", SCHEMA_OF_TWO_FUNCTIONS);
    let row = |name: &&str| ErrorRow {
        code: 400,
        name: (*name).to_owned(),
        description: String::new(),
        basis: ErrorBasis::Listed,
        sources: Vec::new(),
    };
    let mut metadata = Metadata::default();
    metadata.error_types.extend(types.iter().map(|name| ((*name).to_owned(), "A_B".to_owned())));
    let errors = Some(types.iter().map(row).collect());
    let get = MethodRow { users: Access::Yes, bots: Access::No, errors, ..MethodRow::default() };
    metadata.methods.insert("get".to_owned(), get);
    let mut settings = Settings::new("some");
    settings.metadata = gate;
    let (plan, found) = plan(&schema, &metadata, &settings);
    (tl_codegen::emit(&plan), found)
}

#[test]
fn tables_of_errors_and_methods_are_as_recorded() {
    let types = ["FILE_REFERENCE_*", "FLOOD_WAIT_%d", "PEER_ID_INVALID"];
    let (files, found) = generate_with_error_types(&types, Gate::Feature("metadata".to_owned()));
    assert!(found.is_empty(), "{found:?}");
    let shown = [
        "mod.rs",
        "errors.rs",
        "methods/mod.rs",
        "methods/root.rs",
        "uses.rs",
        "items/functions/root/get.rs",
        "items/types/root/a.rs",
    ];
    let texts = shown.map(|file| format!("==> {file}\n{}", files.get(file).unwrap()));
    insta::assert_snapshot!(texts.join("\n"));
}

/// Without metadata, no table of errors or methods is generated.
#[test]
fn no_error_tables_are_generated_without_metadata() {
    let (files, _) = generate_with_error_types(&["PEER_ID_INVALID"], Gate::Never);
    assert_eq!((files.get("errors.rs"), files.get("methods/mod.rs")), (None, None));
    let words = ["PEER_ID_INVALID", "Described", "Callable", "METHODS", "may call it"];
    for (path, text) in files.iter() {
        assert!(words.iter().all(|word| !text.contains(word)), "{path}");
    }
}

#[test]
fn unusable_error_variants_are_refused() {
    for (types, expected) in [
        (&["TIMEOUT", "TIME_OUT"][..], None),
        (&["AUTH_RESTART", "AUTH_RESTART_%d", "Timeout", "TIMEOUT"], None),
        (&["A_1", "A1"], Some("`A_1` and `A1` both become `A1` in the types of errors")),
        (&["A_%d_B_%d"], Some("an error type with two numbers can be listed but not generated")),
        (&["A_%d_*"], Some("an error type with a number and any suffix can be listed but not generated")),
    ] {
        let (_, found) = generate_with_error_types(types, Gate::Always);
        assert_eq!(found.first().map(|found| &*found.message), expected, "{types:?}");
    }
}
