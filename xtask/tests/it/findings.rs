//! Findings about a project, in the forms for programs.

use serde_json::Value;

use crate::test_project::TestProject;

/// The JSON objects of an output, one per line.
fn json_objects(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn github_annotations_name_the_line() {
    let project = TestProject::new();
    project.replace_in_file("schemas/chat/chat.tl", "Vector<User>", "Vector<Usr>");
    project.remove_file("schemas/tl.lock");
    let annotation = "::error file=schemas/chat/chat.tl,line=3,col=50,endLine=3,endColumn=53,title=unknown-type::unknown \
                      type `Usr`%0Aa similar name is declared here: schemas/chat/chat.tl:1:37%0Ahelp: there is a type `User` (`User`)\n";
    for command in ["check", "codegen"] {
        let ran = project.run([command, "--format", "github"]).expect_exit_code(1);
        assert!(ran.stdout.contains(annotation), "{}", ran.stdout);
        assert!(ran.stdout.contains("::warning title=project::schemas/tl.lock does not say"), "{}", ran.stdout);
    }
}

#[test]
fn findings_without_a_position_are_json_too() {
    let project = TestProject::new();
    project.remove_file("schemas/tl.lock");
    let ran = project.run(["check", "--format", "json"]).expect_success();
    let found = json_objects(&ran.stdout);
    assert_eq!(found.len(), 2);
    for object in found {
        assert!(object["code"].is_null() && object["file"].is_null() && object["message"].is_string(), "{object}");
    }
}
