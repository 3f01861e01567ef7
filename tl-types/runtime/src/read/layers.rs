//! Access for the reading of older layers: the state of a reader as the start of a walk, and back.

use bytes::Bytes;

use super::Reader;
use crate::interpret::Position;
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

    /// A reader of other bytes, with the budgets of this one.
    pub(crate) fn of_other_bytes<'b>(&self, bytes: &'b [u8], shared: Option<&'b Bytes>) -> Reader<'b> {
        Reader {
            depth_left: self.depth_left,
            max_items: self.max_items,
            refuses_unknown_flags: self.refuses_unknown_flags,
            ..Reader::with_input(bytes, shared)
        }
    }

    /// Moves past bytes that were read elsewhere.
    pub(crate) fn skip(&mut self, n_bytes: usize) {
        self.rest = self.rest.get(n_bytes..).unwrap_or_default();
    }
}
