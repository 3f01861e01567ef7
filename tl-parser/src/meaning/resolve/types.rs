//! Types as they are used: the name looked up, the arguments counted, their kinds checked.
//!
//! A lowercase name is a constructor used bare, an uppercase one a type; a parameter or number of the combinator
//! hides both. Invariant: a mistake is reported once, and what hangs on it is poisoned instead of reported.

use super::fields::Body;
use super::help;
use super::known::{self, Known};
use super::names::count;
use super::reference::{Ref, Target};
use super::scope::{Variable, VariableKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::fast::pack;
use crate::meaning::schema::{ParamKind, Section};
use crate::syntax::ast::node::UPPER;
use crate::syntax::ast::{Children, NodeKind, View};
use crate::text::source::Span;

/// What an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Type,
    Nat,
    /// A mistake that was reported.
    Poison,
}

/// Arguments that stand behind a term, those of brackets around it last.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rest<'r, 'f> {
    terms: Option<Children<'f>>,
    outer: Option<&'r Rest<'r, 'f>>,
}

/// Arguments: those in angle brackets, then the rest.
#[derive(Clone)]
struct Arguments<'r, 'f> {
    terms: Option<Children<'f>>,
    rest: Option<&'r Rest<'r, 'f>>,
}

impl<'f> Iterator for Arguments<'_, 'f> {
    type Item = View<'f>;

    #[inline]
    fn next(&mut self) -> Option<View<'f>> {
        loop {
            if let Some(term) = self.terms.as_mut().and_then(Iterator::next) {
                return Some(term);
            }
            let rest = self.rest?;
            self.terms = rest.terms;
            self.rest = rest.outer;
        }
    }
}

/// What a name means before it has its arguments: where it leads to, and the type whose parameters it takes.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    reference: Ref,
    params: Params,
}

impl Head {
    /// What no name means.
    pub(crate) const NOTHING: Self = Self { reference: Ref::NONE, params: Params::None };

    /// What it leads to without arguments, if it takes none.
    #[inline]
    pub(crate) fn alone(self) -> Option<Ref> {
        match self.params {
            Params::None => Some(self.reference),
            Params::Item | Params::Of(_) => None,
        }
    }

    /// What it leads to, if that is a vector.
    #[inline]
    pub(crate) fn of_item(self) -> Option<Ref> {
        match self.params {
            Params::Item => Some(self.reference),
            Params::None | Params::Of(_) => None,
        }
    }
}

/// The parameters that arguments are for.
#[derive(Clone, Copy)]
enum Params {
    None,
    /// The item of a vector.
    Item,
    /// Those of a type.
    Of(u32),
}

