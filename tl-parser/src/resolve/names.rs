//! What a schema declares: combinators by name, types by name, statements about types.
//!
//! Fields are not looked at, and results only for the type they declare. Invariant: a combinator whose name is taken
//! keeps its index but is not found by name and is no constructor of a type, so that one mistake stays one.

use std::collections::{HashMap, HashSet};

use super::known::{self, Known};
use super::suggest::Suggestions;
use crate::ast::{self, Application, Args, Atom, Body, Declaration, DirectiveKind, Ident, Sum};
use crate::canonical::{Rule, canonical};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{CombinatorId, Name, ParamKind, Section, Type, TypeId};
use crate::source::Span;

/// A combinator, and what is known of it before its fields are looked at.
pub(super) struct Declared<'a> {
    pub(super) ast: &'a ast::Combinator,
    /// Its canonical form by rule A.
    pub(super) canonical: String,
    pub(super) known: Option<Known>,
    /// The type it constructs; none for functions and for results that are no types.
    pub(super) ty: Option<TypeId>,
    /// Whether another combinator has the name already.
    pub(super) is_repeated: bool,
}

/// Everything that has a name.
pub(super) struct Names<'a> {
    pub(super) combinators: Vec<Declared<'a>>,
    pub(super) partials: Vec<&'a Application>,
    pub(super) types: Vec<Type>,
    by_name: HashMap<&'a str, CombinatorId>,
    by_type: HashMap<&'a str, TypeId>,
    broken: HashSet<&'a str>,
    pub(super) suggestions: Suggestions,
}

impl<'a> Names<'a> {
    /// Collects the names of all files, in order.
    pub(super) fn collect(files: &'a [ast::File], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let names = Self {
            combinators: Vec::new(),
            partials: Vec::new(),
            types: Vec::new(),
            by_name: HashMap::new(),
            by_type: HashMap::new(),
            broken: files.iter().flat_map(|file| &file.broken_names).map(String::as_str).collect(),
            suggestions: Suggestions::default(),
        };
        let mut collector = Collector { names, diagnostics, states: HashMap::new(), unfounded: Vec::new() };
        for declaration in files.iter().flat_map(|file| &file.declarations) {
            match declaration {
                Declaration::Combinator(combinator) => collector.combinator(combinator),
                Declaration::Directive(directive) => collector.directive(directive.kind, &directive.name),
                Declaration::Partial(partial) => collector.names.partials.push(&partial.application),
            }
        }
        collector.finish()
    }

    /// The combinator of this name.
    pub(super) fn combinator(&self, name: &str) -> Option<(CombinatorId, &Declared<'a>)> {
        let id = *self.by_name.get(name)?;
        Some((id, self.declared(id)))
    }

    pub(super) fn declared(&self, id: CombinatorId) -> &Declared<'a> {
        &self.combinators[id.0 as usize]
    }

    /// The type of this name.
    pub(super) fn ty(&self, name: &str) -> Option<(TypeId, &Type)> {
        let id = *self.by_type.get(name)?;
        Some((id, &self.types[id.0 as usize]))
    }

    /// Whether the name stands in a statement that could not be read.
    pub(super) fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// The only constructor of a type, if it has just one and that has a name.
    pub(super) fn only_constructor(&self, ty: &Type) -> Option<(CombinatorId, &Declared<'a>)> {
        match ty.constructors.as_slice() {
            [only] if self.declared(*only).ast.name.text != "_" => Some((*only, self.declared(*only))),
            _ => None,
        }
    }

    /// Names like this one, for help: types for a type, constructors for a constructor.
    pub(super) fn nearest(&self, name: &str, is_type: bool) -> Option<&str> {
        let types = self.by_type.keys().copied().filter(|_| is_type);
        let constructors = self.by_name.iter().filter(|_| !is_type).filter_map(|(name, id)| {
            let is_constructor = self.declared(*id).ast.section == Section::Types;
            is_constructor.then_some(*name)
        });
        self.suggestions.nearest(name, types.chain(constructors))
    }
}

/// What directives and constructors have said about a type so far.
#[derive(Default)]
struct State {
    /// The first mention.
    seen: Option<Span>,
    /// The directive that closed it.
    closed: Option<Span>,
    /// Its default constructor.
    default: Option<Span>,
}

struct Collector<'a, 'd> {
    names: Names<'a>,
    diagnostics: &'d mut Vec<Diagnostic>,
    states: HashMap<&'a str, State>,
    /// Types that `New` promised.
    unfounded: Vec<&'a Ident>,
}

