//! Diagnostics as text, in the look of rustc.
//!
//! Every rendered finding carries FILE:LINE:COLUMN. Only the lines between the labels are handed to the renderer, so
//! that a finding costs what it shows. Invariant: rendering never fails, even for spans that are not in the map.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{Source, SourceId, SourceMap, Span};

/// How rendered text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With ANSI escapes for colour.
    Coloured,
}

/// One finding as text, without a line end after it.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    for (source, labels) in by_source(diagnostic) {
        if let Some(source) = sources.get(source) {
            group = group.element(snippet(source, &labels));
        }
    }
    let notes = diagnostic.notes.iter().map(|note| Level::NOTE.message(note.as_str()));
    let helps = diagnostic.helps.iter().map(|help| Level::HELP.message(help.as_str()));
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group.elements(notes).elements(helps)])
}

/// Several findings as text, an empty line between them.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], sources: &SourceMap, style: Style) -> String {
    let rendered: Vec<_> = diagnostics.iter().map(|diagnostic| render(diagnostic, sources, style)).collect();
    rendered.join("\n\n")
}

/// Labels of one source, the primary one marked.
type Labels<'d> = Vec<(AnnotationKind, &'d Label)>;

/// The labels of each source, the source of the primary label first.
fn by_source(diagnostic: &Diagnostic) -> Vec<(SourceId, Labels<'_>)> {
    let first = diagnostic.primary.span.source;
    let mut others = BTreeMap::<SourceId, Labels<'_>>::new();
    let mut own: Labels<'_> = vec![(AnnotationKind::Primary, &diagnostic.primary)];
    for label in &diagnostic.secondary {
        let entry = (AnnotationKind::Context, label);
        match label.span.source == first {
            true => own.push(entry),
            false => others.entry(label.span.source).or_default().push(entry),
        }
    }
    std::iter::once((first, own)).chain(others).collect()
}

/// The lines from the first label to the last.
fn snippet<'a>(
    source: &'a Source,
    labels: &[(AnnotationKind, &'a Label)],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let spans = || labels.iter().map(|(_, label)| label.span);
    let start = spans().map(|span| span.start).min().unwrap_or_default();
    let end = spans().map(|span| span.end).max().unwrap_or_default();
    let line = source.location(start).line;
    let from = source.line_start(line).min(source.text().len());
    let to = source.text().get(end..).and_then(|rest| rest.find('\n')).map_or(source.text().len(), |len| end + len);
    let text = source.text().get(from..to).unwrap_or_default();
    let annotations = labels.iter().map(|(kind, label)| {
        let Span { start, end, .. } = label.span;
        let annotation =
            kind.span(start.saturating_sub(from).min(text.len())..end.saturating_sub(from).min(text.len()));
        match label.text.is_empty() {
            true => annotation,
            false => annotation.label(label.text.as_str()),
        }
    });
    Snippet::source(text).line_start(line).path(source.name()).annotations(annotations)
}
