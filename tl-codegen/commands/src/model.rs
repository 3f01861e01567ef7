//! The command `model`: prints the resolved meaning of a schema.
//!
//! Invariant: with `--format json`, `stdout` holds one JSON object and nothing else, even if the schema has errors.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::Value;
use tl_parser::{Diagnostic, SourceId, json, parse_all, resolve};

use crate::dialect::SyntaxArgs;
use crate::failure::{Failure, Outcome};
use crate::findings::Findings;
use crate::output::Output;

/// Print the resolved meaning of a schema
///
/// Reads the FILEs as one schema and prints every declaration with its ids, its canonical form and its resolved types.
/// A FILE may also be JSON as Telegram publishes it. Findings go to the standard error. An id that is not the CRC32 of
/// its declaration, or that two functions share, is a warning only.
///
/// With `--format json`, the standard output holds one object and nothing else, even if the schema has errors. Its keys
/// are `accept`, `combinators`, `directives`, `lints`, `classes`, `layer`, `diagnostics`.
///
/// With `--format telegram-json`, it holds the schema in the form in which Telegram publishes its own, if the schema
/// has no errors. Comments are left out.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} model draft.tl                                as a tree
  {program} model draft.tl --format json                  as one JSON object
  {program} model draft.tl --format telegram-json         as Telegram publishes schemas
  {program} model scheme.tl --dialect vk                  with annotations and arrows")]
pub struct Model {
    /// Files to read, as one schema; `-` is the standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ModelFormat::Tree)]
    pub format: ModelFormat,
    /// The dialect of the files, and the comments in them.
    #[command(flatten)]
    pub syntax: SyntaxArgs,
}

/// The form of a printed model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModelFormat {
    /// Indented text
    Tree,
    /// One JSON object for programs
    Json,
    /// The JSON form in which Telegram publishes schemas
    TelegramJson,
}

/// Reads the files as one schema and prints its model.
///
/// # Errors
///
/// If the schema has an error, or a file cannot be read.
pub fn run(args: &Model, output: &mut Output<'_>) -> Outcome {
    let mut findings = Findings::default();
    let sources = findings.read_files(&args.files)?;
    if args.format == ModelFormat::TelegramJson {
        return print_in_telegrams_form(args, &sources, findings, output);
    }
    let report = model_as_json(args, &sources, &mut findings);
    match args.format {
        ModelFormat::Tree => output.write_data_line(model_as_indented_text(&report)),
        ModelFormat::Json | ModelFormat::TelegramJson => output.write_json_line(&report),
    }
    findings.print_in_selected_form(output);
    if report["accept"] == true { Ok(()) } else { Err(Failure::Reported) }
}

/// Prints the schema in Telegram's form, or nothing if there is an error.
fn print_in_telegrams_form(args: &Model, ids: &[SourceId], mut findings: Findings, output: &mut Output<'_>) -> Outcome {
    let (files, mut found) = parse_all(&findings.sources, ids, &args.syntax);
    let (schema, more) = resolve(&files);
    found.extend(more);
    let is_broken = findings.n_errors() > 0 || found.iter().any(Diagnostic::is_error);
    let written = if is_broken { Err(Vec::new()) } else { json::telegram(&schema, &files) };
    let json = written.unwrap_or_else(|errors| {
        found.extend(errors);
        String::new()
    });
    findings.add_without_levels(found);
    findings.print_and_fail_on_error(output)?;
    output.write_json_line(json.trim_end());
    Ok(())
}

/// The model of the schema and all findings as one JSON object.
fn model_as_json(args: &Model, ids: &[SourceId], findings: &mut Findings) -> Value {
    let (files, mut found) = parse_all(&findings.sources, ids, &args.syntax);
    let (schema, more) = resolve(&files);
    found.extend(more);
    let all: Vec<Diagnostic> = findings.diagnostics().iter().chain(&found).cloned().collect();
    let report = json::report(&schema, &files, &all, &findings.sources);
    // Wrong ids stay warnings here, unlike in `check`: the model is printed all the same.
    findings.add_without_levels(found);
    report
}

/// The report as indented text: a line for each declaration, parameter and field.
fn model_as_indented_text(report: &Value) -> String {
    let mut tree = String::new();
    if let Some(layer) = report.get("layer") {
        let _ = writeln!(tree, "layer {layer}");
    }
    for class in report["classes"].as_object().into_iter().flatten() {
        let _ = writeln!(tree, "type {}: {}", class.0, str_or_empty(class.1));
    }
    for directive in items_of_array_key(report, "directives") {
        let arguments: Vec<_> = items_of_array_key(directive, "arguments").map(str_or_empty).collect();
        let _ = writeln!(
            tree,
            "{} {} {}",
            str_or_empty(&directive["kind"]),
            str_or_empty(&directive["name"]),
            arguments.join(" ")
        );
    }
    items_of_array_key(report, "combinators").for_each(|combinator| write_combinator_lines(&mut tree, combinator));
    tree.truncate(tree.trim_end().len());
    tree
}

fn write_combinator_lines(tree: &mut String, combinator: &Value) {
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
        str_or_empty(&combinator["name"]),
        str_or_empty(&combinator["id"]),
        str_or_empty(&combinator["type"]),
        str_or_empty(&combinator["crc"]),
        str_or_empty(&combinator["crc_telegram"]),
    );
    for annotation in items_of_array_key(combinator, "annotations") {
        let _ = writeln!(tree, "    @{}", str_or_empty(annotation));
    }
    if let Some(description) = combinator["doc"]["description"].as_str() {
        let _ = writeln!(tree, "    // {description}");
    }
    for param in items_of_array_key(combinator, "params") {
        let _ = writeln!(tree, "    {{{}:{}}}", str_or_empty(&param["name"]), str_or_empty(&param["kind"]));
    }
    for field in items_of_array_key(combinator, "fields") {
        let flag = &field["flag"];
        let condition = match flag.is_null() {
            true => String::new(),
            false => format!("{}.{}?", str_or_empty(&flag["field"]), flag["bit"]),
        };
        let name = field["name"].as_str().map(|name| format!("{name}: ")).unwrap_or_default();
        let doc = field["name"].as_str().and_then(|name| combinator["doc"]["fields"][name].as_str());
        let doc = doc.map(|doc| format!("  // {doc}")).unwrap_or_default();
        let _ = writeln!(tree, "    {name}{condition}{}{doc}", str_or_empty(&field["type"]));
    }
}

fn items_of_array_key<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn str_or_empty(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
