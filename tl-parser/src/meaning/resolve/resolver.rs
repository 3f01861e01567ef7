//! The state of the resolver. Its methods are in [`super::fields`], [`super::counts`], [`super::results`],
//! [`super::types`] and [`super::lookup`].

use std::collections::BTreeSet;

use super::reference::Ref;
use super::scope::{Scope, TextRange};
use super::symbols::SymbolTable;
use crate::diagnostic::BoundedDiagnosticList;
use crate::fast_paths::NameCache;
use crate::syntax::ast::{File, View};
use crate::text::source::Span;

/// Resolves the declarations of several files, one after the other.
pub(crate) struct Resolver<'n, 'f> {
    pub(super) symbols: &'n SymbolTable<'f>,
    pub(super) diagnostics: &'n mut BoundedDiagnosticList,
    pub(crate) scope: Scope<'f>,
    pub(crate) words: NameCache,
    /// The reference of each node of the current file.
    pub(crate) refs: Vec<Ref>,
    file: Option<&'f File<'f>>,
    /// Number of parameters of the current combinator so far.
    pub(crate) n_params: u32,
    /// Number of fields of the current combinator so far, those in repetitions included.
    pub(crate) n_fields: u32,
    /// Whether a parameter or field of the current combinator has an uppercase name, which may hide a type.
    pub(crate) has_upper: bool,
    /// Wrong flags fields of the current combinator, each reported once.
    pub(crate) wrong_flags_fields: Vec<&'f str>,
    /// Names with a usual declaration that is missing, each reported once.
    pub(super) missing_usual: BTreeSet<&'f str>,
    /// Whether the type behind a `!` of the current combinator is wrong.
    pub(crate) has_wrong_call: bool,
}

impl<'n, 'f> Resolver<'n, 'f> {
    pub(super) fn new(symbols: &'n SymbolTable<'f>, diagnostics: &'n mut BoundedDiagnosticList) -> Self {
        Self {
            symbols,
            diagnostics,
            scope: Scope::default(),
            words: NameCache::new(),
            refs: Vec::new(),
            file: None,
            n_params: 0,
            n_fields: 0,
            has_upper: false,
            wrong_flags_fields: Vec::new(),
            missing_usual: BTreeSet::new(),
            has_wrong_call: false,
        }
    }

    /// Begins to resolve a file.
    pub(crate) fn begin_file(&mut self, file: &'f File<'f>) {
        self.file = Some(file);
        self.scope = Scope::new(file.text);
        self.refs = vec![Ref::NONE; file.nodes.len()];
    }

    /// Ends a file; returns the reference of each of its nodes.
    pub(crate) fn finish_file(&mut self) -> Vec<Ref> {
        std::mem::take(&mut self.refs)
    }

    #[inline]
    pub(crate) fn set_reference(&mut self, node: View<'_>, reference: Ref) {
        self.refs[node.at as usize] = reference;
    }

    /// The span of a name of the current combinator.
    pub(crate) fn span_of(&self, TextRange { start, end }: TextRange) -> Span {
        self.file.map_or_else(Span::default, |file| file.span(start, end))
    }
}
