//! Views of the nodes of a file: declarations and fields.

use super::node::{ANGLE, CALL, CONDITION, COUNT, Node, NodeKind};
use super::term::{Application, Number, Term};
use super::{ARROW, BUILTIN, DirectiveKind, Entry, File};
use crate::meaning::schema::{Doc, Section};
use crate::text::source::Span;

/// A node of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'f> {
    pub(crate) file: &'f File<'f>,
    pub(crate) at: u32,
}

/// Nodes side by side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Children<'f> {
    pub(crate) file: &'f File<'f>,
    pub(crate) at: u32,
    pub(crate) end: u32,
}

impl<'f> Iterator for Children<'f> {
    type Item = View<'f>;

    #[inline]
    fn next(&mut self) -> Option<View<'f>> {
        if self.at >= self.end {
            return None;
        }
        let view = View { file: self.file, at: self.at };
        self.at += view.node().n_nodes;
        Some(view)
    }
}

impl<'f> Children<'f> {
    pub(crate) fn is_empty(self) -> bool {
        self.at >= self.end
    }

    /// The only node, if it is alone.
    pub(crate) fn sole(mut self) -> Option<View<'f>> {
        let only = self.next()?;
        self.is_empty().then_some(only)
    }

    fn skip_kind(mut self, kind: NodeKind) -> Self {
        while let Some(view) = { self }.next().filter(|view| view.kind() == kind) {
            self.at += view.node().n_nodes;
        }
        self
    }
}

impl<'f> View<'f> {
    #[inline]
    pub(crate) fn node(self) -> &'f Node {
        &self.file.nodes[self.at as usize]
    }

    #[inline]
    pub(crate) fn kind(self) -> NodeKind {
        self.node().kind
    }

    #[inline]
    pub(crate) fn has(self, flag: u8) -> bool {
        self.node().flags & flag != 0
    }

    #[inline]
    pub(crate) fn text(self) -> &'f str {
        let node = self.node();
        self.file.slice(node.start, node.end)
    }

    #[inline]
    pub(crate) fn bytes(self) -> &'f [u8] {
        let node = self.node();
        &self.file.text.as_bytes()[node.start as usize..node.end as usize]
    }

    /// The nodes that it and what is inside of it take.
    #[inline]
    pub(crate) fn run(self) -> &'f [Node] {
        let nodes = &self.file.nodes[self.at as usize..];
        nodes.get(..nodes.first().map_or(0, |node| node.n_nodes as usize)).unwrap_or_default()
    }

    /// The last node inside of it, or itself.
    #[inline]
    pub(crate) fn last(self) -> Self {
        Self { at: self.at + self.node().n_nodes - 1, ..self }
    }

    #[inline]
    pub(crate) fn children(self) -> Children<'f> {
        Children { file: self.file, at: self.at + 1, end: self.at + self.node().n_nodes }
    }

    /// Its place in the text, marks and brackets included.
    pub(crate) fn span(self) -> Span {
        self.file.span(self.node().start, self.end())
    }

    /// The span of a name without its arguments.
    pub(crate) fn name_span(self) -> Span {
        self.file.span(self.node().start, self.node().end)
    }

    fn end(self) -> u32 {
        let node = self.node();
        let last = self.children().last();
        match node.kind {
            NodeKind::Percent | NodeKind::Expr | NodeKind::Sum => last.map_or(node.start, Self::end),
            NodeKind::Field => last.map_or(node.end, Self::end),
            NodeKind::Name | NodeKind::Nat => {
                let end = last.map_or(node.end, Self::end);
                let after = &self.file.text.as_bytes()[end as usize..];
                let close = after.iter().position(|byte| *byte == b'>').filter(|_| self.has(ANGLE) && last.is_some());
                close.map_or(end, |close| end + close as u32 + 1)
            }
            _ => node.end,
        }
    }

    pub(super) fn ident(self) -> Ident<'f> {
        Ident { text: self.text(), span: self.file.span(self.node().start, self.node().end) }
    }

    pub(super) fn number(self) -> Number<'f> {
        let Ident { text, span } = self.ident();
        Number { digits: text, span }
    }

    /// Whether it is a name and nothing more.
    #[inline]
    pub(crate) fn is_word(self) -> bool {
        let node = self.node();
        node.kind == NodeKind::Name && node.n_nodes == 1
    }

    /// Whether a term consists of this name, brackets aside.
    #[inline]
    pub(crate) fn is_sole_name(self, name: &[u8]) -> bool {
        match self.kind() {
            NodeKind::Name => self.node().n_nodes == 1 && self.bytes() == name,
            NodeKind::Group => self.children().sole().is_some_and(|inner| inner.is_sole_name(name)),
            _ => false,
        }
    }
}

