//! The tables of a history beside a schema: read, written, and compared with the schema.
//!
//! Invariant: a protocol has `history.tsv` and `layers.tsv`, or neither.

use tl_codegen::history::{
    FORMS_FILE_NAME, HISTORY_FILE_NAME, History, HistoryFiles, LAYERS_FILE_NAME, declared_in_text,
    read_history as parse,
};
use tl_commands::resolve::EXCEPTIONS_FILE_NAME;
use tl_commands::{Failure, Findings, Outcome, count_with_noun};
use tl_parser::exceptions::Exceptions;
use tl_parser::{Combinator, Schema, Section, Severity, SourceId};

use crate::project::{Project, path_beside_schema, schema_path};

/// Maximum number of names in a remark.
const MAX_NAMED: usize = 10;

/// Reads the history of a protocol; `None` if it has none. Mistakes are among the findings.
pub(crate) fn read_history(project: &Project, protocol: &str, findings: &mut Findings) -> Outcome<Option<History>> {
    let mut read = |file| read_table(project, &path_beside_schema(protocol, file), findings);
    let (history, layers) = (read(HISTORY_FILE_NAME)?, read(LAYERS_FILE_NAME)?);
    let forms = read(FORMS_FILE_NAME)?;
    let (Some(history), Some(layers)) = (history, layers) else {
        return match (history, layers, forms) {
            (None, None, None) => Ok(None),
            _ if findings.n_errors() > 0 => Ok(None),
            _ => Err(Failure::unable_with_advice(
                format!(
                    "the history of `{protocol}` is incomplete: {HISTORY_FILE_NAME} or {LAYERS_FILE_NAME} is missing"
                ),
                format!("restore the tables beside {}, or remove all of them", schema_path(protocol)),
            )),
        };
    };
    let exceptions = read_exceptions(project, protocol)?;
    let (history, found) = parse(&findings.sources, HistoryFiles { history, layers, forms }, &exceptions);
    findings.add_with_levels(found);
    Ok(Some(history))
}

/// Reads a table, or the text that a command is going to write; `None` if there is no table.
fn read_table(project: &Project, path: &str, findings: &mut Findings) -> Outcome<Option<SourceId>> {
    let full = project.full_path(path);
    match project.staged_text(path) {
        Some(text) => Ok(Some(findings.add_unsaved_text(&full, path, text.to_owned()))),
        None if full.exists() => findings.read_file(&full, path),
        None => Ok(None),
    }
}

/// The tables of a history: path relative to the root of the project, and text.
pub(crate) fn history_texts(protocol: &str, history: &History) -> Vec<(String, String)> {
    let texts = history.table_texts().into_iter();
    texts.map(|(name, text)| (path_beside_schema(protocol, name), text)).collect()
}

/// Adds a remark if the schema differs from the kept layer of its number, or is newer than all kept layers.
pub(crate) fn compare_with_schema(
    project: &Project,
    protocol: &str,
    history: &History,
    schema: &Schema,
    findings: &mut Findings,
) -> Outcome {
    let (Some(layer), Some(newest)) = (schema.layer, history.newest_layer()) else { return Ok(()) };
    let path = schema_path(protocol);
    if layer > newest {
        let message = format!("{path} is layer {layer}, and the history ends with layer {newest}");
        let help = format!("add it with `cargo xtask history --protocol {protocol} add {path}`");
        findings.add_finding_without_span(Severity::Warning, message, help);
        return Ok(());
    }
    if history.main_text(layer).is_none() {
        return Ok(());
    }
    let exceptions = read_exceptions(project, protocol)?;
    let text: String = schema.combinators.iter().map(line_with_section).collect();
    let (declared, _) = declared_in_text(&text, &exceptions);
    let names: Vec<_> = history
        .differences_from(layer, &declared)
        .into_iter()
        .filter_map(|(kept, new)| kept.or(new))
        .map(|line| format!("`{}`", line.split(['#', ' ']).next().unwrap_or_default()))
        .collect();
    if !names.is_empty() {
        let more = names.len().saturating_sub(MAX_NAMED);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let named = names[..names.len() - more].join(", ");
        let lines = count_with_noun(names.len(), "line");
        let message = format!("{path} differs from layer {layer} in {HISTORY_FILE_NAME} in {lines}: {named}{rest}");
        let help = "a text of a layer that is kept already changes no row; `cargo xtask diff` shows the difference";
        findings.add_finding_without_span(Severity::Warning, message, help);
    }
    Ok(())
}

/// Reads the exceptions beside the schema, which accept ids that are not the CRC32. Mistakes in them are reported with
/// the schema.
pub(crate) fn read_exceptions(project: &Project, protocol: &str) -> Outcome<Exceptions> {
    let name = path_beside_schema(protocol, EXCEPTIONS_FILE_NAME);
    let path = project.full_path(&name);
    let mut findings = Findings::default();
    let source = if path.exists() { findings.read_file(&path, &name)? } else { None };
    let source = source.and_then(|id| findings.sources.get(id));
    Ok(source.map(|source| Exceptions::parse(source).0).unwrap_or_default())
}

/// A declaration in a section of its own.
fn line_with_section(combinator: &Combinator) -> String {
    let section = match combinator.section {
        Section::Types => "types",
        Section::Functions => "functions",
    };
    format!("---{section}---\n{}\n", combinator.line)
}
