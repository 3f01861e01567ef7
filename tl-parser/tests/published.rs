//! Schemas in the JSON format in which Telegram publishes its own.
//!
//! Fixtures are `json/*.json`. Invariant: a schema restored from JSON has the same meaning as the TL text it was made
//! of, as far as the format contains it.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

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
fn declarations_of_older_layers_get_a_suffix() {
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

/// The schema of a TL text in Telegram's form, or the messages of the errors.
fn written_in_telegrams_form(text: &str, dialect: Dialect) -> Result<String, Vec<String>> {
    let mut sources = SourceMap::new();
    let id = sources.add("schema.tl", text);
    let (files, _) = tl_parser::parse_all(&sources, &[id], dialect);
    let (schema, _) = tl_parser::resolve(&files);
    let messages = |errors: Vec<Diagnostic>| errors.into_iter().map(|error| error.message).collect();
    tl_parser::json::telegram(&schema, &files).map_err(messages)
}

/// Facts about the combinators of a text that the form has to keep, by section and name.
fn facts_of_combinators(text: &str) -> BTreeMap<(String, String), Value> {
    let (_, report, _) = read_json_schema(text);
    let combinators = report["combinators"].as_array().unwrap().iter();
    let is_implied = |combinator: &Value| ["int128", "int256"].contains(&combinator["name"].as_str().unwrap());
    let declared = combinators.filter(|combinator| combinator.get("builtin").is_none() && !is_implied(combinator));
    let facts = declared.map(|combinator| {
        let mut facts = combinator.clone();
        ["explicit", "trusted", "doc"].iter().for_each(|key| _ = facts.as_object_mut().unwrap().remove(*key));
        ((facts["section"].to_string(), facts["name"].to_string()), facts)
    });
    facts.collect()
}

#[test]
fn a_schema_in_telegrams_form_is_read_back_equal() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut texts: Vec<_> =
        common::files_below(&schemas, "tl").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    texts.push(
        "// LAYER 7\nint ? = Int;\nvector {t:Type} # [ t ] = Vector t;\ntrue = True;\npoint x:int = Point;\n\
         //@description A line\nline flags:# (a b:%Point) c:flags.31?true d:flags.0?vector<%Point> g:4*[ int ] = Line;\n\
         pair {l:Type} {r:Type} left:l right:(Vector r) = Pair l r;\n---functions---\n\
         auth.call#ffffffff {X:Type} query:!X pair:(Pair int Point) = X;\nget = Vector (Pair int %Point);\n"
            .to_owned(),
    );
    for text in texts {
        let json = written_in_telegrams_form(&text, Dialect::Tl).unwrap();
        let value: Value = serde_json::from_str(&json).unwrap();
        assert!(value["constructors"][0]["id"].as_str().unwrap().parse::<i32>().is_ok(), "an id is a signed number");
        let (_, report, found) = read_json_schema(&json);
        assert!(!found.iter().any(Diagnostic::is_error), "{found:?}");
        assert_eq!(report["layer"], read_json_schema(&text).1["layer"]);
        let (facts, expected) = (facts_of_combinators(&json), facts_of_combinators(&text));
        assert_eq!(facts.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        facts.iter().zip(&expected).for_each(|(fact, expected)| assert_eq!(fact, expected));
    }
}

#[test]
fn declarations_that_telegrams_form_lacks_are_errors() {
    for (text, subject, dialect) in [
        ("pair int long = Pair;", "`pair`", Dialect::Tl),
        ("user = User; Final User;", "this statement", Dialect::Tl),
        ("row {n:#} items:n*[ int ] = Row n;", "`row`", Dialect::Tl),
        ("vector x:int = Vector;", "`vector`", Dialect::Tl),
        ("---functions---\n@read get = Int;", "`get`", Dialect::Vk),
        ("object ? = Object; box o:Object = Box;", "`object`", Dialect::Tl),
    ] {
        let message = format!("Telegram's JSON form cannot express {subject}");
        assert_eq!(written_in_telegrams_form(text, dialect), Err(vec![message]), "{text}");
    }
}

/// Applies all edits of the diagnostics of a text to it.
fn text_with_edits(text: &str) -> String {
    let (_, _, found) = read_json_schema(text);
    let mut edits: Vec<_> = found.into_iter().flat_map(|found| found.helps).flat_map(|help| help.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    edits.into_iter().fold(text.to_owned(), |mut text, edit| {
        text.replace_range(edit.span.start..edit.span.end, &edit.text);
        text
    })
}

#[test]
fn proposed_changes_of_json_are_json() {
    let item = |id: &str, ty: &str| {
        format!(
            "{{\"constructors\":[{{\"id\":{id},\"predicate\":\"box\",\"params\":[{{\"name\":\"id\",\"type\":\"{ty}\"}}],\"type\":\"Box\"}}]}}"
        )
    };
    let right = read_json_schema(&item("\"1\"", "long")).1["combinators"][0]["crc"].as_str().unwrap().to_owned();
    let right = u32::from_str_radix(&right, 16).unwrap().cast_signed().to_string();
    assert_eq!(text_with_edits(&item("\"1\"", "long")), item(&format!("\"{right}\""), "long"));
    assert_eq!(text_with_edits(&item("-2", "long")), item(&right, "long"));
    let with_field = item(&right, "Boxx");
    assert!(text_with_edits(&with_field).contains(r#""type":"Box"}],"type":"Box"}]"#), "a name stays a name");
    for broken in [item(&right, "Vector<long"), item(&right, "l\\u006eog"), item("\"zwei\"", "long")] {
        let edited = text_with_edits(&broken);
        assert!(serde_json::from_str::<Value>(&edited).is_ok(), "{edited}");
    }
}
