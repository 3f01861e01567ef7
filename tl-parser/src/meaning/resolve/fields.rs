//! Parameters, fields and result of one combinator.
//!
//! Invariant: what a node stands for is noted where it is found out, and nowhere else.

use rustc_hash::FxHashSet;

use super::help;
use super::names::Names;
use super::reference::{Ref, Target};
use super::scope::{Scope, TextRange, Variable, VariableKind};
use super::types::{Value, name_span};
use crate::diagnostic::{Code, Diagnostic, Found};
use crate::fast::{self, WordCache};
use crate::meaning::schema::{ParamKind, Section};
use crate::syntax::ast::node::COUNT;
use crate::syntax::ast::{Children, Combinator, Field, File, Ident, NodeKind, Repetition, UPPER_NAMES, View};
use crate::text::source::Span;

/// Combinators under resolution, one after the other.
pub(crate) struct Body<'n, 'f> {
    pub(crate) names: &'n Names<'f>,
    pub(crate) diagnostics: &'n mut Found,
    pub(crate) scope: Scope<'f>,
    pub(crate) words: WordCache,
    /// What the nodes of the present file stand for.
    pub(crate) refs: Vec<Ref>,
    /// The present file.
    file: Option<&'f File<'f>>,
    n_params: u32,
    pub(crate) n_fields: u32,
    /// Whether a name of the present combinator may hide a type.
    pub(crate) has_upper: bool,
    /// Wrong flags fields of the present combinator that were told.
    wrong_masks: Vec<&'f str>,
    /// Whether a `!` of the present combinator stands before a mistake.
    has_wrong_call: bool,
}

impl<'n, 'f> Body<'n, 'f> {
    pub(crate) fn new(names: &'n Names<'f>, diagnostics: &'n mut Found) -> Self {
        Self {
            names,
            diagnostics,
            scope: Scope::default(),
            words: WordCache::new(),
            refs: Vec::new(),
            file: None,
            n_params: 0,
            n_fields: 0,
            has_upper: false,
            wrong_masks: Vec::new(),
            has_wrong_call: false,
        }
    }

    /// Turns to another file; gives what the nodes of the one before stand for.
    pub(crate) fn turn_to(&mut self, file: &'f File<'f>) -> Vec<Ref> {
        self.file = Some(file);
        self.scope = Scope::new(file.text);
        std::mem::replace(&mut self.refs, vec![Ref::NONE; file.nodes.len()])
    }

    /// What the nodes of the last file stand for.
    pub(crate) fn finish(self) -> Vec<Ref> {
        self.refs
    }

    /// The span of a name of the present combinator.
    fn span_of(&self, TextRange { start, end }: TextRange) -> Span {
        self.file.map_or_else(Span::default, |file| file.span(start, end))
    }

    /// Notes what a node stands for.
    #[inline]
    pub(crate) fn refer(&mut self, node: View<'_>, reference: Ref) {
        self.refs[node.at as usize] = reference;
    }

    /// Resolves a combinator.
    pub(crate) fn combinator(&mut self, ast: Combinator<'f>) {
        self.scope.clear();
        (self.n_params, self.n_fields, self.has_wrong_call) = (0, 0, false);
        self.wrong_masks.clear();
        self.has_upper = ast.entry.has(UPPER_NAMES);
        for params in ast.params() {
            let kind = self.param_kind(params.kind());
            params.name_nodes().for_each(|name| self.param(name.into(), kind));
        }
        self.fields(ast.field_nodes());
        let n_found = self.diagnostics.len();
        self.result(ast);
        // A name that means nothing may have been meant for a parameter.
        if self.n_params > 0 && !self.has_wrong_call && self.diagnostics.len() == n_found {
            self.check_params_used(ast);
        }
    }

    /// A type applied to some of its arguments, as a statement.
    pub(crate) fn partial(&mut self, application: View<'f>) {
        self.scope.clear();
        self.has_upper = false;
        let _ = self.application(application, true);
    }

    fn param_kind(&mut self, kind: Ident<'_>) -> Option<ParamKind> {
        match kind.text {
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

    fn param(&mut self, name: TextRange, kind: Option<ParamKind>) {
        let reference = Ref::new(Target::Param(self.n_params));
        self.n_params += 1;
        if kind == Some(ParamKind::Nat) {
            self.scope.set_last_nat(reference);
        }
        let kind = kind.map_or(VariableKind::Mistaken, VariableKind::from);
        if self.enter(name) {
            self.scope.declare(name, kind, reference);
        }
    }

    /// Adds a name; whether it is free, which is reported otherwise.
    #[inline]
    pub(crate) fn enter(&mut self, name: TextRange) -> bool {
        match self.scope.enter(name) {
            None => true,
            Some(first) => self.used_twice(first, name),
        }
    }

    #[cold]
    fn used_twice(&mut self, first: TextRange, name: TextRange) -> bool {
        let (first, span, name) = (self.span_of(first), self.span_of(name), self.scope.text_of(name));
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateField, span, format!("`{name}` is used twice"))
                .label("used again")
                .also(first, "first used here"),
        );
        false
    }

