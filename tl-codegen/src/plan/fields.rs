//! From the fields of a combinator to the fields of a struct: conditions become options, bits become `bool`s, values
//! that share a bit become one group.
//!
//! A group and its type are named after its first value: adding a field to a schema renames nothing.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Combinator, Condition, Ty, TypeId, Variable};

use super::build::Builder;
use super::graph;
use super::indirection::FieldShape;
use super::model::{Codec, Field, FieldKind, Group, Implied, Place, Step, StepKind, Value};
use super::naming;
use super::size::Layout;

/// What the fields of a combinator become.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) fields: Vec<Field>,
    pub(super) steps: Vec<Step>,
    pub(super) implied: Vec<Implied>,
    pub(super) layout: Vec<Layout>,
    /// The field of the struct that decides about a bit.
    deciders: BTreeMap<Condition, usize>,
}

/// The conditional fields of one bit, by index.
#[derive(Clone, Default)]
struct SharedBit {
    values: Vec<usize>,
    flags: Vec<usize>,
}

/// Plans the fields of `combinator`, which makes a value of `owner` (`None` for functions).
pub(super) fn plan(builder: &mut Builder<'_>, combinator: &Combinator, owner: Option<TypeId>) -> Fields {
    let masks = combinator.fields.iter().filter_map(|field| match field.condition?.mask {
        Variable::Field(index) => Some(index as usize),
        Variable::Param(_) | Variable::Inner { .. } => None,
    });
    let masks = masks.collect();
    let mut planner = Planner { builder, combinator, owner, masks, shared: BTreeMap::new(), out: Fields::default() };
    planner.share_bits();
    for (index, field) in combinator.fields.iter().enumerate() {
        match &field.name {
            Some(name) if name != "_" => planner.field(index, name),
            _ => planner.builder.unsupported(field.span, "a field without a name"),
        }
    }
    planner.fill_bits();
    planner.out
}

struct Planner<'a, 'b> {
    builder: &'a mut Builder<'b>,
    combinator: &'a Combinator,
    owner: Option<TypeId>,
    /// Indices of the fields that are flags fields.
    masks: BTreeSet<usize>,
    shared: BTreeMap<Condition, SharedBit>,
    out: Fields,
}

impl Planner<'_, '_> {
    fn share_bits(&mut self) {
        for (index, field) in self.combinator.fields.iter().enumerate() {
            let Some(condition) = field.condition else { continue };
            let is_presence = self.is_presence(&field.ty);
            let bit = self.shared.entry(condition).or_default();
            if is_presence { bit.flags.push(index) } else { bit.values.push(index) }
        }
    }

