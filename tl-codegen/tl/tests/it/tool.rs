//! The commands about the tool itself, its help, and calls that it refuses.

use crate::on_files::test_folder::TestFolder;

const FILE_COMMANDS: [&str; 7] = ["check", "fmt", "explain", "model", "plan", "diff", "generate"];

#[test]
fn the_version_is_printed() {
    let ran = TestFolder::empty().run(["--version"]).expect_success();
    assert_eq!(ran.stdout, format!("tl {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_command_has_help_with_examples() {
    let folder = TestFolder::empty();
    let all = folder.run(["--help"]).expect_success().stdout;
    assert!(all.contains("Exit codes:"), "{all}");
    for command in FILE_COMMANDS.iter().chain(&["completions", "man"]) {
        let help = folder.run([command, "--help"]).expect_success().stdout;
        assert!(help.contains(&format!("Examples:\n  tl {command}")), "{help}");
        // Nothing is about a repository that the reader does not have.
        for word in ["{program}", "xtask", "schemas/", "REV:PROTOCOL"] {
            assert!(!help.contains(word), "{word} in {help}");
        }
        assert!(all.contains(&format!("\n  {command} ")), "{all}");
    }
}

#[test]
fn every_shell_has_a_completion_script() {
    let folder = TestFolder::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(["completions", shell]).expect_success().stdout;
        for word in FILE_COMMANDS.iter().chain(&["exceptions"]) {
            assert!(script.contains(word), "{word} is not in {script}");
        }
    }
    folder.run(["completions", "lunch"]).expect_exit_code(2).expect_stderr(&["lunch", "bash"]);
}

#[test]
fn the_tool_and_every_command_have_a_man_page() {
    let folder = TestFolder::empty();
    let page = folder.run(["man"]).expect_success().stdout;
    assert!(page.contains(".TH tl 1") && page.contains("Exit codes:"), "{page}");
    for command in FILE_COMMANDS {
        assert!(page.contains(&format!("tl\\-{command}(1)")), "{page}");
        let own = folder.run(["man", command]).expect_success().stdout;
        assert!(own.contains(&format!(".TH tl-{command} 1")) && own.contains("Examples:"), "{own}");
    }
    folder.run(["man", "lunch"]).expect_exit_code(2).expect_stderr(&["no command `lunch`"]);
}

#[test]
fn wrong_calls_exit_with_2() {
    let folder = TestFolder::empty();
    for (args, part) in [
        (&["check"][..], "<FILE>"),
        (&["fmt"], "<FILE>"),
        (&["plan"], "<FILE>"),
        (&["model", "a.tl", "--format", "xml"], "telegram-json"),
        (&["diff", "a.tl"], "<NEW>"),
        (&["generate", "a.tl"], "--out"),
        (&["diff", "HEAD:chat", "a.tl", "--protocol", "chat"], "--protocol"),
        (&["explain", "lunch"], "`tl explain` lists all codes"),
        (&["codegen"], "codegen"),
        (&[], "Usage: tl"),
    ] {
        folder.run(args).expect_exit_code(2).expect_stderr(&[part]);
    }
}
