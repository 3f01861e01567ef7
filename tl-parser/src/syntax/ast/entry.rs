//! The fixed-size part of a declaration: its kind, name and id. Parameters, fields and result are [nodes](super::node).

use crate::shared_types::Section;
use crate::text::lex::Token;

/// The keyword of a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// `Final User;`: no further constructor of the type follows.
    Final,
    /// `New User;`: the type has not been mentioned before.
    New,
    /// `Empty User;`: the type has no constructors at all.
    Empty,
}

/// The fixed-size part of a declaration, in 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: DeclarationKind,
    pub(crate) section: Section,
    /// Number of digits of the written id; 0 without one.
    pub(crate) n_digits: u8,
    /// A bit set of [`BUILTIN_FLAG`], [`RESULT_ARROW_FLAG`] and [`UPPER_NAMES_FLAG`].
    pub(crate) marks: u8,
    /// The written id; 0 without one.
    pub(crate) id: u32,
    pub(crate) name_start: u32,
    pub(crate) name_end: u32,
    /// Index of the first node of the declaration.
    pub(crate) first: u32,
    /// Index of the node of the result, or of a partial application. This node and its children are the last nodes of
    /// the declaration.
    pub(crate) result: u32,
}

/// Flag of an entry: the declaration is that of a built-in, `int ? = Int`.
pub(crate) const BUILTIN_FLAG: u8 = 1;
/// Flag of an entry: the result follows a `=>`.
pub(crate) const RESULT_ARROW_FLAG: u8 = 2;
/// Flag of an entry: a parameter or field has a name that begins with a capital, so that it may hide a type.
pub(crate) const UPPER_NAMES_FLAG: u8 = 4;

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
    pub(crate) fn has_flag(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }
}
