//! The combinators that are being written, and their fields in the order in which they were written.

use alloc::vec::Vec;

use super::rules::Conversion;

/// A combinator or round that is being written.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    /// Whether it is an older combinator, whose state is the last [`Upgrade`]. If not, it is copied as it is.
    pub(super) is_older: bool,
    /// The conversion of the value that contains the combinator.
    pub(super) outer: Conversion<'a>,
    /// Bytes after the combinator.
    pub(super) after: &'a [u8],
}

/// The state of an older combinator that is being written as another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Upgrade {
    pub(super) old: usize,
    pub(super) target: usize,
    /// The first of its parts.
    first_part: usize,
    /// The field after the last one that was found by name. The next one usually follows.
    pub(super) next_field: usize,
    /// The written fields with an index below 64, as bits.
    written: u64,
    is_sorted: bool,
}

/// A written field: its index in today's combinator, and its start in the output.
#[derive(Clone, Copy, Debug)]
struct Part {
    field: usize,
    start: usize,
}

/// The output, and the parts of all open combinators.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub(super) bytes: Vec<u8>,
    parts: Vec<Part>,
    /// Copies of parts that change their places.
    copy: Vec<u8>,
}

impl Output {
    pub(super) fn with_capacity(n_bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(n_bytes), ..Self::default() }
    }

    pub(super) fn begin(&self, old: usize, target: usize) -> Upgrade {
        Upgrade { old, target, first_part: self.parts.len(), next_field: 0, written: 0, is_sorted: true }
    }

    /// Begins a field.
    pub(super) fn begin_field(&mut self, upgrade: &mut Upgrade, field: usize) {
        let previous = self.parts.get(upgrade.first_part..).and_then(<[Part]>::last);
        upgrade.is_sorted &= previous.is_none_or(|previous| previous.field < field);
        if field < 64 {
            upgrade.written |= 1 << field;
        }
        self.parts.push(Part { field, start: self.bytes.len() });
    }

    /// Whether a field was written.
    pub(super) fn is_written(&self, upgrade: &Upgrade, field: usize) -> bool {
        if field < 64 { upgrade.written >> field & 1 == 1 } else { self.start_of(upgrade, field).is_some() }
    }

    fn start_of(&self, upgrade: &Upgrade, field: usize) -> Option<usize> {
        let parts = self.parts.get(upgrade.first_part..)?;
        parts.iter().find(|part| part.field == field).map(|part| part.start)
    }

    /// Sets a bit of a flags field that was written before.
    pub(super) fn set_bit(&mut self, upgrade: &Upgrade, flags_field: usize, bit: u8) {
        if let Some(start) = self.start_of(upgrade, flags_field)
            && let Some(byte) = self.bytes.get_mut(start + usize::from(bit / 8))
        {
            *byte |= 1 << (bit % 8);
        }
    }

    /// The value of a flags field that was written before; 0 if there is none.
    pub(super) fn flags(&self, upgrade: &Upgrade, flags_field: usize) -> u32 {
        let start = self.start_of(upgrade, flags_field);
        let word = start.and_then(|start| self.bytes.get(start..)?.first_chunk());
        word.map_or(0, |word| u32::from_le_bytes(*word))
    }

    /// Ends a combinator: puts its fields into the order of today's declaration.
    pub(super) fn end(&mut self, upgrade: &Upgrade) {
        let first = upgrade.first_part.min(self.parts.len());
        if !upgrade.is_sorted {
            self.sort_parts(first);
        }
        self.parts.truncate(first);
    }

    fn sort_parts(&mut self, first: usize) {
        let end = self.bytes.len();
        let parts = &mut self.parts[first..];
        let Some(start) = parts.first().map(|part| part.start) else { return };
        let ends: Vec<_> = parts.iter().skip(1).map(|part| part.start).chain([end]).collect();
        let mut ranges: Vec<_> = parts.iter().zip(ends).map(|(part, end)| (part.field, part.start..end)).collect();
        ranges.sort_by_key(|(field, _)| *field);
        self.copy.clear();
        self.copy.extend_from_slice(self.bytes.get(start..).unwrap_or_default());
        self.bytes.truncate(start);
        for (_, range) in ranges {
            let part = self.copy.get(range.start - start..range.end - start);
            self.bytes.extend_from_slice(part.unwrap_or_default());
        }
    }
}
