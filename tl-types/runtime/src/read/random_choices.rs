//! Random choices from which an arbitrary value is generated, in place of TL bytes.
//!
//! The [`Reader`] of an arbitrary value has an empty input, so every part is missing there and is chosen here.
//! Invariant: every number of choices gives a finite value; after the last choice, each part takes its simplest value.

#[cfg(feature = "arbitrary")]
use super::Reader;
#[cfg(feature = "arbitrary")]
use crate::limits::Limits;

/// Nesting depth that arbitrary values keep in reserve for their innermost values, which are the simplest ones.
#[cfg(feature = "arbitrary")]
const RESERVED_LEVELS: u32 = 16;

/// Exclusive limit of the number of items in a vector or repetition.
const EXCLUSIVE_ITEM_LIMIT: u32 = 5;

#[derive(Clone, Debug)]
pub(super) struct RandomChoices<'a> {
    rest: &'a [u8],
    /// Nesting levels that are granted once the others are used up.
    reserved_levels: u32,
}

impl<'a> RandomChoices<'a> {
    /// Makes all further parts the simplest ones.
    pub(super) fn end(&mut self) {
        self.rest = &[];
    }

    /// `N` bytes of any value.
    pub(super) fn chunk<const N: usize>(&mut self) -> [u8; N] {
        match self.rest.split_first_chunk() {
            Some((chunk, rest)) => {
                self.rest = rest;
                *chunk
            }
            None => {
                self.end();
                [0; N]
            }
        }
    }

    /// A number below `limit`, which is at least 1.
    fn number_below(&mut self, limit: usize) -> usize {
        u32::from_le_bytes(self.chunk()) as usize % limit.max(1)
    }

    /// One of the constructor ids of a type.
    pub(super) fn choose_id(&mut self, ids: &'static [u32]) -> u32 {
        let index = self.number_below(ids.len());
        ids.get(index).copied().unwrap_or(0)
    }

    /// A number of items, made from any number.
    pub(super) fn item_count(&self, number: u32) -> u32 {
        let n_left = u32::try_from(self.rest.len()).unwrap_or(u32::MAX);
        (number % EXCLUSIVE_ITEM_LIMIT).min(n_left)
    }

    /// The content of a string or byte string.
    pub(super) fn string_content(&mut self) -> &'a [u8] {
        let longest = if self.number_below(32) == 0 { 1 << 10 } else { 32 };
        let len = self.number_below(longest);
        self.bytes(len)
    }

    /// `len` bytes, or all that are left.
    pub(super) fn bytes(&mut self, len: usize) -> &'a [u8] {
        let (bytes, rest) = self.rest.split_at(len.min(self.rest.len()));
        self.rest = rest;
        bytes
    }

    /// Ends the choices and returns the reserved nesting levels; `None` if they were taken before.
    pub(super) fn take_reserved_levels(&mut self) -> Option<u32> {
        self.end();
        let levels = core::mem::take(&mut self.reserved_levels);
        (levels > 0).then_some(levels)
    }
}

#[cfg(feature = "arbitrary")]
impl<'a> Reader<'a> {
    /// A reader that generates an arbitrary value from `choices`, of any number.
    pub(crate) fn arbitrary(choices: &'a [u8]) -> Self {
        let limits = Limits::default().with_allocation(usize::MAX, usize::MAX);
        let limits = limits.with_depth(limits.depth - RESERVED_LEVELS);
        let choices = RandomChoices { rest: choices, reserved_levels: RESERVED_LEVELS };
        Self { choices: Some(choices), ..Self::new(&[]).with_limits(limits) }
    }
}
