//! Diagnostics as workflow commands of GitHub, which shows them beside the lines of the source.
//!
//! `::error file=chat.tl,line=2,col=12,endLine=2,endColumn=15,title=unknown-type::unknown type …`, see
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. Invariant: no
//! character of a source ends a command or a property early, or reaches a terminal as a control character.

use super::excerpt::ColumnCache;
use super::printable::printable;
use super::{Diagnostic, Severity};
use crate::text::source::{Location, SourceMap, Span};

/// A diagnostic as a workflow command on one line, without a line end after it.
///
/// Secondary labels, notes and suggestions follow the message, on one escaped line each.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("chat.tl", "chat admin:Usr = Chat;");
/// let (_, diagnostics) = tl_parser::read(&sources, &[id]);
/// assert_eq!(
///     tl_parser::diagnostic::github::line(&diagnostics[0], &sources),
///     "::error file=chat.tl,line=1,col=12,endLine=1,endColumn=15,title=unknown-type::unknown type `Usr`",
/// );
/// ```
#[must_use]
pub fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    line_with_cached_columns(diagnostic, sources, &mut ColumnCache::default())
}

/// Several diagnostics, each as one workflow command.
#[must_use]
pub fn lines(diagnostics: &[Diagnostic], sources: &SourceMap) -> Vec<String> {
    let mut columns = ColumnCache::default();
    diagnostics.iter().map(|diagnostic| line_with_cached_columns(diagnostic, sources, &mut columns)).collect()
}

/// A message without a span as a workflow command.
#[must_use]
pub fn line_without_span(severity: Severity, title: &str, message: &str) -> String {
    workflow_command(severity, "", title, message)
}

fn line_with_cached_columns(diagnostic: &Diagnostic, sources: &SourceMap, columns: &mut ColumnCache) -> String {
    let Span { source, start, end } = diagnostic.primary.span;
    let message = message_with_details(diagnostic, sources, columns);
    let Some(source) = sources.get(source) else {
        return line_without_span(diagnostic.severity, diagnostic.code.as_str(), &message);
    };
    let (start, end) = (columns.location(source, start), columns.location(source, end));
    let mut properties = format!("file={},line={},col={}", escape_property(source.name()), start.line, start.column);
    // GitHub rejects columns for a range of several lines.
    if end.line == start.line {
        properties += &format!(",endLine={},endColumn={}", end.line, end.column);
    }
    workflow_command(diagnostic.severity, &properties, diagnostic.code.as_str(), &message)
}

fn workflow_command(severity: Severity, properties: &str, title: &str, message: &str) -> String {
    let name = super::json::severity_name(severity);
    let separator = if properties.is_empty() { "" } else { "," };
    format!("::{name} {properties}{separator}title={}::{}", escape_property(title), escape_data(message))
}

/// The message with secondary labels, notes and suggestions, one per line.
fn message_with_details(diagnostic: &Diagnostic, sources: &SourceMap, columns: &mut ColumnCache) -> String {
    let mut message = diagnostic.message.clone();
    for label in diagnostic.secondary.iter().filter(|label| !label.text.is_empty()) {
        let Some(source) = sources.get(label.span.source) else { continue };
        let Location { line, column } = columns.location(source, label.span.start);
        message += &format!("\n{}: {}:{line}:{column}", label.text, printable(source.name()));
    }
    for note in &diagnostic.notes {
        message += &format!("\nnote: {note}");
    }
    for help in &diagnostic.helps {
        message += &format!("\nhelp: {}", help.text);
        let replacements = help.edits.iter().filter(|edit| !edit.text.is_empty());
        replacements.for_each(|edit| message += &format!(" (`{}`)", edit.text));
    }
    message
}

/// Escapes a message, the text after the second `::` of a workflow command.
fn escape_data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    printable(&escaped).into_owned()
}

/// Escapes the value of a property of a workflow command, such as `title=…`.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
