//! From the fields of a combinator or repetition to the fields of a struct: conditions become options, bits become
//! `bool`s, values that share a bit become one group, numbers that follow from a value become nothing.
//!
//! A group and its type are named after its first value: adding a field to a schema renames nothing.

use std::collections::BTreeMap;

use tl_parser::{Condition, Ty, TypeId, Variable};

use super::build::Builder;
use super::graph;
use super::indirection::FieldShape;
use super::model::{
    Codec, Field, FieldKind, Group, Implied, ItemPath, NumberSource, Struct, Tree, Value, WireField, WireFieldKind,
};
use super::naming;
use super::site::{NumberUses, Site, name_of_field};
use super::size::Layout;
use super::text;

/// What the fields of a combinator become.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) fields: Vec<Field>,
    pub(super) wire_fields: Vec<WireField>,
    pub(super) implied: Vec<Implied>,
    pub(super) records: Vec<Struct>,
    pub(super) layout: Vec<Layout>,
    /// The field of the struct that decides about a bit.
    deciders: BTreeMap<Condition, usize>,
    /// Numbers that are counts of items: the wire_field, and the field of the schema that has the items.
    counts: Vec<(usize, usize)>,
}

/// The conditional fields of one bit, by index.
#[derive(Clone, Default)]
struct SharedBit {
    values: Vec<usize>,
    flags: Vec<usize>,
}

/// What a number among the fields is in Rust.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A value like any other.
    Value,
    /// Bits, all of them told by other fields.
    Flags,
    /// The number of items in another field.
    Count,
    /// A value that other fields depend on.
    Stored,
}

/// Plans the fields of a site.
pub(super) fn plan<'b>(builder: &mut Builder<'b>, site: &Site<'b>) -> Fields {
    let roles = (0..site.fields.len()).map(|index| role(builder, site, index)).collect();
    let mut planner = Planner { builder, site, roles, shared: BTreeMap::new(), out: Fields::default() };
    planner.share_bits();
    for index in 0..site.fields.len() {
        let name = name_of_field(site.fields, index);
        planner.field(index, &name);
    }
    planner.fill_bits();
    planner.fill_counts();
    planner.part_late_bits();
    planner.out
}

/// The struct for the fields of a repetition, and its layout.
pub(super) fn record<'b>(builder: &mut Builder<'b>, site: &Site<'b>) -> (Struct, Layout) {
    let planned = plan(builder, site);
    let layout = Layout::of_struct(planned.layout);
    let span = site.combinator.span;
    let scope = format!("`records::{}`", site.item_path.namespace.join("::"));
    builder.scopes.declare(scope, &site.item_path.ident, &site.name, span);
    builder.declare_fields(site);
    let record = Struct {
        name: site.name.clone(),
        item_path: site.item_path.clone(),
        id: 0,
        tl: text::record(builder.schema, site),
        names: text::names(site),
        is_function: site.owner.is_none(),
        params: builder.type_params(site),
        numbers: Some(site.told.iter().map(|variable| site.locals[variable].ident.clone()).collect()),
        records: planned.records,
        fields: planned.fields,
        wire_fields: planned.wire_fields,
        implied: planned.implied,
        least_size: builder.least.of_some(builder.schema, site.fields),
        memory: layout.size,
    };
    (record, layout)
}

/// A flags field that is called `flags`, or that and a number, is nothing but its bits: so Telegram has it. Under another
/// name its other bits may mean something, as those of TON's `mode` do.
fn role(builder: &Builder<'_>, site: &Site<'_>, index: usize) -> Role {
    let field = &site.fields[index];
    if field.ty != Ty::Nat {
        return Role::Value;
    }
    let NumberUses { is_mask, counted, is_passed } = site.uses(builder, index);
    let is_conditional = field.condition.is_some();
    let is_called_flags = name_of_field(site.fields, index)
        .strip_prefix("flags")
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    match (is_mask, counted) {
        (false, None) if !is_passed => Role::Value,
        (false, Some(_)) if !is_conditional => Role::Count,
        (true, None) if is_called_flags && !is_conditional && !is_passed => Role::Flags,
        _ => Role::Stored,
    }
}