impl<'f> Body<'_, 'f> {
    /// A field type or argument that is one term.
    #[inline]
    pub(crate) fn term(&mut self, term: View<'f>) -> Value {
        self.apply(term, false, &Rest::default())
    }

    /// A name with the arguments that stand behind it.
    pub(crate) fn application(&mut self, application: View<'f>, is_partial: bool) -> Value {
        let args = Arguments { terms: Some(application.children()), rest: None };
        self.name(application, false, args, is_partial)
    }

    /// A term applied to arguments.
    fn apply(&mut self, term: View<'f>, is_percent: bool, rest: &Rest<'_, 'f>) -> Value {
        let args = || Arguments { terms: Some(term.children()), rest: Some(rest) };
        match term.kind() {
            NodeKind::Name => self.name(term, is_percent, args(), false),
            NodeKind::Nat => match self.no_args("#", term, args()) {
                true => Value::Type,
                false => Value::Poison,
            },
            NodeKind::Number => self.number(term, is_percent, args()),
            NodeKind::Sum => self.sum(term, is_percent, Arguments { terms: None, rest: Some(rest) }),
            NodeKind::Percent => self.apply_first(term, true, rest),
            _ => self.apply_first(term, is_percent, rest),
        }
    }

    /// The first of some terms, applied to the others and to the rest.
    fn apply_first(&mut self, brackets: View<'f>, is_percent: bool, rest: &Rest<'_, 'f>) -> Value {
        let mut terms = brackets.children();
        match terms.next() {
            Some(first) => self.apply(first, is_percent, &Rest { terms: Some(terms), outer: Some(rest) }),
            None => Value::Poison,
        }
    }

    fn number(&mut self, term: View<'f>, is_percent: bool, args: Arguments<'_, 'f>) -> Value {
        if !self.no_args(term.text(), term, args) {
            return Value::Poison;
        }
        if is_percent {
            return self.bad_bare(term.span(), term.text(), "a number is never bare");
        }
        if term.text().parse::<u32>().is_err() {
            return self.unsupported(term.span(), "a number over 4294967295 is not supported here");
        }
        Value::Nat
    }

    /// Several terms joined by `+`.
    fn sum(&mut self, sum: View<'f>, is_percent: bool, args: Arguments<'_, 'f>) -> Value {
        if !self.no_args("a sum", sum, args) {
            return Value::Poison;
        }
        if is_percent {
            return self.bad_bare(sum.span(), "a sum", "a number is never bare");
        }
        let mut is_poison = false;
        for operand in sum.children() {
            match self.term(operand) {
                Value::Nat => {}
                Value::Poison => is_poison = true,
                Value::Type => {
                    self.kind_mismatch(operand, ParamKind::Nat);
                    is_poison = true;
                }
            }
        }
        if is_poison {
            return Value::Poison;
        }
        let mut folded = crate::meaning::canonical::Folded::default();
        folded.add(sum);
        match (folded.terms.len(), u32::try_from(folded.constant)) {
            (0 | 1, Ok(_)) => Value::Nat,
            (0 | 1, Err(_)) => self.unsupported(sum.span(), "a number over 4294967295 is not supported here"),
            _ => self.unsupported(sum.span(), "a sum of two variables is not supported here"),
        }
    }

    /// A name without arguments, as most field types are.
    #[inline]
    pub(crate) fn word(&mut self, term: View<'f>) -> Value {
        if let Some(variable) = self.scope.variable(term.bytes()) {
            return self.variable(term, variable, false);
        }
        let Some(Head { reference, params }) = self.head(term) else {
            return Value::Poison;
        };
        self.refer(term, reference);
        if let Params::None = params {
            return Value::Type;
        }
        self.args(term, params, Arguments { terms: None, rest: None }, false);
        Value::Poison
    }

    /// What a name means that stands without a `%`.
    #[inline]
    fn head(&mut self, term: View<'f>) -> Option<Head> {
        let node = term.node();
        let word = pack(term.file.text.as_bytes(), node.start, node.end);
        let known = self.words.find(word);
        if known.is_some() {
            return known;
        }
        let head = match term.has(UPPER) {
            false => self.constructor_head(term),
            true => self.type_head(term, false),
        }?;
        self.words.add(word, head);
        Some(head)
    }

    /// A type and its parameters.
    fn head_of(&self, target: Target, ty: u32) -> Head {
        let params = if self.names.kinds_of(ty).is_empty() { Params::None } else { Params::Of(ty) };
        Head { reference: Ref::new(target), params }
    }

    #[inline]
    fn name(&mut self, term: View<'f>, is_percent: bool, args: Arguments<'_, 'f>, is_partial: bool) -> Value {
        let name = term.text();
        if let Some(variable) = self.scope.variable(term.bytes()) {
            if !self.no_args(name, term, args) {
                return Value::Poison;
            }
            return self.variable(term, variable, is_percent);
        }
        let head = match is_percent && term.has(UPPER) {
            false => self.head(term),
            true => self.type_head(term, is_percent),
        };
        let Some(Head { reference, params }) = head else {
            // Arguments of a mistake may hold mistakes of their own; words behind a word may be names of fields.
            let is_word = |arg: &View<'_>| arg.kind() == NodeKind::Name && arg.node().n_nodes == 1 && !arg.has(UPPER);
            for arg in args.filter(|arg| term.has(UPPER) || !is_word(arg)) {
                let _ = self.term(arg);
            }
            return Value::Poison;
        };
        self.refer(term, reference);
        match self.args(term, params, args, is_partial) {
            true => Value::Type,
            false => Value::Poison,
        }
    }

    /// A parameter or number of the combinator.
    fn variable(&mut self, term: View<'f>, variable: Variable, is_percent: bool) -> Value {
        let reference = match (variable.reference.target(), is_percent) {
            (Target::Param(idx), true) => Ref::new(Target::BareParam(idx)),
            _ => variable.reference,
        };
        self.refer(term, reference);
        match variable.kind {
            VariableKind::Mistaken => Value::Poison,
            VariableKind::Type => Value::Type,
            VariableKind::Nat if is_percent => self.bad_bare(name_span(term), term.text(), "a number is never bare"),
            VariableKind::Nat => Value::Nat,
        }
    }

    /// A lowercase name: the only constructor of its type, without its id.
    fn constructor_head(&mut self, term: View<'f>) -> Option<Head> {
        let found = self.names.combinator(term.bytes());
        let Some(row) = found.filter(|row| self.names.entry(*row).section == Section::Types) else {
            let known = known::undeclared(term.text(), self.names.dialect).filter(|_| found.is_none());
            if known.is_none() {
                self.unknown(term, found);
            }
            return known.map(|known| known_head(known, true));
        };
        let ty = Some(self.names.rows[row as usize].ty).filter(|ty| *ty != super::names::NONE)?;
        self.bare_head(term, ty, row)
    }

    /// An uppercase name: a value with its id, or without one after a `%`.
    fn type_head(&mut self, term: View<'f>, is_percent: bool) -> Option<Head> {
        let Some(ty) = self.names.ty(term.bytes()) else {
            if term.bytes() == b"Vector" {
                return Some(known_head(Known::Vector, is_percent));
            }
            self.unknown(term, None);
            return None;
        };
        if is_percent {
            return self.bare_head(term, ty, self.names.only_constructor(ty).unwrap_or(super::names::NONE));
        }
        match self.names.known_type(ty) {
            Some(known @ (Known::Vector | Known::Opaque(_))) => Some(known_head(known, false)),
            _ => Some(self.head_of(Target::Boxed(ty), ty)),
        }
    }

    /// Bare use of `constructor`, which has to be the only one of its type.
    fn bare_head(&mut self, term: View<'f>, ty: u32, constructor: u32) -> Option<Head> {
        match self.names.only_constructor(ty) {
            Some(only) if only == constructor => match self.names.rows[only as usize].known {
                Some(known) => Some(known_head(known, true)),
                None => Some(self.head_of(Target::Bare(only), ty)),
            },
            _ => {
                // A constructor in a broken statement may be the one that is missing here.
                let found = self.names.types[ty as usize];
                let why = match found.n_constructors {
                    1 if self.names.only_constructor(ty).is_some() => return None,
                    1 => format!("the constructor of `{}` has no name", found.name),
                    0 => format!("`{}` has no constructors", found.name),
                    n_constructors => format!("`{}` has {n_constructors} constructors", found.name),
                };
                if !self.names.is_broken(found.name) {
                    self.bad_bare(name_span(term), term.text(), &why);
                }
                None
            }
        }
    }

    /// Checks number and kinds of arguments; a partial application may have fewer.
    #[inline]
    fn args(&mut self, term: View<'f>, params: Params, args: Arguments<'_, 'f>, is_partial: bool) -> bool {
        let names = self.names;
        let kinds = match params {
            Params::None => &[],
            Params::Item => &[ParamKind::Type][..],
            Params::Of(ty) => names.kinds_of(ty),
        };
        let mut is_right = true;
        let mut n_args = 0;
        for arg in args.clone() {
            match kinds.get(n_args) {
                Some(kind) => is_right &= self.arg(arg, *kind),
                None => {
                    let message = self.arity_message(term, kinds.len(), args.count());
                    self.diagnostics
                        .push(Diagnostic::error(Code::ArityMismatch, arg.span(), message).label("one too many"));
                    return false;
                }
            }
            n_args += 1;
        }
        if n_args < kinds.len() && !is_partial {
            let message = self.arity_message(term, kinds.len(), n_args);
            let name = term.text();
            self.diagnostics.push(
                Diagnostic::error(Code::ArityMismatch, name_span(term), message)
                    .label("too few arguments")
                    .help(format!("write `{name}<...>`, or put `{name}` and its arguments in round brackets")),
            );
            return false;
        }
        is_right
    }

    fn arity_message(&self, term: View<'_>, n_kinds: usize, n_args: usize) -> String {
        format!("`{}` takes {}, found {n_args}", term.text(), count(n_kinds, "argument"))
    }

    fn arg(&mut self, arg: View<'f>, kind: ParamKind) -> bool {
        match (self.term(arg), kind) {
            (Value::Poison, _) => false,
            (Value::Type, ParamKind::Type) | (Value::Nat, ParamKind::Nat) => true,
            _ => {
                self.kind_mismatch(arg, kind);
                false
            }
        }
    }

    /// Whether `what` is applied to nothing, as it takes no arguments.
    #[inline]
    fn no_args(&mut self, what: &str, term: View<'f>, mut args: Arguments<'_, 'f>) -> bool {
        let Some(first) = args.next() else {
            return true;
        };
        let message = format!("`{what}` takes no arguments, found {}", args.count() + 1);
        self.diagnostics.push(
            Diagnostic::error(Code::ArityMismatch, first.span(), message)
                .label("one too many")
                .also(name_span(term), "takes none"),
        );
        false
    }

    /// Reports that something is not of the wanted kind.
    pub(crate) fn kind_mismatch(&mut self, found: View<'f>, wanted: ParamKind) {
        let (wanted, other) = match wanted {
            ParamKind::Type => ("a type", "a number"),
            ParamKind::Nat => ("a number", "a type"),
        };
        let what = crate::meaning::display::term(found);
        let message = format!("expected {wanted}, `{what}` is {other}");
        self.diagnostics
            .push(Diagnostic::error(Code::KindMismatch, found.span(), message).label(format!("expected {wanted}")));
    }

    fn bad_bare(&mut self, span: Span, name: &str, why: &str) -> Value {
        self.diagnostics.push(
            Diagnostic::error(Code::BadBare, span, format!("`{name}` has no bare form")).label("used bare").note(why),
        );
        Value::Poison
    }

    fn unsupported(&mut self, span: Span, message: &str) -> Value {
        self.diagnostics.push(Diagnostic::error(Code::Unsupported, span, message).label("not supported"));
        Value::Poison
    }

    /// Reports a name that nothing declares, unless a broken statement might.
    fn unknown(&mut self, term: View<'f>, function: Option<u32>) {
        let name = term.text();
        if self.names.is_broken(name) {
            return;
        }
        let is_type = term.has(UPPER);
        let what = if is_type { "type" } else { "constructor" };
        let diagnostic = Diagnostic::error(Code::UnknownType, name_span(term), format!("unknown {what} `{name}`"))
            .label("not declared");
        self.diagnostics.push(match function {
            Some(function) => diagnostic
                .also(self.names.span(function), "a function of this name is declared here")
                .note("a function is not a type"),
            None => help::known_name(diagnostic, term, self.names),
        });
    }
}

/// The place of a name without its arguments.
pub(crate) fn name_span(term: View<'_>) -> Span {
    term.file.span(term.node().start, term.node().end)
}

fn known_head(known: Known, is_bare: bool) -> Head {
    let (target, params) = match known {
        Known::Primitive(primitive) => (Target::Primitive(primitive), Params::None),
        Known::Vector => (Target::Vector { is_bare }, Params::Item),
        Known::Opaque(opaque) => (Target::Opaque(opaque), Params::None),
    };
    Head { reference: Ref::new(target), params }
}
