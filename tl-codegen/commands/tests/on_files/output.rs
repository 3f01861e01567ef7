//! The output streams: a full disk, a closed pipe, and control characters from outside.

use std::fs::File;

use super::test_folder::TestFolder;

/// Calls that print to the standard output, and their exit code if all is written.
const PRINTING_CALLS: [(&[&str], i32); 8] = [
    (&["check", "a.tl"], 0),
    (&["check", "a.tl", "--format", "json"], 0),
    (&["model", "a.tl"], 0),
    (&["plan", "a.tl"], 0),
    (&["diff", "a.tl", "b.tl"], 0),
    (&["explain"], 0),
    (&["fmt", "--check", "a.tl"], 1),
    (&["--help"], 0),
];

fn folder_with_files() -> TestFolder {
    TestFolder::empty().with_file("a.tl", "user  id:long = User;").with_file("b.tl", "user  id:long x:int = User;")
}

#[cfg(target_os = "linux")]
#[test]
fn a_failed_write_is_an_error() {
    let folder = folder_with_files();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let printing = PRINTING_CALLS.iter().filter(|(args, _)| !args.contains(&"json"));
    for (args, code) in printing {
        let ran = super::test_folder::run_command_capturing_stderr(folder.command(*args).stdout(full()));
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("error: the standard output cannot be written: "), "{args:?}: {}", ran.stderr);
        folder.run(*args).expect_exit_code(*code);
    }
    let ran = super::test_folder::run_command_capturing_stderr(
        folder.command(["check", "c.tl", "--format", "json"]).stdout(full()),
    );
    assert!(ran.stderr.contains("c.tl"), "{}", ran.stderr);
    folder.write_file("c.tl", "user id:lnog = User;");
    let ran = super::test_folder::run_command_capturing_stderr(
        folder.command(["check", "c.tl", "--format", "json"]).stdout(full()),
    );
    assert_eq!(ran.code, Some(2), "findings that are not written are no verdict");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = folder_with_files();
    for (args, code) in PRINTING_CALLS {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = super::test_folder::run_command_capturing_stderr(folder.command(args).stdout(writer));
        assert_eq!(ran.code, Some(code), "{args:?}: {}", ran.stderr);
        assert!(!ran.stderr.contains("error"), "{args:?}: {}", ran.stderr);
    }
}

/// Whether a terminal would obey the character. Tabs and line feeds are part of every text.
fn is_hostile(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(unix)]
#[test]
fn no_control_character_of_a_name_or_a_schema_is_printed() {
    let name = "a\u{1b}[31m\u{202e}\nerror: lost.tl";
    let missing = "b\u{1b}[31m\u{9b}\nerror: lost.tl";
    let hostile = "\u{1b}[2J\u{202e}\u{9b}1m\u{7f}\u{85}\r";
    let accepted = format!("//@description A {hostile} user @id {hostile}\nuser#1   id:long = User; // {hostile}\n");
    let refused = format!("user#1 id:{hostile} = User; // {hostile}\nuser#1 id:lnog = User; // {hostile}\n");
    for text in [accepted, refused] {
        let folder =
            TestFolder::empty().with_file(name, &text).with_file("exceptions.tsv", format!("name\twritten{hostile}\n"));
        folder.write_file("old.tl", "user id:long = User;\n");
        for args in [
            &["check", name][..],
            &["check", name, "--format", "github"],
            &["check", name, "--format", "json"],
            &["check", name, "--fix"],
            &["check", missing],
            &["check", "old.tl", "--exceptions", name],
            &["fmt", "--check", name],
            &["fmt", name],
            &["fmt", missing],
            &["model", name],
            &["model", name, "--format", "json"],
            &["model", name, "--format", "telegram-json"],
            &["plan", name],
            &["plan", name, "-A", "id-mismatch"],
            &["diff", "old.tl", name],
            &["diff", name, "old.tl", "--format", "markdown"],
            &["diff", "old.tl", missing],
            &["explain", missing],
            &[name],
            &["--color", name],
        ] {
            folder.write_file(name, &text);
            let ran = folder.run(args);
            for printed in [&ran.stdout, &ran.stderr] {
                assert!(!printed.contains(is_hostile), "{args:?}: {printed:?}");
                assert!(!printed.contains("\nerror: lost"), "{args:?}: {printed:?}");
            }
        }
    }
}
