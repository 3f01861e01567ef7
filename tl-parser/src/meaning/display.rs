//! Types in display form: how a model shows them.
//!
//! Arguments in angle brackets with commas and no blanks, `%` only before the name of a type, sums folded. Whatever the
//! brackets were, what means the same is shown the same. Invariant: a function of the declaration as written.

use crate::meaning::canonical::{Folded, without_zeros};
use crate::syntax::ast::{Application, Children, Field, NodeKind, Repetition, View};
use crate::text::lex::is_combinator_name;

/// The type of a field.
pub(crate) fn field_type(field: Field<'_>) -> String {
    let mut shown = Shown::default();
    shown.ty(field);
    shown.text
}

/// The result of a combinator.
pub(crate) fn result(application: Application<'_>) -> String {
    term(application.0)
}

/// One argument.
pub(crate) fn term(view: View<'_>) -> String {
    let mut shown = Shown::default();
    shown.term(view, false, &Rest::default());
    shown.text
}

#[derive(Default)]
struct Shown {
    text: String,
}

/// Arguments that stand behind a term, those of brackets around it last.
#[derive(Clone, Copy, Default)]
struct Rest<'r, 'f> {
    terms: Option<Children<'f>>,
    outer: Option<&'r Rest<'r, 'f>>,
}

impl Shown {
    fn ty(&mut self, field: Field<'_>) {
        if field.is_call() {
            self.text.push('!');
        }
        let ty = field.type_node();
        match ty.kind() {
            NodeKind::Repetition => self.repetition(Repetition(ty)),
            _ => self.term(ty, false, &Rest::default()),
        }
    }

    fn repetition(&mut self, repetition: Repetition<'_>) {
        if let Some(count) = repetition.count_node() {
            self.term(count, false, &Rest::default());
            self.text.push('*');
        }
        self.text.push('[');
        let start = self.text.len();
        for field in repetition.fields() {
            let mut names = field.names().map(|name| name.text);
            self.space(start);
            self.name(names.next());
            let shared = self.text.len();
            self.unnamed(field);
            // The others of a group share all but the name.
            let shared = shared..self.text.len();
            for name in names {
                self.space(start);
                self.name(Some(name));
                let copy = self.text[shared.clone()].to_owned();
                self.text.push_str(&copy);
            }
        }
        self.text.push(']');
    }

    /// A blank, but for the first field behind `start`.
    fn space(&mut self, start: usize) {
        if self.text.len() > start {
            self.text.push(' ');
        }
    }

    fn name(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            self.text.push_str(name);
            self.text.push(':');
        }
    }

    /// `mask.bit?type`
    fn unnamed(&mut self, field: Field<'_>) {
        if let Some(condition) = field.condition() {
            self.text.push_str(condition.flags_field.text);
            self.text.push('.');
            self.text.push_str(without_zeros(condition.bit.digits));
            self.text.push('?');
        }
        self.ty(field);
    }

    fn term(&mut self, term: View<'_>, is_bare: bool, rest: &Rest<'_, '_>) {
        match term.kind() {
            NodeKind::Name => {
                let name = term.text();
                if is_bare && !is_combinator_name(name) {
                    self.text.push('%');
                }
                self.text.push_str(name);
                self.args(Some(term.children()), rest);
            }
            NodeKind::Nat => {
                self.text.push('#');
                self.args(Some(term.children()), rest);
            }
            NodeKind::Number => {
                self.text.push_str(without_zeros(term.text()));
                self.args(None, rest);
            }
            NodeKind::Sum => {
                self.sum(term);
                self.args(None, rest);
            }
            NodeKind::Percent => self.applied(term, true, rest),
            _ => self.applied(term, is_bare, rest),
        }
    }

    /// The first term of some brackets, applied to the others.
    fn applied(&mut self, brackets: View<'_>, is_bare: bool, rest: &Rest<'_, '_>) {
        let mut terms = brackets.children();
        if let Some(first) = terms.next() {
            self.term(first, is_bare, &Rest { terms: Some(terms), outer: Some(rest) });
        }
    }

    fn args(&mut self, own: Option<Children<'_>>, rest: &Rest<'_, '_>) {
        let start = self.text.len();
        own.into_iter().flatten().for_each(|arg| self.arg(arg, start));
        let mut rest = Some(rest);
        while let Some(level) = rest {
            level.terms.into_iter().flatten().for_each(|arg| self.arg(arg, start));
            rest = level.outer;
        }
        if self.text.len() > start {
            self.text.push('>');
        }
    }

    fn arg(&mut self, arg: View<'_>, start: usize) {
        self.text.push(if self.text.len() == start { '<' } else { ',' });
        self.term(arg, false, &Rest::default());
    }

    /// A sum folded: `2+n+1` is `n+3`.
    fn sum(&mut self, sum: View<'_>) {
        let mut folded = Folded::default();
        folded.add(sum);
        for (idx, term) in folded.terms.iter().enumerate() {
            if idx > 0 {
                self.text.push('+');
            }
            self.term(*term, false, &Rest::default());
        }
        if folded.terms.is_empty() || folded.constant > 0 {
            if !folded.terms.is_empty() {
                self.text.push('+');
            }
            self.text.push_str(&folded.constant.to_string());
        }
    }
}
