//! Runs the conformance cases: small texts with the result that any TL parser is expected to give.
//!
//! A case says whether the text is valid. For a valid text, all keys of the case are compared and there must be no
//! others. For an invalid text, kind, line and column of the only error are compared. Invariant: no case is left out.

mod common;

use std::fmt::Write as _;
use std::fs;

use serde_json::{Map, Value, json};
use tl_parser::Dialect;

/// Keys of a conformance case that describe the case itself, and have no counterpart in the parser's report.
const DESCRIPTION_KEYS: [&str; 7] = ["why", "dialect", "oracle", "oracles", "place_checked", "accept", "summary"];

#[test]
fn every_case_has_the_expected_result() {
    let mut wrong = Vec::new();
    let mut n_cases = 0;
    for path in common::fixture_files("conformance", "json") {
        n_cases += 1;
        let text = fs::read_to_string(path.with_extension("tl")).unwrap();
        let expected: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        if let Err(why) = compare_case_with_report(&text, &expected) {
            wrong.push(format!("{}: {why}", path.file_stem().unwrap().display()));
        }
    }
    assert!(n_cases > 280, "missing cases: found {n_cases}");
    assert!(wrong.is_empty(), "{} of {n_cases} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Texts with one error each: a line `## KIND LINE:COLUMN`, then the text.
#[test]
fn every_refused_text_has_the_expected_error() {
    let text = fs::read_to_string(common::fixture_folder("variations").join("refused.txt")).unwrap();
    let mut n_variations = 0;
    for block in text.split("## ").skip(1) {
        n_variations += 1;
        let (expected, text) = block.split_once('\n').unwrap();
        let (_, report, _) = common::json_report("case.tl", text, Dialect::Tl);
        let errors = report["diagnostics"].as_array().unwrap().iter().filter(|found| found["severity"] == "error");
        let found: Vec<_> = errors
            .map(|error| format!("{} {}:{}", error["code"].as_str().unwrap(), error["line"], error["column"]))
            .collect();
        assert_eq!(found, [expected], "{text}");
    }
    assert!(n_variations > 190, "only {n_variations} variations");
}

/// Valid texts: a line `## WHY`, then the text. Their meaning is a snapshot.
#[test]
fn accepted_texts_keep_their_recorded_meaning() {
    let text = fs::read_to_string(common::fixture_folder("variations").join("accepted.txt")).unwrap();
    let mut shown = String::new();
    for block in text.split("## ").skip(1) {
        let (why, text) = block.split_once('\n').unwrap();
        let (_, report, _) = common::json_report("case.tl", text, Dialect::Tl);
        assert_eq!(report["diagnostics"], json!([]), "{text}");
        writeln!(shown, "## {why}").unwrap();
        for key in ["layer", "classes", "directives"] {
            report.get(key).into_iter().for_each(|value| writeln!(shown, "{key} {value}").unwrap());
        }
        for combinator in report["combinators"].as_array().unwrap() {
            append_combinator(&mut shown, combinator);
        }
    }
    insta::assert_snapshot!(shown);
}

/// Appends to `shown` the canonical form, the displayed fields, and the remaining properties of a combinator.
fn append_combinator(shown: &mut String, combinator: &Value) {
    writeln!(shown, "{}", combinator["canonical"].as_str().unwrap()).unwrap();
    for field in combinator["fields"].as_array().unwrap() {
        let flag = match &field["flag"] {
            Value::Null => String::new(),
            flag => format!("{}.{}?", flag["field"].as_str().unwrap(), flag["bit"]),
        };
        let name = field["name"].as_str().unwrap_or("-");
        writeln!(shown, "    {name}: {flag}{}", field["type"].as_str().unwrap()).unwrap();
    }
    writeln!(shown, "    = {}", combinator["type"].as_str().unwrap()).unwrap();
    if combinator["crc"] != combinator["crc_telegram"] {
        writeln!(shown, "    another id by the second rule").unwrap();
    }
    combinator.get("doc").into_iter().for_each(|doc| writeln!(shown, "    {doc}").unwrap());
}

fn compare_case_with_report(text: &str, expected: &Value) -> Result<(), String> {
    let dialect = match expected["dialect"].as_str() {
        Some("vk") => Dialect::Vk,
        _ => Dialect::Tl,
    };
    let (_, report, _) = common::json_report("case.tl", text, dialect);
    error_unless_equal("accept", &expected["accept"], &report["accept"])?;
    match expected["accept"] == true {
        true if !expected["summary"].is_null() => {
            error_unless_equal("summary", &expected["summary"], &summary_of_report(&report))
        }
        true => compare_expected_schema(&report, expected),
        false => compare_expected_errors(&report, expected),
    }
}

fn compare_expected_errors(report: &Value, expected: &Value) -> Result<(), String> {
    let found = report["diagnostics"].as_array().map(Vec::as_slice).unwrap_or_default();
    let errors: Vec<_> = found.iter().filter(|diagnostic| diagnostic["severity"] == "error").collect();
    let [error] = errors.as_slice() else {
        return Err(format!("expected one error, found {errors:?}"));
    };
    error_unless_equal("kind", &expected["error_kind"], &error["code"])?;
    if expected["line"].is_null() {
        return Ok(());
    }
    error_unless_equal("line", &expected["line"], &error["line"])?;
    error_unless_equal("column", &expected["column"], &error["column"])
}

fn compare_expected_schema(report: &Value, expected: &Value) -> Result<(), String> {
    let found = without_keys(report, &["diagnostics", "accept"]);
    let expected = without_keys(expected, &DESCRIPTION_KEYS);
    for key in found.keys().chain(expected.keys()) {
        let (expected, found) = (expected.get(key), found.get(key));
        let lists = (expected.and_then(Value::as_array), found.and_then(Value::as_array));
        if let (Some(expected), Some(found)) = lists
            && expected.len() == found.len()
        {
            for (expected, found) in expected.iter().zip(found) {
                error_unless_equal(key, expected, found)?;
            }
        }
        error_unless_equal(key, &json!(expected), &json!(found))?;
    }
    Ok(())
}

fn without_keys(value: &Value, keys: &[&str]) -> Map<String, Value> {
    let mut object = value.as_object().cloned().unwrap_or_default();
    object.retain(|key, _| !keys.contains(&key.as_str()));
    object
}

fn summary_of_report(report: &Value) -> Value {
    let combinators = report["combinators"].as_array().cloned().unwrap_or_default();
    let in_section = |section: &str| combinators.iter().filter(|found| found["section"] == section).count();
    let n_fields: usize = combinators.iter().map(|found| found["fields"].as_array().unwrap().len()).sum();
    let ids = combinators.iter().map(|found| u32::from_str_radix(found["id"].as_str().unwrap(), 16).unwrap());
    let mut lints = Map::new();
    for lint in report["lints"].as_array().into_iter().flatten() {
        let n_lints = lints.entry(lint["kind"].as_str().unwrap()).or_insert(json!(0));
        *n_lints = json!(n_lints.as_u64().unwrap() + 1);
    }
    json!({
        "types": in_section("types"),
        "functions": in_section("functions"),
        "fields": n_fields,
        "id_xor": format!("{:08x}", ids.fold(0, |all, id| all ^ id)),
        "first": combinators.first().map(|found| &found["name"]),
        "last": combinators.last().map(|found| &found["name"]),
        "lints": lints,
    })
}

fn error_unless_equal(subject: &str, expected: &Value, found: &Value) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{subject}: expected {expected}, found {found}")),
    }
}
