//! `check`: each finding has the right position, and nothing is written.

use crate::test_project::{CHAT_SCHEMA, TestProject};

const METADATA_TABLES: [(&str, &str); 5] = [
    ("sources.tsv", "id\tkind\tname\tversion\tlayer\tlicence\npage\tpages\tA page\t\t\t\n"),
    (
        "methods.tsv",
        "method\tusers\tbots\tbasis\tsources\tbusiness\tbusiness_basis\tbusiness_sources\terrors\terrors_sources\n\
         chats.get\tyes\tno\tlisted\tpage\tunknown\tunknown\t\tlisted\tpage\n",
    ),
    ("errors.tsv", "method\tcode\ttype\tbasis\tsources\nchats.get\t400\tCHAT_ID_INVALID\tlisted\tpage\n"),
    ("error_types.tsv", "type\tdescription\nCHAT_ID_INVALID\tThere is no such chat\n"),
    ("descriptions.tsv", "method\tdescription\nchats.get\tReturns a chat\n"),
];

fn project_with_metadata() -> TestProject {
    let project = TestProject::new();
    for (name, text) in METADATA_TABLES {
        project.write_file(&format!("schemas/chat/{name}"), text);
    }
    project
}

#[test]
fn a_good_project_has_no_findings() {
    let project = project_with_metadata();
    let ran = project.run(["check"]).expect_success();
    let expected = "chat: 3 constructors, 2 functions, 2 types\ndoor: 2 constructors, 0 functions, 1 type\n";
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), (expected, ""));
    assert!(!project.path("tl-types").exists(), "check wrote something");
}

#[test]
fn all_protocols_are_checked() {
    let project = project_with_metadata();
    project.replace_in_file("schemas/chat/chat.tl", "Vector<User>", "Vector<Usr>");
    project.replace_in_file("schemas/door/door.tl", "lock:int", "lock:Key");
    project.replace_in_file("schemas/chat/errors.tsv", "400", "4OO");
    let places = ["schemas/chat/chat.tl:3:50\n", "schemas/chat/errors.tsv:2:11\n", "schemas/door/door.tl:2:15\n"];
    project.run(["check"]).expect_exit_code(1).expect_stderr(&places).expect_stderr(&["3 errors, 0 warnings"]);
}

/// Rows of metadata about functions that the schema lacks cause no findings.
#[test]
fn metadata_of_unknown_functions_is_a_warning() {
    let project = project_with_metadata();
    project.replace_in_file("schemas/chat/chat.tl", "chats.get ", "chats.fetch ");
    for command in ["check", "codegen"] {
        project
            .run([command])
            .expect_success()
            .expect_stderr(&["warning[bad-metadata]", "schemas/chat/methods.tsv:2:1\n"]);
    }
}

#[test]
fn an_incomplete_set_of_tables_is_an_error() {
    let project = project_with_metadata();
    project.remove_file("schemas/chat/errors.tsv");
    project.run(["check"]).expect_exit_code(2).expect_stderr(&[
        "schemas/chat/errors.tsv does not exist, but schemas/chat/sources.tsv does",
        "all tables of metadata or none: sources.tsv, methods.tsv, errors.tsv, error_types.tsv, descriptions.tsv",
    ]);
}

#[test]
fn a_schema_must_match_the_lock() {
    let lock = "schemas/tl.lock";
    for (old, new, difference) in [
        ("constructors = 3", "constructors = 4", "3 constructors instead of 4"),
        ("functions = 2", "functions = 1", "2 functions instead of 1"),
        ("types = 2", "types = 3", "2 types instead of 3"),
        ("constructors = 3", "layer = 7\nconstructors = 3", "no layer instead of layer 7"),
    ] {
        let project = TestProject::new();
        project.replace_in_file(lock, old, new);
        for command in ["check", "codegen"] {
            let error = format!("error: schemas/chat/chat.tl differs from {lock}: it has {difference}\n");
            project.run([command]).expect_exit_code(1).expect_stderr(&[
                &error,
                "cargo xtask update chat --from",
                "1 error, 0 warnings",
            ]);
        }
        assert!(!project.path("tl-types").exists(), "{difference}");
    }
}

#[test]
fn a_protocol_missing_from_the_lock_is_a_warning() {
    let project = TestProject::new();
    project.remove_file("schemas/tl.lock");
    let warning = "warning: schemas/tl.lock does not say where the schema of `door` is from\n";
    for command in ["check", "codegen"] {
        project.run([command]).expect_success().expect_stderr(&[
            warning,
            "cargo xtask update door --from",
            "0 errors, 2 warnings\n",
        ]);
        project
            .run([command, "-D", "warnings"])
            .expect_exit_code(1)
            .expect_stderr(&["error: schemas/tl.lock", "2 errors, 0 warnings\n"]);
    }
}

#[test]
fn check_of_files_also_plans_code() {
    let project = TestProject::empty().with_file("some.tl", "a x:%A = A;");
    project.run(["check", "some.tl"]).expect_exit_code(1).expect_stderr(&["error[infinite-type]", "some.tl:1:"]);
    // The finding is a warning, since the file may be meant for another generator.
    let any_type = "object ? = Object; box value:Object = Box;";
    for (text, code) in [(any_type, "unsupported-object"), ("userId = User; user_id = User;", "name-collision")] {
        project.write_file("some.tl", text);
        let warning = format!("warning[{code}]");
        project.run(["check", "some.tl"]).expect_success().expect_stderr(&[
            &warning,
            "some.tl:1:",
            "0 errors, 1 warning\n",
        ]);
        project.write_file("schemas/some/some.tl", text);
        project.run(["check"]).expect_exit_code(1).expect_stderr(&[&format!("error[{code}]")]);
        project.run(["check", "--allow", code]).expect_exit_code(1).expect_stderr(&[&format!("error[{code}]")]);
    }
}

#[test]
fn invalid_utf8_is_a_finding_with_a_position() {
    let project = TestProject::new().with_file("some.tl", b"user id:long = User;\n// caf\xe9\n");
    project.run(["check", "some.tl"]).expect_exit_code(1).expect_stderr(&[
        "not UTF-8",
        "some.tl:2:7\n",
        "1 error, 0 warnings",
    ]);
    project.write_file("schemas/chat/chat.tl", b"user id:long = User;\n// caf\xe9\n");
    project.run(["check"]).expect_exit_code(1).expect_stderr(&["schemas/chat/chat.tl:2:7\n"]);
}

#[test]
fn check_fix_corrects_protocols() {
    let project = TestProject::new();
    project.replace_in_file("schemas/chat/chat.tl", "#338da493", "#338da494");
    project.run(["check", "--fix=wrong"]).expect_success();
    assert_eq!(project.read_file("schemas/chat/chat.tl"), CHAT_SCHEMA);
}
