//! How much of a text is shown with a finding.
//!
//! Labels that are near each other share an excerpt: whole lines, from the first label to the last. Others have one
//! each, and of a long line only the surroundings of the labels are shown. Invariant: the size of an excerpt is bounded
//! by the number of its labels, not by the text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::AnnotationKind;

use super::Label;
use crate::text::source::{Location, Source, SourceId};

/// Lines that may lie between labels of one excerpt.
const MOST_LINES: usize = 20;

/// Bytes of a line that is still shown as a whole.
const LONGEST_LINE: usize = 300;

/// Bytes of a longer line that labels of one excerpt may cover.
const LONGEST_LABEL: usize = 60;

/// Bytes of a longer line that are shown on each side of the labels. With these the renderer has nothing to cut.
const SURROUNDINGS: usize = 30;

/// Stands where a line was cut.
const CUT: &str = "...";

/// A label in an excerpt.
pub(super) struct Place<'a> {
    pub(super) kind: AnnotationKind,
    /// What the label says.
    pub(super) text: &'a str,
    /// Offsets in the source, or in the excerpt that it is part of.
    pub(super) range: Range<usize>,
}

/// A part of a text, with the labels in it.
pub(super) struct Excerpt<'a> {
    pub(super) text: Cow<'a, str>,
    /// The line of its first character.
    pub(super) line: usize,
    /// The column of its first label, if that cannot be told from the text because the line is cut.
    pub(super) column: Option<usize>,
    pub(super) places: Vec<Place<'a>>,
}

/// Columns that were counted before, so that findings on one long line do not count it from its start each.
#[derive(Default)]
pub(super) struct Columns(BTreeMap<(SourceId, usize), usize>);

impl Columns {
    /// Line and column of a byte.
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

/// The excerpts that show all labels, in the order of the labels.
pub(super) fn excerpts<'a>(
    source: &'a Source,
    labels: &[(AnnotationKind, &'a Label)],
    columns: &mut Columns,
) -> Vec<Excerpt<'a>> {
    groups(source, labels).into_iter().map(|places| excerpt(source, places, columns)).collect()
}

/// The labels that can be shown together.
fn groups<'a>(source: &Source, labels: &[(AnnotationKind, &'a Label)]) -> Vec<Vec<Place<'a>>> {
    let mut ranges: Vec<_> = labels.iter().map(|(_, label)| shortened(source, label)).enumerate().collect();
    ranges.sort_by_key(|(idx, range)| (range.start, *idx));
    let mut groups = Vec::<(Range<usize>, Vec<(usize, Range<usize>)>)>::new();
    for (idx, range) in ranges {
        match groups.last_mut() {
            Some((whole, members)) if are_near(source, whole, &range) => {
                whole.end = whole.end.max(range.end);
                members.push((idx, range));
            }
            _ => groups.push((range.clone(), vec![(idx, range)])),
        }
    }
    let mut groups: Vec<_> = groups.into_iter().map(|(_, members)| members).collect();
    groups.iter_mut().for_each(|members| members.sort_by_key(|(idx, _)| *idx));
    groups.sort_by_key(|members| members.first().map(|(idx, _)| *idx));
    let place = |(idx, range): (usize, Range<usize>)| {
        let (kind, label) = labels[idx];
        Place { kind, text: label.text.as_str(), range }
    };
    groups.into_iter().map(|members| members.into_iter().map(place).collect()).collect()
}

/// The range of a label, or the part in its first line if it has more lines than can be shown.
fn shortened(source: &Source, label: &Label) -> Range<usize> {
    let len = source.text().len();
    let start = source.text().floor_char_boundary(label.span.start.min(len));
    let end = source.text().ceil_char_boundary(label.span.end.clamp(start, len));
    match are_whole(source, source.line(start), source.line(end)) {
        true => start..end,
        false => start..end.min(source.line_end(source.line(start)).max(start)),
    }
}

/// Whether a label can be shown with those that cover `whole` and begin before it.
fn are_near(source: &Source, whole: &Range<usize>, next: &Range<usize>) -> bool {
    let (first, last) = (source.line(whole.start), source.line(next.end.max(whole.end)));
    // Lines of the labels before are known to be short unless there is just one.
    let from = source.line(whole.end).max(first);
    let is_one_line = first == last && next.end.max(whole.end) - whole.start <= LONGEST_LABEL;
    is_one_line || are_whole(source, first, first) && are_whole(source, from, last)
}

/// Whether these lines are few and short enough to be shown whole.
fn are_whole(source: &Source, first: usize, last: usize) -> bool {
    let is_short = |line| source.line_end(line) - source.line_start(line) <= LONGEST_LINE;
    last.saturating_sub(first) <= MOST_LINES && (first..=last).all(is_short)
}

fn excerpt<'a>(source: &'a Source, places: Vec<Place<'a>>, columns: &mut Columns) -> Excerpt<'a> {
    let start = places.iter().map(|place| place.range.start).min().unwrap_or_default();
    let end = places.iter().map(|place| place.range.end).max().unwrap_or_default();
    let line = source.line(start);
    if !are_whole(source, line, line) {
        let column = places.first().map(|place| columns.column(source, place.range.start));
        return Excerpt { column, ..cut(source, places, start..end) };
    }
    let from = source.line_start(line);
    let text = source.text().get(from..source.line_end(source.line(end))).unwrap_or_default();
    let places = moved(places, from, text.len());
    Excerpt { text: Cow::Borrowed(text), line, column: None, places }
}

/// The surroundings of `range`, which lies in one line.
fn cut<'a>(source: &Source, places: Vec<Place<'a>>, range: Range<usize>) -> Excerpt<'a> {
    let line = source.line(range.start);
    let (line_start, line_end) = (source.line_start(line), source.line_end(line));
    let end = range.end.min(range.start + LONGEST_LABEL) + SURROUNDINGS;
    let from = source.text().floor_char_boundary(range.start.saturating_sub(SURROUNDINGS)).max(line_start);
    let to = source.text().ceil_char_boundary(end).min(line_end);
    let before = if from > line_start { CUT } else { "" };
    let after = if to < line_end { CUT } else { "" };
    let text = format!("{before}{}{after}", source.text().get(from..to).unwrap_or_default());
    let places = moved(places, from, to.saturating_sub(from)).into_iter();
    let places =
        places.map(|place| Place { range: place.range.start + before.len()..place.range.end + before.len(), ..place });
    Excerpt { places: places.collect(), text: Cow::Owned(text), line, column: None }
}

/// The same places counted from `from`, none beyond `len`.
fn moved(places: Vec<Place<'_>>, from: usize, len: usize) -> Vec<Place<'_>> {
    let offset = |offset: usize| offset.saturating_sub(from).min(len);
    let moved = |place: Place<'_>| -> Range<usize> { offset(place.range.start)..offset(place.range.end) };
    places.into_iter().map(|place| Place { kind: place.kind, text: place.text, range: moved(place) }).collect()
}
