//! Statements about types: `Final`, `New` and `Empty`.
//!
//! Unlike everything else these depend on order: what stands before them. Invariant: a schema without them costs nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;
use crate::ast::{DeclarationKind, Entry, File, NodeKind};
use crate::diagnostic::{Code, Diagnostic, Found};
use crate::lex::is_combinator_name;
use crate::schema::Section;
use crate::source::Span;

/// Checks all directives.
pub(super) fn check(names: &Names<'_>, diagnostics: &mut Found) {
    let is_directive = |entry: &Entry| !matches!(entry.kind, DeclarationKind::Combinator | DeclarationKind::Partial);
    if !names.files.iter().flat_map(|file| &file.entries).any(is_directive) {
        return;
    }
    let mut checker =
        Checker { names, diagnostics, seen: FxHashMap::default(), closed: FxHashMap::default(), new: Vec::new() };
    for file in names.files {
        for entry in &file.entries {
            checker.entry(file, entry);
        }
    }
    checker.finish();
}

struct Checker<'n, 'f, 'd> {
    names: &'n Names<'f>,
    diagnostics: &'d mut Found,
    /// Types and where they are mentioned first.
    seen: FxHashMap<&'f str, Span>,
    /// Types that take no more constructors, and the directive that says so.
    closed: FxHashMap<&'f str, Span>,
    /// Types that `New` promised.
    new: Vec<(&'f str, Span)>,
}

impl<'f> Checker<'_, 'f, '_> {
    fn entry(&mut self, file: &'f File<'f>, entry: &'f Entry) {
        let name = file.name(entry);
        let span = file.span(entry.name_start, entry.name_end);
        match entry.kind {
            DeclarationKind::Combinator => {
                if entry.section == Section::Types {
                    self.constructor(file, entry, span);
                }
                self.mention_all(file, entry);
            }
            DeclarationKind::Partial => self.mention_all(file, entry),
            DeclarationKind::Final => self.close(name, span),
            DeclarationKind::New => {
                self.open(name, span);
                self.new.push((name, span));
            }
            DeclarationKind::Empty => {
                self.open(name, span);
                self.closed.insert(name, span);
            }
        }
    }

    /// Notes the types that a declaration speaks of; its parameters are none.
    fn mention_all(&mut self, file: &'f File<'f>, entry: &'f Entry) {
        let params: FxHashSet<_> =
            file.combinator(entry).params().flat_map(|params| params.names().map(|name| name.text)).collect();
        for at in file.nodes_of(entry) {
            let view = file.view(at);
            if view.kind() == NodeKind::Name && !is_combinator_name(view.text()) && !params.contains(view.text()) {
                let span = file.span(view.node().start, view.node().end);
                self.seen.entry(view.text()).or_insert(span);
            }
        }
    }

    /// A closed type gets no constructor.
    fn constructor(&mut self, file: &'f File<'f>, entry: &'f Entry, span: Span) {
        let ty = file.combinator(entry).result().name().text;
        if let Some(closed) = self.closed.get(ty) {
            let message = format!("`{ty}` is closed and takes no constructor");
            self.diagnostics.push(
                Diagnostic::error(Code::FinalType, span, message)
                    .label("constructor of a closed type")
                    .also(*closed, "closed here"),
            );
        }
    }

    /// `New` and `Empty` want a type that is not there yet.
    fn open(&mut self, name: &'f str, span: Span) {
        let first = *self.seen.entry(name).or_insert(span);
        if first != span {
            self.diagnostics.push(
                Diagnostic::error(Code::TypeRedeclared, span, format!("`{name}` is there already"))
                    .label("declared as new")
                    .also(first, "first mentioned here"),
            );
        }
    }

    /// `Final` wants a type that is there already.
    fn close(&mut self, name: &'f str, span: Span) {
        if self.seen.contains_key(name) {
            self.closed.insert(name, span);
        } else if !self.names.is_broken(name) {
            let message = format!("`Final` for the unknown type `{name}`");
            self.diagnostics
                .push(Diagnostic::error(Code::UnknownType, span, message).label("no constructor before this"));
        }
    }

    /// A type that `New` announced must come.
    fn finish(self) {
        for (name, span) in self.new {
            if self.names.ty(name.as_bytes()).is_none() && !self.names.is_broken(name) {
                let message = format!("no constructor of the new type `{name}` follows");
                self.diagnostics.push(Diagnostic::error(Code::UnknownType, span, message).label("never constructed"));
            }
        }
    }
}
