//! `import`: the written schema depends on the declarations and not on the layout of the source.

use crate::test_project::{CHAT_SCHEMA, CommandResult, TestProject};

const ORIGIN_ARGS: [&str; 4] = ["--package", "some-types", "--version", "1.2.3"];

/// The source of the tests: unsorted, with comments.
const SOURCE_SCHEMA: &str = "\
// LAYER 7
// Somebody else's words.
userEmpty = User; // more of them
long ? = Long;
user#338da493 id:long   name:string = User;
---functions---
users.rename id:long title : string = User; ping = User;
---types---
chats.chat id:long = chats.Chat;
//user2 id:long = User;
alpha = Zeta; int ? = Int;
";

const IMPORTED_SCHEMA: &str = "\
// Schema of the protocol `chat`. `schemas/tl.lock` names the package that it was published in.
// Written by `cargo xtask update`, which sorts the declarations and keeps no comments; not to be edited by hand.
// To take another version:
//     cargo xtask update chat --from crate:NAME@VERSION
// LAYER 7

---types---

int ? = Int;
long ? = Long;

user#338da493 id:long name:string = User;
userEmpty = User;

alpha = Zeta;

chats.chat id:long = chats.Chat;

---functions---

ping = User;

users.rename id:long title:string = User;
";

fn run_import(project: &TestProject, file: &str) -> CommandResult {
    project.run(["import", "chat", file].iter().chain(&ORIGIN_ARGS))
}

fn project_with_source(text: impl AsRef<[u8]>) -> TestProject {
    TestProject::empty().with_file("some-types-1.2.3/tl/chat.tl", text)
}

#[test]
fn declarations_are_sorted_and_formatted() {
    let project = project_with_source(SOURCE_SCHEMA);
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    assert_eq!(project.read_file("schemas/chat/chat.tl"), IMPORTED_SCHEMA);
    let lock = project.read_file("schemas/tl.lock");
    let (_, entry) = lock.split_once("\n[chat]\n").unwrap();
    let sha256 = entry.lines().find_map(|line| line.strip_prefix("sha256 = ")).unwrap();
    assert_eq!(sha256.len(), 66, "{sha256}");
    let expected = format!(
        "package = \"some-types\"\nversion = \"1.2.3\"\nfile = \"tl/chat.tl\"\nsha256 = {sha256}\nlayer = 7\n\
         constructors = 6\nfunctions = 2\ntypes = 5\n"
    );
    assert_eq!(entry, expected);
}

#[test]
fn importing_again_changes_nothing() {
    let project = project_with_source(SOURCE_SCHEMA);
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    let before = project.files_in("schemas");
    let ran = run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    assert_eq!(project.files_in("schemas"), before);
    assert!(ran.stdout.contains("unchanged"), "{}", ran.stdout);
}

#[test]
fn an_imported_schema_is_reimported_unchanged() {
    let project = project_with_source(IMPORTED_SCHEMA);
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    assert_eq!(project.read_file("schemas/chat/chat.tl"), IMPORTED_SCHEMA);
}

#[test]
fn the_order_of_the_source_does_not_matter() {
    let (types, functions) = CHAT_SCHEMA.split_once("\n---functions---\n\n").unwrap();
    let backwards = |text: &str| text.lines().rev().map(|line| format!("{line}\n")).collect::<String>();
    let permuted = format!("---functions---\n{}---types---\n{}", backwards(functions), backwards(types));
    let [one, other] = [CHAT_SCHEMA, &permuted].map(|text| {
        let project = project_with_source(text);
        run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
        project.read_file("schemas/chat/chat.tl")
    });
    assert_eq!(one, other);
}

#[test]
fn an_imported_schema_can_be_generated() {
    let project = project_with_source(SOURCE_SCHEMA);
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    project.run(["codegen"]).expect_success();
    project.run(["codegen", "--check"]).expect_success();
}