struct Planner<'a, 'b> {
    builder: &'a mut Builder<'b>,
    site: &'a Site<'b>,
    /// Of the fields of the schema, by index.
    roles: Vec<Role>,
    shared: BTreeMap<Condition, SharedBit>,
    out: Fields,
}

impl Planner<'_, '_> {
    fn share_bits(&mut self) {
        for (index, field) in self.site.fields.iter().enumerate() {
            let Some(condition) = field.condition else { continue };
            let is_presence = self.is_presence(&field.ty);
            let is_number = self.roles[index] == Role::Stored;
            let bit = self.shared.entry(condition).or_default();
            match (is_presence, is_number) {
                (true, _) => bit.flags.push(index),
                // A number that others depend on is no member of a group: it has a wire_field of its own.
                (false, true) => {}
                (false, false) => bit.values.push(index),
            }
        }
    }

    /// Whether a conditional field of this type is its bit and nothing else: `flags.0?true`.
    fn is_presence(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Bare { constructor, .. } if self.builder.schema.combinator(*constructor).fields.is_empty())
    }

    fn field(&mut self, index: usize, name: &str) {
        let field = &self.site.fields[index];
        match (self.roles[index], field.condition) {
            (Role::Flags, _) => {
                let variable = self.variable(index);
                let kind = WireFieldKind::Flags { variable, bits: Vec::new(), late: Vec::new(), is_compared: false };
                self.out.wire_fields.push(WireField { index: index as u32, kind });
            }
            (Role::Count, _) => self.count(index),
            (Role::Stored, _) => self.stored(index, name),
            (Role::Value, None) => self.required(index, name),
            (Role::Value, Some(condition)) if self.is_presence(&field.ty) => self.flag(index, name, condition),
            (Role::Value, Some(condition)) => self.conditional(index, name, condition),
        }
    }

    /// The variable of a number among the fields.
    fn variable(&self, index: usize) -> String {
        self.site.locals[&self.site.own(index)].ident.clone()
    }

    fn count(&mut self, index: usize) {
        let Some(counted) = self.site.uses(self.builder, index).counted else { return };
        self.out.counts.push((self.out.wire_fields.len(), counted));
        // The field is filled in once it is known.
        let kind = WireFieldKind::Number {
            variable: self.variable(index),
            condition: None,
            source: NumberSource::Items(usize::MAX),
        };
        self.out.wire_fields.push(WireField { index: index as u32, kind });
    }

    fn stored(&mut self, index: usize, name: &str) {
        let condition = self.site.fields[index].condition;
        let value = Value { codec: Codec::Nat, is_indirect: false, has_conversions: false };
        let (kind, layout) = match condition {
            None => (FieldKind::Required(value), Layout::nat()),
            Some(_) => (FieldKind::Optional(value), Layout::nat().optional()),
        };
        let NumberUses { is_mask, counted, is_passed } = self.site.uses(self.builder, index);
        let field = self.push_field(name, kind, layout);
        self.out.fields[field].note =
            is_mask.then(|| format!("Bits of `{name}` that no field of its own stands for; the others don't count."));
        if let Some(condition) = condition {
            self.out.deciders.entry(condition).or_insert(field);
        }
        let source = NumberSource::Stored { field, bits: Vec::new(), is_count: is_passed || counted.is_some() };
        let condition = condition.and_then(|condition| self.condition(condition));
        let kind = WireFieldKind::Number { variable: self.variable(index), condition, source };
        self.out.wire_fields.push(WireField { index: index as u32, kind });
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
        self.out.deciders.entry(condition).or_insert(field);
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
            self.out.deciders.entry(condition).or_insert(field);
        }
        let group = self.shared[&condition].values[0];
        let group = name_of_field(self.site.fields, group);
        let ident = naming::field_ident(&group);
        let Some(field) = self.out.fields.iter().rposition(|field| field.ident == ident) else { return };
        self.push_value(index, field, Some(member));
    }

    fn group(&mut self, values: &[usize]) -> Option<(Group, Vec<Layout>)> {
        let mut names = Vec::new();
        let mut members = Vec::new();
        let mut layouts = Vec::new();
        for index in values {
            let name = name_of_field(self.site.fields, *index);
            let (value, layout) = self.value(*index, false)?;
            members.push((naming::field_ident(&name), value));
            names.push(name);
            layouts.push(layout);
        }
        let first = names.first()?;
        let owner = &self.site.item_path.ident;
        let ident = owner.trim_end_matches('_').to_owned() + &naming::type_ident(first);
        let item_path = ItemPath { namespace: self.site.item_path.namespace.clone(), ident };
        let whole = format!("{}.{first}", self.site.name);
        let scope = format!("`groups::{}`", item_path.namespace.join("::"));
        self.builder.scopes.declare(scope, &item_path.ident, &whole, self.site.combinator.span);
        let mut params = Vec::new();
        members.iter().for_each(|(_, value)| value.codec.params(&mut params));
        Some((Group { item_path, params, names, members }, layouts))
    }

    /// A bit that stands for nothing but itself, unless something else stands for it too.
    fn flag(&mut self, index: usize, name: &str, condition: Condition) {
        let bit = &self.shared[&condition];
        let is_number = |index: usize| self.roles[index] == Role::Stored;
        let shares_with_number = (0..self.site.fields.len())
            .any(|other| is_number(other) && self.site.fields[other].condition == Some(condition));
        if !bit.values.is_empty() || shares_with_number || bit.flags.first() != Some(&index) {
            return;
        }
        let Some((variable, bit)) = self.condition(condition) else { return };
        let field = self.push_field(name, FieldKind::Flag, Layout::BOOL);
        self.out.deciders.insert(condition, field);
        self.out
            .wire_fields
            .push(WireField { index: index as u32, kind: WireFieldKind::Flag { field, variable, bit } });
    }

    fn push_field(&mut self, name: &str, kind: FieldKind, layout: Layout) -> usize {
        self.out.fields.push(Field { ident: naming::field_ident(name), kind, note: None });
        self.out.layout.push(layout);
        self.out.fields.len() - 1
    }

    fn push_value(&mut self, index: usize, field: usize, member: Option<usize>) {
        let condition = self.site.fields[index].condition.and_then(|condition| self.condition(condition));
        self.out
            .wire_fields
            .push(WireField { index: index as u32, kind: WireFieldKind::Value { field, member, condition } });
    }

    /// The variable of the flags field that a condition looks at, and the bit.
    fn condition(&self, condition: Condition) -> Option<(String, u8)> {
        let local = self.site.locals.get(&condition.flags_field)?;
        Some((local.ident.clone(), condition.bit))
    }

    fn value(&mut self, index: usize, is_conditional: bool) -> Option<(Value, Layout)> {
        let field = &self.site.fields[index];
        let (mut codec, layout) = self.builder.codec(self.site, index, &mut self.out.records)?;
        let inner = graph::types_by_value(self.builder.schema, &field.ty);
        let is_recursive = self.site.owner.is_some_and(|outer| self.is_recursive(outer, &inner));
        let needs_pointer = FieldShape { is_recursive, is_conditional, layout }.is_indirect();
        if let Codec::Repetition(repetition) = &mut codec
            && repetition.is_array
            && needs_pointer
        {
            repetition.is_array = false;
            return Some((Value { codec, is_indirect: false, has_conversions: false }, Layout::VEC));
        }
        let is_indirect = codec.can_be_indirect() && needs_pointer;
        let has_conversions = match codec {
            Codec::String | Codec::Bytes => true,
            Codec::Boxed(_) => inner.first().is_some_and(|ty| self.builder.has_conversions(*ty)),
            _ => false,
        };
        let layout = if is_indirect { Layout::POINTER } else { layout };
        Some((Value { codec, is_indirect, has_conversions }, layout))
    }

    fn is_recursive(&self, outer: TypeId, inner: &[TypeId]) -> bool {
        inner.iter().any(|inner| self.builder.components.is_recursive(outer, *inner))
    }

    /// Once every field is known: which bits they set, and which `true` fields they imply.
    fn fill_bits(&mut self) {
        for (condition, field) in &self.out.deciders {
            let mask = match condition.flags_field {
                Variable::Field(mask) if self.site.depth == 0 => Some(mask),
                Variable::Inner { depth, field } if self.site.depth == depth => Some(field),
                _ => None,
            };
            // Steps stand in the order of the fields.
            let wire_field = mask
                .and_then(|mask| self.out.wire_fields.binary_search_by_key(&mask, |wire_field| wire_field.index).ok());
            if let Some(
                WireFieldKind::Flags { bits, .. }
                | WireFieldKind::Number { source: NumberSource::Stored { bits, .. }, .. },
            ) = wire_field.map(|wire_field| &mut self.out.wire_fields[wire_field].kind)
            {
                bits.push((condition.bit, *field));
            }
            for index in &self.shared[condition].flags {
                let name = name_of_field(self.site.fields, *index);
                let ident = naming::field_ident(&name);
                if ident != self.out.fields[*field].ident {
                    self.out.implied.push(Implied { name, ident, field: *field });
                }
            }
        }
    }

    /// Once every field is known: which of them has the items that a number counts.
    fn fill_counts(&mut self) {
        for (wire_field, counted) in &self.out.counts {
            let items = self.out.wire_fields.iter().find_map(|wire_field| match wire_field.kind {
                WireFieldKind::Value { field, .. } if wire_field.index as usize == *counted => Some(field),
                _ => None,
            });
            if let (WireFieldKind::Number { source, .. }, Some(field)) =
                (&mut self.out.wire_fields[*wire_field].kind, items)
            {
                *source = NumberSource::Items(field);
            }
        }
        // Without its items, which were refused, a number is nothing.
        self.out.wire_fields.retain(|wire_field| {
            !matches!(wire_field.kind, WireFieldKind::Number { source: NumberSource::Items(usize::MAX), .. })
        });
    }

    /// Once all bits are known: which of them are added when the value that sets them is shown, so that whether it is
    /// there is looked at once. Where it implies a `true` field, its bit is there from the start, as that field is
    /// shown by its bit.
    fn part_late_bits(&mut self) {
        let (wire_fields, implied) = (&self.out.wire_fields, &self.out.implied);
        let parted: Vec<_> = wire_fields
            .iter()
            .map(|wire_field| match &wire_field.kind {
                WireFieldKind::Flags { variable, bits, .. } => parted(variable, bits, wire_fields, implied),
                _ => Parted::default(),
            })
            .collect();
        for (wire_field, parted) in self.out.wire_fields.iter_mut().zip(parted) {
            if let WireFieldKind::Flags { late, is_compared, .. } = &mut wire_field.kind {
                *late = parted.late;
                *is_compared = parted.is_compared;
            }
        }
    }
}

