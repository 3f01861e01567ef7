//! Names, types and numbers with their arguments, as views of their nodes.

use super::node::{ANGLE_FLAG, NodeKind};
use super::tree::View;
use crate::text::source::Span;

/// A name and its span.
#[derive(Clone, Copy, Debug)]
pub struct Ident<'f> {
    /// The text of the name, with its namespace.
    pub text: &'f str,
    /// The span of the name.
    pub span: Span,
}

/// A written constructor id.
#[derive(Clone, Copy, Debug)]
pub struct Id {
    /// The value of the id.
    pub value: u32,
    /// The number of digits as written: 1 to 8.
    pub n_digits: u8,
    /// The span of the id, including the `#`.
    pub span: Span,
}

impl<'f> View<'f> {
    pub(super) fn ident(self) -> Ident<'f> {
        Ident { text: self.text(), span: self.name_span() }
    }

    pub(super) fn number(self) -> Number<'f> {
        Number { digits: self.text(), span: self.name_span() }
    }
}

/// A type, number or count, or a part of one.
#[derive(Clone, Copy, Debug)]
pub struct Term<'f>(pub(crate) View<'f>);

/// The kind of a [`Term`].
#[derive(Clone, Copy, Debug)]
pub enum TermKind<'f> {
    /// `Vector<int>`, `int`, `X`; the terms inside are the arguments.
    Name(Ident<'f>),
    /// `#`. Flags are parsed and reported later.
    Nat,
    /// `4`
    Number(Number<'f>),
    /// `%Point`: the number of `%` signs; the inner term is the rest, `Point`.
    Percent(usize),
    /// `(Vector int)`: the first term inside is applied to the others.
    Group,
    /// Several terms between two commas in angle brackets: the first is applied to the others.
    Expr,
    /// `n+1`; the terms inside are the operands.
    Sum,
}

impl<'f> Term<'f> {
    /// The kind of the term.
    #[must_use]
    pub fn kind(self) -> TermKind<'f> {
        match self.0.kind() {
            NodeKind::Nat => TermKind::Nat,
            NodeKind::Number => TermKind::Number(self.0.number()),
            NodeKind::Percent => TermKind::Percent(self.0.node().end as usize),
            NodeKind::Group => TermKind::Group,
            NodeKind::Expr => TermKind::Expr,
            NodeKind::Sum => TermKind::Sum,
            _ => TermKind::Name(self.0.ident()),
        }
    }

    /// The terms directly inside this term: arguments, operands, or the contents of brackets.
    pub fn terms(self) -> impl Iterator<Item = Self> + Clone {
        self.0.children().map(Self)
    }

    /// Whether the arguments of the term are in angle brackets.
    #[must_use]
    pub fn has_angle_brackets(self) -> bool {
        self.0.has_flag(ANGLE_FLAG)
    }

    /// The span of the term, including brackets and `%`.
    #[must_use]
    pub fn span(self) -> Span {
        self.0.span()
    }
}

/// A number as written.
#[derive(Clone, Copy, Debug)]
pub struct Number<'f> {
    /// The digits of the number, as written.
    pub digits: &'f str,
    /// The span of the number.
    pub span: Span,
}

impl Number<'_> {
    /// The value of the number, if it fits in 32 bits.
    #[must_use]
    pub fn value(self) -> Option<u32> {
        self.digits.parse().ok()
    }
}
