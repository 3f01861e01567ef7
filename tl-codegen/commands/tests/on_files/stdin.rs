//! `-`: the standard input in place of a file.

use super::test_folder::TestFolder;

#[test]
fn every_command_reads_the_standard_input() {
    let folder = TestFolder::empty().with_file("old.tl", "user id:int = User;\n");
    let text = "user#1 id:long = User;\n";
    let run = |args: &[&str], code| folder.run_with_stdin(args, text).expect_exit_code(code);
    run(&["check", "-"], 1).expect_stderr(&["error[id-mismatch]", "<stdin>:1:5\n"]);
    let json = run(&["check", "-", "--format", "json"], 1);
    assert!(json.stdout.contains(r#""file":"<stdin>""#), "{}", json.stdout);
    assert!(run(&["model", "-"], 0).stdout.contains("constructor user#00000001"), "no tree");
    assert!(run(&["plan", "-", "-A", "id-mismatch"], 0).stdout.contains("User"), "no plan");
    assert!(run(&["diff", "old.tl", "-"], 0).stdout.contains("<stdin>"), "no name");
    assert!(run(&["diff", "-", "old.tl"], 0).stdout.contains("<stdin>"), "no name");
    folder.write_file("exceptions.tsv", "a table of exceptions beside no file\n");
    run(&["check", "-", "-A", "id-mismatch"], 0);
}

#[test]
fn the_formatted_standard_input_is_printed() {
    let folder = TestFolder::empty().with_file("b.tl", "b   = B;");
    let format = |text: &str| folder.run_with_stdin(["fmt", "-"], text);
    for (text, formatted) in [
        ("a   =   A;", "a = A;\n"),
        ("a = A;\n", "a = A;\n"),
        ("", ""),
        ("a  = A; // \u{1b}\r\n", "a = A; // \u{1b}\r\n"),
    ] {
        let ran = format(text).expect_success();
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), (formatted, ""));
    }
    let broken = format("a = ").expect_exit_code(1).expect_stderr(&["<stdin>:1:"]);
    assert_eq!(broken.stdout, "");
    let changed = folder.run_with_stdin(["fmt", "--check", "-"], "a   = A;\n").expect_exit_code(1);
    assert!(changed.stdout.starts_with("--- <stdin>\n+++ <stdin> (formatted)\n"), "{}", changed.stdout);
    folder.run_with_stdin(["fmt", "--check", "-"], "a = A;\n").expect_success();
    // Beside the formatted text, the standard output holds no message about files.
    let both = folder.run_with_stdin(["fmt", "b.tl", "-"], "a  = A;").expect_success();
    assert_eq!((both.stdout.as_str(), both.stderr.as_str()), ("a = A;\n", "b.tl: written\n"));
    assert_eq!(folder.read_file("b.tl"), "b = B;\n");
}

#[test]
fn the_standard_input_is_read_once_and_never_corrected() {
    let folder = TestFolder::empty();
    for args in [
        &["check", "-", "-"][..],
        &["fmt", "-", "-"],
        &["model", "-", "-"],
        &["diff", "-", "-"],
        &["check", "-", "--exceptions", "-"],
    ] {
        folder.run_with_stdin(args, "a = A;").expect_exit_code(2).expect_stderr(&["`-` is named twice"]);
    }
    folder
        .run_with_stdin(["check", "--fix", "-"], "a#1 = A;")
        .expect_exit_code(2)
        .expect_stderr(&["<stdin> cannot be corrected"]);
    // A file of this name has another path.
    folder.write_file("-", "a   = A;");
    folder.run(["fmt", "./-"]).expect_success();
    assert_eq!(folder.read_file("-"), "a = A;\n");
}
