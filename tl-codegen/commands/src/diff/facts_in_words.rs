//! One fact in words.

use tl_codegen::table::{MissingRule, UpgradeObstacle};
use tl_parser::difference::{Change, ChangeKind, ChangedValue};

/// The sentence for one change, without the name of its declaration, such as `id: int becomes long`.
pub(super) fn schema_fact_in_words(change: &Change) -> String {
    let side = |detail: &Option<ChangedValue>| detail.as_ref().map(ChangedValue::to_string).unwrap_or_default();
    let (old, new) = (side(&change.old), side(&change.new));
    let field = change.field.as_deref().unwrap_or_default();
    match change.kind {
        ChangeKind::Added if new.is_empty() => "new".to_owned(),
        ChangeKind::Added => format!("new, #{new}"),
        ChangeKind::Removed if old.is_empty() => "removed".to_owned(),
        ChangeKind::Removed => format!("removed, #{old}"),
        ChangeKind::Renamed => format!("`{old}` is likely called `{new}` now"),
        ChangeKind::IdChanged => format!("#{old} becomes #{new}"),
        ChangeKind::ResultChanged => format!("result {old} becomes {new}"),
        ChangeKind::Moved => format!("moves from {old} to {new}"),
        ChangeKind::BecameUnion => "has several constructors now".to_owned(),
        ChangeKind::BecameSingle => "has one constructor left".to_owned(),
        ChangeKind::FieldAdded => format!("+ {field}:{new}"),
        ChangeKind::FieldRemoved => format!("- {field}:{old}"),
        ChangeKind::FieldRenamed => format!("field `{old}` is likely called `{new}` now"),
        ChangeKind::FieldsReordered => "fields in another order".to_owned(),
        ChangeKind::TypeChanged => format!("{field}: {old} becomes {new}"),
        ChangeKind::MadeOptional => format!("{field}: conditional now, {new}"),
        ChangeKind::MadeRequired => format!("{field}: no longer conditional, was {old}"),
        ChangeKind::BitMoved => format!("{field}: {old} becomes {new}"),
        ChangeKind::BitReused => format!("{field}: given from {old} to {new}"),
        ChangeKind::GroupAppeared => format!("{field}: shared by {new} now"),
        ChangeKind::GroupDisappeared => format!("{field}: no longer shared, was by {old}"),
        ChangeKind::GroupChanged => format!("{field}: shared by {new}, was by {old}"),
        ChangeKind::BareLayoutChanged => format!("{field}: {new} has another layout"),
    }
}

/// The sentence for a row that `upgrades.tsv` may need, with the row as it would stand there.
pub(super) fn missing_rule_in_words(rule: &MissingRule) -> String {
    let (name, id) = &rule.constructor;
    let field = rule.field.as_deref().unwrap_or_default();
    let why = match rule.change {
        UpgradeObstacle::ConstructorGone => "is gone".to_owned(),
        UpgradeObstacle::NewRequiredField => format!("lacks `{field}`, which is required now"),
        UpgradeObstacle::OtherType => format!("has another type of `{field}`"),
        UpgradeObstacle::NewFieldOfGroup => format!("lacks `{field}`, which shares a bit now"),
        UpgradeObstacle::FieldGone => format!("loses `{field}`"),
    };
    format!("`{rule}`: #{id:08x} `{name}` {why}")
}
