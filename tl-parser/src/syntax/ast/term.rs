//! Names, types and numbers with their arguments, as views of their nodes.

use super::node::{ANGLE, NodeKind};
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

/// A name and its arguments, not in round brackets.
#[derive(Clone, Copy, Debug)]
pub struct Application<'f>(pub(crate) View<'f>);

impl<'f> Application<'f> {
    /// The name of the type or constructor.
    #[must_use]
    pub fn name(self) -> Ident<'f> {
        self.0.ident()
    }

    /// The arguments of the type or constructor.
    #[must_use]
    pub fn args(self) -> Args<'f> {
        if self.0.has(ANGLE) { Args::Angle(AngleArgs(self.0)) } else { Args::Juxtaposed(Terms(self.0)) }
    }
}

/// Arguments of an [`Application`].
#[derive(Clone, Copy, Debug)]
pub enum Args<'f> {
    /// In angle brackets: `<int, string>`
    Angle(AngleArgs<'f>),
    /// Side by side: `int string`, or no arguments.
    Juxtaposed(Terms<'f>),
}

/// Arguments in angle brackets.
#[derive(Clone, Copy, Debug)]
pub struct AngleArgs<'f>(View<'f>);

impl<'f> AngleArgs<'f> {
    /// The arguments between the commas; none without brackets.
    pub fn exprs(self) -> impl Iterator<Item = Expr<'f>> + Clone {
        self.0.children().map(Expr)
    }
}

/// Terms side by side: the first is applied to the others.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'f>(View<'f>);

impl<'f> Expr<'f> {
    /// The terms, of which the first is applied to the others.
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
    /// The summands of the sum.
    pub fn operands(self) -> impl Iterator<Item = Term<'f>> + Clone {
        let is_sum = self.0.kind() == NodeKind::Sum;
        let many = self.0.children().filter(move |_| is_sum);
        let only = Some(self.0).filter(|_| !is_sum);
        only.into_iter().chain(many).map(Term)
    }

    /// The span of the sum.
    #[must_use]
    pub fn span(self) -> Span {
        self.0.span()
    }
}

/// A type or number: an atom, perhaps with `%` before it.
#[derive(Clone, Copy, Debug)]
pub struct Term<'f>(pub(crate) View<'f>);

impl<'f> Term<'f> {
    /// The number of `%` before the atom.
    #[must_use]
    pub fn n_percents(self) -> usize {
        if self.0.kind() == NodeKind::Percent { self.0.node().end as usize } else { 0 }
    }

    /// The term without its `%`.
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

    /// The span of the term, including brackets and `%`.
    #[must_use]
    pub fn span(self) -> Span {
        self.0.span()
    }
}

/// A [`Term`] without `%`.
#[derive(Clone, Copy, Debug)]
pub enum Atom<'f> {
    /// A name: `Vector<int>`, `int`, `X`
    Name(Ident<'f>, AngleArgs<'f>),
    /// `#`. Arguments are parsed and reported later.
    Nat(AngleArgs<'f>),
    /// A number: `4`
    Number(Number<'f>),
    /// Terms in round brackets: `(Vector int)`
    Group(Terms<'f>),
}

/// Terms in round brackets, or the arguments after a name.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'f>(View<'f>);

impl<'f> Terms<'f> {
    /// The terms; in round brackets the first is applied to the others.
    pub fn sums(self) -> impl Iterator<Item = Sum<'f>> + Clone {
        self.0.children().map(Sum)
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
