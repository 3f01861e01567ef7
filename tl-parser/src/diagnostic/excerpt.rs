//! The parts of a source that are shown with a diagnostic.
//!
//! Labels that are close together share an excerpt of whole lines, from the first label to the last. A label in a long
//! line is shown with its surroundings only. Invariant: the size of an excerpt depends on the number of its labels, not
//! on the size of the source.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::AnnotationKind;

use super::Label;
use crate::text::source::{Location, Source, SourceId};

/// Maximum number of lines between the labels of an excerpt.
const MAX_LINES_BETWEEN_LABELS: usize = 20;

/// Maximum length in bytes of a line that is shown whole.
const MAX_WHOLE_LINE_LEN: usize = 300;

/// Maximum number of bytes of a longer line that the labels of an excerpt cover.
const MAX_LABELLED_LONG_LINE_LEN: usize = 60;

/// Number of bytes that are shown on each side of the labels in a longer line. The renderer shortens lines too, but
/// none as short as this.
const BYTES_AROUND_LABELS: usize = 30;

/// The text that is shown where the start or the end of a line is cut off.
const CUT_MARK: &str = "...";

/// A label in an excerpt.
pub(super) struct ShownLabel<'a> {
    pub(super) kind: AnnotationKind,
    /// The text of the label.
    pub(super) text: &'a str,
    /// The bytes that the label marks: offsets in the source at first, and in the excerpt once that is made.
    pub(super) range: Range<usize>,
}

/// A part of a source, with the labels in it.
pub(super) struct Excerpt<'a> {
    pub(super) text: Cow<'a, str>,
    /// Line number of the first character of the excerpt.
    pub(super) line: usize,
    /// The column that the first label has in the source; `None` if the line is shown whole.
    pub(super) column: Option<usize>,
    pub(super) labels: Vec<ShownLabel<'a>>,
}

/// A cache of columns: diagnostics on one long line do not count its characters from the start again.
#[derive(Default)]
pub(super) struct ColumnCache(BTreeMap<(SourceId, usize), usize>);

impl ColumnCache {
    /// Line and column of the byte at `offset`.
    pub(super) fn location(&mut self, source: &Source, offset: usize) -> Location {
        let offset = offset.min(source.text().len());
        Location { line: source.line(offset), column: self.column(source, offset) }
    }

    fn column(&mut self, source: &Source, offset: usize) -> usize {
        let start = source.line_start(source.line(offset)).min(offset);
        let known = self.0.range((source.id(), start)..=(source.id(), offset)).next_back();
        let (known, column) = known.map_or((start, 1), |((_, known), column)| (*known, *column));
        let column = column + source.text().get(known..offset).unwrap_or_default().chars().count();
        self.0.insert((source.id(), offset), column);
        column
    }
}

/// The excerpts that show all labels, in the order of the labels in the source.
pub(super) fn excerpts_of_labels<'a>(
    source: &'a Source,
    labels: &[(AnnotationKind, &'a Label)],
    columns: &mut ColumnCache,
) -> Vec<Excerpt<'a>> {
    grouped_by_excerpt(source, labels)
        .into_iter()
        .map(|labels| excerpt_around_labels(source, labels, columns))
        .collect()
}

/// The labels, grouped by the excerpt that shows them.
fn grouped_by_excerpt<'a>(source: &Source, labels: &[(AnnotationKind, &'a Label)]) -> Vec<Vec<ShownLabel<'a>>> {
    let mut ranges: Vec<_> = labels.iter().map(|(_, label)| range_to_show(source, label)).enumerate().collect();
    ranges.sort_by_key(|(idx, range)| (range.start, *idx));
    let mut groups = Vec::<(Range<usize>, Vec<(usize, Range<usize>)>)>::new();
    for (idx, range) in ranges {
        match groups.last_mut() {
            Some((whole, members)) if can_share_excerpt(source, whole, &range) => {
                whole.end = whole.end.max(range.end);
                members.push((idx, range));
            }
            _ => groups.push((range.clone(), vec![(idx, range)])),
        }
    }
    let mut groups: Vec<_> = groups.into_iter().map(|(_, members)| members).collect();
    groups.iter_mut().for_each(|members| members.sort_by_key(|(idx, _)| *idx));
    groups.sort_by_key(|members| members.first().map(|(idx, _)| *idx));
    let label = |(idx, range): (usize, Range<usize>)| {
        let (kind, label) = labels[idx];
        ShownLabel { kind, text: label.text.as_str(), range }
    };
    groups.into_iter().map(|members| members.into_iter().map(label).collect()).collect()
}

