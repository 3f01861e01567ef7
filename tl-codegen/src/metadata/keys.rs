//! The key of each row: given once, and sorted.
//!
//! Sorted means by bytes, numbers by value, so that two people who add a row add it at the same place. Invariant: a
//! row is reported as repeated or as out of order, never as both.

use std::collections::BTreeMap;
use std::fmt::Debug;

use tl_parser::{Diagnostic, Span};

use super::table::Cell;

/// The keys of the rows so far.
pub(super) struct Keys<K> {
    seen: BTreeMap<K, Span>,
    greatest: Option<(K, String)>,
}

impl<K: Ord + Clone + Debug> Keys<K> {
    pub(super) fn new() -> Self {
        Self { seen: BTreeMap::new(), greatest: None }
    }

    /// Takes note of a row's key, of which `cell` is the place and `shown` the text.
    pub(super) fn add(&mut self, key: K, cell: &Cell, shown: &str) -> Option<Diagnostic> {
        if let Some(first) = self.seen.get(&key) {
            let diagnostic = cell.error(format!("`{shown}` has a row already")).label("repeated");
            return Some(diagnostic.also(*first, "first given here"));
        }
        self.seen.insert(key.clone(), cell.span);
        match &self.greatest {
            Some((greatest, before)) if key < *greatest => Some(
                cell.error(format!("`{shown}` stands after `{before}`"))
                    .label("out of order")
                    .help("sort the rows by their bytes, codes by their value"),
            ),
            _ => {
                self.greatest = Some((key, shown.to_owned()));
                None
            }
        }
    }
}
