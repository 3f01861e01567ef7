//! Views of types and numbers: names, their arguments, sums, brackets.

use super::node::{ANGLE, NodeKind};
use super::view::{Ident, View};
use crate::text::source::Span;

/// A name and its arguments, without brackets around them.
#[derive(Clone, Copy, Debug)]
pub struct Application<'f>(pub(crate) View<'f>);

impl<'f> Application<'f> {
    /// What is applied.
    #[must_use]
    pub fn name(self) -> Ident<'f> {
        self.0.ident()
    }

    /// To what.
    #[must_use]
    pub fn args(self) -> Args<'f> {
        if self.0.has(ANGLE) { Args::Angle(AngleArgs(self.0)) } else { Args::Juxtaposed(Terms(self.0)) }
    }
}

/// Arguments of an [`Application`].
#[derive(Clone, Copy, Debug)]
pub enum Args<'f> {
    /// `<int, string>`
    Angle(AngleArgs<'f>),
    /// `int string`, or nothing.
    Juxtaposed(Terms<'f>),
}

/// Arguments in angle brackets.
#[derive(Clone, Copy, Debug)]
pub struct AngleArgs<'f>(View<'f>);

impl<'f> AngleArgs<'f> {
    /// One for each comma, and one more; none without brackets.
    pub fn exprs(self) -> impl Iterator<Item = Expr<'f>> + Clone {
        self.0.children().map(Expr)
    }
}

/// Terms side by side: the first is applied to the others.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'f>(View<'f>);

impl<'f> Expr<'f> {
    /// The terms.
    pub fn sums(self) -> impl Iterator<Item = Sum<'f>> + Clone {
        let is_many = self.0.kind() == NodeKind::Expr;
        let many = self.0.children().filter(move |_| is_many);
        let only = Some(self.0).filter(|_| !is_many);
        only.into_iter().chain(many).map(Sum)
    }
}

/// Terms joined by `+`.
#[derive(Clone, Copy, Debug)]
pub struct Sum<'f>(View<'f>);

impl<'f> Sum<'f> {
    /// The terms.
    pub fn operands(self) -> impl Iterator<Item = Term<'f>> + Clone {
        let is_sum = self.0.kind() == NodeKind::Sum;
        let many = self.0.children().filter(move |_| is_sum);
        let only = Some(self.0).filter(|_| !is_sum);
        only.into_iter().chain(many).map(Term)
    }

    /// Where it begins and ends.
    #[must_use]
    pub fn span(self) -> Span {
        self.0.span()
    }
}

/// A type or number, as small as it gets.
#[derive(Clone, Copy, Debug)]
pub struct Term<'f>(pub(crate) View<'f>);

impl<'f> Term<'f> {
    /// How many `%` stand in front.
    #[must_use]
    pub fn n_percents(self) -> usize {
        if self.0.kind() == NodeKind::Percent { self.0.node().end as usize } else { 0 }
    }

    /// What it is.
    #[must_use]
    pub fn atom(self) -> Atom<'f> {
        let view = match self.0.kind() {
            NodeKind::Percent => self.0.children().next().unwrap_or(self.0),
            _ => self.0,
        };
        match view.kind() {
            NodeKind::Nat => Atom::Nat(AngleArgs(view)),
            NodeKind::Number => Atom::Number(view.number()),
            NodeKind::Group => Atom::Group(Terms(view)),
            _ => Atom::Name(view.ident(), AngleArgs(view)),
        }
    }

    /// Its place, brackets and marks included.
    #[must_use]
    pub fn span(self) -> Span {
        self.0.span()
    }
}

/// A [`Term`] without its marks.
#[derive(Clone, Copy, Debug)]
pub enum Atom<'f> {
    /// `Vector<int>`, `int`, `X`
    Name(Ident<'f>, AngleArgs<'f>),
    /// `#`, with arguments that it cannot have.
    Nat(AngleArgs<'f>),
    /// `4`
    Number(Number<'f>),
    /// `(Vector int)`
    Group(Terms<'f>),
}

/// Terms in round brackets, or behind the name that is applied to them.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'f>(View<'f>);

impl<'f> Terms<'f> {
    /// The terms; in brackets the first is applied to the others.
    pub fn sums(self) -> impl Iterator<Item = Sum<'f>> + Clone {
        self.0.children().map(Sum)
    }
}

/// A number as written.
#[derive(Clone, Copy, Debug)]
pub struct Number<'f> {
    /// Its digits.
    pub digits: &'f str,
    /// Its place.
    pub span: Span,
}

impl Number<'_> {
    /// Its value, if that fits in 32 bits.
    #[must_use]
    pub fn value(self) -> Option<u32> {
        self.digits.parse().ok()
    }
}