    fn fields(&mut self, fields: Children<'f>) {
        for node in fields {
            if fast::resolve_field(self, node).is_none() {
                self.any_field(node);
            }
        }
    }

    fn any_field(&mut self, node: View<'f>) {
        let field = Field(node);
        if let Some((mask, bit)) = field.condition_nodes() {
            self.condition(field, mask, bit);
        }
        let kind = self.field_type(field);
        match node.kind() {
            NodeKind::Field if node.node().end > node.node().start => self.field(node.into(), kind),
            NodeKind::FieldGroup => field.name_nodes().for_each(|name| self.field(name.into(), kind)),
            _ => _ = self.counted(kind),
        }
    }

    /// A field with a name, now that its type is known.
    #[inline]
    pub(crate) fn field(&mut self, name: TextRange, kind: Option<VariableKind>) {
        let reference = self.counted(kind);
        let is_free = self.enter(name);
        if let Some(kind) = kind.filter(|_| is_free) {
            self.scope.declare(name, kind, reference);
        }
    }

    /// Counts a field; one of type `#` counts what comes without a count.
    #[inline]
    fn counted(&mut self, kind: Option<VariableKind>) -> Ref {
        let reference = Ref::new(Target::Field(self.n_fields));
        self.n_fields += 1;
        if kind == Some(VariableKind::Nat) {
            self.scope.set_last_nat(reference);
        }
        reference
    }

    /// Resolves the type of a field; what the field can be used for, if it is a number or a mistake.
    #[inline]
    fn field_type(&mut self, field: Field<'f>) -> Option<VariableKind> {
        let ty = field.type_node();
        if ty.kind() == NodeKind::Repetition {
            self.repetition(Repetition(ty));
            return None;
        }
        let value = if ty.is_word() { self.word(ty) } else { self.term(ty) };
        self.has_wrong_call |= field.is_call() && value == Value::Poison;
        match value {
            Value::Type if is_nat(ty) && !field.is_call() => Some(VariableKind::Nat),
            Value::Type => None,
            Value::Poison => Some(VariableKind::Mistaken),
            Value::Nat => {
                self.kind_mismatch(ty, ParamKind::Type);
                // It may have been meant for the count of what follows.
                self.scope.miss_last_nat();
                Some(VariableKind::Mistaken)
            }
        }
    }

    /// `n*[ x:int ]`
    fn repetition(&mut self, repetition: Repetition<'f>) {
        match repetition.0.has(COUNT) {
            true => repetition.count_node().into_iter().for_each(|count| self.count(count)),
            false => self.implicit_count(repetition.0),
        }
        self.scope.open();
        self.fields(repetition.field_nodes());
        self.scope.close();
    }

    /// `flags.3?`
    #[inline]
    fn condition(&mut self, field: Field<'f>, mask: View<'f>, bit: View<'f>) {
        match self.scope.variable(mask.bytes()) {
            Some(Variable { kind: VariableKind::Nat, reference, .. }) => self.refer(mask, reference),
            found => self.wrong_mask(field, found),
        }
        if !bit.text().parse::<u32>().is_ok_and(|bit| bit < 32) {
            self.bad_bit(field);
        }
    }

    #[cold]
    fn bad_bit(&mut self, field: Field<'f>) {
        let Some(condition) = field.condition() else { return };
        let bit = condition.bit;
        let diagnostic = Diagnostic::error(Code::BadFlagBit, bit.span, format!("there is no bit {bit}"))
            .label("over 31")
            .note("a `#` has 32 bits, numbered 0 to 31");
        self.diagnostics.push(help::free_bit(diagnostic, field, &condition));
    }

    #[cold]
    fn wrong_mask(&mut self, field: Field<'f>, found: Option<Variable>) {
        let Some(condition) = field.condition() else { return };
        let mask = condition.flags_field;
        match (found.map(|found| found.kind), self.scope.declared(mask.text)) {
            (Some(VariableKind::Mistaken), _) => {}
            _ if self.wrong_masks.contains(&mask.text) => {}
            (_, Some(declared)) => self.flag_not_nat(mask, self.span_of(declared)),
            (_, None) => {
                let message = format!("unknown flags field `{mask}`");
                let diagnostic = Diagnostic::error(Code::UnknownFlagField, mask.span, message)
                    .label("no earlier field or parameter of this name");
                self.diagnostics.push(help::flags_field(diagnostic, field, mask, &self.scope));
            }
        }
        // The same mistake is told once.
        self.wrong_masks.push(mask.text);
    }

    fn flag_not_nat(&mut self, mask: Ident<'_>, declared: Span) {
        self.diagnostics.push(
            Diagnostic::error(Code::FlagNotNat, mask.span, format!("`{mask}` is not a flags field"))
                .label("not of type `#`")
                .also(declared, "declared here"),
        );
    }

