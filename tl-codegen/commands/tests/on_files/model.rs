//! `model`: prints one JSON object for programs in every case, and a tree for people.

use serde_json::{Value, json};

use super::test_folder::{CommandResult, TestFolder};

/// The JSON object on the standard output, which must hold nothing else.
fn json_object(ran: &CommandResult) -> Value {
    let object: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|why| panic!("{why}: {}", ran.stdout));
    assert!(object.is_object(), "{object}");
    object
}

#[test]
fn an_accepted_schema_is_printed_completely() {
    let project = TestFolder::empty();
    project.write_file(
        "chat.tl",
        "// LAYER 3\n//@description A chat @id Its number\nchat#12 id:long f:# t:f.1?string = Chat;\n",
    );
    let ran = project.run(["model", "--format", "json", "chat.tl"]);
    let ran = ran.expect_exit_code(0);
    let field = |name: &str, ty: &str, flag: Value| json!({"name": name, "type": ty, "flag": flag});
    let fields = [
        field("id", "long", Value::Null),
        field("f", "#", Value::Null),
        field("t", "string", json!({"field": "f", "bit": 1})),
    ];
    let chat = json!({
        "name": "chat", "id": "00000012", "explicit": true, "crc": "6e00f1f3", "crc_telegram": "6e00f1f3",
        "canonical": "chat id:long f:# t:f.1?string = Chat", "section": "types", "type": "Chat", "params": [],
        "fields": fields, "doc": {"description": "A chat", "fields": {"id": "Its number"}},
    });
    let object = json_object(&ran);
    assert_eq!(object["accept"], true);
    assert_eq!(object["layer"], 3);
    assert_eq!(object["lints"], json!([{"kind": "id-mismatch", "line": 3, "column": 5}]));
    assert_eq!(object["combinators"], json!([chat]));
    let diagnostic = &object["diagnostics"][0];
    assert_eq!((&diagnostic["code"], &diagnostic["severity"]), (&json!("id-mismatch"), &json!("warning")));
    assert!(diagnostic.get("file").is_none(), "there is one file only");
    assert!(ran.stderr.contains("id-mismatch"), "{}", ran.stderr);
}

#[test]
fn a_refused_schema_is_one_object_as_well() {
    let project = TestFolder::empty().with_file("chat.tl", "// ж\nchat id:lnog = Chat;\nuser = User;\n");
    let ran = project.run(["model", "--format", "json", "chat.tl"]).expect_exit_code(1);
    let object = json_object(&ran);
    assert_eq!(object["accept"], false);
    let [diagnostic] = object["diagnostics"].as_array().unwrap().as_slice() else { panic!("{object}") };
    assert_eq!(diagnostic["code"], "unknown-type");
    assert_eq!((&diagnostic["line"], &diagnostic["column"]), (&json!(2), &json!(9)));
    assert!(ran.stderr.contains("unknown constructor `lnog`"), "{}", ran.stderr);
}

#[test]
fn invalid_utf8_is_a_finding() {
    let project = TestFolder::empty().with_file("chat.tl", b"chat = Chat;\n// \xd0\xb6 and \xff\n");
    let object = json_object(&project.run(["model", "--format", "json", "chat.tl"]).expect_exit_code(1));
    let [diagnostic] = object["diagnostics"].as_array().unwrap().as_slice() else { panic!("{object}") };
    assert_eq!(diagnostic["code"], "bad-char");
    assert_eq!((&diagnostic["line"], &diagnostic["column"]), (&json!(2), &json!(10)));
}

#[test]
fn several_files_form_one_schema() {
    let project =
        TestFolder::empty().with_file("a.tl", "---functions---\nget = Chat;\n").with_file("b.tl", "chat = Chat;\n");
    let accepted = json_object(&project.run(["model", "--format", "json", "a.tl", "b.tl"]).expect_exit_code(0));
    let sections: Vec<_> = accepted["combinators"].as_array().unwrap().iter().map(|found| &found["section"]).collect();
    assert_eq!(sections, ["functions", "types"], "a file begins with types, whatever the one before ends with");
    project.write_file("c.tl", "chat = Chat; // again\n");
    let repeated = json_object(&project.run(["model", "--format", "json", "a.tl", "b.tl", "c.tl"]).expect_exit_code(0));
    assert_eq!(repeated["combinators"], accepted["combinators"]);
    project.write_file("c.tl", "chat id:int = Chat;\n");
    let refused = json_object(&project.run(["model", "--format", "json", "a.tl", "b.tl", "c.tl"]).expect_exit_code(1));
    assert_eq!(refused["diagnostics"][0]["code"], "duplicate-name");
    assert_eq!(refused["diagnostics"][0]["file"], "c.tl");
}

