//! `check` of files: each finding has the right position, and nothing is written.

use super::CHAT_SCHEMA;
use super::test_folder::TestFolder;

#[test]
fn only_the_first_100_findings_are_printed_and_all_are_counted() {
    let project = TestFolder::empty();
    let text = (0..120).map(|idx| format!("user{idx} x:flags{idx}*[int] = User{idx};\n")).collect::<String>();
    project.write_file("some.tl", text);
    let ran = project
        .run(["check", "some.tl"])
        .expect_exit_code(1)
        .expect_stderr(&["\n... and 20 more\n\n120 errors, 0 warnings\n"]);
    assert_eq!(ran.stderr.matches("\nerror[").count() + 1, 100);
    project.write_file("long.tl", "a x:int = A; ".repeat(4000));
    let ran = project.run(["check", "long.tl"]).expect_exit_code(1).expect_stderr(&["\n3999 errors, 0 warnings\n"]);
    assert!(ran.stderr.len() < 100_000, "{} bytes", ran.stderr.len());
}

#[test]
fn files_are_read_as_one_schema() {
    let project = TestFolder::empty()
        .with_file("a.tl", "line a:Point b:Point = Line;")
        .with_file("b.tl", "point x:int y:int = Point;");
    let ran = project.run(["check", "a.tl", "b.tl"]).expect_success();
    assert_eq!(ran.stdout, "2 constructors, 0 functions, 2 types\n");
    project.run(["check", "a.tl"]).expect_exit_code(1).expect_stderr(&["error[unknown-type]", "a.tl:1:8\n"]);
}

#[test]
fn a_stale_exception_is_an_error() {
    let project = TestFolder::empty();
    let wrong = CHAT_SCHEMA.replace("#338da493", "#12345678");
    project.write_file("chat.tl", &wrong);
    project.run(["check", "chat.tl"]).expect_exit_code(1).expect_stderr(&["error[id-mismatch]", "chat.tl:1:5\n"]);

    let list = "name\twritten\tcomputed\tcomputed_telegram\treason\nuser\t12345678\t338da493\t338da493\ton the wire\n";
    project.write_file("ids.tsv", list);
    project.run(["check", "chat.tl", "--exceptions", "ids.tsv"]).expect_success();
    project.write_file("exceptions.tsv", list);
    project.run(["check", "chat.tl"]).expect_success();

    project.write_file("chat.tl", CHAT_SCHEMA);
    project
        .run(["check", "chat.tl"])
        .expect_exit_code(1)
        .expect_stderr(&["error[stale-exception]", "exceptions.tsv:2:6\n"]);
    // With a mistake in the table of exceptions, `check` reports the mistake and the id that the table would excuse.
    project.write_file("chat.tl", wrong);
    project.replace_in_file("exceptions.tsv", "12345678", "1234567");
    project.run(["check", "chat.tl"]).expect_exit_code(1).expect_stderr(&[
        "error[bad-exception]",
        "warning[id-mismatch]",
        "1 error, 1 warning\n",
    ]);
}

#[test]
fn output_to_a_pipe_has_no_colour() {
    let project = TestFolder::empty().with_file("some.tl", "user id:lng = User;\n");
    let ran = project.run(["check", "some.tl"]).expect_exit_code(1);
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
}
