//! Combinators: their parameters, fields and conditions.
//!
//! Invariant: the reference of a node is stored when the node is resolved, and never changed.

use super::help;
use super::reference::{Ref, Target};
use super::resolver::Resolver;
use super::scope::{ScopeVariable, TextRange, VariableKind};
use super::types::ResolvedKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::fast_paths;
use crate::meaning::schema::ParamKind;
use crate::syntax::ast::{Children, Combinator, Field, Ident, NodeKind, Repetition, UPPER_NAMES_FLAG, View};

impl<'f> Resolver<'_, 'f> {
    pub(super) fn resolve_combinator(&mut self, ast: Combinator<'f>) {
        self.scope.clear();
        (self.n_params, self.n_fields, self.has_wrong_call) = (0, 0, false);
        self.wrong_flags_fields.clear();
        self.has_upper = ast.entry.has_flag(UPPER_NAMES_FLAG);
        for params in ast.params() {
            let kind = self.param_kind(params.kind());
            params.name_nodes().for_each(|name| self.resolve_param(name.into(), kind));
        }
        self.resolve_fields(ast.field_nodes());
        let n_found = self.diagnostics.n_pushed();
        self.resolve_result(ast);
        // A wrong name in the result may be a misspelt parameter; that parameter is then not reported as unused.
        if self.n_params > 0 && !self.has_wrong_call && self.diagnostics.n_pushed() == n_found {
            self.report_unused_params(ast);
        }
    }

    fn param_kind(&mut self, kind: Ident<'_>) -> Option<ParamKind> {
        match kind.text {
            "Type" => Some(ParamKind::Type),
            "#" => Some(ParamKind::Nat),
            other => {
                let message = format!("`{other}` is not a kind of parameter");
                self.diagnostics.push(
                    Diagnostic::error(Code::BadParamKind, kind.span, message)
                        .label("neither `Type` nor `#`")
                        .help("remove the curly brackets to declare a field"),
                );
                None
            }
        }
    }

    fn resolve_param(&mut self, name: TextRange, kind: Option<ParamKind>) {
        let reference = Ref::new(Target::Param(self.n_params));
        self.n_params += 1;
        if kind == Some(ParamKind::Nat) {
            self.scope.set_last_nat(reference);
        }
        let kind = kind.map_or(VariableKind::Mistaken, VariableKind::from);
        if self.enter_name(name) {
            self.scope.declare_variable(name, kind, reference);
        }
    }

    /// Adds a name to the scope; returns whether the name is new. Reports a name that is not new.
    #[inline]
    pub(super) fn enter_name(&mut self, name: TextRange) -> bool {
        match self.scope.enter_name(name) {
            None => true,
            Some(first) => self.report_used_twice(first, name),
        }
    }

    #[cold]
    fn report_used_twice(&mut self, first: TextRange, name: TextRange) -> bool {
        let (first, span, name) = (self.span_of(first), self.span_of(name), self.scope.text_of(name));
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateField, span, format!("`{name}` is used twice"))
                .label("used again")
                .secondary_label(first, "first used here"),
        );
        false
    }

    pub(super) fn resolve_fields(&mut self, fields: Children<'f>) {
        for node in fields {
            if fast_paths::resolve_field(self, node).is_none() {
                self.resolve_any_field(node);
            }
        }
    }

    fn resolve_any_field(&mut self, node: View<'f>) {
        let field = Field(node);
        if let Some((flags_field, bit)) = field.condition_nodes() {
            self.resolve_condition(field, flags_field, bit);
        }
        let kind = self.resolve_field_type(field);
        match node.kind() {
            NodeKind::Field if node.node().end > node.node().start => self.declare_field(node.into(), kind),
            NodeKind::FieldGroup => field.name_nodes().for_each(|name| self.declare_field(name.into(), kind)),
            _ => _ = self.next_field(kind),
        }
    }

    /// Declares a named field after its type is resolved.
    #[inline]
    pub(crate) fn declare_field(&mut self, name: TextRange, kind: Option<VariableKind>) {
        let reference = self.next_field(kind);
        let is_new = self.enter_name(name);
        if let Some(kind) = kind.filter(|_| is_new) {
            self.scope.declare_variable(name, kind, reference);
        }
    }

    /// Counts a field and returns the reference to it; a field of type `#` becomes the count of repetitions without a
    /// written count.
    #[inline]
    fn next_field(&mut self, kind: Option<VariableKind>) -> Ref {
        let reference = Ref::new(Target::Field(self.n_fields));
        self.n_fields += 1;
        if kind == Some(VariableKind::Nat) {
            self.scope.set_last_nat(reference);
        }
        reference
    }

    /// Resolves the type of a field; returns the kind of variable that the field is to later fields, if any.
    #[inline]
    fn resolve_field_type(&mut self, field: Field<'f>) -> Option<VariableKind> {
        let ty = field.type_node();
        if ty.kind() == NodeKind::Repetition {
            self.resolve_repetition(Repetition(ty));
            return None;
        }
        let value = self.resolve_term(ty);
        self.has_wrong_call |= field.is_call() && value == ResolvedKind::Poison;
        match value {
            ResolvedKind::Type if is_nat(ty) && !field.is_call() => Some(VariableKind::Nat),
            ResolvedKind::Type => None,
            ResolvedKind::Poison => Some(VariableKind::Mistaken),
            ResolvedKind::Nat => {
                self.report_kind_mismatch(ty, ParamKind::Type);
                // The number may be the misplaced count of the next repetition, so a missing count is not reported as
                // well.
                self.scope.suppress_missing_count();
                Some(VariableKind::Mistaken)
            }
        }
    }

    /// Resolves a condition: `flags.3?`
    #[inline]
    fn resolve_condition(&mut self, field: Field<'f>, flags_field: View<'f>, bit: View<'f>) {
        match self.scope.variable(flags_field.bytes()) {
            Some(ScopeVariable { kind: VariableKind::Nat, reference, .. }) => {
                self.set_reference(flags_field, reference)
            }
            found => self.report_wrong_flags_field(field, found),
        }
        if !bit.text().parse::<u32>().is_ok_and(|bit| bit < 32) {
            self.report_bit_over_31(field);
        }
    }

    #[cold]
    fn report_bit_over_31(&mut self, field: Field<'f>) {
        let Some(condition) = field.condition() else { return };
        let bit = condition.bit;
        if bit.value().is_none_or(|bit| bit > 31) {
            let diagnostic = Diagnostic::error(Code::BadFlagBit, bit.span, format!("there is no bit {bit}"))
                .label("over 31")
                .note("a `#` has 32 bits, numbered 0 to 31");
            self.diagnostics.push(help::with_help_for_free_bit(diagnostic, field, &condition));
        }
    }

    #[cold]
    fn report_wrong_flags_field(&mut self, field: Field<'f>, found: Option<ScopeVariable>) {
        let Some(condition) = field.condition() else { return };
        let name = condition.flags_field;
        match (found.map(|found| found.kind), self.scope.find_declared_name(name.text)) {
            (Some(VariableKind::Mistaken), _) => {}
            _ if self.wrong_flags_fields.contains(&name.text) => {}
            (_, Some(declared)) => {
                let declared = self.span_of(declared);
                self.diagnostics.push(
                    Diagnostic::error(Code::FlagNotNat, name.span, format!("`{name}` is not a flags field"))
                        .label("not of type `#`")
                        .secondary_label(declared, "declared here"),
                );
            }
            (_, None) => {
                let message = format!("unknown flags field `{name}`");
                let diagnostic = Diagnostic::error(Code::UnknownFlagField, name.span, message)
                    .label("no earlier field or parameter of this name");
                self.diagnostics.push(help::with_help_for_flags_field(diagnostic, field, name, &self.scope));
            }
        }
        self.wrong_flags_fields.push(name.text);
    }
}

/// Whether a type is `#`, in any brackets.
fn is_nat(ty: View<'_>) -> bool {
    match ty.kind() {
        NodeKind::Nat => true,
        NodeKind::Group | NodeKind::Percent => ty.children().only_node().is_some_and(is_nat),
        _ => false,
    }
}
