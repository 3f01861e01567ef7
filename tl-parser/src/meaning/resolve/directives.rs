//! Statements about types: `Final`, `New` and `Empty`.
//!
//! Unlike all other statements they depend on the declarations before them. A schema without them is not walked again.

use rustc_hash::{FxHashMap, FxHashSet};

use super::symbols::SymbolTable;
use crate::diagnostic::{BoundedDiagnosticList, Code, Diagnostic};
use crate::meaning::schema::Section;
use crate::syntax::ast::{DeclarationKind, DirectiveKind, Entry, File, NodeKind};
use crate::text::lex::is_combinator_name;
use crate::text::source::Span;

/// Checks all directives of the files.
pub(super) fn check_directives(symbols: &SymbolTable<'_>, diagnostics: &mut BoundedDiagnosticList) {
    let is_directive = |entry: &Entry| matches!(entry.kind, DeclarationKind::Directive(_));
    if !symbols.files.iter().flat_map(|file| &file.entries).any(is_directive) {
        return;
    }
    let mut checker = DirectiveChecker { symbols, diagnostics, seen: FxHashMap::default(), new: Vec::new() };
    for (file_idx, file) in (0_u32..).zip(symbols.files) {
        for (entry_idx, entry) in (0_u32..).zip(&file.entries) {
            checker.check_entry(file_idx, entry_idx, file, entry);
        }
    }
    checker.report_types_never_constructed();
}

struct DirectiveChecker<'n, 'f, 'd> {
    symbols: &'n SymbolTable<'f>,
    diagnostics: &'d mut BoundedDiagnosticList,
    /// The state of each type, by name.
    seen: FxHashMap<&'f str, TypeState>,
    /// Types announced by `New`, as indices of file and entry.
    new: Vec<(u32, u32)>,
}

/// The state of a type after the statements that have been checked so far.
struct TypeState {
    first: Mention,
    /// The directive after which the type may have no more constructors; `None` for a type that is not closed.
    closed: Option<Mention>,
}

/// An occurrence of the name of a type: the file, and the offset in its text.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mention {
    file: u32,
    start: u32,
}

impl<'f> DirectiveChecker<'_, 'f, '_> {
    fn check_entry(&mut self, file_idx: u32, entry_idx: u32, file: &'f File<'f>, entry: &'f Entry) {
        let name = file.name(entry);
        let mention = Mention { file: file_idx, start: entry.name_start };
        match entry.kind {
            DeclarationKind::Combinator => {
                if entry.section == Section::Types {
                    self.report_constructor_of_closed_type(file, entry);
                }
                self.record_mentioned_types(file_idx, file, entry);
            }
            DeclarationKind::Partial => self.record_mentioned_types(file_idx, file, entry),
            DeclarationKind::Directive(DirectiveKind::Final) => self.close_type(name, mention),
            DeclarationKind::Directive(DirectiveKind::New) => {
                self.announce_new_type(name, mention);
                self.new.push((file_idx, entry_idx));
            }
            DeclarationKind::Directive(DirectiveKind::Empty) => {
                self.announce_new_type(name, mention);
                self.close_type(name, mention);
            }
        }
    }

    fn span(&self, name: &str, mention: Mention) -> Span {
        self.symbols.files[mention.file as usize].span(mention.start, mention.start + name.len() as u32)
    }

    /// Records the types that occur in a declaration; its parameters are not types.
    fn record_mentioned_types(&mut self, file_idx: u32, file: &'f File<'f>, entry: &'f Entry) {
        let params: FxHashSet<_> =
            file.combinator(entry).params().flat_map(|params| params.names().map(|name| name.text)).collect();
        for at in file.nodes_of(entry) {
            let view = file.view(at);
            if view.kind() == NodeKind::Name && !is_combinator_name(view.text()) && !params.contains(view.text()) {
                let first = Mention { file: file_idx, start: view.node().start };
                self.seen.entry(view.text()).or_insert(TypeState { first, closed: None });
            }
        }
    }

    /// Reports a constructor of a closed type.
    fn report_constructor_of_closed_type(&mut self, file: &'f File<'f>, entry: &'f Entry) {
        let ty = file.combinator(entry).result_name().text;
        if let Some(closed) = self.seen.get(ty).and_then(|seen| seen.closed) {
            let message = format!("`{ty}` is closed and may have no more constructors");
            let span = file.span(entry.name_start, entry.name_end);
            let closed = self.span(ty, closed);
            self.diagnostics.push(
                Diagnostic::error(Code::FinalType, span, message)
                    .label("constructor of a closed type")
                    .secondary_label(closed, "closed here"),
            );
        }
    }

    /// Reports a `New` or `Empty` for a type that was mentioned before.
    fn announce_new_type(&mut self, name: &'f str, mention: Mention) {
        let first = self.seen.entry(name).or_insert(TypeState { first: mention, closed: None }).first;
        if first != mention {
            let (span, first) = (self.span(name, mention), self.span(name, first));
            self.diagnostics.push(
                Diagnostic::error(Code::TypeRedeclared, span, format!("`{name}` is not new"))
                    .label("declared as new")
                    .secondary_label(first, "first mentioned here"),
            );
        }
    }

    /// Closes a type. Reports a type that was not mentioned before, which only `Final` can cause.
    fn close_type(&mut self, name: &'f str, mention: Mention) {
        if let Some(seen) = self.seen.get_mut(name) {
            seen.closed = Some(mention);
        } else if !self.symbols.is_in_broken_statement(name) {
            let message = format!("`Final` for the unknown type `{name}`");
            let span = self.span(name, mention);
            self.diagnostics
                .push(Diagnostic::error(Code::UnknownType, span, message).label("no constructor before this"));
        }
    }

    /// Reports each type that `New` announced and that has no constructor.
    fn report_types_never_constructed(self) {
        for (file, entry) in self.new {
            let file = &self.symbols.files[file as usize];
            let entry = &file.entries[entry as usize];
            let name = file.name(entry);
            if self.symbols.ty(name.as_bytes()).is_none() && !self.symbols.is_in_broken_statement(name) {
                let message = format!("no constructor of the new type `{name}` follows");
                let span = file.span(entry.name_start, entry.name_end);
                self.diagnostics.push(Diagnostic::error(Code::UnknownType, span, message).label("never constructed"));
            }
        }
    }
}
