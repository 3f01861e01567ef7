//! Diagnostics as JSON, for programs: one object for each.
//!
//! ```json
//! {"severity":"error","code":"unknown-type","message":"unknown type `Usr`",
//!  "file":"chat.tl","start":31,"end":34,"line":2,"column":12,"end_line":2,"end_column":15,
//!  "labels":[{"primary":true,"text":"not declared","file":"chat.tl","start":31,…}],
//!  "notes":[],
//!  "helps":[{"text":"there is a type `User`","edits":[{"replacement":"User","file":"chat.tl","start":31,…}]}]}
//! ```
//!
//! `start` and `end` are offsets in bytes, `end` after the last byte. Lines and columns count from 1; columns count
//! Unicode scalar values, without a byte order mark. Invariants: an object is one line; every key is present, in no
//! particular order; file, lines and columns are null for a span outside of the sources.

use serde_json::{Value, json};

use super::excerpt::ColumnCache;
use super::printable::printable_json;
use super::{Diagnostic, Edit, Help, Label, Severity};
use crate::text::source::{SourceMap, Span};

/// A diagnostic as a JSON object on one line, without a line end after it.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("chat.tl", "chat admin:Usr = Chat; user = User;");
/// let (_, diagnostics) = tl_parser::read(&sources, &[id]);
/// let line = tl_parser::diagnostic::json::line(&diagnostics[0], &sources);
/// assert!(line.contains(r#""code":"unknown-type""#) && line.contains(r#""replacement":"User""#));
/// ```
#[must_use]
pub fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    JsonWriter { sources, columns: ColumnCache::default() }.json_line(diagnostic)
}

/// Several diagnostics, each as one JSON object.
#[must_use]
pub fn lines(diagnostics: &[Diagnostic], sources: &SourceMap) -> Vec<String> {
    let mut writer = JsonWriter { sources, columns: ColumnCache::default() };
    diagnostics.iter().map(|diagnostic| writer.json_line(diagnostic)).collect()
}

/// The severity as a word: `error` or `warning`.
#[must_use]
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

struct JsonWriter<'a> {
    sources: &'a SourceMap,
    columns: ColumnCache,
}

impl JsonWriter<'_> {
    fn json_line(&mut self, diagnostic: &Diagnostic) -> String {
        let Diagnostic { code, severity, message, primary, secondary, notes, helps, combinators: _ } = diagnostic;
        let mut object = self.json_span(primary.span);
        let mut labels = vec![self.json_label(primary, true)];
        labels.extend(secondary.iter().map(|other| self.json_label(other, false)));
        object["severity"] = json!(severity_name(*severity));
        object["code"] = json!(code.as_str());
        object["message"] = json!(message);
        object["labels"] = json!(labels);
        object["notes"] = json!(notes);
        object["helps"] = helps.iter().map(|help| self.json_help(help)).collect();
        printable_json(&object.to_string()).into_owned()
    }

    fn json_label(&mut self, label: &Label, is_primary: bool) -> Value {
        let mut object = self.json_span(label.span);
        object["primary"] = json!(is_primary);
        object["text"] = json!(label.text);
        object
    }

    fn json_help(&mut self, Help { text, edits }: &Help) -> Value {
        let edits = edits.iter().map(|Edit { span, text }| {
            let mut object = self.json_span(*span);
            object["replacement"] = json!(text);
            object
        });
        json!({ "text": text, "edits": edits.collect::<Value>() })
    }

    /// The members for a span: the file, offsets, lines and columns.
    fn json_span(&mut self, span: Span) -> Value {
        let source = self.sources.get(span.source);
        let start = source.map(|source| self.columns.location(source, span.start));
        let end = source.map(|source| self.columns.location(source, span.end));
        json!({
            "file": source.map(|source| source.name()),
            "start": span.start,
            "end": span.end,
            "line": start.map(|start| start.line),
            "column": start.map(|start| start.column),
            "end_line": end.map(|end| end.line),
            "end_column": end.map(|end| end.column),
        })
    }
}
