//! Schemas in the JSON format in which Telegram publishes its own.
//!
//! Fixtures are `json/*.json`. Invariant: a schema restored from JSON has the same meaning as the TL text it was made
//! of, as far as the format contains it.

mod common;

use std::fs;

use serde_json::{Value, json};
use tl_parser::{Diagnostic, Dialect, SourceMap};

fn read_json_schema(text: &str) -> (SourceMap, Value, Vec<Diagnostic>) {
    common::json_report("schema.json", text, Dialect::Tl)
}

fn fixture_text(name: &str) -> String {
    fs::read_to_string(common::fixture_folder("json").join(name)).unwrap()
}

/// Code, line and column of each diagnostic of a schema in JSON.
fn diagnostic_positions(text: &str) -> Vec<String> {
    let (sources, _, found) = read_json_schema(text);
    let position = |diagnostic: &Diagnostic| {
        let location = sources.location(diagnostic.primary.span);
        format!("{} {}:{}", diagnostic.code, location.line, location.column)
    };
    found.iter().map(position).collect()
}

#[test]
fn a_json_schema_means_the_same_as_its_tl_text() {
    let text = "vector#1cb5c415 {t:Type} # [ t ] = Vector t;\ntrue#3fedd339 = True;\nboolFalse#bc799737 = Bool;\n\
                boolTrue#997275b5 = Bool;\n\
                inputPhoto#3bb3b94a id:long access_hash:long file_reference:bytes = InputPhoto;\n---functions---\n\
                invokeAfterMsg#cb9f372d {X:Type} msg_id:long query:!X = X;\n\
                photos.deletePhotos#87cf7f2f id:Vector<InputPhoto> = Vector<long>;\n";
    let (_, expected, found) = read_json_schema(text);
    assert!(found.is_empty(), "{found:?}");
    let (_, mut report, found) = read_json_schema(&fixture_text("chat.json"));
    assert!(found.is_empty(), "{found:?}");
    let mut unverifiable = Vec::new();
    for combinator in report["combinators"].as_array_mut().unwrap() {
        if combinator.as_object_mut().unwrap().remove("trusted").is_some() {
            unverifiable.push(combinator["name"].clone());
        }
    }
    assert_eq!(report, expected);
    assert_eq!(
        unverifiable,
        [json!("vector"), json!("invokeAfterMsg")],
        "the JSON format omits parameters in curly brackets"
    );
}

#[test]
fn of_declarations_with_one_name_the_newest_layer_is_read() {
    let (_, report, found) = read_json_schema(&fixture_text("secret.json"));
    assert!(!found.iter().any(Diagnostic::is_error), "{found:?}");
    let names: Vec<_> = report["combinators"].as_array().unwrap().iter().map(|found| &found["name"]).collect();
    assert_eq!(names, ["messageText8", "messageText"]);
    assert_eq!(report["layer"], 17);
}

#[test]
fn diagnostics_of_json_schemas_have_positions_in_the_json() {
    let item = |item: &str| format!("{{\"constructors\": [\n {item}\n], \"methods\": []}}");
    let good = r#"{"id": "1", "predicate": "user", "params": [{"name": "id", "type": "long"}], "type": "User"}"#;
    let with = |from: &str, to: &str| item(&good.replace(from, to));
    assert_eq!(diagnostic_positions(&with("long", "lnog")), ["id-mismatch 2:9", "unknown-type 2:70"]);
    assert_eq!(diagnostic_positions(&with("\"1\"", "\"one\"")), ["bad-id 2:9"]);
    assert_eq!(diagnostic_positions(&with("\"1\"", "0")), ["bad-id 2:9"]);
    assert_eq!(diagnostic_positions(&with("\"1\"", "4294967296")), ["bad-id 2:9"]);
    assert_eq!(diagnostic_positions(&with("long", "Vector<long")), ["unexpected-token 2:81"]);
    assert_eq!(diagnostic_positions(&with("\"User\"", "5")), ["bad-json 2:87"]);
    assert_eq!(diagnostic_positions(&with("\"type\": \"User\"", "\"result\": \"User\"")), ["bad-json 2:95"]);
    assert_eq!(diagnostic_positions(&item("")), Vec::<String>::new());
    assert_eq!(diagnostic_positions("{\"constructors\": [}"), ["bad-json 1:19"]);
    assert_eq!(diagnostic_positions("{\"constructors\": ["), ["bad-json 1:18"]);
    assert_eq!(diagnostic_positions("\u{feff}{\"constructors\": 7}"), ["bad-json 1:18"]);
}
