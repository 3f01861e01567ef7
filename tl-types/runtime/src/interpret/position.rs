//! The position of a walk: the bytes that are left, the path, and the budgets.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::halt::{Halt, WalkError};
use super::scope::Numbers;
use crate::error::ErrorKind;
use crate::limits::Limits;
#[cfg(feature = "json")]
use crate::table::condition_of_row;
use crate::table::{Combinator, CombinatorKind, FieldRow, Table};

/// Number of ids whose constructors are remembered.
const N_KNOWN_IDS: usize = 16;

/// Stands for no constructor.
const NO_INDEX: u32 = u32::MAX;

/// The place that a walk has reached.
#[derive(Debug)]
pub struct Position<'i, 't> {
    pub(super) table: &'t Table<'t>,
    pub(super) rest: &'i [u8],
    /// Length of the whole input.
    len: usize,
    depth_left: u32,
    max_items: usize,
    /// Memory that the receiver may take for the value, in bytes.
    memory: usize,
    /// Items of no bytes that may follow.
    empty_items_left: usize,
    /// Whether unknown bits of flags fields are an error.
    pub(super) refuses_unknown_flags: bool,
    /// Whether strings may have long length prefixes, padding that isn't zero, and contents that aren't UTF-8.
    pub(super) accepts_odd_strings: bool,
    /// Whether the value is only checked, because its field is not wanted.
    pub(super) is_muted: bool,
    /// The fields beside the last number, and its variable.
    pub(super) rows: &'t [FieldRow],
    pub(super) variable: u16,
    pub(super) steps: Vec<Step>,
    /// The bits of the last flags field that belong to some field.
    pub(super) known_bits: u32,
    /// The indices of constructors that were found by their ids, at `id % N_KNOWN_IDS`. Values repeat few constructors.
    known_ids: [(u32, u32); N_KNOWN_IDS],
    pub(super) numbers: Numbers,
}

/// A step of the path, from the outermost value inwards.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// The start of a combinator, by index.
    Combinator(usize),
    /// A field: its name's word, and its index in the declaration.
    Field(u16, usize),
    /// An item of a list.
    Item(u32),
}

impl<'i, 't> Position<'i, 't> {
    pub(crate) fn new(table: &'t Table<'t>, bytes: &'i [u8], limits: &Limits) -> Self {
        let budget = limits.allocation_budget(bytes.len());
        Self::with_budgets(table, bytes, limits.depth, limits.items, budget)
    }

    pub(crate) fn with_budgets(
        table: &'t Table<'t>,
        bytes: &'i [u8],
        depth: u32,
        max_items: usize,
        budget: usize,
    ) -> Self {
        Self {
            table,
            rest: bytes,
            len: bytes.len(),
            depth_left: depth,
            max_items,
            memory: budget,
            empty_items_left: budget / size_of::<u64>(),
            refuses_unknown_flags: false,
            accepts_odd_strings: false,
            is_muted: false,
            rows: &[],
            variable: 0,
            steps: Vec::new(),
            known_bits: 0,
            known_ids: [(0, NO_INDEX); N_KNOWN_IDS],
            numbers: Numbers::default(),
        }
    }