/// A constructor or a function.
#[derive(Clone, Copy, Debug)]
pub struct Combinator<'f> {
    pub(crate) file: &'f File<'f>,
    pub(crate) entry: &'f Entry,
}

impl<'f> Combinator<'f> {
    /// Where it stands; one with an arrow is a function anywhere.
    #[must_use]
    pub fn section(self) -> Section {
        self.entry.section
    }

    /// Its name; `_` for a default constructor.
    #[must_use]
    pub fn name(self) -> Ident<'f> {
        let Entry { name_start, name_end, .. } = *self.entry;
        Ident { text: self.file.slice(name_start, name_end), span: self.file.span(name_start, name_end) }
    }

    #[inline]
    pub(crate) fn name_bytes(self) -> &'f [u8] {
        &self.file.text.as_bytes()[self.entry.name_start as usize..self.entry.name_end as usize]
    }

    /// The id written behind its name.
    #[must_use]
    pub fn id(self) -> Option<Id> {
        let Entry { id: value, n_digits, name_end, .. } = *self.entry;
        let span = self.file.span(name_end, name_end + 1 + u32::from(n_digits));
        (n_digits > 0).then_some(Id { value, n_digits, span })
    }

    /// Whether it is a built-in: `int ? = Int;`.
    #[must_use]
    pub fn is_builtin(self) -> bool {
        self.entry.has(BUILTIN)
    }

    /// Whether its result stands behind an arrow.
    #[must_use]
    pub fn has_arrow(self) -> bool {
        self.entry.has(ARROW)
    }

    /// Its annotations, the `@` left out.
    pub fn annotations(self) -> impl Iterator<Item = Ident<'f>> + Clone {
        let Entry { first, result, .. } = *self.entry;
        let nodes = Children { file: self.file, at: first, end: result };
        nodes.take_while(|view| view.kind() == NodeKind::Annotation).map(|view| {
            let Ident { text, span } = view.ident();
            Ident { text: &text[1..], span: Span { start: span.start + 1, ..span } }
        })
    }

    pub(crate) fn param_nodes(self) -> impl Iterator<Item = View<'f>> + Clone {
        self.nodes().take_while(|view| view.kind() == NodeKind::Params)
    }

    /// About how many bytes it takes in the text.
    pub(crate) fn text_len(self) -> usize {
        let result = self.result_node().node();
        result.end.saturating_sub(self.entry.name_start) as usize
    }

    /// Parameters and fields.
    fn nodes(self) -> Children<'f> {
        let Entry { first, result, .. } = *self.entry;
        Children { file: self.file, at: first, end: result }.skip_kind(NodeKind::Annotation)
    }

    pub(crate) fn field_nodes(self) -> Children<'f> {
        self.nodes().skip_kind(NodeKind::Params)
    }

    pub(crate) fn result_node(self) -> View<'f> {
        self.file.view(self.entry.result)
    }

    /// Parameters in curly brackets.
    pub fn params(self) -> impl Iterator<Item = Params<'f>> + Clone {
        self.param_nodes().map(Params)
    }

    /// Fields.
    pub fn fields(self) -> impl Iterator<Item = Field<'f>> + Clone {
        self.field_nodes().map(Field)
    }

    /// What stands right of `=`.
    #[must_use]
    pub fn result(self) -> Application<'f> {
        Application(self.result_node())
    }

    /// What its documentation comments say.
    #[must_use]
    pub fn doc(self) -> Option<&'f Doc> {
        let docs = &self.file.docs;
        docs.binary_search_by_key(&self.entry.name_start, |(start, _)| *start).ok().map(|idx| &docs[idx].1)
    }
}

/// A statement about a type.
#[derive(Clone, Copy, Debug)]
pub struct Directive<'f> {
    /// What it says.
    pub kind: DirectiveKind,
    pub(super) file: &'f File<'f>,
    pub(super) entry: &'f Entry,
}

impl<'f> Directive<'f> {
    /// Which type it is about.
    #[must_use]
    pub fn name(self) -> Ident<'f> {
        Combinator { file: self.file, entry: self.entry }.name()
    }
}

/// A type or constructor applied to some arguments, as a statement of its own.
#[derive(Clone, Copy, Debug)]
pub struct Partial<'f> {
    pub(super) file: &'f File<'f>,
    pub(super) entry: &'f Entry,
}

impl<'f> Partial<'f> {
    /// Where it stands.
    #[must_use]
    pub fn section(self) -> Section {
        self.entry.section
    }

    /// What is applied to what.
    #[must_use]
    pub fn application(self) -> Application<'f> {
        Application(self.file.view(self.entry.result))
    }
}

/// A name and its place.
#[derive(Clone, Copy, Debug)]
pub struct Ident<'f> {
    /// The name, with its namespace.
    pub text: &'f str,
    /// Its place.
    pub span: Span,
}

