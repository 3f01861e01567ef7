//! What is generated, seen from the cheapest side: the plan, and a few files that show a hazard.
//!
//! A fixture names the files that are worth a look in lines `// shows: PATH`. That all of its code compiles and works
//! is shown by the package `tl-golden`.

use std::path::{Path, PathBuf};
use std::{fs, iter};

use tl_round_trip::{load, plan};
use tl_runtime::Declaration;
use tl_tests::schema;

use crate::reach::plan_of_schema;

#[test]
fn plan_of_api() {
    insta::assert_snapshot!("plan-api", plan_of_schema(&schema("api")).report());
}

/// The names that people write: a change of one is a change for all who use it.
#[test]
fn public_names() {
    insta::assert_snapshot!("names-api", plan_of_schema(&schema("api")).listing());
    insta::assert_snapshot!("names-mtproto", plan_of_schema(&schema("mtproto")).listing());
}

#[test]
fn plan_of_mtproto() {
    insta::assert_snapshot!("plan-mtproto", plan(&schema("mtproto"), "mtproto").report());
}

/// Errors name the fields that the declaration declares.
#[test]
fn names_are_those_of_the_declaration() {
    let fixtures = fixtures("codegen").into_iter().map(|path| load(&path));
    for schema in fixtures.chain([schema("api"), schema("mtproto")]) {
        let plan = plan(&schema, "names");
        let constructors = plan.types.iter().flat_map(|ty| &ty.constructors);
        let bodies: Vec<_> = constructors.chain(plan.functions.iter().map(|function| &function.item)).collect();
        assert!(!bodies.is_empty());
        for body in bodies.iter().flat_map(|body| iter::once(*body).chain(body.all_records())) {
            let declaration = Declaration { id: body.id, least_size: 0, names: "", tl: body.tl.clone().leak() };
            let fields = declaration.fields().map(|(name, _)| name);
            // What has no name of its own is called like its type.
            let name = Some(declaration.name()).filter(|name| *name != "_").unwrap_or(&body.name);
            let names: Vec<_> = iter::once(name).chain(fields).collect();
            // So is a field without a name like its place.
            let is_same = |(found, name): (&str, &&str)| found == *name || *name == "_" && found.starts_with("field_");
            assert!(body.names.split(' ').zip(&names).all(is_same), "{}: {}", body.tl, body.names);
            assert_eq!(body.names.split(' ').count(), names.len(), "{}", body.tl);
        }
    }
}

/// The fixtures of a folder, sorted.
pub(crate) fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The name of a fixture and its text.
pub(crate) fn read(path: &Path) -> (String, String) {
    (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
}

#[test]
fn hazards() {
    for path in fixtures("codegen") {
        let (name, tl) = read(&path);
        let plan = plan(&load(&path), &name.replace('-', "_"));
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
fn no_snapshot_is_left_over() {
    for (fixtures_in, test) in [("codegen", "generated"), ("codegen-err", "refused")] {
        let names = |paths: Vec<PathBuf>| paths.iter().map(|path| read(path).0).collect::<Vec<_>>();
        let expected: Vec<_> =
            names(fixtures(fixtures_in)).into_iter().map(|name| format!("it__{test}__{name}")).collect();
        assert_eq!(names(fixtures(&format!("../it/tests/snapshots/{fixtures_in}"))), expected);
    }
}
