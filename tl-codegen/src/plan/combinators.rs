//! Structs of constructors and functions.

use tl_parser::{Code, Combinator, CombinatorIndex, Diagnostic, Name, ParamKind, Span, TypeIndex};

use super::field_scope::FieldScope;
use super::fields;
use super::memory_layout::{MemoryLayout, MemoryLayouts};
use super::model::{ImpliedMethod, Struct};
use super::planner_output::{PlannerOutput, TlName, suggest_rename};
use super::schema_facts::SchemaFacts;
use super::structs;
use super::unsupported_constructs::{FOLDER_LEN, NAME_LEN, NAMESPACES};

/// Maximum number of namespaces of a name.
const MAX_NAMESPACE_DEPTH: usize = 16;

/// Maximum bytes of a part of a TL name. File systems allow 255 bytes, which must include `.rs` and added underscores.
const MAX_NAME_PART_BYTES: usize = 120;

/// Maximum bytes of the folder of a namespace, as in file systems.
const MAX_FOLDER_NAME_BYTES: usize = 255;

/// The struct of a constructor of the type `owner`, or of a function.
pub(super) fn plan_combinator_struct(
    facts: &SchemaFacts<'_>,
    layouts: &MemoryLayouts,
    id: CombinatorIndex,
    owner: Option<TypeIndex>,
    out: &mut PlannerOutput,
) -> (Struct, MemoryLayout) {
    let combinator = facts.schema.combinator(id);
    out.declare_namespaces(facts.names, &facts.tl_name_of_combinator(combinator), combinator.span);
    let scope = FieldScope::of_combinator(facts, id, owner);
    let planned = fields::plan_fields_of_scope(facts, layouts, &scope, out);
    report_taken_method_names(&scope, &planned.implied, out);
    let least_size = facts.least_sizes.least_size_of_own_fields(id).unwrap_or_else(|| {
        out.report_infinite_type(combinator, &scope.name);
        0
    });
    let params = declare_type_params(facts, id, &scope, out);
    structs::assemble_struct(facts.schema, &scope, planned, params, least_size, out)
}

/// Reports implied fields whose methods would replace methods that every struct has.
fn report_taken_method_names(scope: &FieldScope<'_>, implied: &[ImpliedMethod], out: &mut PlannerOutput) {
    for (method, purpose) in [("new", "makes"), ("clone", "copies")] {
        if implied.iter().any(|implied| implied.ident == method) {
            let name = &scope.name;
            let message = format!(
                "`{method}` of `{name}` becomes a method, but the method that {purpose} a value has the same name"
            );
            let key = implied
                .iter()
                .find(|implied| implied.ident == method)
                .map(|found| scope.rename_key_of_member(&found.name));
            let diagnostic = Diagnostic::error(Code::NameCollision, scope.combinator.span, message);
            out.add_diagnostic(suggest_rename(diagnostic, key.as_deref(), method));
        }
    }
}

fn declare_type_params(
    facts: &SchemaFacts<'_>,
    id: CombinatorIndex,
    scope: &FieldScope<'_>,
    out: &mut PlannerOutput,
) -> Vec<String> {
    let Combinator { params, span, .. } = scope.combinator;
    let kept = facts.params.kept_params_of_kind(id, ParamKind::Type);
    let idents = kept.map(|param| {
        let ident = facts.type_param_ident_in_own_item(scope.combinator, param);
        let name = &params[param].name;
        let name = TlName::with_rename_key(name, &format!("{}/{name}", scope.key));
        out.declare_ident(format!("the parameters of `{}`", scope.name), &ident, name, *span);
        ident
    });
    idents.collect()
}

/// Reports a name that modules and files can't have. Returns whether the name is usable.
pub(super) fn check_name_is_usable(facts: &SchemaFacts<'_>, name: &Name, span: Span, out: &mut PlannerOutput) -> bool {
    let unsupported = if name.namespace.len() > MAX_NAMESPACE_DEPTH {
        NAMESPACES
    } else if name.namespace.iter().chain([&name.local]).any(|part| part.len() > MAX_NAME_PART_BYTES) {
        NAME_LEN
    } else if facts.names.item_path_of_name(name).namespace_folder().len() > MAX_FOLDER_NAME_BYTES {
        FOLDER_LEN
    } else {
        return true;
    };
    out.refuse_declaration(span, unsupported);
    false
}