impl<'a> Collector<'a, '_> {
    fn combinator(&mut self, combinator: &'a ast::Combinator) {
        let id = CombinatorId(self.names.combinators.len() as u32);
        let canonical = canonical(combinator, Rule::A);
        let is_repeated = self.claim_name(id, &combinator.name);
        let ty = match combinator.section {
            Section::Types => self.constructed_type(id, combinator, is_repeated),
            Section::Functions => None,
        };
        self.check_builtin(combinator);
        self.names.combinators.push(Declared {
            ast: combinator,
            known: known::declared(&combinator.name.text, &canonical),
            canonical,
            ty,
            is_repeated,
        });
    }

    /// Gives the combinator its name, unless another one has it.
    fn claim_name(&mut self, id: CombinatorId, name: &'a Ident) -> bool {
        if name.text == "_" {
            return false;
        }
        let first = *self.names.by_name.entry(&name.text).or_insert(id);
        if first == id {
            return false;
        }
        let first = self.names.declared(first).ast.name.span;
        let message = format!("`{}` is declared twice", name.text);
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateName, name.span, message)
                .label("declared again")
                .also(first, "first declared here"),
        );
        true
    }

    fn check_builtin(&mut self, combinator: &ast::Combinator) {
        let (name, ty) = (&combinator.name, &combinator.result.name);
        if matches!(combinator.body, Body::Builtin) && !known::is_builtin(&name.text, &ty.text) {
            let message = format!("`{} ? = {}` is not a built-in", name.text, ty.text);
            self.diagnostics.push(
                Diagnostic::error(Code::UnknownBuiltin, name.span, message)
                    .label("not a built-in")
                    .note("the built-ins are `int`, `long`, `double`, `string`, `object` and `function`"),
            );
        }
    }

    /// The type that a constructor makes, entered with this constructor.
    fn constructed_type(
        &mut self,
        id: CombinatorId,
        combinator: &'a ast::Combinator,
        is_repeated: bool,
    ) -> Option<TypeId> {
        let name = &combinator.result.name;
        let own = own_kinds(combinator);
        if own.contains_key(name.text.as_str()) {
            return None;
        }
        let kinds = result_kinds(&combinator.result, &own);
        let ty = self.enter_type(name, &kinds);
        let first = self.names.types[ty.0 as usize].constructors.first().copied();
        self.check_params(name, ty, &kinds, first);
        self.check_state(combinator);
        if !is_repeated {
            self.names.types[ty.0 as usize].constructors.push(id);
        }
        Some(ty)
    }

    fn enter_type(&mut self, name: &'a Ident, kinds: &[ParamKind]) -> TypeId {
        let types = &mut self.names.types;
        *self.names.by_type.entry(&name.text).or_insert_with(|| {
            types.push(Type {
                name: Name::from(name.text.as_str()),
                params: kinds.to_vec(),
                constructors: Vec::new(),
                doc: None,
            });
            TypeId(types.len() as u32 - 1)
        })
    }

    /// All constructors of a type give it the same parameters.
    fn check_params(&mut self, name: &Ident, ty: TypeId, kinds: &[ParamKind], first: Option<CombinatorId>) {
        let expected = &self.names.types[ty.0 as usize].params;
        let (code, message) = if kinds.len() != expected.len() {
            let message = format!(
                "`{}` has {} here and {} elsewhere",
                name.text,
                count(kinds.len(), "parameter"),
                expected.len()
            );
            (Code::ArityMismatch, message)
        } else if kinds != expected.as_slice() {
            (Code::KindMismatch, format!("`{}` has parameters of other kinds elsewhere", name.text))
        } else {
            return;
        };
        let diagnostic = Diagnostic::error(code, name.span, message).label("differs");
        self.diagnostics.push(match first {
            Some(first) => diagnostic.also(self.names.declared(first).ast.result.name.span, "first declared here"),
            None => diagnostic,
        });
    }

    /// A closed type gets no constructor, no type two default ones.
    fn check_state(&mut self, combinator: &'a ast::Combinator) {
        let (name, ty) = (&combinator.name, &combinator.result.name);
        let state = self.states.entry(&ty.text).or_default();
        state.seen.get_or_insert(ty.span);
        if let Some(closed) = state.closed {
            let message = format!("`{}` is closed and takes no constructor", ty.text);
            self.diagnostics.push(
                Diagnostic::error(Code::FinalType, name.span, message)
                    .label("constructor of a closed type")
                    .also(closed, "closed here"),
            );
        }
        if name.text != "_" {
            return;
        }
        if let Some(first) = state.default {
            let message = format!("`{}` has two default constructors", ty.text);
            self.diagnostics.push(
                Diagnostic::error(Code::DuplicateDefault, name.span, message)
                    .label("second default constructor")
                    .also(first, "first one here"),
            );
        }
        state.default.get_or_insert(name.span);
    }

    fn directive(&mut self, kind: DirectiveKind, name: &'a Ident) {
        match kind {
            DirectiveKind::Final => self.close(name),
            DirectiveKind::New => {
                self.open(name);
                self.unfounded.push(name);
            }
            DirectiveKind::Empty => {
                self.open(name);
                self.close(name);
                self.enter_type(name, &[]);
            }
        }
    }

    /// `New` and `Empty` want a type that is not there yet.
    fn open(&mut self, name: &'a Ident) {
        let state = self.states.entry(&name.text).or_default();
        let first = *state.seen.get_or_insert(name.span);
        if first != name.span {
            let message = format!("`{}` is there already", name.text);
            self.diagnostics.push(
                Diagnostic::error(Code::TypeRedeclared, name.span, message)
                    .label("declared as new")
                    .also(first, "first mentioned here"),
            );
        }
    }

    /// `Final` wants a type that is there already.
    fn close(&mut self, name: &'a Ident) {
        let state = self.states.entry(&name.text).or_default();
        if state.seen.is_some() {
            state.closed = Some(name.span);
        } else if !self.names.is_broken(&name.text) {
            let message = format!("`Final` for the unknown type `{}`", name.text);
            self.diagnostics
                .push(Diagnostic::error(Code::UnknownType, name.span, message).label("no constructor before this"));
        }
    }

    /// A type that `New` announced must come.
    fn finish(self) -> Names<'a> {
        for name in &self.unfounded {
            if self.names.ty(&name.text).is_none() && !self.names.is_broken(&name.text) {
                let message = format!("no constructor of the new type `{}` follows", name.text);
                self.diagnostics
                    .push(Diagnostic::error(Code::UnknownType, name.span, message).label("never constructed"));
            }
        }
        self.names
    }
}

