//! Parameters, fields and result of one combinator.
//!
//! Invariant: a field that is in error keeps its place with a placeholder type, so that the indices of the others
//! stay right.

use std::collections::HashSet;

use super::conditions::{Entry, EntryKind, Scope, Slot};
use super::names::Names;
use super::types::{Value, args_of, span_of};
use crate::ast::{self, Application, Atom, FieldType, Ident, Sum, Term};
use crate::canonical::sole_name;
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Arg, Field, Param, ParamKind, Section, Ty, Variable};
use crate::source::Span;

/// What stands for a type in error.
const PLACEHOLDER: Ty = Ty::Nat;

/// One combinator under resolution.
pub(super) struct Body<'n, 'a> {
    pub(super) names: &'n Names<'a>,
    pub(super) diagnostics: &'n mut Vec<Diagnostic>,
    pub(super) scope: Scope<'a>,
    ast: Option<&'a ast::Combinator>,
}

impl<'n, 'a> Body<'n, 'a> {
    /// `ast` is none for a statement that has no names of its own.
    pub(super) fn new(
        names: &'n Names<'a>,
        diagnostics: &'n mut Vec<Diagnostic>,
        ast: Option<&'a ast::Combinator>,
    ) -> Self {
        Self { names, diagnostics, scope: Scope::new(), ast }
    }

    /// The parameters in curly brackets; to be called first.
    pub(super) fn params(&mut self) -> Vec<Param> {
        let mut params = Vec::new();
        let groups = self.ast.map(|ast| ast.params.as_slice()).unwrap_or_default();
        for group in groups {
            let kind = self.param_kind(&group.kind);
            for name in &group.names {
                let entry = Entry {
                    slot: Slot::Variable(Variable::Param(params.len() as u32)),
                    kind: kind.map_or(EntryKind::Mistaken, EntryKind::Param),
                    span: name.span,
                };
                self.scope.enter(Some(name), entry, self.diagnostics);
                params.push(Param { name: name.text.clone(), kind: kind.unwrap_or(ParamKind::Type) });
            }
        }
        params
    }

    fn param_kind(&mut self, kind: &Ident) -> Option<ParamKind> {
        match kind.text.as_str() {
            "Type" => Some(ParamKind::Type),
            "#" => Some(ParamKind::Nat),
            other => {
                let message = format!("`{other}` is no kind of parameter");
                self.diagnostics.push(
                    Diagnostic::error(Code::BadParamKind, kind.span, message)
                        .label("neither `Type` nor `#`")
                        .help("a field stands without curly brackets"),
                );
                None
            }
        }
    }

    /// The fields, groups expanded; to be called after the parameters.
    pub(super) fn fields(&mut self) -> Vec<Field> {
        match self.ast.map(|ast| &ast.body) {
            Some(ast::Body::Fields(fields)) => self.fields_of(fields),
            Some(ast::Body::Builtin) | None => Vec::new(),
        }
    }

    fn fields_of(&mut self, asts: &'a [ast::Field]) -> Vec<Field> {
        let mut fields = Vec::with_capacity(asts.len());
        for ast in asts {
            let condition =
                ast.condition.as_ref().and_then(|condition| self.scope.condition(condition, self.diagnostics));
            let ty = self.field_type(&ast.ty);
            let kind = match (&ty, &ast.ty) {
                (Some(Ty::Nat), _) => EntryKind::NatField,
                (None, FieldType::Plain(_)) => EntryKind::Mistaken,
                _ => EntryKind::OtherField,
            };
            let ty = ty.unwrap_or(PLACEHOLDER);
            let names = ast.names.iter().map(Some);
            let anonymous = ast.names.is_empty().then_some(None);
            for name in names.chain(anonymous) {
                let span = name.map_or_else(|| ast.span_of_type(), |name| name.span);
                let slot = match self.scope.is_inner() {
                    true => Slot::Inner,
                    false => Slot::Variable(Variable::Field(fields.len() as u32)),
                };
                self.scope.enter(name, Entry { slot, kind, span }, self.diagnostics);
                fields.push(Field { name: name.map(|name| name.text.clone()), condition, ty: ty.clone(), span });
            }
        }
        fields
    }

    fn field_type(&mut self, ty: &'a FieldType) -> Option<Ty> {
        match ty {
            FieldType::Plain(term) => match self.term(term) {
                Value::Type(ty) => Some(ty),
                Value::Poison => None,
                Value::Nat(_) => {
                    self.kind_mismatch(term.span, &format!("`{term}`"), ParamKind::Type);
                    None
                }
            },
            FieldType::Call(term) => self.call(term),
            FieldType::Repetition(repetition) => {
                let count = self.scope.count(repetition, self.diagnostics);
                self.scope.open();
                let fields = self.fields_of(&repetition.fields);
                self.scope.close();
                Some(Ty::Repetition { count: count?, fields })
            }
        }
    }

    /// `!X`
    fn call(&mut self, term: &'a Term) -> Option<Ty> {
        match self.term(term) {
            Value::Type(Ty::Param(idx)) => Some(Ty::Call(idx)),
            Value::Poison => None,
            Value::Nat(_) => {
                self.kind_mismatch(term.span, &format!("`{term}`"), ParamKind::Type);
                None
            }
            Value::Type(_) => {
                let message = format!("a call whose result is `{term}` is not supported");
                self.diagnostics.push(
                    Diagnostic::error(Code::Unsupported, term.span, message)
                        .label("not a type parameter")
                        .note("`!` is supported before a parameter of kind `Type`"),
                );
                None
            }
        }
    }

