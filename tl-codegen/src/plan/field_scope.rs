//! A list of TL fields that becomes one struct, with the numbers that are visible to them.
//!
//! The fields of a combinator make one scope, and those of each repetition in it another one, whose struct is a record.
//! A record takes the outer numbers that it uses as parameters.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Combinator, CombinatorIndex, Field, Nat, NatVariable, ParamKind, Ty, TypeIndex};

use super::model::{ItemPath, NumberExpression};
use super::naming;
use super::rust_names::RustNames;
use super::schema_facts::SchemaFacts;
use crate::recorded_indirections::ValueHolder;

/// The TL fields that become the fields of one struct.
pub(super) struct FieldScope<'a> {
    pub(super) combinator: &'a Combinator,
    pub(super) fields: &'a [Field],
    /// The type to which the constructor belongs; `None` for functions.
    pub(super) owner: Option<TypeIndex>,
    /// The nesting depth of the fields: the number of repetitions around them.
    pub(super) depth: u32,
    /// The path of the struct that the fields become.
    pub(super) item_path: ItemPath,
    /// The TL name of the struct; for a record, the path of its field: `grid.rows`.
    pub(super) name: String,
    /// The name of the struct in a rename: `grid/rows`.
    pub(super) key: String,
    names: RustNames<'a>,
    /// Numbers that the caller passes to the struct, in the order of its parameters.
    pub(super) number_params: Vec<NatVariable>,
    /// The Rust variable for each number that is visible to the fields.
    variables: BTreeMap<NatVariable, NumberVariable>,
}

/// A variable that holds a number.
#[derive(Clone, Debug)]
pub(super) struct NumberVariable {
    /// The identifier of the variable in Rust.
    pub(super) ident: String,
    /// The name of the number in TL.
    pub(super) name: String,
}

/// How the fields of a scope use one of its own numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NumberUses {
    /// Whether the number is the flags field of other fields in the scope.
    pub(super) has_bits: bool,
    /// The index of the first required repetition in the scope whose count is the number.
    pub(super) repetition: Option<usize>,
    /// Whether the number has any other use, such as an argument of a type.
    pub(super) is_passed: bool,
}

impl<'a> FieldScope<'a> {
    /// The scope of the fields of a combinator.
    pub(super) fn of_combinator(facts: &SchemaFacts<'a>, id: CombinatorIndex, owner: Option<TypeIndex>) -> Self {
        let combinator = facts.schema.combinator(id);
        let numbers: Vec<_> = facts.params.kept_params_of_kind(id, ParamKind::Nat).collect();
        let number_params: Vec<_> = numbers.iter().map(|param| NatVariable::Param(*param as u32)).collect();
        let params = numbers.into_iter().map(|param| {
            let name = combinator.params[param].name.clone();
            let ident = facts.number_param_variable(combinator, param);
            (NatVariable::Param(param as u32), NumberVariable { ident, name })
        });
        let fields = &combinator.fields;
        let (item_path, name) =
            (facts.item_path_of_combinator(id), facts.tl_name_of_combinator(combinator).to_string());
        let (key, names) = (name.clone(), facts.names);
        let variables = params.chain(own_number_variables(names, &key, fields, 0)).collect();
        Self { combinator, fields, owner, depth: 0, item_path, name, key, names, number_params, variables }
    }

    /// The scope of the fields inside the repetition at `index`.
    pub(super) fn of_repetition(&self, facts: &SchemaFacts<'a>, index: usize, fields: &'a [Field]) -> Self {
        let depth = self.depth + 1;
        let used: BTreeSet<_> = facts.params.variable_uses_in_fields(fields).into_iter().collect();
        let number_params: Vec<_> = used.into_iter().filter(|used| self.variables.contains_key(used)).collect();
        let params = number_params.iter().map(|variable| {
            let depth = match variable {
                NatVariable::Inner { depth, .. } => *depth,
                NatVariable::Field(_) | NatVariable::Param(_) => 0,
            };
            let name = self.variables[variable].name.clone();
            (*variable, NumberVariable { ident: naming::outer_number_variable_ident(&name, depth), name })
        });
        let field_name = self.tl_field_name(index);
        let (item_path, name) = (self.path_of_inner_item(index), format!("{}.{field_name}", self.name));
        let (key, names) = (self.rename_key_of_member(&field_name), self.names);
        let variables = params.chain(own_number_variables(names, &key, fields, depth)).collect();
        let (combinator, owner) = (self.combinator, self.owner);
        Self { combinator, fields, owner, depth, item_path, name, key, names, number_params, variables }
    }

    /// The path of a record or group that is named after the struct and the field at `index`.
    pub(super) fn path_of_inner_item(&self, index: usize) -> ItemPath {
        let name = self.tl_field_name(index);
        let name =
            self.names.chosen_member_name(&self.key, &name).map_or(&*name, |chosen| chosen.trim_start_matches("r#"));
        let field = naming::type_ident_of_name(name);
        let inside = |ident: &str| ident.trim_end_matches('_').to_owned() + &field;
        let ItemPath { namespace, ident, local_ident, external } = &self.item_path;
        let (ident, local_ident) = (inside(ident), inside(local_ident));
        ItemPath { namespace: namespace.clone(), ident, local_ident, external: external.clone() }
    }