    /// Whether a conditional field of this type is its bit and nothing else: `flags.0?true`.
    fn is_presence(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Bare { constructor, .. } if self.builder.schema.combinator(*constructor).fields.is_empty())
    }

    fn field(&mut self, index: usize, name: &str) {
        let field = &self.combinator.fields[index];
        if self.masks.contains(&index) {
            if field.condition.is_some() {
                self.builder.unsupported(field.span, "a flags field that is itself conditional");
            }
            let kind = StepKind::Flags { variable: variable(name), bits: Vec::new() };
            return self.out.steps.push(Step { index: index as u32, kind });
        }
        match field.condition {
            None => self.required(index, name),
            Some(condition) if matches!(condition.mask, Variable::Param(_)) => {
                self.builder.unsupported(field.span, "a condition on a parameter in curly brackets");
            }
            Some(condition) if self.is_presence(&field.ty) => self.flag(index, name, condition),
            Some(condition) => self.conditional(index, name, condition),
        }
    }

    fn required(&mut self, index: usize, name: &str) {
        let Some((value, layout)) = self.value(index, false) else { return };
        let field = self.push_field(name, FieldKind::Required(value), layout);
        self.push_value(index, field, None);
    }

    fn conditional(&mut self, index: usize, name: &str, condition: Condition) {
        if self.shared[&condition].values.len() > 1 {
            return self.member(index, condition);
        }
        let Some((value, layout)) = self.value(index, true) else { return };
        let field = self.push_field(name, FieldKind::Optional(value), layout.optional());
        self.out.deciders.insert(condition, field);
        self.push_value(index, field, None);
    }

    /// A value that shares its bit with other values; the first of them makes the group.
    fn member(&mut self, index: usize, condition: Condition) {
        let Ok(member) = self.shared[&condition].values.binary_search(&index) else { return };
        if member == 0 {
            let values = self.shared[&condition].values.clone();
            let Some(group) = self.group(&values) else { return };
            let layout = Layout::of_struct(group.1).optional();
            let name = group.0.names[0].clone();
            let field = self.push_field(&name, FieldKind::Group(group.0), layout);
            self.out.deciders.insert(condition, field);
        }
        let Some(field) = self.out.deciders.get(&condition).copied() else { return };
        self.push_value(index, field, Some(member));
    }

    fn group(&mut self, values: &[usize]) -> Option<(Group, Vec<Layout>)> {
        let mut names = Vec::new();
        let mut members = Vec::new();
        let mut layouts = Vec::new();
        for index in values {
            let name = self.combinator.fields[*index].name.clone()?;
            let (value, layout) = self.value(*index, false)?;
            if matches!(value.codec, Codec::Param(_)) {
                let span = self.combinator.fields[*index].span;
                self.builder.unsupported(span, "a call that shares its bit with another field");
                return None;
            }
            members.push((naming::field_ident(&name), value));
            names.push(name);
            layouts.push(layout);
        }
        let first = names.first()?;
        let owner = naming::type_ident(&self.combinator.name.local);
        let ident = owner.trim_end_matches('_').to_owned() + &naming::type_ident(first);
        let place = Place { namespace: naming::namespace(&self.combinator.name), ident };
        let whole = format!("{}.{first}", self.combinator.name);
        let scope = format!("`groups::{}`", place.namespace.join("::"));
        self.builder.scopes.declare(scope, &place.ident, &whole, self.combinator.span);
        Some((Group { place, names, members }, layouts))
    }

    /// A bit that stands for nothing but itself, unless something else stands for it too.
    fn flag(&mut self, index: usize, name: &str, condition: Condition) {
        let bit = &self.shared[&condition];
        if !bit.values.is_empty() || bit.flags.first() != Some(&index) {
            return;
        }
        let Some(variable) = self.mask(condition) else { return };
        let field = self.push_field(name, FieldKind::Flag, Layout::BOOL);
        self.out.deciders.insert(condition, field);
        let kind = StepKind::Flag { field, variable, bit: condition.bit };
        self.out.steps.push(Step { index: index as u32, kind });
    }

    fn push_field(&mut self, name: &str, kind: FieldKind, layout: Layout) -> usize {
        self.out.fields.push(Field { ident: naming::field_ident(name), kind });
        self.out.layout.push(layout);
        self.out.fields.len() - 1
    }

    fn push_value(&mut self, index: usize, field: usize, member: Option<usize>) {
        let condition = self.combinator.fields[index].condition;
        let condition = condition.and_then(|condition| Some((self.mask(condition)?, condition.bit)));
        self.out.steps.push(Step { index: index as u32, kind: StepKind::Value { field, member, condition } });
    }

    /// The variable of the flags field that a condition looks at.
    fn mask(&self, condition: Condition) -> Option<String> {
        let Variable::Field(index) = condition.mask else { return None };
        self.combinator.fields[index as usize].name.as_deref().map(variable)
    }

    fn value(&mut self, index: usize, is_conditional: bool) -> Option<(Value, Layout)> {
        let field = &self.combinator.fields[index];
        let (codec, layout) = self.builder.codec(&field.ty, self.combinator, field.span)?;
        let inner = graph::type_by_value(self.builder.schema, &field.ty);
        let components = &self.builder.components;
        let is_recursive = self.owner.zip(inner).is_some_and(|(outer, inner)| components.is_recursive(outer, inner));
        let can_point = matches!(codec, Codec::Boxed(_) | Codec::Bare { .. });
        let is_indirect = can_point && FieldShape { is_recursive, is_conditional, layout }.is_indirect();
        let has_conversions = match codec {
            Codec::String | Codec::Bytes => true,
            Codec::Boxed(_) => inner.is_some_and(|ty| self.builder.has_conversions(ty)),
            _ => false,
        };
        let layout = if is_indirect { Layout::POINTER } else { layout };
        Some((Value { codec, is_indirect, has_conversions }, layout))
    }

    /// Once every field is known: which bits they set, and which `true` fields they imply.
    fn fill_bits(&mut self) {
        for (condition, field) in &self.out.deciders {
            let Variable::Field(mask) = condition.mask else { continue };
            // Steps stand in the order of the fields.
            let step = self.out.steps.binary_search_by_key(&mask, |step| step.index);
            if let Some(StepKind::Flags { bits, .. }) = step.ok().map(|step| &mut self.out.steps[step].kind) {
                bits.push((condition.bit, *field));
            }
            for index in &self.shared[condition].flags {
                let name = self.combinator.fields[*index].name.clone().unwrap_or_default();
                let ident = naming::field_ident(&name);
                if ident != self.out.fields[*field].ident {
                    self.out.implied.push(Implied { name, ident, field: *field });
                }
            }
        }
    }
}

/// The variable that holds a flags field; `r` is the reader already.
fn variable(name: &str) -> String {
    let ident = naming::field_ident(name);
    if ident == "r" { "r_".to_owned() } else { ident }
}
