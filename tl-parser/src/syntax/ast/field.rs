//! Fields and parameters of a declaration: views of their nodes.
//!
//! The children of each kind of node are listed at [`NodeKind`]; only the accessors here rely on their order.

use super::node::{CALL_FLAG, CONDITION_FLAG, COUNT_FLAG, NodeKind};
use super::term::{Ident, Number, Term};
use super::tree::{Children, View};
use crate::text::source::Span;

/// A pair of curly brackets: `{X Y:Type}`.
#[derive(Clone, Copy, Debug)]
pub struct Params<'f>(pub(super) View<'f>);

impl<'f> Params<'f> {
    /// The names of the parameters.
    pub fn names(self) -> impl Iterator<Item = Ident<'f>> + Clone {
        self.name_nodes().map(View::ident)
    }

    pub(crate) fn name_nodes(self) -> impl Iterator<Item = View<'f>> + Clone {
        self.0.children().filter(|view| view.kind() == NodeKind::Ident)
    }

    /// The kind as written: `Type`, `#`, or a name that is neither.
    #[must_use]
    pub fn kind(self) -> Ident<'f> {
        self.0.children().last().unwrap_or(self.0).ident()
    }
}

/// A field, or a group of fields that share a type.
#[derive(Clone, Copy, Debug)]
pub struct Field<'f>(pub(crate) View<'f>);

impl<'f> Field<'f> {
    /// The names of the field: none for an anonymous field, one for a named field, several for a group.
    pub fn names(self) -> impl Iterator<Item = Ident<'f>> + Clone {
        self.name_nodes().map(View::ident)
    }

    pub(crate) fn name_nodes(self) -> impl Iterator<Item = View<'f>> + Clone {
        let node = self.0.node();
        let own = (node.kind == NodeKind::Field && node.end > node.start).then_some(self.0);
        let is_group = self.is_group();
        let group = self.0.children().filter(move |view| is_group && view.kind() == NodeKind::Ident);
        own.into_iter().chain(group)
    }

    /// Whether the field is a group in round brackets: `(x y:int)`.
    #[must_use]
    pub fn is_group(self) -> bool {
        self.0.kind() == NodeKind::FieldGroup
    }

    /// The condition of a conditional field.
    #[must_use]
    pub fn condition(self) -> Option<Condition<'f>> {
        let (flags_field, bit) = self.condition_nodes()?;
        Some(Condition { flags_field: flags_field.ident(), bit: bit.number() })
    }

    /// The type of the field.
    #[must_use]
    pub fn ty(self) -> FieldType<'f> {
        let ty = self.type_node();
        match ty.kind() {
            NodeKind::Repetition => FieldType::Repetition(Repetition(ty)),
            _ if self.is_call() => FieldType::Call(Term(ty)),
            _ => FieldType::Term(Term(ty)),
        }
    }

    /// The span from the name or condition of the field to the end of its type.
    #[must_use]
    pub fn span(self) -> Span {
        self.0.span()
    }

    #[inline]
    pub(crate) fn has_condition(self) -> bool {
        self.has_own_node() && self.0.has_flag(CONDITION_FLAG)
    }

    /// The nodes of the flags field and of the bit.
    #[inline]
    pub(crate) fn condition_nodes(self) -> Option<(View<'f>, View<'f>)> {
        let flags_field = self.first_node_after_names().filter(|_| self.has_condition())?;
        Some((flags_field, flags_field.next_sibling()))
    }

    #[inline]
    pub(crate) fn is_call(self) -> bool {
        self.has_own_node() && self.0.has_flag(CALL_FLAG)
    }

    /// Whether the field has a node of its own, besides that of its type.
    fn has_own_node(self) -> bool {
        matches!(self.0.kind(), NodeKind::Field | NodeKind::FieldGroup)
    }

    /// The first child after the names of a group.
    #[inline]
    fn first_node_after_names(self) -> Option<View<'f>> {
        match self.0.kind() {
            NodeKind::Field => Some(self.0.first_child()),
            _ => self.0.children().skip_kind(NodeKind::Ident).next(),
        }
    }

    #[inline]
    pub(crate) fn type_node(self) -> View<'f> {
        match self.0.kind() {
            NodeKind::Field => match self.condition_nodes() {
                Some((_, bit)) => bit.next_sibling(),
                None => self.0.first_child(),
            },
            NodeKind::FieldGroup => self.0.children().last().unwrap_or(self.0),
            _ => self.0,
        }
    }
}

/// The condition of a field: `flags.3?`
#[derive(Clone, Copy, Debug)]
pub struct Condition<'f> {
    /// The name before the dot: `flags` in `flags.3?`.
    pub flags_field: Ident<'f>,
    /// The number after the dot: `3` in `flags.3?`.
    pub bit: Number<'f>,
}

/// The type of a field.
#[derive(Clone, Copy, Debug)]
pub enum FieldType<'f> {
    /// A type: `Vector<int>`
    Term(Term<'f>),
    /// A call of a function: `!X`
    Call(Term<'f>),
    /// A repetition: `n*[ x:int ]`
    Repetition(Repetition<'f>),
}

/// A repetition: fields in square brackets.
#[derive(Clone, Copy, Debug)]
pub struct Repetition<'f>(pub(crate) View<'f>);

impl<'f> Repetition<'f> {
    /// The count before the `*`; `None` if no count is written.
    #[must_use]
    pub fn count(self) -> Option<Term<'f>> {
        self.count_node().map(Term)
    }

    /// The fields in the square brackets.
    pub fn fields(self) -> impl Iterator<Item = Field<'f>> + Clone {
        self.field_nodes().map(Field)
    }

    pub(crate) fn count_node(self) -> Option<View<'f>> {
        self.0.children().next().filter(|_| self.0.has_flag(COUNT_FLAG))
    }

    pub(crate) fn field_nodes(self) -> Children<'f> {
        let mut nodes = self.0.children();
        if self.0.has_flag(COUNT_FLAG) {
            nodes.next();
        }
        nodes
    }
}
