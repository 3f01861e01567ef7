//! `cargo xtask model`: says what schemas mean.
//!
//! Needs no project around it. Invariant: with `--format json` the standard output holds one JSON object and nothing else,
//! also when the schema is refused.

use std::fmt::Write as _;

use serde_json::Value;
use tl_parser::{Diagnostic, json, parse_all, resolve};

use crate::failure::{Failure, Outcome};
use crate::findings::Findings;
use crate::flags::{self, ModelFormat};
use crate::say::say;

/// Reads the files as one schema and prints its model.
pub(crate) fn run(flags: &flags::Model) -> Outcome {
    let mut findings = Findings::default();
    let mut sources = Vec::new();
    for file in &flags.files {
        sources.extend(findings.read(file, &file.to_string_lossy())?);
    }
    let report = report(flags, &sources, &mut findings);
    match flags.format {
        ModelFormat::Json => say!("{report}"),
        ModelFormat::Tree => say!("{}", tree(&report)),
    }
    findings.print();
    if report["accept"] == true { Ok(()) } else { Err(Failure::Reported) }
}

/// The model of the texts that could be read, with all findings.
fn report(flags: &flags::Model, ids: &[tl_parser::SourceId], findings: &mut Findings) -> Value {
    // A text that could not be read leaves nothing to be said about the others.
    let ids = if ids.len() < flags.files.len() { &[] } else { ids };
    let (files, mut found) = parse_all(&findings.sources, ids, flags.dialect.into());
    let (schema, more) = resolve(&files);
    found.extend(more);
    let all: Vec<Diagnostic> = findings.diagnostics().iter().chain(&found).cloned().collect();
    let report = json::report(&schema, &files, &all, &findings.sources);
    // Ids are remarks here, whatever is done about them elsewhere.
    findings.add_as_they_are(found);
    report
}

/// A report for people: a line for each declaration, one for each of its parameters and fields.
fn tree(report: &Value) -> String {
    let mut tree = String::new();
    if let Some(layer) = report.get("layer") {
        let _ = writeln!(tree, "layer {layer}");
    }
    for class in report["classes"].as_object().into_iter().flatten() {
        let _ = writeln!(tree, "type {}: {}", class.0, text(class.1));
    }
    for directive in list(report, "directives") {
        let arguments: Vec<_> = list(directive, "arguments").map(text).collect();
        let _ = writeln!(tree, "{} {} {}", text(&directive["kind"]), text(&directive["name"]), arguments.join(" "));
    }
    list(report, "combinators").for_each(|combinator| write_combinator(&mut tree, combinator));
    tree.truncate(tree.trim_end().len());
    tree
}

fn write_combinator(tree: &mut String, combinator: &Value) {
    let is_function = combinator["section"] == "functions";
    let kind = if is_function { "function" } else { "constructor" };
    let written = match (combinator["explicit"] == true, combinator["trusted"] == true) {
        (_, true) => "taken as it is",
        (true, _) => "written",
        (false, _) => "computed",
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        tree,
        "{kind} {}#{} = {} ({written}; {} by rule A, {} by rule B)",
        text(&combinator["name"]),
        text(&combinator["id"]),
        text(&combinator["type"]),
        text(&combinator["crc"]),
        text(&combinator["crc_telegram"]),
    );
    for annotation in list(combinator, "annotations") {
        let _ = writeln!(tree, "    @{}", text(annotation));
    }
    if let Some(description) = combinator["doc"]["description"].as_str() {
        let _ = writeln!(tree, "    // {description}");
    }
    for param in list(combinator, "params") {
        let _ = writeln!(tree, "    {{{}:{}}}", text(&param["name"]), text(&param["kind"]));
    }
    for field in list(combinator, "fields") {
        let flag = &field["flag"];
        let condition = match flag.is_null() {
            true => String::new(),
            false => format!("{}.{}?", text(&flag["field"]), flag["bit"]),
        };
        let name = field["name"].as_str().map(|name| format!("{name}: ")).unwrap_or_default();
        let doc = field["name"].as_str().and_then(|name| combinator["doc"]["fields"][name].as_str());
        let doc = doc.map(|doc| format!("  // {doc}")).unwrap_or_default();
        let _ = writeln!(tree, "    {name}{condition}{}{doc}", text(&field["type"]));
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
