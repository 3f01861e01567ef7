//! A parsed file: flat vectors of entries and nodes that borrow the text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entry::{DeclarationKind, Entry};
use super::node::Node;
use crate::shared_types::{Dialect, Doc};
use crate::text::restored::RestoredText;
use crate::text::source::{SourceId, Span};

/// A source text after parsing.
#[derive(Clone, Debug, Default)]
pub struct File<'a> {
    /// The source that was parsed.
    pub source: SourceId,
    /// The dialect in which it was parsed.
    pub dialect: Dialect,
    /// Whether `/* … */` is a comment in it.
    pub block_comments: bool,
    /// The layer of the schema: the number in the last `// LAYER n` comment, or the layer of a source in JSON; `None`
    /// without either.
    pub layer: Option<u32>,
    /// Type names and their descriptions, from `//@class` comments.
    pub classes: BTreeMap<String, String>,
    pub(crate) text: &'a str,
    pub(crate) nodes: Vec<Node>,
    pub(crate) entries: Vec<Entry>,
    /// Documentation comments, each with the offset of the name of its declaration, in ascending order.
    pub(crate) docs: Vec<(u32, Doc)>,
    /// Ranges of statements that could not be parsed. Every name in them counts as declared.
    pub(crate) broken: Vec<(u32, u32)>,
    /// Entries whose written id cannot be checked, as indices in ascending order.
    pub(crate) unverifiable: Vec<u32>,
    /// The map from `text` back to the source, if `text` was restored from another format.
    pub(crate) restored: Option<&'a RestoredText>,
}

impl<'a> File<'a> {
    /// The TL text that was parsed: the source, or the text restored from a source in JSON.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Indices of all nodes of a declaration.
    pub(crate) fn nodes_of(&self, entry: &Entry) -> Range<u32> {
        match entry.kind {
            DeclarationKind::Combinator | DeclarationKind::Partial => {
                entry.first..entry.result + self.nodes[entry.result as usize].n_nodes
            }
            DeclarationKind::Directive(_) => entry.first..entry.first,
        }
    }

    /// The declaration that contains a node.
    pub(crate) fn entry_of(&self, node: u32) -> Option<&Entry> {
        let n_before = self.entries.partition_point(|entry| entry.first <= node);
        self.entries.get(n_before.checked_sub(1)?)
    }

    /// The text between two offsets.
    pub(crate) fn slice(&self, start: u32, end: u32) -> &'a str {
        &self.text[start as usize..end as usize]
    }

    /// The span in the source of the text between two offsets.
    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        let range = match self.restored {
            Some(restored) => restored.origin_range(start, end),
            None => start as usize..end as usize,
        };
        Span { source: self.source, start: range.start, end: range.end }
    }

    /// The name of a declaration.
    pub(crate) fn name(&self, entry: &Entry) -> &'a str {
        self.slice(entry.name_start, entry.name_end)
    }

    /// Whether the written id of an entry cannot be checked, because the source omits parts of the declaration.
    pub(crate) fn id_is_unverifiable(&self, entry: u32) -> bool {
        self.unverifiable.binary_search(&entry).is_ok()
    }
}
