//! Schemas in the JSON form in which Telegram publishes its own.
//!
//! Fixtures are `json/*.json`. Invariant: what can be told from the form is the same as from the text it was made of.

mod common;

use std::fs;

use serde_json::{Value, json};
use tl_parser::{Diagnostic, Dialect, SourceMap, json, parse_all, resolve};

fn read(text: &str) -> (Value, Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::new();
    let id = sources.add("schema.json", text);
    let (files, mut found) = parse_all(&sources, &[id], Dialect::Tl);
    let (schema, more) = resolve(&files);
    found.extend(more);
    let report = json::report(&schema, &files, &found, &sources);
    (report, found, sources)
}

fn fixture(name: &str) -> String {
    fs::read_to_string(common::fixture("json").join(name)).unwrap()
}

/// Code, line and column of all findings.
fn places(text: &str) -> Vec<String> {
    let (_, found, sources) = read(text);
    let place = |diagnostic: &Diagnostic| {
        let location = sources.location(diagnostic.primary.span);
        format!("{} {}:{}", diagnostic.code, location.line, location.column)
    };
    found.iter().map(place).collect()
}

#[test]
fn a_published_schema_is_the_text_it_was_made_of() {
    let text = "vector#1cb5c415 {t:Type} # [ t ] = Vector t;\ntrue#3fedd339 = True;\nboolFalse#bc799737 = Bool;\n\
                boolTrue#997275b5 = Bool;\n\
                inputPhoto#3bb3b94a id:long access_hash:long file_reference:bytes = InputPhoto;\n---functions---\n\
                invokeAfterMsg#cb9f372d {X:Type} msg_id:long query:!X = X;\n\
                photos.deletePhotos#87cf7f2f id:Vector<InputPhoto> = Vector<long>;\n";
    let (expected, found, _) = read(text);
    assert!(found.is_empty(), "{found:?}");
    let (mut report, found, _) = read(&fixture("chat.json"));
    assert!(found.is_empty(), "{found:?}");
    let mut trusted = Vec::new();
    for combinator in report["combinators"].as_array_mut().unwrap() {
        if combinator.as_object_mut().unwrap().remove("trusted").is_some() {
            trusted.push(combinator["name"].clone());
        }
    }
    assert_eq!(report, expected);
    assert_eq!(trusted, [json!("vector"), json!("invokeAfterMsg")], "the form leaves out what is in curly brackets");
}

#[test]
fn the_newest_layer_keeps_a_name() {
    let (report, found, _) = read(&fixture("secret.json"));
    assert!(!found.iter().any(Diagnostic::is_error), "{found:?}");
    let names: Vec<_> = report["combinators"].as_array().unwrap().iter().map(|found| &found["name"]).collect();
    assert_eq!(names, ["messageText8", "messageText"]);
    assert_eq!(report["layer"], 17);
}

#[test]
fn what_is_wrong_is_found_where_it_stands() {
    let item = |item: &str| format!("{{\"constructors\": [\n {item}\n], \"methods\": []}}");
    let good = r#"{"id": "1", "predicate": "user", "params": [{"name": "id", "type": "long"}], "type": "User"}"#;
    let with = |from: &str, to: &str| item(&good.replace(from, to));
    assert_eq!(places(&with("long", "lnog")), ["id-mismatch 2:9", "unknown-type 2:70"]);
    assert_eq!(places(&with("\"1\"", "\"one\"")), ["bad-id 2:9"]);
    assert_eq!(places(&with("\"1\"", "0")), ["bad-id 2:9"]);
    assert_eq!(places(&with("\"1\"", "4294967296")), ["bad-id 2:9"]);
    assert_eq!(places(&with("long", "Vector<long")), ["unexpected-token 2:81"]);
    assert_eq!(places(&with("\"User\"", "5")), ["bad-json 2:87"]);
    assert_eq!(places(&with("\"type\": \"User\"", "\"result\": \"User\"")), ["bad-json 2:95"]);
    assert_eq!(places(&item("")), Vec::<String>::new());
    assert_eq!(places("{\"constructors\": [}"), ["bad-json 1:19"]);
    assert_eq!(places("{\"constructors\": ["), ["bad-json 1:18"]);
    assert_eq!(places("\u{feff}{\"constructors\": 7}"), ["bad-json 1:18"]);
}
