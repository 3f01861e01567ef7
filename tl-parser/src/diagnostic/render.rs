//! Diagnostics as text, in the style of rustc.
//!
//! Every diagnostic shows FILE:LINE:COLUMN; `excerpt` selects the lines of the source. Invariants: rendering never
//! fails, even for spans outside of the map; its cost depends on the output, not on the length of the source or its
//! lines; no character of a source or its name reaches a terminal as a control character.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::excerpt::{ColumnCache, Excerpt, ShownLabel, excerpts_of_labels};
use super::printable::{printable, rendered_without_hostile_chars};
use super::{Diagnostic, Edit, Help, Label, Severity};
use crate::text::source::{SourceId, SourceMap};

/// The style of rendered text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text without escape sequences.
    Plain,
    /// Text with ANSI escape sequences for colour.
    Coloured,
}

/// A diagnostic as text, without a line end after it.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, style: Style) -> String {
    render_with_cached_columns(diagnostic, sources, style, &mut ColumnCache::default())
}

/// Several diagnostics as text, separated by empty lines.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], sources: &SourceMap, style: Style) -> String {
    let mut columns = ColumnCache::default();
    let rendered =
        diagnostics.iter().map(|diagnostic| render_with_cached_columns(diagnostic, sources, style, &mut columns));
    rendered.collect::<Vec<_>>().join("\n\n")
}

fn render_with_cached_columns(
    diagnostic: &Diagnostic,
    sources: &SourceMap,
    style: Style,
    columns: &mut ColumnCache,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    let mut headers = Vec::new();
    for (source, labels) in labels_by_source(diagnostic) {
        let Some(source) = sources.get(source) else { continue };
        for excerpt in excerpts_of_labels(source, &labels, columns) {
            let name = printable(source.name());
            let header = excerpt.column.map(|column| format!("{name}:{}:{column}", excerpt.line));
            group = group.element(snippet_of_excerpt(&excerpt, header.as_deref().unwrap_or(&name)));
            headers.extend(header.map(|header| (header, excerpt.line)));
        }
    }
    let notes = diagnostic.notes.iter().map(|note| Level::NOTE.message(printable(note)));
    let words = diagnostic.helps.iter().filter(|help| help.edits.is_empty());
    let words = words.map(|help| Level::HELP.message(printable(&help.text)));
    let mut groups = vec![group.elements(notes).elements(words)];
    let header = headers.first().map(|(header, _)| header.as_str());
    groups.extend(diagnostic.helps.iter().filter_map(|help| suggestion_group(help, diagnostic, header, sources)));
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let rendered = rendered_without_hostile_chars(renderer.decor_style(DecorStyle::Ascii).render(&groups));
    headers.iter().fold(rendered, |rendered, (header, line)| without_appended_position(rendered, header, *line))
}

/// A suggestion with the lines that it edits, before and after the edits; `None` if it has no edits.
///
/// The renderer omits a path equal to that of the primary label. So `header`, the path with a column, is used for both.
fn suggestion_group<'a>(
    help: &'a Help,
    diagnostic: &Diagnostic,
    header: Option<&str>,
    sources: &'a SourceMap,
) -> Option<Group<'a>> {
    let mut edits = BTreeMap::<SourceId, Vec<Label>>::new();
    for Edit { span, text } in &help.edits {
        edits.entry(span.source).or_default().push(Label { span: *span, text: text.clone() });
    }
    let mut group =
        (!edits.is_empty()).then(|| Group::with_title(Level::HELP.secondary_title(printable(&help.text))))?;
    for (source, labels) in &edits {
        let Some(source) = sources.get(*source) else { continue };
        let header = header.filter(|_| source.id() == diagnostic.primary.span.source);
        let name = printable(source.name());
        let path = header.unwrap_or(&name);
        let labels: Vec<_> = labels.iter().map(|label| (AnnotationKind::Primary, label)).collect();
        for Excerpt { text, line, labels: shown, .. } in
            excerpts_of_labels(source, &labels, &mut ColumnCache::default())
        {
            let patches = shown.into_iter().map(|label| Patch::new(label.range, label.text.to_owned()));
            let snippet = Snippet::source(text.into_owned()).line_start(line).path(path.to_owned()).patches(patches);
            group = group.element(snippet);
        }
    }
    Some(group)
}

/// Removes the line and column that the renderer appends to `header`: they are positions in the cut line.
fn without_appended_position(mut rendered: String, header: &str, line: usize) -> String {
    let written = format!("{header}:{line}:");
    if let Some(start) = rendered.find(&written) {
        let n_digits = rendered[start + written.len()..].bytes().take_while(u8::is_ascii_digit).count();
        rendered.replace_range(start + header.len()..start + written.len() + n_digits, "");
    }
    rendered
}

/// Labels of one source; the kind tells the primary label from the others.
type LabelsOfSource<'d> = Vec<(AnnotationKind, &'d Label)>;

/// The labels of each source, the source of the primary label first.
fn labels_by_source(diagnostic: &Diagnostic) -> Vec<(SourceId, LabelsOfSource<'_>)> {
    let first = diagnostic.primary.span.source;
    let mut others = BTreeMap::<SourceId, LabelsOfSource<'_>>::new();
    let mut own: LabelsOfSource<'_> = vec![(AnnotationKind::Primary, &diagnostic.primary)];
    for label in &diagnostic.secondary {
        let entry = (AnnotationKind::Context, label);
        match label.span.source == first {
            true => own.push(entry),
            false => others.entry(label.span.source).or_default().push(entry),
        }
    }
    std::iter::once((first, own)).chain(others).collect()
}

fn snippet_of_excerpt<'a>(excerpt: &Excerpt<'a>, path: &str) -> Snippet<'a, Annotation<'a>> {
    let annotations = excerpt.labels.iter().map(|ShownLabel { kind, text, range }| {
        let annotation = kind.span(range.clone());
        match text.is_empty() {
            true => annotation,
            false => annotation.label(printable(text)),
        }
    });
    Snippet::source(excerpt.text.clone()).line_start(excerpt.line).path(path.to_owned()).annotations(annotations)
}
