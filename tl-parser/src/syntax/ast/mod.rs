//! A schema as written: every declaration with its places, nothing looked up.
//!
//! A [`File`] keeps all of it in a few vectors and borrows its words from the text; what this module shows are views into
//! them, small enough to be copied. Brackets, groups of names, the spelling of numbers and of ids are kept, so that
//! [`crate::syntax::print`] gives a declaration back; blanks and comments are not. What a name means is not known here.
//! Invariant: a view is of a node of the kind that it needs.

pub(crate) mod node;
mod normal;
mod term;
mod view;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::Dialect;
use crate::json::read::Restored;
use crate::meaning::schema::{Doc, Section};
use crate::text::lex::Token;
use crate::text::source::{SourceId, Span};
pub(crate) use node::{Node, NodeKind};
pub(crate) use normal::{Applied, FoldedSum};
pub use term::{AngleArgs, Application, Args, Atom, Expr, Number, Sum, Term, Terms};
pub(crate) use view::{Children, View};
pub use view::{Combinator, Condition, Directive, Field, FieldType, Id, Ident, Params, Partial, Repetition};

/// One text, read.
#[derive(Clone, Debug, Default)]
pub struct File<'a> {
    /// Where it came from.
    pub source: SourceId,
    /// The dialect it was read in.
    pub dialect: Dialect,
    /// The number in its last `// LAYER n` comment.
    pub layer: Option<u32>,
    /// Types and what `//@class` says about them.
    pub classes: BTreeMap<String, String>,
    pub(crate) text: &'a str,
    pub(crate) nodes: Vec<Node>,
    pub(crate) entries: Vec<Entry>,
    /// Documentation, by the place where the name of the declaration begins.
    pub(crate) docs: Vec<(u32, Doc)>,
    /// Places of statements that could not be read: whatever they name counts as declared.
    pub(crate) broken: Vec<(u32, u32)>,
    /// Declarations whose id can't be computed, in order.
    pub(crate) trusted: Vec<u32>,
    /// The JSON that the text was restored from.
    pub(crate) restored: Option<&'a Restored>,
}

/// What a file keeps of a declaration besides its nodes, in 24 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) kind: DeclarationKind,
    pub(crate) section: Section,
    /// Digits of the written id; none without.
    pub(crate) n_digits: u8,
    /// [`BUILTIN`], [`ARROW`] and [`UPPER_NAMES`].
    pub(crate) marks: u8,
    pub(crate) id: u32,
    pub(crate) name_start: u32,
    pub(crate) name_end: u32,
    /// Its first node.
    pub(crate) first: u32,
    /// The node of its result, or of what is applied: the last one with all that is inside of it.
    pub(crate) result: u32,
}

/// The declaration is that of a built-in.
pub(crate) const BUILTIN: u8 = 1;
/// Its result stands behind an arrow.
pub(crate) const ARROW: u8 = 2;
/// A parameter or field has a name like that of a type.
pub(crate) const UPPER_NAMES: u8 = 4;

/// What kind of declaration something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeclarationKind {
    Combinator,
    Final,
    New,
    Empty,
    Partial,
}

/// One statement.
#[derive(Clone, Copy, Debug)]
pub enum Declaration<'f> {
    /// `user#12345678 id:long = User;`
    Combinator(Combinator<'f>),
    /// `Final User;`
    Directive(Directive<'f>),
    /// `Vector int;`
    Partial(Partial<'f>),
}

/// What a directive says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// No constructor follows.
    Final,
    /// The type was not mentioned before.
    New,
    /// The type has no constructors at all.
    Empty,
}

impl Entry {
    pub(crate) fn new(kind: DeclarationKind, section: Section, name: Token) -> Self {
        Self {
            kind,
            section,
            n_digits: 0,
            marks: 0,
            id: 0,
            name_start: name.start,
            name_end: name.end,
            first: 0,
            result: 0,
        }
    }

    #[inline]
    pub(crate) fn has(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }
}

impl<'a> File<'a> {
    /// What it declares, in order.
    pub fn declarations(&self) -> impl ExactSizeIterator<Item = Declaration<'_>> + Clone {
        self.entries.iter().map(|entry| Declaration::of(self, entry))
    }

    /// The text it was read from.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The combinator that an entry is of.
    pub(crate) fn combinator<'f>(&'f self, entry: &'f Entry) -> Combinator<'f> {
        Combinator { file: self, entry }
    }

    /// The nodes of a declaration, by index.
    pub(crate) fn nodes_of(&self, entry: &Entry) -> Range<u32> {
        match entry.kind {
            DeclarationKind::Combinator | DeclarationKind::Partial => {
                entry.first..entry.result + self.nodes[entry.result as usize].n_nodes
            }
            DeclarationKind::Final | DeclarationKind::New | DeclarationKind::Empty => entry.first..entry.first,
        }
    }

    /// The declaration that a node is part of.
    pub(crate) fn entry_of(&self, node: u32) -> Option<&Entry> {
        let behind = self.entries.partition_point(|entry| entry.first <= node);
        self.entries.get(behind.checked_sub(1)?)
    }

    /// The view of a node.
    pub(crate) fn view(&self, at: u32) -> View<'_> {
        View { file: self, at }
    }

    pub(crate) fn slice(&self, start: u32, end: u32) -> &'a str {
        &self.text[start as usize..end as usize]
    }

    /// The place of a part of the text, in what it was read from.
    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        let (start, end) = match self.restored {
            Some(restored) => restored.origin(start, end),
            None => (start as usize, end as usize),
        };
        Span { source: self.source, start, end }
    }

    pub(crate) fn name(&self, entry: &Entry) -> &'a str {
        self.slice(entry.name_start, entry.name_end)
    }
}

impl<'f> Declaration<'f> {
    fn of(file: &'f File<'_>, entry: &'f Entry) -> Self {
        let directive = |kind| Self::Directive(Directive { kind, file, entry });
        match entry.kind {
            DeclarationKind::Combinator => Self::Combinator(Combinator { file, entry }),
            DeclarationKind::Final => directive(DirectiveKind::Final),
            DeclarationKind::New => directive(DirectiveKind::New),
            DeclarationKind::Empty => directive(DirectiveKind::Empty),
            DeclarationKind::Partial => Self::Partial(Partial { file, entry }),
        }
    }
}

impl File<'_> {
    /// Whether the id of a declaration can't be computed, as the form it was read from leaves parts of it out.
    pub(crate) fn is_trusted(&self, entry: u32) -> bool {
        self.trusted.binary_search(&entry).is_ok()
    }
}