#[test]
fn a_source_with_a_mistake_changes_nothing() {
    let project = project_with_source(SOURCE_SCHEMA);
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    let before = project.files_in("schemas");
    let place = "new.tl:1:";
    for (code, text) in [
        ("id-mismatch", "user#12345678 id:long = User;".as_bytes()),
        ("unknown-type", b"user id:lng = User;"),
        ("missing-semicolon", b"user id:long = User"),
        ("unsupported", b"New User; user id:long = User;"),
        ("bad-char", b"user id:long = User; // caf\xe9"),
    ] {
        project.write_file("new.tl", text);
        run_import(&project, "new.tl").expect_exit_code(1).expect_stderr(&[&format!("error[{code}]"), place]);
        assert_eq!(project.files_in("schemas"), before, "{code}");
    }
}

#[test]
fn exceptions_of_the_protocol_apply() {
    let project = project_with_source("user#12345678 = User;\n");
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_exit_code(1).expect_stderr(&["hashes to #bb708740"]);
    let list = "name\twritten\tcomputed\tcomputed_telegram\treason\nuser\t12345678\tbb708740\tbb708740\ton the wire\n";
    project.write_file("schemas/chat/exceptions.tsv", list);
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    assert!(project.read_file("schemas/chat/chat.tl").contains("user#12345678 = User;\n"));
}

#[test]
fn given_and_stated_layer_have_to_agree() {
    let project = project_with_source(SOURCE_SCHEMA);
    let with_layer = |layer: &str| {
        let args = ["import", "chat", "some-types-1.2.3/tl/chat.tl", "--layer", layer];
        project.run(args.iter().chain(&ORIGIN_ARGS))
    };
    with_layer("8").expect_exit_code(2).expect_stderr(&["layer 7", "not 8"]);
    with_layer("7").expect_success();
    project.write_file("some-types-1.2.3/tl/chat.tl", SOURCE_SCHEMA.replace("// LAYER 7\n", ""));
    with_layer("9").expect_success();
    assert!(project.read_file("schemas/chat/chat.tl").contains("\n// LAYER 9\n"));
}

#[test]
fn other_entries_of_the_lock_stay() {
    let project = project_with_source(SOURCE_SCHEMA);
    project.write_file("some-types-1.2.3/door.tl", "doorOpen = Door;");
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    let alone = project.read_file("schemas/tl.lock");
    project.run(["import", "door", "some-types-1.2.3/door.tl"].iter().chain(&ORIGIN_ARGS)).expect_success();
    let both = project.read_file("schemas/tl.lock");
    assert!(both.starts_with(&alone) && both.contains("\n[door]\n"), "{both}");
    project.write_file("schemas/tl.lock", "not a lock");
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_exit_code(2).expect_stderr(&["schemas/tl.lock"]);
}

/// A project with an imported schema of layer 7: 20 constructors and 20 functions.
fn project_with_imported_schema() -> TestProject {
    let project = project_with_source(schema_of_size(7, 20, 20));
    run_import(&project, "some-types-1.2.3/tl/chat.tl").expect_success();
    project
}

fn schema_of_size(layer: u32, n_constructors: usize, n_functions: usize) -> String {
    let types: String = (0..n_constructors).map(|n| format!("t{n} = T{n};\n")).collect();
    let functions: String = (0..n_functions).map(|n| format!("f{n} = T0;\n")).collect();
    format!("// LAYER {layer}\n---types---\n{types}---functions---\n{functions}")
}

/// Files that `import` always refuses, each with a part of the message.
#[test]
fn files_without_a_schema_are_refused() {
    let project = project_with_imported_schema();
    project.run(["codegen"]).expect_success();
    let before = project.files_in("");
    let html = "\n<!DOCTYPE html><html><body>404</body></html>";
    for (bytes, name) in [
        (&b""[..], "an empty file"),
        (b"\xef\xbb\xbf \n", "an empty file"),
        (b"{\"a\":1}", "JSON of another form"),
        (b"[1, 2]", "JSON of another form"),
        (b"{\"l\": 9, \"e\": []}", "mtcute"),
        (b"{\"a\": ", "JSON with a mistake"),
        (html.as_bytes(), "a web page"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"PK\x03\x04\0", "a zip archive"),
        (b"t0 = T0;\0", "a binary file"),
        (b"\xff\xfet\0", "UTF-16"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"// LAYER 231\n", "no declaration"),
        (b"{\"constructors\": [], \"methods\": []}", "no declaration"),
        (b"// LAYER 8\nt0 = T0;\n", "no functions"),
        (b"// LAYER 8\n---functions---\nf0 = Vector int;\n", "nothing was imported"),
    ] {
        project.write_file("new.tl", bytes);
        let accept = ["--accept", "fewer", "--accept", "older-layer", "--accept", "other-text"];
        let ran = project.run(["import", "chat", "new.tl"].iter().chain(&ORIGIN_ARGS).chain(&accept));
        project.remove_file("new.tl");
        assert!(ran.code != Some(0) && ran.stderr.contains("nothing was imported"), "{name}: {}", ran.stderr);
        assert!(ran.code == Some(1) || ran.stderr.contains(name), "{name}: {}", ran.stderr);
        assert_eq!(project.files_in(""), before, "{name}");
    }
}

