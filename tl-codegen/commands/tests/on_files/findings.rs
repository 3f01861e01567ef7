//! The options for findings: their form, and the levels of lints.

use serde_json::Value;

use super::test_folder::TestFolder;

const SCHEMA_WITH_LINTS: &str = "\
true = True;
user flags:# bot:flags.0?true bot_name:flags.0?string = User;
bots.userBot = User;
ghost = Ghost;
---functions---
getUser id:long = User;
";

/// The JSON objects of an output, one per line.
fn json_objects(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn standard_output_holds_nothing_but_json() {
    let project = TestFolder::empty().with_file("some.tl", "user = User; é = X;\nchat a:Uzer = Chat;\n");
    let ran = project.run(["check", "some.tl", "--format", "json"]).expect_exit_code(1);
    let found = json_objects(&ran.stdout);
    assert_eq!(found.len(), 2, "{}", ran.stdout);
    assert_eq!((found[0]["code"].as_str(), found[0]["column"].as_u64()), (Some("bad-char"), Some(14)));
    assert_eq!((found[0]["start"].as_u64(), found[0]["end"].as_u64()), (Some(13), Some(15)));
    assert_eq!((found[1]["code"].as_str(), found[1]["line"].as_u64()), (Some("unknown-type"), Some(2)));
    assert_eq!(found[1]["helps"][0]["edits"][0]["replacement"], "User");
    assert_eq!(ran.stderr, "");
    project.write_file("some.tl", "user id:long = User;\n");
    let ran = project.run(["check", "some.tl", "--format=json"]).expect_success();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", "1 constructor, 0 functions, 1 type\n"));
}

#[test]
fn options_set_the_levels_of_lints() {
    let project = TestFolder::empty().with_file("some.tl", SCHEMA_WITH_LINTS);
    let check = |flags: &[&str]| project.run([&["check", "some.tl"], flags].concat());
    check(&[]).expect_success().expect_stderr(&["warning[scattered-type]", "0 errors, 1 warning\n"]);
    let ran = check(&["--allow", "scattered-type"]).expect_success();
    assert_eq!(ran.stderr, "");
    check(&["-W", "shared-flag-bit", "-W", "unreachable-type"]).expect_success().expect_stderr(&[
        "warning[shared-flag-bit]: `bot` and `bot_name` depend on one bit, 0 of `flags`",
        "help: bit 1 of `flags` is free",
        "warning[unreachable-type]: no function takes or returns `Ghost` or a type that contains it",
        "0 errors, 3 warnings\n",
    ]);
    check(&["--deny", "unreachable-type"])
        .expect_exit_code(1)
        .expect_stderr(&["error[unreachable-type]", "1 error, 1 warning\n"]);
    check(&["-D", "warnings"]).expect_exit_code(1).expect_stderr(&["error[scattered-type]", "1 error, 0 warnings\n"]);
    // If two options name the same lint, the later option counts.
    check(&["-D", "unreachable-type", "-A", "unreachable-type"]).expect_success();
    check(&["-A", "unreachable-type", "-D", "unreachable-type"]).expect_exit_code(1);
    check(&["-W", "missing-id"]).expect_success().expect_stderr(&["warning[missing-id]: `getUser` has no written id"]);
}

#[test]
fn wrong_ids_can_be_allowed_but_not_duplicate_ids_of_constructors() {
    let project = TestFolder::empty().with_file("some.tl", "user#12345678 id:long = User;");
    project.run(["check", "some.tl"]).expect_exit_code(1).expect_stderr(&["error[id-mismatch]"]);
    project.run(["check", "some.tl", "-W", "id-mismatch"]).expect_success().expect_stderr(&["warning[id-mismatch]"]);
    project.write_file("some.tl", "user#74e5ad7d id:long = User; chat#74e5ad7d = Chat;");
    project
        .run(["check", "some.tl", "-A", "duplicate-id", "-A", "id-mismatch"])
        .expect_exit_code(1)
        .expect_stderr(&["error[duplicate-id]"]);
    // Two functions with one id can be allowed.
    project.write_file("some.tl", "i = I;\n---functions---\na#12345678 = I; b#12345678 = I;");
    project.run(["check", "some.tl", "-A", "duplicate-id", "-A", "id-mismatch"]).expect_success();
}

#[test]
fn the_option_color_is_obeyed() {
    let project = TestFolder::empty().with_file("some.tl", "user id:lng = User;\n");
    let always = project.run(["check", "some.tl", "--color", "always"]).expect_exit_code(1);
    assert!(always.stderr.contains("\u{1b}[1m"), "{:?}", always.stderr);
    let never = project.run(["check", "some.tl", "--color", "never"]).expect_exit_code(1);
    assert!(!never.stderr.contains('\u{1b}'), "{:?}", never.stderr);
    let json = project.run(["check", "some.tl", "--color", "always", "--format", "json"]).expect_exit_code(1);
    assert!(!json.stdout.contains('\u{1b}'), "{:?}", json.stdout);
}

/// A schema without a usual declaration has one diagnostic for all uses, with the line to add.
#[test]
fn a_missing_usual_declaration_is_reported_once() {
    let project = TestFolder::empty();
    let field = |n: usize| format!(" f{n}:flags.{n}?true b{n}:Bool");
    let fields: String = (0..30).map(field).collect();
    project.write_file(
        "some.tl",
        format!("// true = True;\nuser flags:#{fields} = User;\nchat flags:#{fields} = Chat;\n"),
    );
    let ran = project.run(["check", "some.tl"]).expect_exit_code(1).expect_stderr(&[
        "unknown constructor `true`",
        "add the usual declaration: `true#3fedd339 = True;`",
        "`boolFalse#bc799737 = Bool; boolTrue#997275b5 = Bool;`",
    ]);
    assert_eq!(ran.stderr.matches("error[").count(), 2, "{}", ran.stderr);
}

/// The option is part of every command that reads schemas.
#[test]
fn block_comments_are_read_where_they_are_allowed() {
    let folder = TestFolder::empty();
    let text = "/* Users;\n of all kinds */ user  id:long /* number */ = User;\n";
    folder.write_file("a.tl", text);
    folder.write_file("b.tl", "user id:long = User;\n");
    for args in [&["check", "a.tl"][..], &["model", "a.tl"], &["plan", "a.tl"], &["fmt", "--check", "a.tl"]] {
        folder.run(args).expect_exit_code(1).expect_stderr(&[
            "error[bad-char]",
            "a.tl:1:1\n",
            "`--allow block-comment` also reads",
        ]);
    }
    folder.run(["diff", "a.tl", "b.tl"]).expect_exit_code(2).expect_stderr(&["`--allow block-comment` also reads"]);
    for args in
        [&["check", "a.tl"][..], &["model", "a.tl"], &["plan", "a.tl"], &["diff", "a.tl", "b.tl"], &["fmt", "a.tl"]]
    {
        folder.run(args.iter().chain(&["--allow", "block-comment"])).expect_success();
    }
    let formatted = "/* Users;\n of all kinds */\nuser id:long /* number */\n    = User;\n";
    assert_eq!(folder.read_file("a.tl"), formatted);
    folder.run(["fmt", "--check", "a.tl", "-A", "block-comment"]).expect_success();
    folder.run(["check", "a.tl", "--deny", "block-comment"]).expect_exit_code(2).expect_stderr(&["no such code"]);
}