#[test]
fn the_dialect_is_an_option() {
    let project = TestFolder::empty().with_file("probe.tl", "@read getProbe x:float => Vector<float>;\n");
    let object = |args: &[&str], code| json_object(&project.run(args).expect_exit_code(code));
    let refused = object(&["model", "--format", "json", "probe.tl"], 1);
    assert_eq!(refused["diagnostics"][0]["code"], "unexpected-token");
    let accepted = object(&["model", "--format", "json", "--dialect", "vk", "probe.tl"], 0);
    assert_eq!(accepted["combinators"][0]["section"], "functions");
    assert_eq!(accepted["combinators"][0]["annotations"], json!(["read"]));
}

#[test]
fn a_wrong_call_prints_nothing_on_standard_output() {
    let project = TestFolder::empty();
    for args in [&["model"][..], &["model", "not-there.tl"], &["model", "--format", "xml", "a.tl"]] {
        let ran = project.run(args).expect_exit_code(2);
        assert!(ran.stdout.is_empty() && !ran.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn the_default_form_is_a_tree() {
    let project = TestFolder::empty();
    project.write_file(
        "chat.tl",
        "//@description A chat @id Its number\nchat {X:Type} id:long f:# t:f.1?X = Chat X;\n---functions---\nget#12 = Chat<int>;\n",
    );
    let ran = project.run(["model", "chat.tl"]).expect_exit_code(0);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_schema_is_printed_as_telegram_publishes_it() {
    let folder = TestFolder::empty();
    let text = "// LAYER 3\nint ? = Int;\nchat#12 id:long f:# t:f.1?string = Chat;\n---functions---\nget#fffffffe {X:Type} query:!X = X;\n";
    folder.write_file("chat.tl", text);
    let ran = folder.run(["model", "--format", "telegram-json", "chat.tl"]).expect_success();
    let field = |name: &str, ty: &str| json!({"name": name, "type": ty});
    let params = [field("id", "long"), field("f", "#"), field("t", "f.1?string")];
    let chat = json!({"id": "18", "predicate": "chat", "params": params, "type": "Chat"});
    let get = json!({"id": "-2", "method": "get", "params": [field("query", "!X")], "type": "X"});
    assert_eq!(json_object(&ran), json!({"constructors": [chat], "methods": [get], "layer": 3}));
    folder.write_file("chat.json", &ran.stdout);
    let again = folder.run(["model", "--format", "telegram-json", "chat.json"]).expect_success();
    assert_eq!(again.stdout, ran.stdout);
    folder.run(["diff", "chat.tl", "chat.json"]).expect_success();
}

#[test]
fn a_schema_that_telegrams_form_lacks_prints_nothing() {
    let folder =
        TestFolder::empty().with_file("chat.tl", "pair int long = Pair;\n").with_file("bad.tl", "a x:lnog = A;");
    for (name, reason) in [("chat.tl", "cannot express `pair`"), ("bad.tl", "error[unknown-type]")] {
        let ran = folder.run(["model", "--format", "telegram-json", name]).expect_exit_code(1).expect_stderr(&[reason]);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn a_proposed_change_of_json_is_json() {
    let folder = TestFolder::empty();
    folder.write_file(
        "a.json",
        r#"{"constructors":[{"id":"1","predicate":"box","params":[],"type":"Box"}],"methods":[]}"#,
    );
    let ran = folder.run(["model", "a.json"]).expect_success();
    let corrected = r#"{"constructors":[{"id":"1935314976","predicate":"box","params":[],"type":"Box"}],"methods":[]}"#;
    assert!(ran.stderr.contains(corrected), "{}", ran.stderr);
}
