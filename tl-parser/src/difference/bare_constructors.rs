//! Constructors that a reader meets without an id, and therefore reads by its own layout.
//!
//! A bare use counts if both schemas have it and a reader can reach it: the combinator around it keeps its id, or is
//! exposed itself. Invariant: a constructor without fields is never exposed.

use std::collections::BTreeSet;

use super::side::{SchemaSide, visit_nested_types};
use crate::meaning::schema::{Section, Ty};

/// The section and name of a combinator, and the name of a constructor that is used bare in one of its fields.
type BareUse<'r> = ((Section, &'r str), &'r str);

/// Names of the constructors that a reader may meet without an id, and therefore reads by its own layout.
pub(super) fn constructors_read_without_id(old: &SchemaSide<'_>, new: &SchemaSide<'_>) -> BTreeSet<String> {
    let (before, after) = (bare_uses(old), bare_uses(new));
    let uses: Vec<&BareUse<'_>> = before.intersection(&after).collect();
    let keeps_id = |(section, name): (Section, &str)| {
        let ids = (
            old.find_combinator(section, name).map(|shape| shape.id),
            new.find_combinator(section, name).map(|shape| shape.id),
        );
        ids.0 == ids.1
    };
    let mut exposed: BTreeSet<String> =
        uses.iter().filter(|(user, _)| keeps_id(*user)).map(|(_, name)| (*name).to_owned()).collect();
    loop {
        let inner = uses.iter().filter(|((section, user), name)| {
            *section == Section::Types && exposed.contains(*user) && !exposed.contains(*name)
        });
        let inner: Vec<String> = inner.map(|(_, name)| (*name).to_owned()).collect();
        if inner.is_empty() {
            return exposed;
        }
        exposed.extend(inner);
    }
}

fn bare_uses<'r>(side: &'r SchemaSide<'_>) -> BTreeSet<BareUse<'r>> {
    let mut uses = BTreeSet::new();
    for shape in side.shapes() {
        for field in shape.fields.iter().filter(|field| field.holds_bare) {
            visit_nested_types(field.ty, &mut |ty| {
                if let Ty::Bare { constructor, .. } = ty {
                    let constructor = side.shape(*constructor);
                    if !constructor.fields.is_empty() {
                        uses.insert(((shape.section, shape.name.as_str()), constructor.name.as_str()));
                    }
                }
            });
        }
    }
    uses
}