/// "no arguments", "1 argument", "2 arguments".
pub(super) fn count(n_items: usize, item: &str) -> String {
    match n_items {
        0 => format!("no {item}s"),
        1 => format!("1 {item}"),
        _ => format!("{n_items} {item}s"),
    }
}

/// The parameters of a combinator and its fields that are numbers, by name.
fn own_kinds(combinator: &ast::Combinator) -> HashMap<&str, ParamKind> {
    let mut kinds = HashMap::new();
    if let Body::Fields(fields) = &combinator.body {
        let is_nat = |field: &&ast::Field| field.term().is_some_and(|term| matches!(term.atom, Atom::Nat(_)));
        let numbers = fields.iter().filter(is_nat).flat_map(|field| &field.names);
        kinds.extend(numbers.map(|name| (name.text.as_str(), ParamKind::Nat)));
    }
    for params in &combinator.params {
        let kind = if params.kind.text == "#" { ParamKind::Nat } else { ParamKind::Type };
        kinds.extend(params.names.iter().map(|name| (name.text.as_str(), kind)));
    }
    kinds
}

/// Kinds of the arguments that a constructor gives its type.
fn result_kinds(result: &Application, own: &HashMap<&str, ParamKind>) -> Vec<ParamKind> {
    match &result.args {
        Args::Angle(args) => args.iter().map(|arg| kind_of(own, &arg.sums)).collect(),
        Args::Juxtaposed(sums) => sums.iter().map(|sum| kind_of(own, std::slice::from_ref(sum))).collect(),
    }
}

fn kind_of(own: &HashMap<&str, ParamKind>, sums: &[Sum]) -> ParamKind {
    let [Sum { operands }] = sums else {
        return ParamKind::Type;
    };
    let [term] = operands.as_slice() else {
        return ParamKind::Nat;
    };
    match &term.atom {
        Atom::Number(_) => ParamKind::Nat,
        Atom::Group(expr) => kind_of(own, &expr.sums),
        Atom::Nat(_) => ParamKind::Type,
        Atom::Name(name, _) => own.get(name.text.as_str()).copied().unwrap_or(ParamKind::Type),
    }
}
