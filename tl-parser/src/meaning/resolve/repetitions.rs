//! Repetitions and their counts: `n*[ x:int ]`, `4*[ int ]`, `[ t ]`.
//!
//! A repetition without a count is counted by the last `#` before it on the same nesting level.

use super::resolver::Resolver;
use super::scope::VariableKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::node::COUNT_FLAG;
use crate::syntax::ast::{Children, NodeKind, Repetition, View};
use crate::syntax::print::{self, PrintForm};

impl<'f> Resolver<'_, 'f> {
    pub(super) fn resolve_repetition(&mut self, repetition: Repetition<'f>) {
        match repetition.0.has_flag(COUNT_FLAG) {
            true => repetition.count_node().into_iter().for_each(|count| self.resolve_count(count)),
            false => self.resolve_implicit_count(repetition.0),
        }
        self.scope.open_level();
        self.resolve_fields(repetition.field_nodes());
        self.scope.close_level();
    }

    fn resolve_count(&mut self, count: View<'f>) {
        let is_number = self.is_number_count(count);
        if is_number == Some(true) {
            let _ = self.resolve_term(count);
        } else if is_number == Some(false) {
            let message = format!("the count `{}` is not a known number", print::term(count, PrintForm::AsWritten));
            self.diagnostics.push(
                Diagnostic::error(Code::BadMultiplicity, count.span(), message)
                    .label("not a number")
                    .help("a count is a number, or an earlier field or parameter of kind `#`"),
            );
        }
    }

    /// Whether a count consists of numbers; `None` if the count has a mistake that is reported elsewhere.
    fn is_number_count(&self, count: View<'f>) -> Option<bool> {
        match count.kind() {
            NodeKind::Number => Some(true),
            NodeKind::Name if count.node().n_nodes == 1 => {
                match self.scope.variable(count.bytes()).map(|variable| variable.kind) {
                    Some(VariableKind::Nat) => Some(true),
                    Some(VariableKind::Type) | None => Some(false),
                    Some(VariableKind::Mistaken) => None,
                }
            }
            NodeKind::Sum => self.are_number_counts(count.children()),
            NodeKind::Group => count.children().only_node().map_or(Some(false), |inner| self.is_number_count(inner)),
            _ => Some(false),
        }
    }

    fn are_number_counts(&self, operands: Children<'f>) -> Option<bool> {
        let are_numbers: Vec<_> = operands.map(|operand| self.is_number_count(operand)).collect();
        match are_numbers.contains(&Some(false)) {
            true => Some(false),
            false => are_numbers.iter().all(Option::is_some).then_some(true),
        }
    }

    fn resolve_implicit_count(&mut self, repetition: View<'f>) {
        match self.scope.last_nat() {
            Some(reference) => self.set_reference(repetition, reference),
            None => {
                let start = repetition.node().start;
                let bracket = repetition.file.span(start, start + 1);
                self.diagnostics.push(
                    Diagnostic::error(Code::MissingMultiplicity, bracket, "a repetition without a count")
                        .label("how often?")
                        .help("write a count and `*` before the bracket, or a field of type `#` before the repetition"),
                );
            }
        }
    }
}
