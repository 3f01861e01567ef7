//! Snapshots of the plan and generated files of the codegen fixtures.
//!
//! The plans of the schemas are the files `plan.txt` beside them, which `codegen --check` compares.
//! A fixture lists the files of its snapshot in lines `// shows: PATH`. The package `tl-golden` tests that all
//! generated code of the fixtures compiles and works.

use std::path::{Path, PathBuf};
use std::{fs, iter};

use tl_round_trip::{load_schema, plan_schema};
use tl_tests::schema;

use crate::tl_text_fields::{Fields, combinator_name};

/// The field names in the plan, which decoding errors show, are those of the TL declaration.
#[test]
fn field_names_match_the_declaration() {
    let fixtures = fixture_paths("codegen").into_iter().map(|path| load_schema(&path));
    for schema in fixtures.chain([schema("api"), schema("mtproto")]) {
        let plan = plan_schema(&schema, "names");
        let constructors = plan.types.iter().flat_map(|ty| &ty.constructors);
        let bodies: Vec<_> = constructors.chain(plan.functions.iter().map(|function| &function.item)).collect();
        assert!(!bodies.is_empty());
        for body in bodies.iter().flat_map(|body| iter::once(*body).chain(body.all_records())) {
            let fields = Fields::of(&body.tl).map(|(name, _)| name);
            // A default constructor has no name and is called like its type.
            let name = Some(combinator_name(&body.tl)).filter(|name| *name != "_").unwrap_or(&body.name);
            let names: Vec<_> = iter::once(name).chain(fields).collect();
            // A field without a name is called `field_` and its index.
            let is_same = |(found, name): (&str, &&str)| found == *name || *name == "_" && found.starts_with("field_");
            assert!(body.names.split(' ').zip(&names).all(is_same), "{}: {}", body.tl, body.names);
            assert_eq!(body.names.split(' ').count(), names.len(), "{}", body.tl);
        }
    }
}

/// Paths of the fixtures in a folder, sorted.
pub(crate) fn fixture_paths(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Name and text of a fixture.
pub(crate) fn read_fixture(path: &Path) -> (String, String) {
    (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
}

#[test]
fn plan_and_code_of_fixtures_are_as_recorded() {
    for path in fixture_paths("codegen") {
        let (name, tl) = read_fixture(&path);
        let plan = plan_schema(&load_schema(&path), &name.replace('-', "_"));
        let files = tl_codegen::emit(&plan);
        let shown = tl.lines().filter_map(|line| line.strip_prefix("// shows: ")).map(|file| {
            let text = files.get(file).unwrap_or_else(|| panic!("{name} has no {file}"));
            format!("==> {file}\n{text}")
        });
        let text: Vec<_> = iter::once(plan.report()).chain(shown).collect();
        insta::with_settings!({ description => tl, omit_expression => true, snapshot_path => "snapshots/codegen" }, {
            insta::assert_snapshot!(name, text.join("\n"));
        });
    }
}

#[test]
fn every_snapshot_has_a_fixture() {
    for (fixtures_in, test) in [("codegen", "fixture_snapshots"), ("codegen-err", "generator_codes")] {
        let names = |paths: Vec<PathBuf>| paths.iter().map(|path| read_fixture(path).0).collect::<Vec<_>>();
        let expected: Vec<_> =
            names(fixture_paths(fixtures_in)).into_iter().map(|name| format!("it__{test}__{name}")).collect();
        assert_eq!(names(fixture_paths(&format!("../it/tests/snapshots/{fixtures_in}"))), expected);
    }
}
