//! `metadata import`: one test for each format of a source.
//!
//! Each test file has one statement of each kind that its format allows. Invariant: all statements are kept as facts,
//! even if merging discards them.

use crate::test_project::TestProject;

/// The text of the file of facts after importing these files.
fn imported_facts(format: &str, files: &[(&str, &str)]) -> String {
    let project = TestProject::new();
    files.iter().for_each(|(name, text)| project.write_file(name, text));
    let names = files.iter().map(|(name, _)| *name);
    let args = ["metadata", "--protocol", "chat", "import", format, "--id", "source"];
    project.run(args.into_iter().chain(names)).expect_success();
    project.read_file("schemas/chat/facts/source.tsv").replacen("method\tfact\tvalue\n", "", 1)
}

#[test]
fn mtcute_files_are_read() {
    let schema = r#"{"l": 1, "u": {}, "e": [
        {"kind": "class", "name": "user", "type": "User"},
        {"kind": "method", "name": "chats.get", "available": "both", "throws": [{"code": 400, "name": "ID_X_INVALID"}]},
        {"kind": "method", "name": "chats.new", "throws": [{"code": 400, "name": "LONG_AGO"}]}
    ]}"#;
    let errors = r#"{"base": {"FLOOD": 420}, "errors": {"FLOOD_WAIT_%d": {"code": 420, "name": "FLOOD_WAIT_%d"}},
        "throws": {"chats.get": ["ID_%d_INVALID"]}, "userOnly": {"chats.rename": 1}, "botOnly": {"chats.get": 1}}"#;
    let expected = "\
*\tcode\t420 FLOOD_WAIT_%d
chats.get\taccess\tboth
chats.get\tdocumented\t
chats.get\terror\t400 ID_%d_INVALID
chats.get\terror\t? ID_%d_INVALID
chats.get\tlist\tbots
chats.new\terror\t400 LONG_AGO
chats.rename\tlist\tusers
";
    assert_eq!(imported_facts("mtcute", &[("api-schema.json", schema), ("raw-errors.json", errors)]), expected);
}

#[test]
fn getdoc_files_are_read() {
    let text = r#"{"methods": {
        "chats.get": {"name": "chats.get", "errors": [{"code": 400, "type": "ID_INVALID", "description": ""}]},
        "chats.rename": {"name": "chats.rename", "bot_can_use": true}
    }, "errors": {}}"#;
    let expected = "\
chats.get\tbots\tno
chats.get\tdocumented\t
chats.get\terror\t400 ID_INVALID
chats.rename\tbots\tyes
chats.rename\tdocumented\t
";
    assert_eq!(imported_facts("getdoc", &[("1.json", text)]), expected);
    // If no method of the file has the flag, its absence means nothing.
    let silent = text.replace(", \"bot_can_use\": true", "");
    assert!(!imported_facts("getdoc", &[("1.json", &silent)]).contains("bots"));
}

#[test]
fn madelineproto_errors_are_read() {
    let text = r#"{"ok": true, "result": {"-503": {"chats.get": {"Timeout": "Timeout"}}}, "human_result": {}}"#;
    assert_eq!(imported_facts("madelineproto", &[("v3.json", text)]), "chats.get\terror\t-503 Timeout\n");
}

#[test]
fn telethon_tables_are_read() {
    let text = "\
class FloodWaitError(FloodError):
    def __init__(self, request, capture=0):
        pass


class IdInvalidError(BadRequestError):
    pass


rpc_errors_dict = {
    'ID_INVALID': IdInvalidError,
}

rpc_errors_re = (
    ('FLOOD_WAIT_(\\\\d+)', FloodWaitError),
)
";
    let expected = "*\tcode\t400 ID_INVALID\n*\tcode\t420 FLOOD_WAIT_%d\n";
    assert_eq!(imported_facts("telethon", &[("rpcerrorlist.py", text)]), expected);
}

#[test]
fn kurigram_errors_are_read() {
    let tables = [
        ("420_FLOOD.tsv", "id\tmessage\nFLOOD_WAIT_X\tWait\nPREVIOUS_WAIT_XMIN\tWait"),
        ("503_SERVICE_UNAVAILABLE.tsv", "id\tmessage\nTimeout\tLate\n"),
    ];
    let expected = "*\tcode\t-503 Timeout\n*\tcode\t420 FLOOD_WAIT_%d\n*\tcode\t420 PREVIOUS_WAIT_%dMIN\n";
    assert_eq!(imported_facts("kurigram", &tables), expected);
}

/// Merging drops a column with the same answer for many methods.
#[test]
fn a_constant_column_is_dropped() {
    let project = TestProject::new();
    let functions: String = (0..25).map(|n| format!("chats.do{n} = Chat;\n")).collect();
    let schema = project.read_file("schemas/chat/chat.tl") + &functions;
    project.write_file("schemas/chat/chat.tl", schema);
    let rows: String = (0..25).map(|n| format!("chats.do{n},user,\n")).collect();
    project.write_file("methods.csv", format!("method,usability,errors\n{rows}"));
    let chat = ["metadata", "--protocol", "chat"];
    project.run(chat.iter().chain(&["import", "telethon-csv", "methods.csv"])).expect_success();
    let conflicts = project.run(chat.iter().chain(&["conflicts"])).expect_success().stdout;
    assert!(conflicts.contains("a column that never changes is no evidence"), "{conflicts}");
    assert!(!project.read_file("schemas/chat/methods.tsv").contains("chats.do"));
}