/// The range of a label, cut to its first line if it has too many lines.
fn range_to_show(source: &Source, label: &Label) -> Range<usize> {
    let len = source.text().len();
    let start = source.text().floor_char_boundary(label.span.start.min(len));
    let end = source.text().ceil_char_boundary(label.span.end.clamp(start, len));
    match can_be_shown_whole(source, source.line(start), source.line(end)) {
        true => start..end,
        false => start..end.min(source.line_end(source.line(start)).max(start)),
    }
}

/// Whether a label at `next` can share an excerpt with the labels before it, which cover `whole`.
fn can_share_excerpt(source: &Source, whole: &Range<usize>, next: &Range<usize>) -> bool {
    let (first, last) = (source.line(whole.start), source.line(next.end.max(whole.end)));
    // Lines before `from` have been checked already, together with the earlier labels.
    let from = source.line(whole.end).max(first);
    let is_one_line = first == last && next.end.max(whole.end) - whole.start <= MAX_LABELLED_LONG_LINE_LEN;
    is_one_line || can_be_shown_whole(source, first, first) && can_be_shown_whole(source, from, last)
}

/// Whether the lines `first` to `last` are few and short enough to be shown whole.
fn can_be_shown_whole(source: &Source, first: usize, last: usize) -> bool {
    let is_short = |line| source.line_end(line) - source.line_start(line) <= MAX_WHOLE_LINE_LEN;
    last.saturating_sub(first) <= MAX_LINES_BETWEEN_LABELS && (first..=last).all(is_short)
}

fn excerpt_around_labels<'a>(
    source: &'a Source,
    labels: Vec<ShownLabel<'a>>,
    columns: &mut ColumnCache,
) -> Excerpt<'a> {
    let start = labels.iter().map(|label| label.range.start).min().unwrap_or_default();
    let end = labels.iter().map(|label| label.range.end).max().unwrap_or_default();
    let line = source.line(start);
    if !can_be_shown_whole(source, line, line) {
        let column = labels.first().map(|label| columns.column(source, label.range.start));
        return Excerpt { column, ..excerpt_of_long_line(source, labels, start..end) };
    }
    let shown = source.line_start(line)..source.line_end(source.line(end));
    let text = source.text().get(shown.clone()).unwrap_or_default();
    let labels = with_relative_offsets(labels, shown, 0);
    Excerpt { text: Cow::Borrowed(text), line, column: None, labels }
}

/// An excerpt of a long line: `range` with its surroundings.
fn excerpt_of_long_line<'a>(source: &Source, labels: Vec<ShownLabel<'a>>, range: Range<usize>) -> Excerpt<'a> {
    let line = source.line(range.start);
    let (line_start, line_end) = (source.line_start(line), source.line_end(line));
    let end = range.end.min(range.start + MAX_LABELLED_LONG_LINE_LEN) + BYTES_AROUND_LABELS;
    let from = source.text().floor_char_boundary(range.start.saturating_sub(BYTES_AROUND_LABELS)).max(line_start);
    let to = source.text().ceil_char_boundary(end).min(line_end);
    let before = if from > line_start { CUT_MARK } else { "" };
    let after = if to < line_end { CUT_MARK } else { "" };
    let text = format!("{before}{}{after}", source.text().get(from..to).unwrap_or_default());
    let labels = with_relative_offsets(labels, from..to, before.len());
    Excerpt { labels, text: Cow::Owned(text), line, column: None }
}

/// The labels with offsets in an excerpt: the part `shown` of the source, after a mark of `mark_len` bytes.
fn with_relative_offsets<'a>(
    mut labels: Vec<ShownLabel<'a>>,
    shown: Range<usize>,
    mark_len: usize,
) -> Vec<ShownLabel<'a>> {
    let offset = |offset: usize| offset.min(shown.end).saturating_sub(shown.start) + mark_len;
    labels.iter_mut().for_each(|label| label.range = offset(label.range.start)..offset(label.range.end));
    labels
}
