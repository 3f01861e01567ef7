//! The plan as text, for the review of a schema update and for snapshot tests.
//!
//! One line for each type, constructor and function, sorted by TL name: Rust names, sizes, pointers, groups.

use std::fmt;

use super::indirection_rules::MAX_INLINE_VARIANT_BYTES;
use super::model::{
    BitGroupMember, BoxedType, Codec, FeatureCondition, FieldKind, Function, ItemCounts, Plan, Struct, TypeShape,
};
use crate::settings::NamespaceFeatures;

/// Least bytes in memory of an enum that the summary lists.
const MIN_LARGE_ENUM_BYTES: usize = 64;

impl Plan {
    /// The report about the plan.
    #[must_use]
    pub fn report(&self) -> String {
        let mut lines = summary_lines(self);
        lines.push("\nsupplied by the runtime:".to_owned());
        lines.extend(self.supplied.iter().map(|line| format!("  {line}")));
        lines.extend(feature_lines(self));
        lines.push("\ntypes (bytes in memory / least bytes on the wire):".to_owned());
        lines.extend(self.types.iter().flat_map(boxed_type_lines));
        lines.push("\nfunctions:".to_owned());
        lines.extend(self.functions.iter().map(function_line));
        lines.join("\n") + "\n"
    }
}

impl fmt::Display for ItemCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.functions, self.types, self.constructors)
    }
}

fn summary_lines(plan: &Plan) -> Vec<String> {
    let ItemCounts { functions, types, constructors } = plan.all_item_counts();
    let layer = plan.layer.map_or_else(String::new, |layer| format!(", layer {layer}"));
    let mut lines = vec![
        format!("protocol {}{layer}", plan.settings.protocol),
        format!("{constructors} constructors of {types} types, {functions} functions"),
    ];
    lines.extend(
        plan.types.iter().filter(|ty| matches!(ty.shape, TypeShape::Enum(_)) && ty.memory > MIN_LARGE_ENUM_BYTES).map(
            |ty| {
                let by_value =
                    dominant_struct_of_enum(ty).map(|item| format!(": {} by value, all others are small", item.name));
                let by_value = by_value.unwrap_or_default();
                format!("enum larger than {MIN_LARGE_ENUM_BYTES} bytes: {} ({}){by_value}", ty.name, ty.memory)
            },
        ),
    );
    if plan.n_kept > 0 {
        lines.push(format!("indirections that only the record keeps: {}", plan.n_kept));
    }
    let structs = plan.structs().map(|item| (item.memory.div_ceil(4 + item.least_size), item.name.as_str()));
    let types = plan.types.iter().map(|ty| (ty.memory.div_ceil(ty.least_size.max(1)), ty.name.as_str()));
    let largest = structs.chain(types).max();
    lines.extend(largest.map(|(factor, name)| format!("most memory for a byte on the wire: {factor} ({name})")));
    lines
}

/// One line for each feature: the number of items that it compiles alone, and the number that it adds to the default
/// features. The last lines name the types that no function reaches.
fn feature_lines(plan: &Plan) -> Vec<String> {
    let NamespaceFeatures::Features { all, default, .. } = &plan.settings.namespaces else { return Vec::new() };
    let by_default = plan.item_counts_by_default();
    let mut lines = vec![
        "\nfeatures (functions/types/constructors, + to the default ones):".to_owned(),
        format!("  none {}", plan.item_counts_with_features(&[])),
        format!("  default {by_default}: {}", default.join(" ")),
    ];
    lines.extend(plan.namespace_features().into_iter().map(|feature| {
        let is_default = default.iter().any(|default| default == feature);
        let more = plan.item_counts_with_additional_feature(feature).minus_smaller_counts(by_default);
        let more = if is_default { String::new() } else { format!(" +{more}") };
        format!("  {feature} {}{more}", plan.item_counts_with_features(&[feature]))
    }));
    lines.push(format!("  {all} {}", plan.all_item_counts()));
    let only_all = FeatureCondition::only_feature(all);
    let unreached = plan.types.iter().filter(|ty| *plan.feature_condition_of_type(ty) == only_all);
    lines.push(format!("  {all} alone:"));
    lines.extend(unreached.map(|ty| format!("    {}", ty.name)));
    lines
}

/// The large constructor that an enum holds by value: see `indirection`.
fn dominant_struct_of_enum(ty: &BoxedType) -> Option<&Struct> {
    let TypeShape::Enum(variants) = &ty.shape else { return None };
    let payloads = variants.iter().filter_map(|variant| variant.payload.as_ref());
    let by_value = payloads.filter(|payload| !payload.is_indirect);
    let structs = by_value.map(|payload| &ty.constructors[payload.constructor]);
    structs.max_by_key(|item| item.memory).filter(|item| item.memory > MAX_INLINE_VARIANT_BYTES)
}

fn boxed_type_lines(ty: &BoxedType) -> Vec<String> {
    let head = format!("{} {}/{}", ty.name, ty.memory, ty.least_size);
    let variants = match &ty.shape {
        TypeShape::Alias => {
            let item = &ty.constructors[0];
            return vec![format!("{head} = {}#{:08x}{}", item.name, item.id, notes_about_fields(item))];
        }
        TypeShape::Enum(variants) => variants.iter().map(|variant| {
            let payload = variant.payload.as_ref().map(|payload| {
                let item = &ty.constructors[payload.constructor];
                let indirect = if payload.is_indirect { " indirect" } else { "" };
                format!(" {}/{}{indirect}{}", item.memory, 4 + item.least_size, notes_about_fields(item))
            });
            format!("  {}#{:08x} {}{}", variant.name, variant.id, variant.ident, payload.unwrap_or_default())
        }),
    };
    std::iter::once(head).chain(variants).collect()
}

/// Pointers, groups and implied fields; ordinary fields are left out.
fn notes_about_fields(item: &Struct) -> String {
    let fields = item.fields.iter().filter_map(|field| match &field.kind {
        FieldKind::Required(value) | FieldKind::Optional(value) if value.is_indirect => {
            Some(format!(" {}:indirect", field.ident))
        }
        FieldKind::Group(group) => {
            let members: Vec<_> = group.members.iter().map(bit_group_member_note).collect();
            Some(format!(" {}:{}{{{}}}", field.ident, group.item_path.ident, members.join(",")))
        }
        _ => None,
    });
    let implied = item.implied.iter();
    let implied = implied.map(|implied| format!(" {}():{}", implied.ident, item.field_at(implied.field).ident));
    fields.chain(implied).collect()
}

/// A member of a group in the report: its identifier, with a mark if its value is behind a pointer.
fn bit_group_member_note(BitGroupMember { ident, value, .. }: &BitGroupMember) -> String {
    if value.is_indirect { format!("{ident}:indirect") } else { ident.clone() }
}

fn function_line(Function { item, result, result_tl, method, .. }: &Function) -> String {
    let call = match result {
        Codec::Param(param) => format!(" (of the call {param})"),
        _ => String::new(),
    };
    let method = method.as_ref().map(|method| {
        let errors = method.errors.as_ref().map_or("unknown".to_owned(), |errors| errors.len().to_string());
        format!(" [users {:?}, bots {:?}, errors {errors}]", method.users, method.bots)
    });
    format!(
        "{}#{:08x} -> {result_tl}{call}{}{}",
        item.name,
        item.id,
        method.unwrap_or_default(),
        notes_about_fields(item)
    )
}