    /// How often a repetition repeats.
    fn count(&mut self, count: View<'f>) {
        let is_number = self.is_number(count);
        if is_number == Some(true) {
            let _ = self.term(count);
        } else if is_number == Some(false) {
            let message = format!("the count `{}` is not a known number", crate::syntax::ast::Term(count));
            self.diagnostics.push(
                Diagnostic::error(Code::BadMultiplicity, count.span(), message)
                    .label("not a number")
                    .help("a count is a number, or an earlier field or parameter of kind `#`"),
            );
        }
    }

    /// Whether a count is made of numbers only; none if that is told elsewhere.
    fn is_number(&self, count: View<'f>) -> Option<bool> {
        match count.kind() {
            NodeKind::Number => Some(true),
            NodeKind::Name if count.node().n_nodes == 1 => {
                match self.scope.variable(count.bytes()).map(|variable| variable.kind) {
                    Some(VariableKind::Nat) => Some(true),
                    Some(VariableKind::Type) | None => Some(false),
                    Some(VariableKind::Mistaken) => None,
                }
            }
            NodeKind::Sum => self.all_numbers(count.children()),
            NodeKind::Group => match count.children().sole() {
                Some(inner) => self.is_number(inner),
                None => Some(false),
            },
            _ => Some(false),
        }
    }

    fn all_numbers(&self, operands: Children<'f>) -> Option<bool> {
        let mut are_all = Some(true);
        for operand in operands {
            match self.is_number(operand) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => are_all = None,
            }
        }
        are_all
    }

    /// The last number before the bracket, on the same level.
    fn implicit_count(&mut self, repetition: View<'f>) {
        match self.scope.last_nat() {
            Some(reference) => self.refer(repetition, reference),
            None => {
                let start = repetition.node().start;
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::MissingMultiplicity,
                        repetition.file.span(start, start + 1),
                        "a repetition without a count",
                    )
                    .label("how often?")
                    .help("write a count and `*` before the bracket, or a field of type `#` before the repetition"),
                );
            }
        }
    }

    /// What stands right of `=`; to be called last.
    #[inline]
    fn result(&mut self, ast: Combinator<'f>) {
        let result = ast.result_node();
        if self.has_upper
            && let Some(variable) = self.scope.variable(result.bytes())
        {
            return self.param_result(result, variable, ast.section());
        }
        match ast.section() {
            // Names, number and kinds have been compared when the type was entered.
            Section::Types => result.children().for_each(|arg| _ = self.term(arg)),
            Section::Functions => _ = self.application(result, false),
        }
    }

    /// A result that is a name of the combinator itself: only a function may have it.
    fn param_result(&mut self, result: View<'f>, variable: Variable, section: Section) {
        let has_args = !result.children().is_empty();
        let why = match (variable.kind, section) {
            (VariableKind::Mistaken, _) => return,
            (VariableKind::Type, Section::Functions) if !has_args => {
                return self.refer(result, variable.reference);
            }
            (VariableKind::Type, Section::Functions) => "a parameter takes no arguments",
            (VariableKind::Type, Section::Types) => "only a function may return a parameter",
            (VariableKind::Nat, _) => "a number is no result",
        };
        let message = format!("`{}` cannot be a result", result.text());
        let declared = self.span_of(variable.name);
        self.diagnostics.push(
            Diagnostic::error(Code::BadResult, name_span(result), message).label(why).also(declared, "declared here"),
        );
    }

    /// A parameter shows in the result, or after a `!`.
    fn check_params_used(&mut self, ast: Combinator<'f>) {
        let mut used = FxHashSet::default();
        mention(ast.result_node(), &mut used);
        mention_calls(ast.field_nodes(), &mut used);
        // Of what kind the others are is what has to be told first.
        let params = ast.params().filter(|params| matches!(params.kind().text, "Type" | "#"));
        for name in params.flat_map(|params| params.names()) {
            if !used.contains(name.text) {
                let message = format!("the parameter `{name}` cannot be told from the result");
                self.diagnostics.push(
                    Diagnostic::error(Code::UnusedParam, name.span, message)
                        .label("neither in the result nor after a `!`"),
                );
            }
        }
    }
}

/// Whether a type is `#`, brackets aside.
fn is_nat(ty: View<'_>) -> bool {
    match ty.kind() {
        NodeKind::Nat => true,
        NodeKind::Group | NodeKind::Percent => ty.children().sole().is_some_and(is_nat),
        _ => false,
    }
}

/// The names in a term.
fn mention<'f>(term: View<'f>, used: &mut FxHashSet<&'f str>) {
    for at in term.at..term.at + term.node().n_nodes {
        let view = term.file.view(at);
        if view.kind() == NodeKind::Name {
            used.insert(view.text());
        }
    }
}

fn mention_calls<'f>(fields: Children<'f>, used: &mut FxHashSet<&'f str>) {
    for field in fields.map(Field) {
        let ty = field.type_node();
        match ty.kind() {
            NodeKind::Repetition => mention_calls(Repetition(ty).field_nodes(), used),
            _ if field.is_call() => mention(ty, used),
            _ => {}
        }
    }
}
