//! Comparison of the Rust APIs of two plans: changes of public items, each with its impact on callers and its cause.
//!
//! Items are compared by path. There are two measures of impact:
//!
//! - strict: cargo's rules for versions. Callers may write every field of a struct and every variant of an enum, so
//!   that a new one is a breaking change.
//! - by contract: callers build structs that have `new` as `X { …, ..X::new(…) }`, end patterns of structs with `..`,
//!   end matches on enums with an arm `_`, and convert with `.into()`. An optional field or a variant then breaks
//!   nothing.
//!
//! Generated code is not compared, and neither are ids and documentation. Invariants: a change with impact
//! [`Impact::Major`] has a line that mends it; every change has a cause.
//!
//! ```
//! use tl_codegen::difference::{Impact, compare};
//! use tl_codegen::{Metadata, Settings, plan, plan_with_recorded_indirections};
//!
//! let (_, old, _) = tl_parser::read_text("chat.tl", "chat flags:# id:int title:flags.0?string = Chat;");
//! let (_, new, _) = tl_parser::read_text("chat.tl", "chat flags:# id:int title:flags.0?string bot:flags.1?true = Chat;");
//! let settings = Settings::new("chat");
//! let (old_plan, _) = plan(&old, &Metadata::default(), &settings);
//! let (new_plan, _) = plan_with_recorded_indirections(&new, &Metadata::default(), &settings, &old_plan.layout);
//! let difference = compare(&old_plan, &new_plan, &tl_parser::difference::compare(&old, &new));
//! assert_eq!(difference.changes[0].mend.as_deref(), Some("end the literal with `..Chat::new(id)`"));
//! assert_eq!((difference.contract_impact(), difference.strict_impact()), (Impact::Minor, Impact::Major));
//! ```

mod causes;
mod change;
mod enums;
mod features;
mod files;
mod items;
mod structs;

use tl_parser::difference::Difference;

use crate::plan::Plan;
pub use change::{ApiChange, ApiChangeKind, ApiDifference, Impact, MemorySizeChange};
pub use files::{FileChange, FileChangeKind, compare_files};

use causes::Causes;
use items::{PublicItem, PublicItems, TlOrigin};

/// Compares the Rust APIs of two plans; `schema` is the difference of their schemas.
#[must_use]
pub fn compare(old: &Plan, new: &Plan, schema: &Difference) -> ApiDifference {
    let (old_items, new_items) = (PublicItems::items_of_plan(old), PublicItems::items_of_plan(new));
    let mut changes = FoundApiChanges { causes: Causes::new(schema, new), found: Vec::new() };
    for (path, old_item) in old_items.iter() {
        match new_items.item_at_path(path) {
            Some(new_item) => changes.compare_items(path, old_item, new_item),
            None => changes.add_removed_item(path, old_item, &new_items),
        }
    }
    for (path, item) in new_items.iter().filter(|(path, _)| old_items.item_at_path(path).is_none()) {
        let cause = changes.causes.cause_of_item(&item.tl_origin());
        changes.add_with_cause(path, ChangeDraft::harmless_addition(ApiChangeKind::ItemAdded), cause);
    }
    features::compare_features(old, new, &mut changes);
    enums::compare_error_types(old, new, &mut changes);
    changes.found.sort();
    ApiDifference { changes: changes.found, sizes: memory_size_changes(old, new) }
}

/// The changes found so far.
struct FoundApiChanges<'a> {
    causes: Causes<'a>,
    found: Vec<ApiChange>,
}

/// A change without the item that it is about and without its cause.
struct ChangeDraft {
    kind: ApiChangeKind,
    part: Option<String>,
    old: Option<String>,
    new: Option<String>,
    contract: Impact,
    strict: Impact,
    mend: Option<String>,
}

impl ChangeDraft {
    /// A change that breaks nothing.
    fn harmless_addition(kind: ApiChangeKind) -> Self {
        let (contract, strict) = (Impact::Minor, Impact::Minor);
        Self { kind, part: None, old: None, new: None, contract, strict, mend: None }
    }