/// A written constructor id.
#[derive(Clone, Copy, Debug)]
pub struct Id {
    /// The number.
    pub value: u32,
    /// With how many digits it is written: 1 to 8.
    pub n_digits: u8,
    /// Its place, the `#` included.
    pub span: Span,
}

/// One pair of curly brackets: `{X Y:Type}`.
#[derive(Clone, Copy, Debug)]
pub struct Params<'f>(View<'f>);

impl<'f> Params<'f> {
    /// The names in it.
    pub fn names(self) -> impl Iterator<Item = Ident<'f>> + Clone {
        self.name_nodes().map(View::ident)
    }

    pub(crate) fn name_nodes(self) -> impl Iterator<Item = View<'f>> + Clone {
        self.0.children().filter(|view| view.kind() == NodeKind::Ident)
    }

    /// The kind as written: `Type`, `#`, or a mistake.
    #[must_use]
    pub fn kind(self) -> Ident<'f> {
        self.0.children().last().unwrap_or(self.0).ident()
    }
}

/// A field, or a group of fields that share a type.
#[derive(Clone, Copy, Debug)]
pub struct Field<'f>(pub(crate) View<'f>);

impl<'f> Field<'f> {
    /// No name, one name, or the names of a group.
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

    /// Whether it stands in round brackets: `(x y:int)`.
    #[must_use]
    pub fn is_group(self) -> bool {
        self.0.kind() == NodeKind::FieldGroup
    }

    /// The bit it depends on.
    #[must_use]
    pub fn condition(self) -> Option<Condition<'f>> {
        let (mask, bit) = self.condition_nodes()?;
        Some(Condition { mask: mask.ident(), bit: bit.number() })
    }

    /// Its type.
    #[must_use]
    pub fn ty(self) -> FieldType<'f> {
        let ty = self.type_node();
        match ty.kind() {
            NodeKind::Repetition => FieldType::Repetition(Repetition(ty)),
            _ if self.is_call() => FieldType::Call(Term(ty)),
            _ => FieldType::Plain(Term(ty)),
        }
    }

    /// Its place, name and condition included.
    #[must_use]
    pub fn span(self) -> Span {
        self.0.span()
    }

    /// Whether it depends on a bit.
    #[inline]
    pub(crate) fn has_condition(self) -> bool {
        self.is_node() && self.0.has(CONDITION)
    }

    /// The nodes of the flags field and the bit.
    #[inline]
    pub(crate) fn condition_nodes(self) -> Option<(View<'f>, View<'f>)> {
        if !self.has_condition() {
            return None;
        }
        let mask = match self.0.kind() {
            NodeKind::Field => View { at: self.0.at + 1, ..self.0 },
            _ => self.0.children().skip_kind(NodeKind::Ident).next()?,
        };
        Some((mask, View { at: mask.at + 1, ..mask }))
    }

    #[inline]
    pub(crate) fn is_call(self) -> bool {
        self.is_node() && self.0.has(CALL)
    }

    /// Whether it is more than a type.
    fn is_node(self) -> bool {
        matches!(self.0.kind(), NodeKind::Field | NodeKind::FieldGroup)
    }

    #[inline]
    pub(crate) fn type_node(self) -> View<'f> {
        let View { file, at } = self.0;
        match self.0.kind() {
            NodeKind::Field => View { file, at: at + if self.0.has(CONDITION) { 3 } else { 1 } },
            NodeKind::FieldGroup => self.0.children().last().unwrap_or(self.0),
            _ => self.0,
        }
    }
}

/// `flags.3?`
#[derive(Clone, Copy, Debug)]
pub struct Condition<'f> {
    /// The name before the dot.
    pub mask: Ident<'f>,
    /// The number behind it.
    pub bit: Number<'f>,
}

/// What stands for the type of a field.
#[derive(Clone, Copy, Debug)]
pub enum FieldType<'f> {
    /// `Vector<int>`
    Plain(Term<'f>),
    /// `!X`
    Call(Term<'f>),
    /// `n*[ x:int ]`
    Repetition(Repetition<'f>),
}

/// Fields in square brackets.
#[derive(Clone, Copy, Debug)]
pub struct Repetition<'f>(pub(crate) View<'f>);

impl<'f> Repetition<'f> {
    /// What stands before the `*`.
    #[must_use]
    pub fn count(self) -> Option<Term<'f>> {
        self.count_node().map(Term)
    }

    /// What is repeated.
    pub fn fields(self) -> impl Iterator<Item = Field<'f>> + Clone {
        self.field_nodes().map(Field)
    }

    pub(crate) fn count_node(self) -> Option<View<'f>> {
        self.0.children().next().filter(|_| self.0.has(COUNT))
    }

    pub(crate) fn field_nodes(self) -> Children<'f> {
        let mut nodes = self.0.children();
        if self.0.has(COUNT) {
            nodes.next();
        }
        nodes
    }
}
