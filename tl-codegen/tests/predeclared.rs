//! Names that a schema may use without declaring them: the generated code does not depend on their lines.

use tl_codegen::{FileSet, Metadata, Settings};

const SCHEMA_WITHOUT_VECTOR: &str = "\
user id:long = User;
chat users:Vector<User> ids:vector<int> = Chat;
---functions---
users.list = Vector<User>;
";

fn generated_files(tl: &str) -> FileSet {
    let (_, schema, found) = tl_parser::read_text("some.tl", tl);
    assert!(found.is_empty(), "{found:?}");
    let (plan, found) = tl_codegen::plan(&schema, &Metadata::default(), &Settings::new("some"));
    assert!(found.is_empty(), "{found:?}");
    tl_codegen::emit(&plan)
}

/// Two of three published schemas leave out `vector`, and their readers know its id all the same.
#[test]
fn leaving_out_vector_changes_no_code() {
    let declared = format!("vector#1cb5c415 {{t:Type}} # [ t ] = Vector t;\n{SCHEMA_WITHOUT_VECTOR}");
    assert_eq!(generated_files(SCHEMA_WITHOUT_VECTOR), generated_files(&declared));
}