    /// What stands right of `=`; to be called last.
    pub(super) fn result(&mut self) -> Ty {
        let Some(ast) = self.ast else {
            return PLACEHOLDER;
        };
        self.check_params_used(ast);
        let name = &ast.result.name;
        let ty = match (self.scope.variable(&name.text), ast.section) {
            (Some(entry), section) => self.param_result(&ast.result, entry, section),
            (None, Section::Types) => self.constructed(&ast.result),
            (None, Section::Functions) => match self.application(&ast.result, false) {
                Value::Type(ty) => Some(ty),
                Value::Nat(_) | Value::Poison => None,
            },
        };
        ty.unwrap_or(PLACEHOLDER)
    }

    /// A result that is a name of the combinator itself: only a function may have it.
    fn param_result(&mut self, result: &Application, entry: Entry, section: Section) -> Option<Ty> {
        let has_args = !args_of(result).is_empty();
        let name = &result.name;
        let why = match (entry.kind, entry.slot, section) {
            (EntryKind::Mistaken, ..) => return None,
            (EntryKind::Param(ParamKind::Type), Slot::Variable(Variable::Param(idx)), Section::Functions)
                if !has_args =>
            {
                return Some(Ty::Param(idx));
            }
            (EntryKind::Param(ParamKind::Type), _, Section::Functions) => "a parameter takes no arguments",
            (EntryKind::Param(ParamKind::Type), _, Section::Types) => "only a function may return a parameter",
            _ => "a number is no result",
        };
        let message = format!("`{}` cannot be a result", name.text);
        self.diagnostics
            .push(Diagnostic::error(Code::BadResult, name.span, message).label(why).also(entry.span, "declared here"));
        None
    }

    /// The type that a constructor makes: its arguments are parameters, each once.
    fn constructed(&mut self, result: &'a Application) -> Option<Ty> {
        let (ty, _) = self.names.ty(&result.name.text)?;
        let mut args = Vec::new();
        let mut taken = HashSet::new();
        for arg in args_of(result) {
            match self.own_param(arg) {
                Some(idx) if taken.insert(idx) => args.push(Arg::Type(Ty::Param(idx))),
                _ => self.fixed_argument(arg, &result.name),
            }
        }
        Some(Ty::Boxed { ty, args })
    }

    /// The parameter that an argument of a result is, if it is just that.
    fn own_param(&self, arg: &[Sum]) -> Option<u32> {
        let [Sum { operands }] = arg else {
            return None;
        };
        let [term] = operands.as_slice() else {
            return None;
        };
        let entry = self.scope.variable(sole_name(term)?)?;
        match (entry.slot, entry.kind) {
            (Slot::Variable(Variable::Param(idx)), EntryKind::Param(_) | EntryKind::Mistaken)
                if term.n_percents == 0 =>
            {
                Some(idx)
            }
            _ => None,
        }
    }

    fn fixed_argument(&mut self, arg: &'a [Sum], name: &Ident) {
        if matches!(self.expr(arg), Value::Poison) {
            return;
        }
        let message = format!("a constructor that fixes an argument of `{}` is not supported", name.text);
        self.diagnostics.push(
            Diagnostic::error(Code::Unsupported, span_of(arg), message)
                .label("not supported")
                .note("the arguments of a constructor's type have to be its parameters, each once"),
        );
    }

    /// A parameter shows in the result, or after a `!`.
    fn check_params_used(&mut self, ast: &'a ast::Combinator) {
        if ast.params.is_empty() {
            return;
        }
        let mut used = HashSet::from([ast.result.name.text.as_str()]);
        args_of(&ast.result).into_iter().for_each(|arg| mention_all(arg, &mut used));
        if let ast::Body::Fields(fields) = &ast.body {
            mention_calls(fields, &mut used);
        }
        for name in ast.params.iter().flat_map(|params| &params.names) {
            if !used.contains(name.text.as_str()) {
                let message = format!("the parameter `{}` cannot be told from the result", name.text);
                self.diagnostics.push(
                    Diagnostic::error(Code::UnusedParam, name.span, message)
                        .label("neither in the result nor after a `!`"),
                );
            }
        }
    }

    /// A type applied to some of its arguments, as a statement.
    pub(super) fn partial(&mut self, application: &'a Application) {
        let _ = self.application(application, true);
    }
}

impl ast::Field {
    /// Where an anonymous field says what it is.
    fn span_of_type(&self) -> Span {
        self.term().map_or(self.span, |term| term.span)
    }
}

fn mention_all<'a>(sums: &'a [Sum], used: &mut HashSet<&'a str>) {
    for term in sums.iter().flat_map(|sum| &sum.operands) {
        mention(term, used);
    }
}

fn mention<'a>(term: &'a Term, used: &mut HashSet<&'a str>) {
    match &term.atom {
        Atom::Name(name, args) => {
            used.insert(&name.text);
            args.iter().for_each(|arg| mention_all(&arg.sums, used));
        }
        Atom::Nat(args) => args.iter().for_each(|arg| mention_all(&arg.sums, used)),
        Atom::Group(expr) => mention_all(&expr.sums, used),
        Atom::Number(_) => {}
    }
}

fn mention_calls<'a>(fields: &'a [ast::Field], used: &mut HashSet<&'a str>) {
    for field in fields {
        match &field.ty {
            FieldType::Call(term) => mention(term, used),
            FieldType::Repetition(repetition) => mention_calls(&repetition.fields, used),
            FieldType::Plain(_) => {}
        }
    }
}
