//! Access for the reading of older layers: the state of a reader as the start of a walk, and back.

use bytes::Bytes;

use super::Reader;
use crate::field_path::NO_FIELD;
use crate::interpret::Position;
use crate::limits::Limits;
use crate::table::Table;

impl<'a> Reader<'a> {
    /// A walk over the remaining bytes, with the budgets of this reader.
    pub(crate) fn position<'t>(&self, table: &'t Table<'t>) -> Position<'a, 't> {
        let position = Position::with_budgets(table, self.rest, self.depth_left, self.max_items, self.allocation_left);
        if self.refuses_unknown_flags { position.refuse_unknown_flags() } else { position }
    }

    /// Whether byte strings share the memory of the input.
    pub(crate) fn is_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// A reader of the rewritten form of the remaining bytes, with the budgets of this one. A longer form gets more memory.
    pub(crate) fn of_other_bytes<'b>(&self, bytes: &'b [u8], shared: Option<&'b Bytes>) -> Reader<'b> {
        let n_more = bytes.len().saturating_sub(self.rest.len());
        let more = n_more.saturating_mul(Limits::default().allocation_factor);
        Reader {
            depth_left: self.depth_left,
            max_items: self.max_items,
            refuses_unknown_flags: self.refuses_unknown_flags,
            allocation_left: self.allocation_left.saturating_add(more),
            ..Reader::with_input(bytes, shared)
        }
    }

    /// Moves past bytes that were read by another reader, and charges the memory that it took.
    pub(crate) fn skip(&mut self, n_bytes: usize, other: &Reader<'_>) {
        self.rest = self.rest.get(n_bytes..).unwrap_or_default();
        self.allocation_left = self.allocation_left.min(other.allocation_left);
    }

    /// Runs `read` for a part of the input, whose value takes `size` bytes of memory. The budgets are those of this reader.
    pub(crate) fn read_part<T>(&mut self, part: &'a [u8], size: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let mut reader = Reader { rest: part, len: part.len(), ..self.clone() };
        reader.charge(size, NO_FIELD);
        let value = read(&mut reader);
        self.allocation_left = reader.allocation_left;
        value
    }
}
