//! TL text that was restored from a source in another format, with a map from its offsets back to the source.
//!
//! Plain data; `json::read` fills it. Invariant: mapped parts and incomplete declarations are sorted and do not
//! overlap.

use std::ops::Range;

/// TL text restored from a source in another format.
#[derive(Clone, Debug, Default)]
pub(crate) struct RestoredText {
    /// The restored declarations as TL.
    pub(crate) text: String,
    /// The layer of the schema.
    pub(crate) layer: Option<u32>,
    /// The parts of `text` that are copies of parts of the source.
    pub(crate) mapped_parts: Vec<MappedPart>,
    /// Declarations, as ranges of `text`, whose id cannot be recomputed because the format omits parts of them.
    pub(crate) incomplete: Vec<Range<u32>>,
    /// The error that made the source unreadable, with `text` then empty; `None` if the source was read.
    pub(crate) fault: Option<ReadError>,
}

/// A part of the restored text and its origin, as offsets and lengths in bytes.
///
/// The lengths differ where the source spells something differently: an id is decimal in JSON and hexadecimal in TL.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MappedPart {
    pub(crate) start: u32,
    pub(crate) len: u32,
    pub(crate) origin: u32,
    pub(crate) origin_len: u32,
    /// Whether the part is an id, which the source writes as a decimal number, and not a copied string.
    pub(crate) is_id: bool,
    /// Whether the source has quotes around the number.
    pub(crate) is_quoted: bool,
}

/// An error that made a source unreadable.
#[derive(Clone, Debug)]
pub(crate) struct ReadError {
    /// The position of the error, as an offset in bytes of the source.
    pub(crate) offset: usize,
    /// The reason, for a message.
    pub(crate) reason: String,
}

impl RestoredText {
    /// The range of the source that a range of the restored text comes from.
    pub(crate) fn origin_range(&self, start: u32, end: u32) -> Range<usize> {
        let start = self.origin_offset(start);
        start..self.origin_offset(end).max(start)
    }

    fn origin_offset(&self, offset: u32) -> usize {
        let n_before = self.mapped_parts.partition_point(|piece| piece.start <= offset);
        let Some(piece) = n_before.checked_sub(1).and_then(|idx| self.mapped_parts.get(idx)) else {
            return 0;
        };
        // The two spellings of an id correspond at their start and their end only.
        let inside = match offset - piece.start {
            inside if inside >= piece.len => piece.origin_len,
            inside => inside.min(piece.origin_len),
        };
        (piece.origin + inside) as usize
    }

    /// The mapped part whose origin contains a range of the source.
    pub(crate) fn part_at_origin(&self, range: &Range<usize>) -> Option<&MappedPart> {
        let contains = |part: &&MappedPart| {
            let start = part.origin as usize;
            start <= range.start && range.end <= start + part.origin_len as usize
        };
        self.mapped_parts.iter().find(contains)
    }

    /// Whether `offset` lies in a declaration of which the source format omits parts.
    pub(crate) fn is_in_incomplete_declaration(&self, offset: u32) -> bool {
        let n_before = self.incomplete.partition_point(|range| range.start <= offset);
        n_before.checked_sub(1).is_some_and(|idx| self.incomplete[idx].contains(&offset))
    }
}