/// The bits of a flags field, parted by when they are shown.
#[derive(Default)]
struct Parted {
    late: Vec<(u8, usize)>,
    is_compared: bool,
}

fn parted(variable: &str, bits: &[(u8, usize)], wire_fields: &[WireField], implied: &[Implied]) -> Parted {
    // The bits that conditions name, and whether it is by what is shown first of a field.
    let asked: Vec<_> = wire_fields
        .iter()
        .filter_map(|wire_field| match &wire_field.kind {
            WireFieldKind::Value { field, member, condition: Some((mask, bit)) } if mask == variable => {
                Some(((*bit, *field), matches!(member, None | Some(0))))
            }
            WireFieldKind::Number {
                condition: Some((mask, bit)), source: NumberSource::Stored { field, .. }, ..
            } if mask == variable => Some(((*bit, *field), false)),
            _ => None,
        })
        .collect();
    if asked.iter().any(|(asked, _)| !bits.contains(asked)) {
        return Parted { late: Vec::new(), is_compared: true };
    }
    let is_late =
        |bit: &&(u8, usize)| asked.contains(&(**bit, true)) && implied.iter().all(|implied| implied.field != bit.1);
    Parted { late: bits.iter().filter(is_late).copied().collect(), is_compared: false }
}

impl Codec {
    /// Whether a value may stand behind a pointer: one of a type or constructor may.
    fn can_be_indirect(&self) -> bool {
        match self {
            Self::Boxed(_) | Self::Bare { .. } => true,
            Self::Instance(found) => found.tree != Tree::Records,
            _ => false,
        }
    }

    /// Collects the type parameters in it, each once.
    pub(super) fn params(&self, params: &mut Vec<String>) {
        match self {
            Self::Param(param) if !params.contains(param) => params.push(param.clone()),
            Self::Vector { element, .. } => element.params(params),
            Self::Instance(found) => found.arguments.iter().for_each(|argument| argument.params(params)),
            Self::Repetition(repetition) => repetition.item.params(params),
            _ => {}
        }
    }
}
