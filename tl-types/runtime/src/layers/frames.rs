//! The output, the combinators that are being written, and their fields in the order in which they were written.
//!
//! Bytes that stay the same are copied late: a run of them ends where other bytes are written, or where bytes are left
//! out. Most fields thus cost no copy of their own.

use alloc::rc::Rc;
use alloc::vec::Vec;

use super::plan::{Bit, Plan};
use super::rules::Conversion;

/// A combinator or round that is being written.
#[derive(Debug)]
pub(super) struct Frame {
    /// Whether it is an older combinator, whose state is the last [`Upgrade`]. If not, it is copied as it is.
    pub(super) is_older: bool,
    /// The conversion of the value that contains the combinator.
    pub(super) outer: Conversion,
}

/// The state of an older combinator that is being written as another one.
#[derive(Debug)]
pub(super) struct Upgrade {
    pub(super) plan: Rc<Plan>,
    /// The first of its parts.
    first_part: usize,
    /// The written fields with an index below 64, as bits.
    written: u64,
    is_sorted: bool,
    /// The least field that may follow in the order of today's declaration.
    least_next: u32,
}

/// A written field: its index in today's combinator, and its start in the output.
#[derive(Clone, Copy, Debug)]
struct Part {
    field: u16,
    start: usize,
}

/// The output, and the parts of all open combinators.
#[derive(Debug)]
pub(super) struct Output<'i> {
    input: &'i [u8],
    /// Offset in the input up to which bytes were copied or left out. The bytes after it follow those of `bytes`.
    n_done: usize,
    bytes: Vec<u8>,
    parts: Vec<Part>,
    /// Copies of parts that change their places.
    copy: Vec<u8>,
}

impl<'i> Output<'i> {
    pub(super) fn new(input: &'i [u8], capacity: usize) -> Self {
        Self { input, n_done: 0, bytes: Vec::with_capacity(capacity), parts: Vec::new(), copy: Vec::new() }
    }

    /// The length of the output if the input is copied up to an offset.
    #[inline]
    pub(super) fn len_at(&self, offset: usize) -> usize {
        self.bytes.len() + offset.saturating_sub(self.n_done)
    }

    /// Copies the input up to an offset, and leaves out the bytes between it and `end`.
    pub(super) fn leave_out(&mut self, offset: usize, end: usize) {
        self.bytes.extend_from_slice(self.input.get(self.n_done..offset).unwrap_or_default());
        self.n_done = end;
    }

    /// Copies the input up to an offset, and appends other bytes.
    pub(super) fn write(&mut self, offset: usize, bytes: &[u8]) {
        self.replace(offset, offset, bytes);
    }

    /// Writes `bytes` in the place of the input from an offset to `end`.
    pub(super) fn replace(&mut self, offset: usize, end: usize, bytes: &[u8]) {
        self.leave_out(offset, end);
        self.bytes.extend_from_slice(bytes);
    }

    /// All bytes, with the input up to an offset.
    pub(super) fn into_bytes(mut self, offset: usize) -> Vec<u8> {
        self.leave_out(offset, offset);
        self.bytes
    }

    pub(super) fn begin(&self, plan: Rc<Plan>) -> Upgrade {
        Upgrade { plan, first_part: self.parts.len(), written: 0, is_sorted: true, least_next: 0 }
    }

    /// Begins a field, before which the input ends at an offset.
    pub(super) fn begin_field(&mut self, upgrade: &mut Upgrade, field: u16, offset: usize) {
        upgrade.is_sorted &= u32::from(field) >= upgrade.least_next;
        upgrade.least_next = u32::from(field) + 1;
        if field < 64 {
            upgrade.written |= 1 << field;
        }
        self.parts.push(Part { field, start: self.len_at(offset) });
    }

    /// Whether a field was written.
    pub(super) fn is_written(&self, upgrade: &Upgrade, field: u16) -> bool {
        if field < 64 { upgrade.written >> field & 1 == 1 } else { self.start_of(upgrade, field).is_some() }
    }

    fn start_of(&self, upgrade: &Upgrade, field: u16) -> Option<usize> {
        let parts = self.parts.get(upgrade.first_part..)?;
        parts.iter().find(|part| part.field == field).map(|part| part.start)
    }

    /// Sets a bit of a flags field that was written before.
    pub(super) fn set_bit(&mut self, upgrade: &Upgrade, Bit { flags_field, bit }: Bit) {
        if let Some(start) = self.start_of(upgrade, flags_field)
            && let Some(byte) = self.bytes.get_mut(start + usize::from(bit / 8))
        {
            *byte |= 1 << (bit % 8);
        }
    }

    /// Whether a bit of a flags field that was written before is set.
    pub(super) fn is_set(&self, upgrade: &Upgrade, Bit { flags_field, bit }: Bit) -> bool {
        let start = self.start_of(upgrade, flags_field);
        let byte = start.and_then(|start| self.bytes.get(start + usize::from(bit / 8)));
        byte.is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// Ends a combinator at an offset of the input: puts its fields into the order of today's declaration.
    pub(super) fn end(&mut self, upgrade: &Upgrade, offset: usize) {
        let first = upgrade.first_part.min(self.parts.len());
        if !upgrade.is_sorted {
            self.leave_out(offset, offset);
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
