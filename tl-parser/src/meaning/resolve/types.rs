//! Types and numbers: names with their arguments, whose number and kinds are checked.
//!
//! Invariant: a mistake is reported once; a term that contains one is [`ResolvedKind::Poison`], and no further mistake
//! of it is reported.

use super::collect::count_in_words;
use super::name_meaning::ExpectedParams;
use super::reference::{Ref, Target};
use super::resolver::Resolver;
use super::scope::{ScopeVariable, VariableKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::ParamKind;
use crate::syntax::ast::node::UPPER_FLAG;
use crate::syntax::ast::{AppliedTerm, FoldedSum, NodeKind, View};
use crate::syntax::print::{self, PrintForm};
use crate::text::source::Span;

/// The result of resolving a term: a type, a number, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResolvedKind {
    Type,
    Nat,
    /// The term contains a mistake that was reported.
    Poison,
}

/// Message for numbers that the 32 bits of a `#` cannot hold.
const NUMBER_TOO_LARGE: &str = "a number over 4294967295 is not supported here";

impl<'f> Resolver<'_, 'f> {
    /// Resolves a field type, an argument or a count.
    #[inline]
    pub(super) fn resolve_term(&mut self, term: View<'f>) -> ResolvedKind {
        let applied = AppliedTerm::of_term(term);
        let (head, is_bare) = (applied.head, applied.is_bare);
        match head.kind() {
            NodeKind::Name => self.resolve_name(head, is_bare, applied.args(), false),
            NodeKind::Nat => {
                self.refuse_args("#", head, applied.args()).map_or(ResolvedKind::Poison, |()| ResolvedKind::Type)
            }
            NodeKind::Number => self.resolve_number(head, is_bare, applied.args()),
            _ => self.resolve_sum(head, is_bare, applied.args()),
        }
    }

    /// Resolves a statement such as `Vector int;`: a type applied to some of its arguments.
    pub(super) fn resolve_partial(&mut self, application: View<'f>) {
        self.scope.clear();
        self.has_upper = false;
        let _ = self.resolve_application(application, true);
    }

    /// Resolves a name and the arguments after it; with `is_partial`, arguments may be missing.
    pub(super) fn resolve_application(&mut self, application: View<'f>, is_partial: bool) -> ResolvedKind {
        self.resolve_name(application, false, application.children(), is_partial)
    }

    fn resolve_number(
        &mut self,
        number: View<'f>,
        is_bare: bool,
        args: impl Iterator<Item = View<'f>>,
    ) -> ResolvedKind {
        if self.refuse_args(number.text(), number, args).is_none() {
            return ResolvedKind::Poison;
        }
        if is_bare {
            return self.report_no_bare_form(number.span(), number.text(), "a number is never bare");
        }
        if number.text().parse::<u32>().is_err() {
            return self.report_unsupported(number, NUMBER_TOO_LARGE);
        }
        ResolvedKind::Nat
    }

    /// Resolves a sum of several terms: `n+1`.
    fn resolve_sum(&mut self, sum: View<'f>, is_bare: bool, args: impl Iterator<Item = View<'f>>) -> ResolvedKind {
        if self.refuse_args("a sum", sum, args).is_none() {
            return ResolvedKind::Poison;
        }
        if is_bare {
            return self.report_no_bare_form(sum.span(), "a sum", "a number is never bare");
        }
        let mut is_right = true;
        for operand in sum.children() {
            is_right &= self.resolve_as_kind(operand, ParamKind::Nat);
        }
        if !is_right {
            return ResolvedKind::Poison;
        }
        let folded = FoldedSum::of_sum(sum);
        match (folded.terms.len(), u32::try_from(folded.constant)) {
            (0 | 1, Ok(_)) => ResolvedKind::Nat,
            (0 | 1, Err(_)) => self.report_unsupported(sum, NUMBER_TOO_LARGE),
            _ => self.report_unsupported(sum, "a sum of two variables is not supported here"),
        }
    }

    #[inline]
    fn resolve_name(
        &mut self,
        name: View<'f>,
        is_bare: bool,
        args: impl Iterator<Item = View<'f>> + Clone,
        is_partial: bool,
    ) -> ResolvedKind {
        if let Some(variable) = self.scope.variable(name.bytes()) {
            let is_alone = self.refuse_args(name.text(), name, args);
            return is_alone.map_or(ResolvedKind::Poison, |()| self.resolve_variable(name, variable, is_bare));
        }
        let Some(head) = self.name_meaning(name, is_bare) else {
            // The arguments are checked all the same, except lowercase words, which may be names of fields.
            let is_word = |arg: &View<'_>| arg.is_name_without_args() && !arg.has_flag(UPPER_FLAG);
            for arg in args.filter(|arg| name.has_flag(UPPER_FLAG) || !is_word(arg)) {
                let _ = self.resolve_term(arg);
            }
            return ResolvedKind::Poison;
        };
        self.set_reference(name, head.reference);
        match self.check_args(name, head.params, args, is_partial) {
            true => ResolvedKind::Type,
            false => ResolvedKind::Poison,
        }
    }

    /// Resolves the name of a parameter or number of the combinator.
    fn resolve_variable(&mut self, name: View<'f>, variable: ScopeVariable, is_bare: bool) -> ResolvedKind {
        let reference = match (variable.reference.target(), is_bare) {
            (Target::Param(idx), true) => Ref::new(Target::BareParam(idx)),
            _ => variable.reference,
        };
        self.set_reference(name, reference);
        match variable.kind {
            VariableKind::Mistaken => ResolvedKind::Poison,
            VariableKind::Type => ResolvedKind::Type,
            VariableKind::Nat if is_bare => {
                self.report_no_bare_form(name.name_span(), name.text(), "a number is never bare")
            }
            VariableKind::Nat => ResolvedKind::Nat,
        }
    }

    /// Checks the number and the kinds of arguments.
    #[inline]
    fn check_args(
        &mut self,
        name: View<'f>,
        params: ExpectedParams,
        args: impl Iterator<Item = View<'f>> + Clone,
        is_partial: bool,
    ) -> bool {
        let symbols = self.symbols;
        let kinds = match params {
            ExpectedParams::None => &[],
            ExpectedParams::Item => &[ParamKind::Type][..],
            ExpectedParams::Of(ty) => symbols.kinds_of(ty),
        };
        let mut is_right = true;
        let mut n_args = 0;
        for arg in args.clone() {
            let Some(kind) = kinds.get(n_args) else {
                self.report_wrong_arity(name, kinds.len(), args.count(), arg.span(), "one too many", None);
                return false;
            };
            is_right &= self.resolve_as_kind(arg, *kind);
            n_args += 1;
        }
        if n_args < kinds.len() && !is_partial {
            let text = name.text();
            let help = format!("write `{text}<...>`, or put `{text}` and its arguments in round brackets");
            self.report_wrong_arity(name, kinds.len(), n_args, name.name_span(), "too few arguments", Some(help));
            return false;
        }
        is_right
    }

    #[cold]
    fn report_wrong_arity(
        &mut self,
        name: View<'_>,
        n_kinds: usize,
        n_args: usize,
        span: Span,
        label: &str,
        help: Option<String>,
    ) {
        let message = format!("`{}` takes {}, found {n_args}", name.text(), count_in_words(n_kinds, "argument"));
        let diagnostic = Diagnostic::error(Code::ArityMismatch, span, message).label(label);
        self.diagnostics.push(help.into_iter().fold(diagnostic, Diagnostic::help));
    }

    /// Resolves a term that must be of this kind; returns whether the term is of this kind.
    fn resolve_as_kind(&mut self, term: View<'f>, kind: ParamKind) -> bool {
        match (self.resolve_term(term), kind) {
            (ResolvedKind::Poison, _) => false,
            (ResolvedKind::Type, ParamKind::Type) | (ResolvedKind::Nat, ParamKind::Nat) => true,
            _ => {
                self.report_kind_mismatch(term, kind);
                false
            }
        }
    }

    /// Reports arguments of a term that takes none.
    #[inline]
    fn refuse_args(&mut self, what: &str, head: View<'f>, mut args: impl Iterator<Item = View<'f>>) -> Option<()> {
        let Some(first) = args.next() else {
            return Some(());
        };
        let message = format!("`{what}` takes no arguments, found {}", args.count() + 1);
        self.diagnostics.push(
            Diagnostic::error(Code::ArityMismatch, first.span(), message)
                .label("one too many")
                .secondary_label(head.name_span(), "takes none"),
        );
        None
    }

    /// Reports a type in the place of a number, or the reverse.
    pub(super) fn report_kind_mismatch(&mut self, found: View<'f>, expected: ParamKind) {
        let (expected, other) = match expected {
            ParamKind::Type => ("a type", "a number"),
            ParamKind::Nat => ("a number", "a type"),
        };
        let message = format!("expected {expected}, `{}` is {other}", print::term(found, PrintForm::Display));
        self.diagnostics
            .push(Diagnostic::error(Code::KindMismatch, found.span(), message).label(format!("expected {expected}")));
    }

    pub(super) fn report_no_bare_form(&mut self, span: Span, name: &str, why: &str) -> ResolvedKind {
        self.diagnostics.push(
            Diagnostic::error(Code::BadBare, span, format!("`{name}` has no bare form")).label("used bare").note(why),
        );
        ResolvedKind::Poison
    }

    fn report_unsupported(&mut self, term: View<'f>, message: &str) -> ResolvedKind {
        self.diagnostics.push(Diagnostic::error(Code::Unsupported, term.span(), message).label("not supported"));
        ResolvedKind::Poison
    }
}
