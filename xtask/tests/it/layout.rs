//! `layout.tsv`: recorded indirections through `codegen`, from layer to layer and back.

use std::collections::BTreeMap;

use crate::test_project::TestProject;

const LAYOUT_PATH: &str = "schemas/chat/layout.tsv";

/// The schema of the newer layer. Its optional field `photo` is held by value.
const NEWER_SCHEMA: &str = "\
// LAYER 9
size a:long b:long = Size;
photo id:long small:Size middle:Size big:Size = Photo;
chat flags:# photo:flags.0?Photo = Chat;
chatEmpty id:long = Chat;
---functions---
chats.get id:long = Chat;
";

fn import_schema(project: &TestProject, schema: &str) {
    project.write_file("schema.tl", schema);
    let args =
        ["import", "chat", "schema.tl", "--package", "some-types", "--version", "1.2.3", "--accept", "older-layer"];
    project.run(args.iter().chain(&["--accept", "fewer", "--accept", "other-text"])).expect_success();
}

fn generated_project(schema: &str) -> TestProject {
    let project = TestProject::empty();
    import_schema(&project, schema);
    project.run(["codegen"]).expect_success();
    project
}

/// Generated code, plan and listing by path.
fn generated_texts(project: &TestProject) -> BTreeMap<String, Vec<u8>> {
    let files = project.files_in("tl-types").into_iter().chain(project.files_in("schemas/chat"));
    files.filter(|(path, _)| path != LAYOUT_PATH).map(|(path, (text, _))| (path, text)).collect()
}

#[test]
fn the_layout_file_is_generated_and_checked() {
    let project = generated_project(NEWER_SCHEMA);
    let text = project.read_file(LAYOUT_PATH);
    assert!(text.contains("types\tchat\tphoto\tvalue\n") && text.contains("types\tchat\t-\tbox\n"), "{text}");
    project.run(["codegen", "--check"]).expect_success();
    project.remove_file(LAYOUT_PATH);
    project.run(["codegen", "--check"]).expect_exit_code(1).expect_stderr(&["missing: schemas/chat/layout.tsv"]);
    project.write_file(LAYOUT_PATH, "section\tcombinator\n");
    let before = project.files_in("");
    let broken = &["schemas/chat/layout.tsv, line 1: expected the columns", "restore the file"];
    project.run(["codegen"]).expect_exit_code(2).expect_stderr(broken);
    assert_eq!(project.files_in(""), before);
    project.run(["codegen", "--repin"]).expect_success();
    assert_eq!(project.read_file(LAYOUT_PATH), text);
}

/// `size` has grown, so that the rules alone would box the field.
#[test]
fn a_grown_type_boxes_no_field_until_repin() {
    let project = generated_project(NEWER_SCHEMA);
    import_schema(
        &project,
        &NEWER_SCHEMA.replace("LAYER 9", "LAYER 10").replace("b:long = Size", "b:long c:long d:long = Size"),
    );
    let ran = project.run(["codegen"]).expect_success();
    assert!(!ran.stdout.contains("boxed"), "{}", ran.stdout);
    assert!(project.read_file("schemas/chat/listing.txt").contains("photo: Option<types::Photo>"));
    project
        .run(["codegen", "--check", "--repin"])
        .expect_exit_code(1)
        .expect_stderr(&["stale: schemas/chat/layout.tsv"]);
    project.run(["codegen", "--repin"]).expect_success();
    assert!(project.read_file("schemas/chat/listing.txt").contains("photo: Option<Box<types::Photo>>"));
    project.run(["codegen", "--check"]).expect_success();
}

#[test]
fn an_older_layer_and_back_gives_the_same_code() {
    let grown = NEWER_SCHEMA.replace("b:long = Size", "b:long c:long d:long = Size");
    let project = generated_project(&grown);
    let (before, layout) = (generated_texts(&project), project.read_file(LAYOUT_PATH));
    assert!(project.read_file("schemas/chat/listing.txt").contains("photo: Option<Box<types::Photo>>"));
    let older = NEWER_SCHEMA.replace("LAYER 9", "LAYER 8").replace("chatEmpty id:long = Chat;\n", "");
    import_schema(&project, &older);
    project.run(["codegen"]).expect_success();
    assert!(project.read_file("schemas/chat/listing.txt").contains("photo: Option<Box<types::Photo>>"));
    assert!(project.read_file(LAYOUT_PATH).contains("types\tchatEmpty\t-\tvalue\n"), "a dormant row");
    import_schema(&project, &grown);
    project.run(["codegen"]).expect_success();
    assert_eq!((generated_texts(&project), project.read_file(LAYOUT_PATH)), (before, layout));
}

#[test]
fn a_forced_box_is_named() {
    let project = generated_project(NEWER_SCHEMA);
    for file in ["chat.tl", "layout.tsv"] {
        project.write_file(&format!("before/{file}"), project.read_file(&format!("schemas/chat/{file}")));
    }
    let recursive = NEWER_SCHEMA.replace("photo id:long", "photo flags:# id:long of:flags.0?Chat");
    import_schema(&project, &recursive.replace("LAYER 9", "LAYER 10"));
    let ran = project.run(["codegen"]).expect_success();
    let named = "chat: field `photo` of constructor `chat` is boxed now: its type would contain itself\n";
    assert!(ran.stdout.contains(named), "{}", ran.stdout);
    let diff = project.run(["diff", "before/chat.tl", "schemas/chat/chat.tl", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&diff.stdout).unwrap();
    let boxed = report["api"].as_array().unwrap().iter().find(|change| change["kind"] == "field_boxed").unwrap();
    assert_eq!([&boxed["item"], &boxed["part"]], ["constructors::Chat", "photo"]);
    assert_eq!(boxed["cause"], "field `photo` of constructor `chat` is boxed now: its type would contain itself");
    let again = project.run(["codegen"]).expect_success();
    assert!(!again.stdout.contains("boxed"), "{}", again.stdout);
}