    /// The Rust identifier of the field at `index`: the name that the caller chose, or else the TL name in snake case.
    pub(super) fn rust_field_ident(&self, index: usize) -> String {
        let name = self.tl_field_name(index);
        self.names
            .chosen_member_name(&self.key, &name)
            .map_or_else(|| naming::field_ident_of_name(&name), str::to_owned)
    }

    /// The name of a field or parameter in a rename: `grid/rows`.
    pub(super) fn rename_key_of_member(&self, name: &str) -> String {
        format!("{}/{name}", self.key)
    }

    /// The TL name of a field, or a name made up for an anonymous field.
    pub(super) fn tl_field_name(&self, index: usize) -> String {
        field_name_or_made_up(self.fields, index)
    }

    /// The field at `index` as a holder of a value: that of a record has the path from the combinator on, `rows.cell`.
    pub(super) fn value_holder_of_field(&self, facts: &SchemaFacts<'a>, index: usize) -> ValueHolder {
        let combinator = facts.tl_name_of_combinator(self.combinator).to_string();
        let outer = self.name[combinator.len()..].strip_prefix('.');
        let field_name = self.tl_field_name(index);
        let field = outer.map_or_else(|| field_name.clone(), |outer| format!("{outer}.{field_name}"));
        ValueHolder { section: self.combinator.section, combinator, field: Some(field) }
    }

    /// The TL names of the struct and of its fields: `Grid.rows x y`.
    pub(super) fn tl_names_of_struct_and_fields(&self) -> String {
        let fields = (0..self.fields.len()).map(|index| self.tl_field_name(index));
        std::iter::once(self.name.clone()).chain(fields).collect::<Vec<_>>().join(" ")
    }

    /// The TL variable that the field at `index` declares, if the field is of type `#`.
    pub(super) fn variable_declared_by(&self, index: usize) -> NatVariable {
        variable_at_depth(self.depth, index)
    }

    /// The variable that holds a number, if the number is visible.
    pub(super) fn visible_number_variable(&self, variable: NatVariable) -> Option<&NumberVariable> {
        self.variables.get(&variable)
    }

    /// The variables that hold [`Self::number_params`].
    pub(super) fn number_param_variables(&self) -> impl Iterator<Item = &NumberVariable> {
        self.number_params.iter().filter_map(|variable| self.visible_number_variable(*variable))
    }

    /// A number in the code of the struct, if its variable is visible.
    pub(super) fn number_expression(&self, number: Nat) -> Option<NumberExpression> {
        let ident = |variable| self.visible_number_variable(variable).map(|var| var.ident.clone());
        Some(match number {
            Nat::Constant(constant) => NumberExpression::Constant(constant),
            Nat::Variable(variable) => NumberExpression::Variable(ident(variable)?),
            Nat::Sum(variable, more) => NumberExpression::Sum(ident(variable)?, more),
        })
    }

    /// How the fields use the number that the field at `index` is.
    pub(super) fn uses_of_number(&self, facts: &SchemaFacts<'_>, index: usize) -> NumberUses {
        let variable = self.variable_declared_by(index);
        let mut uses = NumberUses::default();
        for (other, field) in self.fields.iter().enumerate() {
            uses.has_bits |= field.condition.is_some_and(|condition| condition.flags_field == variable);
            let mut n_uses =
                facts.params.variable_uses_in_type(&field.ty).into_iter().filter(|used| *used == variable).count();
            let is_count =
                matches!(&field.ty, Ty::Repetition { count: Nat::Variable(count), .. } if *count == variable);
            if is_count && field.condition.is_none() && uses.repetition.is_none() {
                uses.repetition = Some(other);
                n_uses -= 1;
            }
            uses.is_passed |= n_uses > 0;
        }
        uses
    }
}

/// The variables for all numbers among these fields.
fn own_number_variables(
    names: RustNames<'_>,
    owner: &str,
    fields: &[Field],
    depth: u32,
) -> impl Iterator<Item = (NatVariable, NumberVariable)> {
    let numbers = fields.iter().enumerate().filter(|(_, field)| field.ty == Ty::Nat);
    numbers.map(move |(index, _)| {
        let name = field_name_or_made_up(fields, index);
        let ident = naming::number_variable_ident(names.chosen_member_name(owner, &name).unwrap_or(&name));
        (variable_at_depth(depth, index), NumberVariable { ident, name })
    })
}

fn variable_at_depth(depth: u32, index: usize) -> NatVariable {
    match depth {
        0 => NatVariable::Field(index as u32),
        depth => NatVariable::Inner { depth, field: index as u32 },
    }
}

fn field_name_or_made_up(fields: &[Field], index: usize) -> String {
    match fields[index].name.as_deref() {
        Some(name) if name != "_" => name.to_owned(),
        _ => naming::anonymous_field_name(index),
    }
}
