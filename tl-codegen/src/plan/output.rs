//! The results that the planner adds to while it walks over the schema: declared names and diagnostics.

use std::collections::HashSet;

use tl_parser::{Code, Combinator, Diagnostic, Span};

use super::names::DeclaredNames;
use super::unsupported::Refusal;

/// Names and diagnostics so far.
#[derive(Default)]
pub(super) struct Output {
    pub(super) names: DeclaredNames,
    diagnostics: Vec<Diagnostic>,
    /// Unsupported constructs that are reported already: the same group or type may be planned several times.
    refused: HashSet<(Span, Code)>,
}

impl Output {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports that no code can be generated for the declaration or field at `span`.
    pub(super) fn refuse(&mut self, span: Span, refusal: impl Into<Refusal>) {
        if let Refusal::Unsupported(unsupported) = refusal.into()
            && self.refused.insert((span, unsupported.code))
        {
            self.diagnostics.push(unsupported.diagnostic(span));
        }
    }

    /// Reports that all values of a type or function are infinite or too large.
    pub(super) fn infinite(&mut self, combinator: &Combinator, name: &str) {
        let message = format!("no value of `{name}` can be sent");
        let note = "every value contains another value of the same type, or takes at least 16 MiB";
        self.report(Diagnostic::error(Code::InfiniteType, combinator.span, message).note(note));
    }

    /// All diagnostics: collisions of names come last.
    pub(super) fn into_diagnostics(self) -> impl Iterator<Item = Diagnostic> {
        self.diagnostics.into_iter().chain(self.names.into_diagnostics())
    }
}
