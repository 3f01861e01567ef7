//! Runs the conformance cases: each a small text with the reading that any TL parser is expected to give it.
//!
//! What is compared: the verdict; of accepted texts all that the case says, key by key and nothing besides; of refused
//! ones the kind, line and column of the one error. Invariant: no case is left out.

mod common;

use std::fmt::Write as _;
use std::fs;

use serde_json::{Map, Value, json};
use tl_parser::{Dialect, SourceMap, json, parse_all, resolve};

/// Keys of a case that say where it is from.
const ABOUT: [&str; 7] = ["why", "dialect", "oracle", "oracles", "place_checked", "accept", "summary"];

#[test]
fn every_case_is_read_as_expected() {
    let mut wrong = Vec::new();
    let mut n_cases = 0;
    for path in common::files("conformance", "json") {
        n_cases += 1;
        let text = fs::read_to_string(path.with_extension("tl")).unwrap();
        let expected: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        if let Err(why) = check(&text, &expected) {
            wrong.push(format!("{}: {why}", path.file_stem().unwrap().display()));
        }
    }
    assert!(n_cases > 280, "the cases are not where they should be: found {n_cases}");
    assert!(wrong.is_empty(), "{} of {n_cases} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Texts with one fault each: a line `## KIND LINE:COLUMN`, then the text.
#[test]
fn every_variation_is_refused_for_its_one_fault() {
    let text = fs::read_to_string(common::fixture("variations").join("refused.txt")).unwrap();
    let mut n_variations = 0;
    for block in text.split("## ").skip(1) {
        n_variations += 1;
        let (expected, text) = block.split_once('\n').unwrap();
        let report = report(text, Dialect::Tl);
        let errors = report["diagnostics"].as_array().unwrap().iter().filter(|found| found["severity"] == "error");
        let found: Vec<_> = errors
            .map(|error| format!("{} {}:{}", error["code"].as_str().unwrap(), error["line"], error["column"]))
            .collect();
        assert_eq!(found, [expected], "{text}");
    }
    assert!(n_variations > 190, "only {n_variations} variations");
}

/// Texts that are fine: a line `## WHY`, then the text. What they are read as is a snapshot.
#[test]
fn every_variation_is_accepted_as_before() {
    let text = fs::read_to_string(common::fixture("variations").join("accepted.txt")).unwrap();
    let mut shown = String::new();
    for block in text.split("## ").skip(1) {
        let (why, text) = block.split_once('\n').unwrap();
        let report = report(text, Dialect::Tl);
        assert_eq!(report["diagnostics"], json!([]), "{text}");
        writeln!(shown, "## {why}").unwrap();
        for key in ["layer", "classes", "directives"] {
            report.get(key).into_iter().for_each(|value| writeln!(shown, "{key} {value}").unwrap());
        }
        for combinator in report["combinators"].as_array().unwrap() {
            write_combinator(&mut shown, combinator);
        }
    }
    insta::assert_snapshot!(shown);
}

/// The canonical form, then all as displayed, then what is said of it.
fn write_combinator(shown: &mut String, combinator: &Value) {
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

fn report(text: &str, dialect: Dialect) -> Value {
    let mut sources = SourceMap::new();
    let id = sources.add("case.tl", text);
    let (files, mut found) = parse_all(&sources, &[id], dialect);
    let (schema, more) = resolve(&files);
    found.extend(more);
    json::report(&schema, &files, &found, &sources)
}

fn check(text: &str, expected: &Value) -> Result<(), String> {
    let dialect = match expected["dialect"].as_str() {
        Some("vk") => Dialect::Vk,
        _ => Dialect::Tl,
    };
    let report = report(text, dialect);
    same("accept", &expected["accept"], &report["accept"])?;
    match expected["accept"] == true {
        true if !expected["summary"].is_null() => same("summary", &expected["summary"], &summary(&report)),
        true => check_accepted(&report, expected),
        false => check_refused(&report, expected),
    }
}

fn check_refused(report: &Value, expected: &Value) -> Result<(), String> {
    let found = report["diagnostics"].as_array().map(Vec::as_slice).unwrap_or_default();
    let errors: Vec<_> = found.iter().filter(|diagnostic| diagnostic["severity"] == "error").collect();
    let [error] = errors.as_slice() else {
        return Err(format!("expected one error, found {errors:?}"));
    };
    same("kind", &expected["error_kind"], &error["code"])?;
    if expected["line"].is_null() {
        return Ok(());
    }
    same("line", &expected["line"], &error["line"])?;
    same("column", &expected["column"], &error["column"])
}

fn check_accepted(report: &Value, expected: &Value) -> Result<(), String> {
    let found = without(report, &["diagnostics", "accept"]);
    let expected = without(expected, &ABOUT);
    for key in found.keys().chain(expected.keys()) {
        let (expected, found) = (expected.get(key), found.get(key));
        let lists = (expected.and_then(Value::as_array), found.and_then(Value::as_array));
        if let (Some(expected), Some(found)) = lists
            && expected.len() == found.len()
        {
            for (expected, found) in expected.iter().zip(found) {
                same(key, expected, found)?;
            }
        }
        same(key, &json!(expected), &json!(found))?;
    }
    Ok(())
}

fn without(value: &Value, keys: &[&str]) -> Map<String, Value> {
    let mut object = value.as_object().cloned().unwrap_or_default();
    object.retain(|key, _| !keys.contains(&key.as_str()));
    object
}

fn summary(report: &Value) -> Value {
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

fn same(what: &str, expected: &Value, found: &Value) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected}, found {found}")),
    }
}
