//! `metadata`: merging the facts of several sources, and the metadata of `api`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::test_project::{TestProject, run_command};

/// Flags that import the files of `tests/fixtures/metadata-import`.
///
/// - A list of Telegram: one function is for users only, one is documented and in no list.
/// - An older table without codes.
/// - A page with another code for one error, and with one more error.
/// - A placeholder, and a page with the parameters of another method.
const IMPORT_ARGS: [&[&str]; 5] = [
    &["official", "official.json", "--layer", "200"],
    &["telethon-csv", "methods.csv", "errors.csv", "--layer", "100"],
    &["pages", "page.md", "--id", "page-1", "--version", "2020"],
    &["pages", "placeholder.md", "--id", "page-2"],
    &["pages", "other.md", "--id", "page-3"],
];

/// A project with the sources at these indices of [`IMPORT_ARGS`], imported in this order.
fn project_with_imports(order: &[usize]) -> TestProject {
    let project = TestProject::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/metadata-import");
    for entry in fs::read_dir(fixtures).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), project.path(".").join(entry.file_name())).unwrap();
    }
    for source in order {
        import_source(&project, IMPORT_ARGS[*source]);
    }
    project
}

fn import_source(project: &TestProject, args: &[&str]) -> String {
    let args = ["metadata", "--protocol", "chat", "import"].iter().chain(args);
    project.run(args).expect_success().stdout
}

fn run_metadata(project: &TestProject, args: &[&str]) -> String {
    project.run(["metadata", "--protocol", "chat"].iter().chain(args)).expect_success().stdout
}

#[test]
fn sources_are_merged_by_the_rules() {
    let project = project_with_imports(&[0, 1, 2, 3, 4]);
    let mut shown = String::new();
    for table in ["sources", "methods", "errors", "error_types", "statements"] {
        shown.push_str(&format!("## {table}\n{}\n", project.read_file(&format!("schemas/chat/{table}.tsv"))));
    }
    shown.push_str(&format!("## conflicts\n{}", run_metadata(&project, &["conflicts"])));
    insta::assert_snapshot!(shown);
    project.run(["metadata", "--protocol", "chat", "check"]).expect_success();
    project.run(["check"]).expect_success();
}

#[test]
fn import_order_and_repetition_do_not_matter() {
    let bytes = |project: &TestProject| -> Vec<_> {
        project.files_in("schemas").into_iter().map(|(name, (bytes, _))| (name, bytes)).collect()
    };
    let expected = bytes(&project_with_imports(&[0, 1, 2, 3, 4]));
    assert_eq!(bytes(&project_with_imports(&[4, 3, 2, 1, 0])), expected);
    let again = project_with_imports(&[2, 0, 4, 1, 3, 0]);
    assert_eq!(bytes(&again), expected);
    assert!(import_source(&again, IMPORT_ARGS[1]).contains("nothing changed"));
}

/// Lists of an older layer, in which `chats.get` was for users only.
const LISTS_OF_OLDER_LAYER: &str = r#"{
    "errors": {"403": {"CHAT_ID_INVALID": ["chats.get"]}, "500": {"CHAT_LOST": ["chats.get"]}},
    "user_only": ["chats.get"],
    "bot_only": []
}"#;

#[test]
fn lists_of_an_older_layer_do_not_change_current_answers() {
    let project = project_with_imports(&[0]);
    project.write_file("older.json", LISTS_OF_OLDER_LAYER);
    let before = run_metadata(&project, &["show", "chats.get", "--format", "json"]);
    import_source(&project, &["official", "older.json", "--id", "older", "--layer", "190"]);
    let methods = project.read_file("schemas/chat/methods.tsv");
    assert!(methods.contains("chats.get\tyes\tyes\tabsence\tofficial\t"), "{methods}");
    let errors = project.read_file("schemas/chat/errors.tsv");
    assert!(errors.contains("chats.get\t403\tCHAT_ID_INVALID\tsecond\tolder\n"), "{errors}");
    assert!(errors.contains("chats.get\t500\tCHAT_LOST\tolder\tolder\n"), "{errors}");
    let conflicts = run_metadata(&project, &["conflicts"]);
    for line in ["bots: yes: it is documented", "kept as a second code", "marked as older"] {
        assert!(conflicts.contains(line), "{conflicts}");
    }
    let after = run_metadata(&project, &["show", "chats.get", "--format", "json"]);
    let errors =
        |shown: &str| shown[shown.find("\"errors\"").unwrap()..shown.find("\"older_errors\"").unwrap()].to_owned();
    assert!(!errors(&after).contains("CHAT_LOST"), "{after}");
    assert!(errors(&after).contains("\"second\"") && !errors(&before).contains("\"second\""), "{after}");
}

