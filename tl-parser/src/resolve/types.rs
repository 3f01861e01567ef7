//! Types as they are used: the name looked up, the arguments counted, their kinds checked.
//!
//! A lowercase name is a constructor used bare, an uppercase one a type; a parameter or number of the combinator
//! hides both. Invariant: a mistake is reported once, and what hangs on it is poisoned instead of reported.

use super::conditions::{EntryKind, Nat, Slot, unsupported_number};
use super::fields::Body;
use super::known::{self, Known};
use super::names::count;
use crate::ast::{Application, Args, Atom, Expr, Ident, Sum, Term};
use crate::diagnostic::{Code, Diagnostic};
use crate::lex::is_combinator_name;
use crate::schema::{CombinatorId, ParamKind, Primitive, Section, Ty, Type, TypeId, Variable};
use crate::source::Span;

/// What an expression is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Type(Ty),
    Nat(Nat),
    /// A mistake that was reported.
    Poison,
}

/// One argument: terms side by side inside of brackets.
type Arg<'a> = &'a [Sum];

/// What a name means before it has its arguments.
#[derive(Clone, Copy)]
enum Head {
    Primitive(Primitive),
    Vector { is_bare: bool },
    Boxed(TypeId),
    Bare(CombinatorId),
}

impl<'a> Body<'_, 'a> {
    /// A field type or argument that is one term.
    pub(super) fn term(&mut self, term: &'a Term) -> Value {
        self.apply(term, false, Vec::new())
    }

    /// Terms side by side.
    pub(super) fn expr(&mut self, sums: Arg<'a>) -> Value {
        self.apply_sums(sums, false, Vec::new())
    }

    /// A name with the arguments that stand behind it.
    pub(super) fn application(&mut self, application: &'a Application, is_partial: bool) -> Value {
        let args = args_of(application);
        self.name(&application.name, false, args, is_partial)
    }

    /// The first of some terms, applied to the others and to `more`.
    fn apply_sums(&mut self, sums: Arg<'a>, is_percent: bool, more: Vec<Arg<'a>>) -> Value {
        let Some((head, rest)) = sums.split_first() else {
            return Value::Poison;
        };
        let mut args: Vec<Arg<'a>> = rest.iter().map(std::slice::from_ref).collect();
        args.extend(more);
        match head.operands.as_slice() {
            [only] => self.apply(only, is_percent, args),
            _ => self.sum(head, is_percent, &args),
        }
    }

    /// A term applied to arguments.
    fn apply(&mut self, term: &'a Term, is_percent: bool, more: Vec<Arg<'a>>) -> Value {
        let is_percent = is_percent || term.n_percents > 0;
        match &term.atom {
            Atom::Group(expr) => self.apply_sums(&expr.sums, is_percent, more),
            Atom::Name(name, args) => {
                let args = angle_args(args).chain(more).collect();
                self.name(name, is_percent, args, false)
            }
            Atom::Nat(args) => {
                let args: Vec<_> = angle_args(args).chain(more).collect();
                match self.no_args("#", term.span, &args) {
                    true => Value::Type(Ty::Nat),
                    false => Value::Poison,
                }
            }
            Atom::Number(number) => {
                if !self.no_args(&number.digits, term.span, &more) {
                    return Value::Poison;
                }
                if is_percent {
                    return self.bad_bare(number.span, &number.digits, "a number is never bare");
                }
                self.scope.nat(term).map_or(Value::Poison, Value::Nat)
            }
        }
    }

    /// Several terms joined by `+`.
    fn sum(&mut self, sum: &'a Sum, is_percent: bool, args: &[Arg<'a>]) -> Value {
        if !self.no_args("a sum", sum.span(), args) {
            return Value::Poison;
        }
        if is_percent {
            return self.bad_bare(sum.span(), "a sum", "a number is never bare");
        }
        let mut is_poison = false;
        for operand in &sum.operands {
            match self.term(operand) {
                Value::Nat(_) => {}
                Value::Poison => is_poison = true,
                Value::Type(_) => {
                    self.kind_mismatch(operand.span, &format!("`{operand}`"), ParamKind::Nat);
                    is_poison = true;
                }
            }
        }
        match self.scope.nat_sum(sum) {
            Some(nat) if !is_poison => Value::Nat(nat),
            _ => Value::Poison,
        }
    }

    fn name(&mut self, name: &'a Ident, is_percent: bool, args: Vec<Arg<'a>>, is_partial: bool) -> Value {
        if let Some(entry) = self.scope.variable(&name.text) {
            if !self.no_args(&name.text, name.span, &args) {
                return Value::Poison;
            }
            return self.variable(name, entry.kind, entry.slot, is_percent);
        }
        let head = match is_combinator_name(&name.text) {
            true => self.constructor_head(name),
            false => self.type_head(name, is_percent),
        };
        let Some((head, params)) = head else {
            // Arguments of a mistake may hold mistakes of their own.
            for arg in args {
                let _ = self.expr(arg);
            }
            return Value::Poison;
        };
        match self.args(name, &params, &args, is_partial) {
            Some(args) => Value::Type(head.apply(args)),
            None => Value::Poison,
        }
    }

    /// A parameter or number of the combinator.
    fn variable(&mut self, name: &Ident, kind: EntryKind, slot: Slot, is_percent: bool) -> Value {
        match (kind, slot) {
            (EntryKind::Param(ParamKind::Type), _) if is_percent => {
                let message = format!("bare use of the type parameter `{}` is not supported", name.text);
                self.diagnostics.push(Diagnostic::error(Code::Unsupported, name.span, message).label("not supported"));
                Value::Poison
            }
            (EntryKind::Param(ParamKind::Type), Slot::Variable(Variable::Param(idx))) => Value::Type(Ty::Param(idx)),
            (EntryKind::Param(ParamKind::Nat) | EntryKind::NatField, _) if is_percent => {
                self.bad_bare(name.span, &name.text, "a number is never bare")
            }
            (EntryKind::Param(ParamKind::Nat) | EntryKind::NatField, Slot::Variable(variable)) => {
                Value::Nat(Nat::Variable(variable))
            }
            (EntryKind::NatField, Slot::Inner) => Value::Nat(Nat::Unsupported("a number inside of a repetition")),
            _ => Value::Poison,
        }
    }

    /// A lowercase name: the only constructor of its type, without its id.
    fn constructor_head(&mut self, name: &Ident) -> Option<(Head, Vec<ParamKind>)> {
        let found = self.names.combinator(&name.text);
        let Some((id, declared)) = found.filter(|(_, declared)| declared.ast.section == Section::Types) else {
            let known = known::undeclared(&name.text).filter(|_| found.is_none());
            let Some(known) = known else {
                self.unknown(name, found.map(|(_, declared)| declared.ast.name.span));
                return None;
            };
            return known_head(known, true);
        };
        let ty = &self.names.types[declared.ty?.0 as usize];
        self.bare_head(name, ty, id)
    }

    /// An uppercase name: a value with its id, or without one after a `%`.
    fn type_head(&mut self, name: &Ident, is_percent: bool) -> Option<(Head, Vec<ParamKind>)> {
        let Some((id, ty)) = self.names.ty(&name.text) else {
            if name.text == "Vector" {
                return known_head(Known::Vector, is_percent);
            }
            self.unknown(name, None);
            return None;
        };
        let only = self.names.only_constructor(ty);
        if is_percent {
            let only = only.map_or(CombinatorId(u32::MAX), |(id, _)| id);
            return self.bare_head(name, ty, only);
        }
        match only.and_then(|(_, declared)| declared.known) {
            Some(Known::Vector) => known_head(Known::Vector, false),
            Some(Known::Opaque) => self.opaque(name),
            _ => Some((Head::Boxed(id), ty.params.clone())),
        }
    }

    /// Bare use of `constructor`, which has to be the only one of its type.
    fn bare_head(&mut self, name: &Ident, ty: &Type, constructor: CombinatorId) -> Option<(Head, Vec<ParamKind>)> {
        match self.names.only_constructor(ty) {
            Some((only, declared)) if only == constructor => match declared.known {
                Some(Known::Opaque) => self.opaque(name),
                Some(known) => known_head(known, true),
                None => Some((Head::Bare(only), ty.params.clone())),
            },
            _ => {
                // A constructor in a broken statement may be the one that is missing here.
                let is_named = ty.constructors.iter().any(|id| self.names.declared(*id).ast.name.text != "_");
                let n_constructors = ty.constructors.len();
                let why = match n_constructors {
                    1 if is_named => return None,
                    1 => format!("the constructor of `{}` has no name", ty.name),
                    _ => format!("`{}` has {n_constructors} constructors", ty.name),
                };
                if !self.names.is_broken(&ty.name.to_string()) {
                    self.bad_bare(name.span, &name.text, &why);
                }
                None
            }
        }
    }

    /// `object` and `function` have no type in the codec.
    fn opaque(&mut self, name: &Ident) -> Option<(Head, Vec<ParamKind>)> {
        let message = format!("a value of the built-in `{}` is not supported", name.text);
        self.diagnostics.push(
            Diagnostic::error(Code::Unsupported, name.span, message)
                .label("not supported")
                .note("its type is known only when it is read"),
        );
        None
    }

    /// Checks number and kinds of arguments; a partial application may have fewer.
    fn args(&mut self, name: &Ident, params: &[ParamKind], args: &[Arg<'a>], is_partial: bool) -> Option<Vec<Ty>> {
        let mut tys = Vec::with_capacity(params.len());
        for (arg, param) in args.iter().copied().zip(params) {
            tys.push(self.arg(arg, *param));
        }
        let wants = format!("`{}` takes {}", name.text, count(params.len(), "argument"));
        if let Some(surplus) = args.get(params.len()) {
            let message = format!("{wants}, found {}", args.len());
            self.diagnostics
                .push(Diagnostic::error(Code::ArityMismatch, span_of(surplus), message).label("one too many"));
            return None;
        }
        if args.len() < params.len() && !is_partial {
            let message = format!("{wants}, found {}", args.len());
            self.diagnostics.push(
                Diagnostic::error(Code::ArityMismatch, name.span, message).label("too few arguments").help(format!(
                    "write `{}<...>`, or put `{}` and its arguments in round brackets",
                    name.text, name.text
                )),
            );
            return None;
        }
        tys.into_iter().collect()
    }

    fn arg(&mut self, arg: Arg<'a>, param: ParamKind) -> Option<Ty> {
        match (self.expr(arg), param) {
            (Value::Poison, _) => None,
            (Value::Type(ty), ParamKind::Type) => Some(ty),
            (Value::Nat(Nat::Variable(Variable::Param(idx))), ParamKind::Nat) => Some(Ty::Param(idx)),
            (Value::Nat(nat), ParamKind::Nat) => {
                let what = match nat {
                    Nat::Constant(_) => "a constant as an argument",
                    Nat::Variable(_) => "a field as an argument",
                    Nat::Unsupported(what) => what,
                };
                self.diagnostics.push(unsupported_number(span_of(arg), what));
                None
            }
            (Value::Type(_) | Value::Nat(_), param) => {
                self.kind_mismatch(span_of(arg), "the argument", param);
                None
            }
        }
    }

    /// Refuses arguments for something that takes none.
    fn no_args(&mut self, name: &str, span: Span, args: &[Arg<'a>]) -> bool {
        let Some(first) = args.first() else {
            return true;
        };
        let message = format!("`{name}` takes no arguments, found {}", args.len());
        self.diagnostics.push(
            Diagnostic::error(Code::ArityMismatch, span_of(first), message)
                .label("one too many")
                .also(span, "takes none"),
        );
        false
    }

    /// Reports that `what` is not of the wanted kind.
    pub(super) fn kind_mismatch(&mut self, span: Span, what: &str, wanted: ParamKind) {
        let (wanted, found) = match wanted {
            ParamKind::Type => ("a type", "a number"),
            ParamKind::Nat => ("a number", "a type"),
        };
        let message = format!("expected {wanted}, {what} is {found}");
        self.diagnostics.push(Diagnostic::error(Code::KindMismatch, span, message).label(format!("expected {wanted}")));
    }

    fn bad_bare(&mut self, span: Span, name: &str, why: &str) -> Value {
        self.diagnostics.push(
            Diagnostic::error(Code::BadBare, span, format!("`{name}` has no bare form")).label("used bare").note(why),
        );
        Value::Poison
    }

    /// Reports a name that nothing declares, unless a broken statement might.
    fn unknown(&mut self, name: &Ident, function: Option<Span>) {
        if self.names.is_broken(&name.text) {
            return;
        }
        let is_type = !is_combinator_name(&name.text);
        let what = if is_type { "type" } else { "constructor" };
        let diagnostic = Diagnostic::error(Code::UnknownType, name.span, format!("unknown {what} `{}`", name.text))
            .label("not declared");
        let diagnostic = match (function, self.names.nearest(&name.text, is_type)) {
            (Some(function), _) => {
                diagnostic.also(function, "a function of this name is declared here").note("a function is not a type")
            }
            (None, Some(nearest)) => diagnostic.suggest(format!("there is a {what} `{nearest}`"), name.span, nearest),
            (None, None) => diagnostic,
        };
        self.diagnostics.push(diagnostic);
    }
}

impl Head {
    fn apply(self, mut args: Vec<Ty>) -> Ty {
        match self {
            Self::Primitive(primitive) => Ty::Primitive(primitive),
            Self::Boxed(ty) => Ty::Boxed { ty, args },
            Self::Bare(constructor) => Ty::Bare { constructor, args },
            Self::Vector { is_bare } => Ty::Vector {
                is_bare,
                // Only a partial application, whose value nobody looks at, lacks the argument.
                element: Box::new(args.pop().unwrap_or(Ty::Nat)),
            },
        }
    }
}

fn known_head(known: Known, is_bare: bool) -> Option<(Head, Vec<ParamKind>)> {
    match known {
        Known::Primitive(primitive) => Some((Head::Primitive(primitive), Vec::new())),
        Known::Vector => Some((Head::Vector { is_bare }, vec![ParamKind::Type])),
        Known::Opaque => None,
    }
}

pub(super) fn args_of(application: &Application) -> Vec<Arg<'_>> {
    match &application.args {
        Args::Angle(args) => angle_args(args).collect(),
        Args::Juxtaposed(sums) => sums.iter().map(std::slice::from_ref).collect(),
    }
}

fn angle_args(args: &[Expr]) -> impl Iterator<Item = Arg<'_>> {
    args.iter().map(|arg| arg.sums.as_slice())
}

pub(super) fn span_of(arg: Arg<'_>) -> Span {
    match arg {
        [] => Span::default(),
        [only] => only.span(),
        [first, .., last] => first.span().to(last.span()),
    }
}
