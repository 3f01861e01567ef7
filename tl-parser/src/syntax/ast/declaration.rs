//! Declarations: combinators, directives, partial applications, as views of their entry and nodes.

use super::entry::{BUILTIN_FLAG, DeclarationKind, DirectiveKind, Entry, RESULT_ARROW_FLAG};
use super::field::{Field, Params};
use super::file::File;
use super::node::NodeKind;
use super::term::{Id, Ident, Term};
use super::tree::{Children, View};
use crate::shared_types::{Doc, Section};
use crate::text::source::Span;

/// A statement of a file.
#[derive(Clone, Copy, Debug)]
pub enum Declaration<'f> {
    /// A constructor or function: `user#12345678 id:long = User;`
    Combinator(Combinator<'f>),
    /// A statement about a type: `Final User;`
    Directive(Directive<'f>),
    /// A partial application: `Vector int;`
    Partial(PartialApplication<'f>),
}

impl File<'_> {
    /// The declarations of the file, in source order.
    pub fn declarations(&self) -> impl ExactSizeIterator<Item = Declaration<'_>> + Clone {
        self.entries.iter().map(|entry| Declaration::of(self, entry))
    }

    /// The combinator of an entry.
    pub(crate) fn combinator<'f>(&'f self, entry: &'f Entry) -> Combinator<'f> {
        Combinator { file: self, entry }
    }
}

impl<'f> Declaration<'f> {
    fn of(file: &'f File<'_>, entry: &'f Entry) -> Self {
        match entry.kind {
            DeclarationKind::Combinator => Self::Combinator(Combinator { file, entry }),
            DeclarationKind::Directive(kind) => Self::Directive(Directive { kind, file, entry }),
            DeclarationKind::Partial => Self::Partial(PartialApplication { file, entry }),
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
    /// The section to which the combinator belongs; a combinator with an arrow is a function in either section.
    #[must_use]
    pub fn section(self) -> Section {
        self.entry.section
    }

    /// The name of the combinator; `_` for a default constructor.
    #[must_use]
    pub fn name(self) -> Ident<'f> {
        let Entry { name_start, name_end, .. } = *self.entry;
        Ident { text: self.file.slice(name_start, name_end), span: self.file.span(name_start, name_end) }
    }

    #[inline]
    pub(crate) fn name_bytes(self) -> &'f [u8] {
        &self.file.text.as_bytes()[self.entry.name_start as usize..self.entry.name_end as usize]
    }

    /// The id that is written after the name; `None` if no id is written.
    #[must_use]
    pub fn id(self) -> Option<Id> {
        let Entry { id: value, n_digits, name_end, .. } = *self.entry;
        let span = self.file.span(name_end, name_end + 1 + u32::from(n_digits));
        (n_digits > 0).then_some(Id { value, n_digits, span })
    }

    /// Whether the combinator declares a built-in type: `int ? = Int;`.
    #[must_use]
    pub fn is_builtin(self) -> bool {
        self.entry.has_flag(BUILTIN_FLAG)
    }

    /// Whether the result follows a `=>`.
    #[must_use]
    pub fn has_arrow(self) -> bool {
        self.entry.has_flag(RESULT_ARROW_FLAG)
    }

    /// The annotations, without the `@`.
    pub fn annotations(self) -> impl Iterator<Item = Ident<'f>> + Clone {
        let Entry { first, result, .. } = *self.entry;
        let nodes = Children { file: self.file, at: first, end: result };
        nodes.take_while(|view| view.kind() == NodeKind::Annotation).map(|view| {
            let Ident { text, span } = view.ident();
            Ident { text: &text[1..], span: Span { start: span.start + 1, ..span } }
        })
    }

    pub(crate) fn param_nodes(self) -> impl Iterator<Item = View<'f>> + Clone {
        self.param_and_field_nodes().take_while(|view| view.kind() == NodeKind::Params)
    }

    /// Length in bytes of the declaration, without the arguments of its result.
    pub(crate) fn text_len(self) -> usize {
        let result = self.result_node().node();
        result.end.saturating_sub(self.entry.name_start) as usize
    }

    /// The nodes of parameters and fields.
    fn param_and_field_nodes(self) -> Children<'f> {
        let Entry { first, result, .. } = *self.entry;
        Children { file: self.file, at: first, end: result }.skip_kind(NodeKind::Annotation)
    }

    pub(crate) fn field_nodes(self) -> Children<'f> {
        self.param_and_field_nodes().skip_kind(NodeKind::Params)
    }

    pub(crate) fn result_node(self) -> View<'f> {
        self.file.view(self.entry.result)
    }

    /// The parameters in curly brackets.
    pub fn params(self) -> impl Iterator<Item = Params<'f>> + Clone {
        self.param_nodes().map(Params)
    }

    /// The fields of the combinator.
    pub fn fields(self) -> impl Iterator<Item = Field<'f>> + Clone {
        self.field_nodes().map(Field)
    }

    /// The name of the combinator's result type, without the arguments.
    #[must_use]
    pub fn result_name(self) -> Ident<'f> {
        self.result_node().ident()
    }

    /// The result type of the combinator, with the arguments.
    #[must_use]
    pub fn result(self) -> Term<'f> {
        Term(self.result_node())
    }

    /// The documentation comments of the combinator.
    #[must_use]
    pub fn doc(self) -> Option<&'f Doc> {
        let docs = &self.file.docs;
        docs.binary_search_by_key(&self.entry.name_start, |(start, _)| *start).ok().map(|idx| &docs[idx].1)
    }
}

/// A directive about a type: `Final User;`.
#[derive(Clone, Copy, Debug)]
pub struct Directive<'f> {
    /// The keyword of the directive.
    pub kind: DirectiveKind,
    file: &'f File<'f>,
    entry: &'f Entry,
}

impl<'f> Directive<'f> {
    /// The name of the type.
    #[must_use]
    pub fn name(self) -> Ident<'f> {
        Combinator { file: self.file, entry: self.entry }.name()
    }
}

/// A type or constructor applied to some arguments, as a statement: `Vector int;`.
#[derive(Clone, Copy, Debug)]
pub struct PartialApplication<'f> {
    file: &'f File<'f>,
    entry: &'f Entry,
}

impl<'f> PartialApplication<'f> {
    /// The section that contains the statement.
    #[must_use]
    pub fn section(self) -> Section {
        self.entry.section
    }

    /// The name of the type or constructor.
    #[must_use]
    pub fn name(self) -> Ident<'f> {
        self.file.view(self.entry.result).ident()
    }

    /// The type or constructor and its arguments.
    #[must_use]
    pub fn application(self) -> Term<'f> {
        Term(self.file.view(self.entry.result))
    }
}
