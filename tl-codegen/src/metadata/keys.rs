//! Row keys and the names that rows may refer to.
//!
//! The key of a row is unique, and rows are sorted by key: text by bytes, numbers by value. Two people who add the same
//! row therefore add it on the same line. Invariant: a row is reported as repeated or as out of order, never as both.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Diagnostic, Span};

use super::table::{Cell, Table};

/// The `method` of an error that any function may return.
pub const ANY_METHOD: &str = "*";

/// The `method` of an error that no source assigns to a function.
pub const NO_METHOD: &str = "?";

/// The keys of the rows read so far.
pub(crate) struct SortedUniqueKeys<K> {
    seen: BTreeMap<K, Span>,
    greatest: Option<(K, String)>,
}

impl<K: Ord + Clone> SortedUniqueKeys<K> {
    pub(crate) fn new() -> Self {
        Self { seen: BTreeMap::new(), greatest: None }
    }

    /// Records the key of a row and checks it against the rows before; a finding points at `cell` and quotes `shown`.
    pub(crate) fn add_and_check(&mut self, key: K, cell: &Cell, shown: &str) -> Option<Diagnostic> {
        if let Some(first) = self.seen.get(&key) {
            let diagnostic = cell.error_at_cell(format!("`{shown}` has a row already")).label("repeated");
            return Some(diagnostic.secondary_label(*first, "first given here"));
        }
        self.seen.insert(key.clone(), cell.span);
        match &self.greatest {
            Some((greatest, before)) if key < *greatest => {
                let error = cell.error_at_cell(format!("`{shown}` stands after `{before}`")).label("out of order");
                Some(error.help("sort the rows by their bytes, codes by their value"))
            }
            _ => {
                self.greatest = Some((key, shown.to_owned()));
                None
            }
        }
    }
}

/// The ids that `sources.tsv` declares.
pub(super) struct KnownSourceIds {
    ids: BTreeSet<String>,
    is_complete: bool,
}

impl KnownSourceIds {
    pub(super) fn new(table: &Table) -> Self {
        let ids = table.rows.iter().map(|row| row.cell_in_column(0).text.clone()).collect();
        Self { ids, is_complete: table.is_complete }
    }

    /// Whether `sources.tsv` may declare `id`. If rows of the table could not be read, the answer is always yes.
    pub(super) fn may_declare(&self, id: &str) -> bool {
        !id.is_empty() && (!self.is_complete || self.ids.contains(id))
    }
}
