//! Puts a struct together from its planned fields, and decides how its traits and methods are implemented.

use tl_parser::Schema;

use super::field_scope::FieldScope;
use super::memory_layout::MemoryLayout;
use super::model::{
    Annotations, DecodingForm, DefaultImpl, Field, FieldKind, ImplChoices, ImpliedMethod, NewMethod, Struct, WireField,
    WireFieldKind,
};
use super::planner_output::{PlannerOutput, TlName};
use super::record_tl_line;

/// Maximum number of arguments of a function that clippy accepts.
const MAX_NEW_ARGUMENTS: usize = 7;

/// The planned fields of a scope.
pub(super) struct PlannedFields {
    pub(super) fields: Vec<Field>,
    /// The memory layout of each field in `fields`.
    pub(super) layouts: Vec<MemoryLayout>,
    pub(super) wire_fields: Vec<WireField>,
    pub(super) implied: Vec<ImpliedMethod>,
    /// Structs of the repetitions among the fields.
    pub(super) records: Vec<Struct>,
}

/// The struct for the fields of a scope. Declares its name and those of its fields.
pub(super) fn assemble_struct(
    schema: &Schema,
    scope: &FieldScope<'_>,
    planned: PlannedFields,
    params: Vec<String>,
    least_size: usize,
    out: &mut PlannerOutput,
) -> (Struct, MemoryLayout) {
    let PlannedFields { fields, layouts, wire_fields, implied, records } = planned;
    declare_struct_and_fields(schema, scope, out);
    let is_record = scope.depth > 0;
    let numbers: Vec<_> = scope.number_param_variables().map(|var| var.ident.clone()).collect();
    let numbers = (is_record || !numbers.is_empty()).then_some(numbers);
    let layout = MemoryLayout::of_struct(layouts);
    let impls = choose_optional_impls(&fields, &wire_fields, params.is_empty());
    let planned = Struct {
        name: scope.name.clone(),
        item_path: scope.item_path.clone(),
        id: if is_record { 0 } else { scope.combinator.id },
        tl: if is_record { record_tl_line::tl_line_of_record(schema, scope) } else { scope.combinator.line.clone() },
        names: scope.tl_names_of_struct_and_fields(),
        is_function: scope.owner.is_none(),
        is_record,
        params,
        numbers,
        records,
        fields,
        wire_fields,
        implied,
        impls,
        least_size,
        memory: layout.size,
        notes: Annotations::default(),
    };
    (planned, layout)
}

fn declare_struct_and_fields(schema: &Schema, scope: &FieldScope<'_>, out: &mut PlannerOutput) {
    let span = scope.combinator.span;
    let tree = match (scope.depth, scope.owner) {
        (1.., _) => "records",
        (0, Some(_)) => "constructors",
        (0, None) => "functions",
    };
    let name = || TlName::with_rename_key(&scope.name, &scope.key);
    out.declare_item(tree, &scope.item_path, name(), span);
    if let Some(owner) = scope.owner {
        let file = format!("{tree} in the file of `{}`", schema.ty(owner).name);
        out.declare_ident(file, &scope.item_path.local_ident, name(), span);
    }
    let fields = format!("the fields of `{}`", scope.name);
    for var in scope.number_param_variables() {
        let name = TlName::with_rename_key(&var.name, &scope.rename_key_of_member(&var.name));
        out.declare_ident(fields.clone(), &var.ident, name, span);
    }
    for (index, field) in scope.fields.iter().enumerate() {
        let name = match &field.name {
            Some(name) if name != "_" => TlName::with_rename_key(name, &scope.rename_key_of_member(name)),
            _ => TlName::anonymous_field(index),
        };
        out.declare_ident(fields.clone(), &scope.rust_field_ident(index), name, field.span);
    }
}

fn choose_optional_impls(fields: &[Field], wire_fields: &[WireField], has_no_params: bool) -> ImplChoices {
    let n_required = fields.iter().filter(|field| matches!(field.kind, FieldKind::Required(_))).count();
    ImplChoices {
        new: match fields.len() > n_required {
            false => NewMethod::Absent,
            true if n_required > MAX_NEW_ARGUMENTS => NewMethod::ManyArguments,
            true => NewMethod::Present,
        },
        default: match n_required {
            0 if has_no_params => DefaultImpl::Derived,
            0 if !fields.is_empty() => DefaultImpl::CallsNew,
            _ => DefaultImpl::Absent,
        },
        decoding: choose_decoding_form(wire_fields),
        has_arbitrary: false,
        has_names: false,
        has_json: false,
    }
}

/// The form of a struct's decoding function. One literal suffices if all flags and numbers come before all values, and
/// values are in the order of their fields.
fn choose_decoding_form(wire_fields: &[WireField]) -> DecodingForm {
    let is_value = |wire_field: &&WireField| matches!(wire_field.kind, WireFieldKind::Value { .. });
    let is_variable = |kind: &WireFieldKind| matches!(kind, WireFieldKind::Flags { .. } | WireFieldKind::Number { .. });
    let n_before = wire_fields.iter().take_while(|wire_field| !is_value(wire_field)).count();
    let has_late_variable = wire_fields[n_before..].iter().any(|wire_field| is_variable(&wire_field.kind));
    let values = wire_fields.iter().filter_map(|wire_field| match wire_field.kind {
        WireFieldKind::Value { field, .. } => Some(field),
        _ => None,
    });
    if has_late_variable || !values.is_sorted() { DecodingForm::ByVariable } else { DecodingForm::InLiteral }
}