/// By default, a page only adds facts; `--prefer page` ranks the page above other sources, and the tables record this.
#[test]
fn a_page_is_preferred_by_request_alone() {
    let project = project_with_imports(&[0]);
    // An error of the preferred page that an older source lists too is recorded with the page as its evidence.
    project.write_file("a.json", r#"{"errors": {"400": {"TITLE_EMPTY": ["chats.rename"]}}}"#);
    import_source(&project, &["official", "a.json", "--id", "a", "--layer", "1"]);
    let page = ["pages", "page.md", "--id", "page-1"];
    let said = |project: &TestProject| {
        project.read_file("schemas/chat/methods.tsv") + &project.read_file("schemas/chat/errors.tsv")
    };
    import_source(&project, &page);
    let quiet = said(&project);
    assert!(quiet.contains("chats.rename\tyes\tno\tlisted\tofficial\t"), "{quiet}");
    assert!(quiet.contains("chats.rename\t400\tTITLE_EMPTY\tolder\ta page-1\n"), "{quiet}");
    import_source(&project, &[&page[..], &["--prefer", "page"]].concat());
    let preferred = said(&project);
    assert!(preferred.contains("chats.rename\tyes\tyes\tpage\tofficial page-1\t"), "{preferred}");
    assert!(preferred.contains("chats.rename\t400\tTITLE_EMPTY\tlisted\ta page-1\n"), "{preferred}");
    assert!(project.read_file("schemas/chat/sources.tsv").contains("page-1\tpreferred\t"));
    assert!(run_metadata(&project, &["conflicts"]).contains("this page was imported with the highest rank"));
    project.run(["metadata", "--protocol", "chat", "check"]).expect_success();
    let args = ["metadata", "--protocol", "chat", "import", "official", "official.json", "--prefer", "page"];
    let refused = project.run(args);
    assert!(refused.stderr.contains("only pages can be preferred"), "{}", refused.stderr);
    import_source(&project, &page);
    assert_eq!(said(&project), quiet);
}

#[test]
fn table_edits_by_hand_are_found() {
    let project = project_with_imports(&[0]);
    let methods = project.read_file("schemas/chat/methods.tsv");
    project.write_file("schemas/chat/methods.tsv", methods.replace('\n', "\r\n"));
    let line_ends =
        "schemas/chat/methods.tsv differs from the merged facts in line ends alone\nhelp: these files have CR LF";
    project.run(["metadata", "--protocol", "chat", "check"]).expect_exit_code(1).expect_stderr(&[line_ends]);
    project.write_file("schemas/chat/methods.tsv", methods);
    project.replace_in_file("schemas/chat/methods.tsv", "yes\tno\tlisted", "yes\tyes\tlisted");
    let check = ["metadata", "--protocol", "chat", "check"];
    project.run(check).expect_exit_code(1).expect_stderr(&["schemas/chat/methods.tsv differs from the merged facts"]);
    project.remove_file("schemas/chat/facts/official.tsv");
    project
        .run(check)
        .expect_exit_code(2)
        .expect_stderr(&["facts/official.tsv does not exist", "import the source again"]);
}

#[test]
fn sentences_survive_an_import() {
    let project = project_with_imports(&[0]);
    project.replace_in_file(
        "schemas/chat/error_types.tsv",
        "CHAT_ID_INVALID\t",
        "CHAT_ID_INVALID\tThere is no such chat",
    );
    project.replace_in_file("schemas/chat/descriptions.tsv", "description\n", "description\nchats.get\tGives a chat\n");
    import_source(&project, IMPORT_ARGS[1]);
    let shown = run_metadata(&project, &["show", "chats.get", "--format", "json"]);
    assert!(shown.contains("There is no such chat") && shown.contains("Gives a chat"), "{shown}");
}

#[test]
fn methods_and_errors_are_shown() {
    let project = project_with_imports(&[0, 2]);
    let shown = [
        run_metadata(&project, &["show", "chats.rename", "--format", "json"]),
        run_metadata(&project, &["show", "SLOWMODE_WAIT_42", "--format", "json"]),
        run_metadata(&project, &["coverage"]),
    ];
    insta::assert_snapshot!(shown.join("\n"));
    let unknown = ["metadata", "--protocol", "chat", "show", "chats.renam"];
    project.run(unknown).expect_exit_code(1).expect_stderr(&["`chats.renam`", "chats.rename"]);
}

#[test]
fn a_sample_of_sentences_follows_from_its_seed() {
    let sample = |seed| run_metadata_in_repository(&["sample", "--seed", seed, "--count", "300"]);
    let first = sample("1");
    assert_eq!(first.lines().count(), 300);
    assert!(first.lines().all(|line| line.contains(": ")), "{first}");
    assert_eq!(first, sample("1"));
    assert_ne!(first, sample("2"));
}

#[test]
fn a_sentence_of_another_package_is_found() {
    let project = project_with_imports(&[0]);
    let row = "chats.get\tGives the chat that has this id, with its title\n";
    project.write_file("schemas/chat/descriptions.tsv", format!("method\tdescription\n{row}"));
    project.write_file("package/docs/a.json", r#"{"doc": "Gives the <i>chat</i> that has this ID,\nwith its title."}"#);
    project.write_file("package/b.txt", "Gives the chat that has this id");
    let find = |path: &str| project.run(["metadata", "--protocol", "chat", "find-sentences", path]);
    let found = find("package").expect_exit_code(1).stdout;
    let [sentence, summary] = found.lines().collect::<Vec<_>>()[..] else { panic!("{found}") };
    assert!(
        sentence.replace('\\', "/").contains("package/docs/a.json: function chats.get: Gives the chat"),
        "{sentence}"
    );
    assert_eq!(summary, "1 sentence searched for in 2 files: 1 found");
    find("package/b.txt").expect_success();
    find("missing").expect_exit_code(2).expect_stderr(&["missing"]);
}

#[test]
fn files_in_another_format_change_nothing() {
    let project = project_with_imports(&[0]);
    let before = project.files_in("schemas");
    for format in ["mtcute", "official", "getdoc", "madelineproto", "telethon-csv", "telethon", "kurigram", "pages"] {
        let import = ["metadata", "--protocol", "chat", "import", format, "schemas/chat/chat.tl"];
        project.run(import).expect_exit_code(2);
    }
    assert_eq!(project.files_in("schemas"), before);
}

/// Imported tables can be read again: tabs and line ends in names of sources do not break them.
#[test]
fn blanks_in_names_become_spaces() {
    let project = project_with_imports(&[0]);
    let entry = |name| format!(r#"{{"kind": "method", "name": "{name}", "available": "both"}}"#);
    let entries = [entry(r"chats\tnone\nat all"), entry("")].join(",");
    project.write_file("odd.json", format!(r#"{{"l": 1, "e": [{entries}]}}"#));
    import_source(
        &project,
        &["mtcute", "odd.json", "--name", "two\nlines", "--version", "1\t2", "--licence", "a\r\nb"],
    );
    run_metadata(&project, &["check"]);
    assert!(project.read_file("schemas/chat/sources.tsv").contains("mtcute\tlists\ttwo lines\t1 2\t\ta b\n"));
    assert!(project.read_file("schemas/chat/facts/mtcute.tsv").contains("chats none at all\tdocumented\t\n"));
}

/// Runs a command on this repository.
fn run_metadata_in_repository(args: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    run_command(command.arg("--root").arg(root).arg("metadata").args(args)).expect_success().stdout
}

#[test]
fn conflicts_of_api_are_as_recorded() {
    insta::assert_snapshot!(run_metadata_in_repository(&["conflicts"]));
}

#[test]
fn coverage_of_api_is_as_recorded() {
    insta::assert_snapshot!(run_metadata_in_repository(&["coverage"]));
}

/// Each fact of the five pages `seed-000` to `seed-004` is in a table that names the page, or among the conflicts.
#[test]
fn facts_of_the_seed_pages_are_kept() {
    let shown: Vec<_> = ["auth.importBotAuthorization", "auth.importAuthorization", "auth.importLoginToken"]
        .map(|method| run_metadata_in_repository(&["show", method]))
        .into();
    let all = shown.join("") + &run_metadata_in_repository(&["conflicts"]);
    let line = |start: &str| all.lines().find(|line| line.trim_start().starts_with(start)).unwrap_or_default();
    for (start, documents) in [
        ("400 ACCESS_TOKEN_EXPIRED", &["seed-000", "seed-001", "seed-002"][..]),
        ("400 ACCESS_TOKEN_INVALID", &["seed-000", "seed-001", "seed-002"]),
        ("400 API_ID_INVALID", &["seed-000", "seed-001", "seed-002"]),
        ("400 API_ID_PUBLISHED_FLOOD", &["seed-002"]),
        ("401 AUTH_KEY_INVALID", &["seed-000", "seed-001"]),
        ("users: yes; bots: yes (absence:", &["seed-000", "seed-001", "seed-002"]),
        ("400 AUTH_BYTES_INVALID", &["seed-003"]),
        ("400 USER_ID_INVALID", &["seed-003"]),
        ("400 AUTH_TOKEN_EXPIRED", &["seed-004"]),
        ("not shown:", &["seed-000", "seed-001"]),
        ("shown:", &["seed-002"]),
        ("int:", &["seed-003"]),
        ("parameter bot_auth_token: string", &["seed-000", "seed-001", "seed-002"]),
        ("parameter bytes: bytes", &["seed-003"]),
        ("parameter token: bytes", &["seed-004"]),
        ("use: by the library itself", &["seed-000"]),
        ("declaration: #95ac5ce4", &["seed-004"]),
    ] {
        for document in documents {
            assert!(line(start).contains(document), "{start} {document}: {}", line(start));
        }
    }
    for constant in ["seed-003", "seed-004"] {
        assert!(all.contains(&format!("yes (on every page of its edition): {constant}")), "{constant}");
    }
}