    /// Number of bytes before the position.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.len - self.rest.len()
    }

    /// The bytes after the position.
    #[must_use]
    pub fn remaining(&self) -> &'i [u8] {
        self.rest
    }

    /// Memory that a receiver may take for the value, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.memory
    }

    /// The bits of the last flags field that belong to some field.
    pub(crate) fn known_bits(&self) -> u32 {
        self.known_bits
    }

    /// The bits of the flags field at the position that decide about a field beside it. Those that decide about fields of a
    /// repetition alone are not among them.
    #[cfg(feature = "json")]
    pub(crate) fn bits_of_fields_beside(&self) -> u32 {
        let conditions = self.rows.iter().filter_map(condition_of_row);
        let own = conditions.filter(|(variable, _)| *variable == self.variable);
        own.fold(0, |bits, (_, bit)| bits | 1 << bit)
    }

    /// Makes unknown bits of flags fields an error.
    pub(crate) fn refuse_unknown_flags(mut self) -> Self {
        self.refuses_unknown_flags = true;
        self
    }

    /// Accepts strings that no TL writer produces.
    pub(super) fn accept_odd_strings(mut self) -> Self {
        self.accepts_odd_strings = true;
        self
    }

    /// Number of lists and of fields with a value of a declared type around the position.
    #[must_use]
    pub fn n_steps(&self) -> usize {
        self.steps.len()
    }

    /// The path from the outermost value: its constructor, then fields and items, as in
    /// `messages.dialogs.messages[3].media`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (index, step) in self.steps.iter().enumerate() {
            // Writing to a string can't fail.
            let _ = match *step {
                Step::Combinator(combinator) if index == 0 => path.write_str(self.table.combinator(combinator).name()),
                Step::Combinator(_) => Ok(()),
                Step::Field(word, index) => match self.table.word(usize::from(word)) {
                    "" => write!(path, ".{index}"),
                    name if path.is_empty() => path.write_str(name),
                    name => write!(path, ".{name}"),
                },
                Step::Item(index) => write!(path, "[{index}]"),
            };
        }
        path
    }

    /// The error for bytes that are left.
    pub(crate) fn finish(&self) -> Result<(), Halt> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(self.error(ErrorKind::TrailingBytes { left })),
        }
    }

    #[cold]
    pub(super) fn error(&self, kind: ErrorKind) -> Halt {
        self.error_at(kind, self.offset())
    }

    #[cold]
    pub(super) fn error_at(&self, kind: ErrorKind, offset: usize) -> Halt {
        Halt::Invalid(Box::new(WalkError { kind, offset, path: self.path() }))
    }

    /// The constructor with an id.
    pub(super) fn constructor_by_id(&mut self, id: u32) -> Option<Combinator<'t>> {
        let slot = &mut self.known_ids[id as usize % N_KNOWN_IDS];
        if let (known, index) = *slot
            && known == id
            && index != NO_INDEX
        {
            return Some(self.table.combinator(index as usize));
        }
        let found = self.table.by_id(id).filter(|found| found.kind() == CombinatorKind::Constructor)?;
        *slot = (id, u32::try_from(found.index).unwrap_or(NO_INDEX));
        Some(found)
    }

    /// Enters one nesting level.
    pub(super) fn deeper(&mut self) -> Result<(), Halt> {
        match self.depth_left.checked_sub(1) {
            Some(left) => self.depth_left = left,
            None => return Err(self.error(ErrorKind::TooDeep)),
        }
        Ok(())
    }

    pub(super) fn shallower(&mut self) {
        self.depth_left += 1;
    }

    /// Checks the number of items of a list against the bytes that are left, and against the limits.
    pub(super) fn check_count(&mut self, count: u32, least_size: usize) -> Result<(), Halt> {
        let n_items = usize::try_from(count).unwrap_or(usize::MAX);
        if n_items.saturating_mul(least_size) > self.rest.len() {
            return Err(self.error(ErrorKind::VectorTooLong { count, left: self.rest.len() }));
        }
        if n_items > self.max_items {
            return Err(self.error(ErrorKind::TooManyItems { len: n_items }));
        }
        if least_size == 0 {
            match self.empty_items_left.checked_sub(n_items) {
                Some(left) => self.empty_items_left = left,
                None => return Err(self.error(ErrorKind::TooLarge)),
            }
        }
        Ok(())
    }

    /// Takes `N` bytes.
    #[inline]
    pub(super) fn chunk<const N: usize>(&mut self) -> Result<&'i [u8; N], Halt> {
        match self.rest.split_first_chunk() {
            Some((chunk, rest)) => {
                self.rest = rest;
                Ok(chunk)
            }
            None => Err(self.error(ErrorKind::UnexpectedEnd { needed: N, left: self.rest.len() })),
        }
    }

    /// Moves past bytes that the receiver has read.
    pub(super) fn skip(&mut self, n_bytes: usize) -> Result<(), Halt> {
        match self.rest.get(n_bytes..) {
            Some(rest) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(self.error(ErrorKind::UnexpectedEnd { needed: n_bytes, left: self.rest.len() })),
        }
    }

    /// Takes a number of 4 bytes.
    #[inline]
    pub(super) fn word(&mut self) -> Result<u32, Halt> {
        Ok(u32::from_le_bytes(*self.chunk()?))
    }

    /// Takes a byte string; returns its contents, and all of its bytes. Source: "Binary data serialization" of the TL
    /// specification.
    pub(super) fn byte_string(&mut self) -> Result<(&'i [u8], &'i [u8]), Halt> {
        let Some(&[first, b0, b1, b2]) = self.rest.first_chunk() else {
            return Err(self.error(ErrorKind::UnexpectedEnd { needed: 4, left: self.rest.len() }));
        };
        let (start, len) = match first {
            0..254 => (1, usize::from(first)),
            _ => (4, usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16),
        };
        if first == 255 || start == 4 && len < 254 && !self.accepts_odd_strings {
            return Err(self.error(ErrorKind::NonCanonicalLength));
        }
        let n_bytes = (start + len).next_multiple_of(4);
        let Some((whole, rest)) = self.rest.split_at_checked(n_bytes) else {
            return Err(self.error(ErrorKind::UnexpectedEnd { needed: n_bytes, left: self.rest.len() }));
        };
        if !self.accepts_odd_strings && whole[start + len..].iter().any(|byte| *byte != 0) {
            return Err(self.error(ErrorKind::NonZeroPadding));
        }
        self.rest = rest;
        Ok((&whole[start..start + len], whole))
    }
}