#[test]
fn losses_are_refused_unless_accepted() {
    for (text, options, reasons) in [
        (schema_of_size(8, 18, 20), &["fewer"][..], &["18 constructors instead of 20"][..]),
        (schema_of_size(8, 20, 1), &["fewer"], &["1 functions instead of 20"]),
        (schema_of_size(6, 20, 20), &["older-layer"], &["layer 6 is older than layer 7"]),
        (schema_of_size(7, 20, 21), &["other-text"], &["layer 7 has other declarations"]),
        (schema_of_size(6, 10, 20), &["fewer", "older-layer"], &["10 constructors", "layer 6"]),
    ] {
        let project = project_with_imported_schema();
        project.write_file("new.tl", text);
        let before = project.files_in("");
        let args = ["import", "chat", "new.tl"];
        let refused = project
            .run(args.iter().chain(&ORIGIN_ARGS))
            .expect_exit_code(2)
            .expect_stderr(reasons)
            .expect_stderr(&["nothing was imported"]);
        let accept: Vec<_> = options.iter().flat_map(|option| ["--accept", option]).collect();
        assert!(refused.stderr.contains(&accept.join(" ")), "{}", refused.stderr);
        // A superfluous `--accept` is harmless, and does not replace the required one.
        let others: Vec<_> = ["fewer", "older-layer", "other-text"]
            .iter()
            .filter(|option| !options.contains(option))
            .flat_map(|option| ["--accept", option])
            .collect();
        project.run(args.iter().chain(&ORIGIN_ARGS).chain(&others)).expect_exit_code(2);
        assert_eq!(project.files_in(""), before);
        project.run(args.iter().chain(&ORIGIN_ARGS).chain(&others).chain(&accept)).expect_success();
        project.run(["codegen"]).expect_success();
    }
}

#[test]
fn small_losses_and_unknown_layers_are_accepted() {
    for text in
        [schema_of_size(8, 19, 19), schema_of_size(7, 20, 20), schema_of_size(7, 20, 19).replace("// LAYER 7\n", "")]
    {
        let project = project_with_imported_schema();
        project.write_file("new.tl", text);
        run_import(&project, "new.tl").expect_success();
    }
}

/// If the schema file was damaged, an import is still compared with the counts in the lock.
#[test]
fn losses_against_the_lock_are_refused() {
    let project = project_with_imported_schema();
    project.write_file("schemas/chat/chat.tl", "");
    project.write_file("new.tl", schema_of_size(8, 2, 2));
    run_import(&project, "new.tl").expect_exit_code(2).expect_stderr(&["2 constructors instead of 20"]);
}

#[test]
fn an_empty_schema_does_not_empty_the_generated_code() {
    let project = project_with_imported_schema();
    project.run(["codegen"]).expect_success();
    let before = project.files_in("tl-types");
    for text in ["", "// LAYER 7\n"] {
        project.write_file("schemas/chat/chat.tl", text);
        for lock in [true, false] {
            if !lock {
                project.write_file("schemas/tl.lock", "");
            }
            for args in [&["codegen"][..], &["codegen", "chat"]] {
                let ran = project.run(args);
                assert_eq!(ran.code, Some(2), "{}", ran.stderr);
                assert!(ran.stderr.contains("schemas/chat/chat.tl declares nothing"), "{}", ran.stderr);
            }
        }
        assert_eq!(project.files_in("tl-types"), before);
    }
}
