//! Source texts with their names, and positions in them: spans, lines, columns.
//!
//! This module reads no files; callers add texts to a [`SourceMap`]. It knows no format but plain text: a source in
//! JSON gets its TL text from `json`. Invariant: a [`Span`] made by this crate lies on character boundaries of its
//! [`Source`].

use std::sync::OnceLock;

use super::restored::RestoredText;

/// Index of a [`Source`] in its [`SourceMap`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes in one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source that contains the range.
    pub source: SourceId,
    /// Offset in bytes of the first byte.
    pub start: usize,
    /// Offset in bytes after the last byte.
    pub end: usize,
}

impl Span {
    /// The span from the start of `self` to the end of `last`.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self { end: last.end.max(self.end), ..self }
    }

    /// The empty span at the end of `self`.
    #[must_use]
    pub fn empty_at_end(self) -> Self {
        Self { start: self.end, ..self }
    }
}

/// A position as line and column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The line, counted from 1; lines end with LF.
    pub line: usize,
    /// The column in Unicode scalar values, counted from 1; a byte order mark at the start of the text does not count.
    pub column: usize,
}

/// A text and its name.
#[derive(Clone, Debug)]
pub struct Source {
    id: SourceId,
    name: String,
    text: String,
    line_starts: Vec<usize>,
    /// The TL text restored from `text`, computed once: see [`Source::text_restored_by`].
    restored: OnceLock<Option<Box<RestoredText>>>,
}

impl Source {
    /// The index of the source in its [`SourceMap`].
    #[must_use]
    pub fn id(&self) -> SourceId {
        self.id
    }

    /// The name that diagnostics show, usually a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text of the source.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The TL text that `restore` makes of this source, or `None` if the source is TL itself.
    ///
    /// `restore` runs at the first call only. It must be the same function at every call.
    pub(crate) fn text_restored_by(&self, restore: fn(&str) -> Option<RestoredText>) -> Option<&RestoredText> {
        self.restored.get_or_init(|| restore(&self.text).map(Box::new)).as_deref()
    }

    /// Length in bytes of the byte order mark at the start of the text: 3 or 0.
    #[must_use]
    pub fn byte_order_mark_len(&self) -> usize {
        if self.text.starts_with('\u{feff}') { 3 } else { 0 }
    }

    /// Line and column of the byte at `offset`; offsets beyond the text mean its end.
    #[must_use]
    pub fn location(&self, offset: usize) -> Location {
        let offset = offset.min(self.text.len());
        let line = self.line(offset);
        let start = self.line_start(line).min(offset);
        let before = self.text.get(start..offset).unwrap_or_default();
        Location { line, column: before.chars().count() + 1 }
    }

    /// The line of the byte at `offset`, counted from 1. The cost does not depend on the length of the line.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// Offset in bytes after the last character of `line` (counted from 1), without its LF or CR LF.
    pub(crate) fn line_end(&self, line: usize) -> usize {
        let start = self.line_start(line);
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default();
        let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        start + line.len()
    }

    /// Offset in bytes of the first character of `line` (counted from 1), after a byte order mark.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        start.max(self.byte_order_mark_len())
    }
}

/// The source texts of one run, by [`SourceId`].
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

impl SourceMap {
    /// A map without sources.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text, in TL or as a schema in JSON. `name` is shown in diagnostics.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(self.sources.len() as u32);
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
        self.sources.push(Source { id, name: name.into(), text, line_starts, restored: OnceLock::new() });
        id
    }

    /// The source with this index.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// All sources, in the order in which they were added.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The text that `span` covers; empty if this map does not contain the span.
    #[must_use]
    pub fn snippet(&self, span: Span) -> &str {
        self.get(span.source).and_then(|source| source.text.get(span.start..span.end)).unwrap_or_default()
    }

    /// Line and column of the start of `span`; line 1, column 1 if this map does not contain the source of the span.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        match self.get(span.source) {
            Some(source) => source.location(span.start),
            None => Location { line: 1, column: 1 },
        }
    }
}
