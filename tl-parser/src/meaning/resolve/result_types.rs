//! Results, and whether each parameter can be inferred from them.

use rustc_hash::FxHashSet;

use super::resolver::Resolver;
use super::scope::{ScopeVariable, VariableKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::Section;
use crate::syntax::ast::{Children, Combinator, Field, NodeKind, Repetition, View};

impl<'f> Resolver<'_, 'f> {
    /// Resolves the result of a combinator, after its fields.
    #[inline]
    pub(super) fn resolve_result(&mut self, ast: Combinator<'f>) {
        let result = ast.result_node();
        if self.has_upper
            && let Some(variable) = self.scope.variable(result.bytes())
        {
            return self.resolve_variable_as_result(result, variable, ast.section());
        }
        match ast.section() {
            // The number and kinds of the arguments were checked when the symbols were collected.
            Section::Types => result.children().for_each(|arg| _ = self.resolve_term(arg)),
            Section::Functions => _ = self.resolve_application(result, false),
        }
    }

    /// Resolves a result that is a parameter or a field of the combinator itself: `{X:Type} query:!X = X`.
    ///
    /// Only a type parameter of a function is correct, and only without arguments; everything else is reported.
    fn resolve_variable_as_result(&mut self, result: View<'f>, variable: ScopeVariable, section: Section) {
        let has_args = !result.children().is_empty();
        let why = match (variable.kind, section) {
            (VariableKind::Mistaken, _) => return,
            (VariableKind::Type, Section::Functions) if !has_args => {
                return self.set_reference(result, variable.reference);
            }
            (VariableKind::Type, Section::Functions) => "a parameter takes no arguments",
            (VariableKind::Type, Section::Types) => "only a function may return a parameter",
            (VariableKind::Nat, _) => "a number is not a type",
        };
        let message = format!("`{}` cannot be a result", result.text());
        let declared = self.span_of(variable.name);
        self.diagnostics.push(
            Diagnostic::error(Code::BadResult, result.name_span(), message)
                .label(why)
                .secondary_label(declared, "declared here"),
        );
    }

    /// Reports each parameter that occurs neither in the result nor after a `!`.
    pub(super) fn report_unused_params(&mut self, ast: Combinator<'f>) {
        let mut used = FxHashSet::default();
        add_names_in_term(ast.result_node(), &mut used);
        add_names_in_calls(ast.field_nodes(), &mut used);
        // A parameter of a wrong kind has its own diagnostic.
        let params = ast.params().filter(|params| matches!(params.kind().text, "Type" | "#"));
        for name in params.flat_map(|params| params.names()) {
            if !used.contains(name.text) {
                let message = format!("the parameter `{name}` cannot be inferred from the result");
                self.diagnostics.push(
                    Diagnostic::error(Code::UnusedParam, name.span, message)
                        .label("neither in the result nor behind a `!`"),
                );
            }
        }
    }
}

/// Adds all names in a term to `used`.
fn add_names_in_term<'f>(term: View<'f>, used: &mut FxHashSet<&'f str>) {
    let views = (term.at..term.at + term.node().n_nodes).map(|at| term.file.view(at));
    used.extend(views.filter(|view| view.kind() == NodeKind::Name).map(View::text));
}

/// Adds all names after a `!` to `used`.
fn add_names_in_calls<'f>(fields: Children<'f>, used: &mut FxHashSet<&'f str>) {
    for field in fields.map(Field) {
        let ty = field.type_node();
        match ty.kind() {
            NodeKind::Repetition => add_names_in_calls(Repetition(ty).field_nodes(), used),
            _ if field.is_call() => add_names_in_term(ty, used),
            _ => {}
        }
    }
}
