//! Texts under their file names, and places in them.
//!
//! Nothing here reads a file: whoever has the text adds it. Invariant: a [`Span`] made by this crate lies on character
//! boundaries of the [`Source`] it names.

use crate::json::read::Restored;

/// Index of a [`Source`] in its [`SourceMap`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes in one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceId,
    /// Offset in bytes of the first byte.
    pub start: usize,
    /// Offset in bytes just after the last byte.
    pub end: usize,
}

impl Span {
    /// From the start of `self` to the end of `last`.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self { end: last.end.max(self.end), ..self }
    }

    /// The empty span at the end of `self`.
    #[must_use]
    pub fn after(self) -> Self {
        Self { start: self.end, ..self }
    }
}

/// A place for people: both numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The line; lines end with LF.
    pub line: usize,
    /// The column, in Unicode scalar values; a byte order mark at the start of the text does not count.
    pub column: usize,
}

/// One text and the name it is reported under.
#[derive(Clone, Debug)]
pub struct Source {
    id: SourceId,
    name: String,
    text: String,
    line_starts: Vec<usize>,
    restored: Option<Box<Restored>>,
}

impl Source {
    /// Its index in the map it came from.
    #[must_use]
    pub fn id(&self) -> SourceId {
        self.id
    }

    /// The name it is reported under, usually a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is a schema in JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.restored.is_some()
    }

    /// The text of the language that it stands for, if it is a schema in JSON.
    pub(crate) fn restored(&self) -> Option<&Restored> {
        self.restored.as_deref()
    }

    /// Length in bytes of the byte order mark that opens the text: 3 or 0.
    #[must_use]
    pub fn mark_len(&self) -> usize {
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

    /// The line of the byte at `offset`, counted from 1, at a cost that does not depend on how long the line is.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// Offset in bytes just after the last character of `line` (counted from 1), its LF and a CR before that left out.
    pub(crate) fn line_end(&self, line: usize) -> usize {
        let start = self.line_start(line);
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default();
        let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        start + line.len()
    }

    /// Offset in bytes of the first character of `line` (counted from 1), the byte order mark left out.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        start.max(self.mark_len())
    }
}

/// All texts of one run.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

impl SourceMap {
    /// A map without texts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text; `name` is what diagnostics call it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(self.sources.len() as u32);
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
        let restored = Restored::of(&text).map(Box::new);
        self.sources.push(Source { id, name: name.into(), text, line_starts, restored });
        id
    }

    /// The text with this index, if this map has it.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// All texts, in the order they were added.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The text that `span` covers; empty when this map does not have it.
    #[must_use]
    pub fn snippet(&self, span: Span) -> &str {
        self.get(span.source).and_then(|source| source.text.get(span.start..span.end)).unwrap_or_default()
    }

    /// Line and column where `span` begins; line 1, column 1 when this map does not have its source.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        match self.get(span.source) {
            Some(source) => source.location(span.start),
            None => Location { line: 1, column: 1 },
        }
    }
}
