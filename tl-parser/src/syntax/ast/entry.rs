//! The fixed-size part of a declaration: its kind, name and id. Parameters, fields and result are [nodes](super::node).

use super::declaration::DirectiveKind;
use crate::text::lex::Token;
use crate::vocabulary::Section;

/// The fixed-size part of a declaration, in 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: DeclarationKind,
    pub(crate) section: Section,
    /// Number of digits of the written id; 0 without one.
    pub(crate) n_digits: u8,
    /// A bit set of [`BUILTIN`], [`ARROW`] and [`UPPER_NAMES`].
    pub(crate) marks: u8,
    /// The written id; 0 without one.
    pub(crate) id: u32,
    pub(crate) name_start: u32,
    pub(crate) name_end: u32,
    /// Index of its first node.
    pub(crate) first: u32,
    /// Index of the node of its result, or of a partial application. This node and its children are the last ones.
    pub(crate) result: u32,
}

/// The declaration is that of a built-in: `int ? = Int`.
pub(crate) const BUILTIN: u8 = 1;
/// The result follows a `=>`.
pub(crate) const ARROW: u8 = 2;
/// A parameter or field has a name that begins with a capital, so that it may hide a type.
pub(crate) const UPPER_NAMES: u8 = 4;

/// The kind of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeclarationKind {
    Combinator,
    Directive(DirectiveKind),
    Partial,
}

impl Entry {
    pub(crate) fn new(kind: DeclarationKind, section: Section, name: Token) -> Self {
        let Token { start: name_start, end: name_end, .. } = name;
        Self { kind, section, n_digits: 0, marks: 0, id: 0, name_start, name_end, first: 0, result: 0 }
    }

    #[inline]
    pub(crate) fn has(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }
}