    /// A change that breaks callers, by contract or not.
    fn breaking_change(kind: ApiChangeKind, mend: impl Into<String>) -> Self {
        let (contract, strict) = (Impact::Major, Impact::Major);
        Self { contract, strict, mend: Some(mend.into()), ..Self::harmless_addition(kind) }
    }

    /// A change that breaks only callers who do not follow the contract.
    fn breaking_change_outside_contract(kind: ApiChangeKind, mend: impl Into<String>) -> Self {
        Self { contract: Impact::Minor, ..Self::breaking_change(kind, mend) }
    }

    fn with_part(self, part: impl Into<String>) -> Self {
        Self { part: Some(part.into()), ..self }
    }

    fn with_old(self, old: impl Into<String>) -> Self {
        Self { old: Some(old.into()), ..self }
    }

    fn with_new(self, new: impl Into<String>) -> Self {
        Self { new: Some(new.into()), ..self }
    }
}

impl FoundApiChanges<'_> {
    fn add_with_cause(&mut self, item: &str, found: ChangeDraft, cause: String) {
        let ChangeDraft { kind, part, old, new, contract, strict, mend } = found;
        self.found.push(ApiChange { item: item.to_owned(), part, kind, old, new, contract, strict, mend, cause });
    }

    /// Adds a change to an item whose cause is a change to its TL declaration.
    fn add_about_item(&mut self, item: &str, origin: &TlOrigin<'_>, found: ChangeDraft) {
        let cause = self.causes.cause_of_part(origin, found.part.as_deref());
        self.add_with_cause(item, found, cause);
    }

    fn compare_items(&mut self, path: &str, old: &PublicItem<'_>, new: &PublicItem<'_>) {
        match (old, new) {
            (PublicItem::Type(old), PublicItem::Type(new)) => enums::compare_boxed_types(path, old, new, self),
            (PublicItem::View(_), PublicItem::View(_)) => {}
            (PublicItem::Group(old, _), PublicItem::Group(new, origin)) => {
                structs::compare_bit_groups(path, old, new, origin, self)
            }
            _ => {
                let (Some(old_struct), Some(new_struct)) = (old.as_struct(), new.as_struct()) else { return };
                structs::compare_structs(path, old_struct, new_struct, &new.tl_origin(), self);
                if let (PublicItem::Function(old), PublicItem::Function(new)) = (old, new) {
                    structs::compare_function_results(path, old, new, self);
                }
            }
        }
    }

    fn add_removed_item(&mut self, path: &str, item: &PublicItem<'_>, new_items: &PublicItems<'_>) {
        let origin = item.tl_origin();
        let kind =
            if matches!(item, PublicItem::View(_)) { ApiChangeKind::ViewRemoved } else { ApiChangeKind::ItemRemoved };
        let renamed =
            self.causes.new_name_of_declaration(&origin).and_then(|name| new_items.path_of_tl_name(path, name));
        let mend = match renamed {
            Some(renamed) => format!("write `{renamed}`"),
            None => format!("remove the uses of `{path}`"),
        };
        let cause = self.causes.cause_of_item(&origin);
        self.add_with_cause(path, ChangeDraft::breaking_change(kind, mend), cause);
    }
}

/// The types of both plans whose size in memory differs.
fn memory_size_changes(old: &Plan, new: &Plan) -> Vec<MemorySizeChange> {
    let find = |name: &str| old.types.binary_search_by(|ty| ty.name.as_str().cmp(name)).ok().map(|at| &old.types[at]);
    let both = new.types.iter().filter_map(|ty| Some((find(&ty.name)?, ty)));
    let changed = both.filter(|(old, new)| old.memory != new.memory);
    changed.map(|(old, new)| MemorySizeChange { name: new.name.clone(), old: old.memory, new: new.memory }).collect()
}
