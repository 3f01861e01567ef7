//! Likely renames: a removed and an added combinator of one section that are probably the same one.
//!
//! Equal ids decide. Otherwise names and fields are compared, of combinators with the same result or the same fields
//! only, which keeps the work small. Invariant: a combinator is in at most one rename.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::side::{CombinatorShape, SchemaSide};
use crate::meaning::schema::{Section, Ty};

/// The similarity, in thousandths, from which on two combinators count as a rename.
const MIN_LIKENESS: u32 = 750;
/// The similarity of two combinators with equal ids, in thousandths: above every other similarity.
const SAME_ID_LIKENESS: u32 = 2000;

/// The likely renames, as pairs of an old and a new combinator, the most similar pair first.
pub(super) fn find_likely_renames<'r, 'a>(
    old: &'r SchemaSide<'a>,
    new: &'r SchemaSide<'a>,
) -> Vec<(&'r CombinatorShape<'a>, &'r CombinatorShape<'a>)> {
    let (removed, added) = (combinators_only_in(old, new), combinators_only_in(new, old));
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (idx, shape) in added.iter().enumerate() {
        candidate_keys(shape).into_iter().for_each(|key| by_key.entry(key).or_default().push(idx));
    }
    let mut candidates = BTreeSet::new();
    for (old_idx, shape) in removed.iter().enumerate() {
        for key in candidate_keys(shape) {
            for new_idx in by_key.get(&key).into_iter().flatten() {
                let likeness = likeness_of_combinators(shape, added[*new_idx]);
                if likeness >= MIN_LIKENESS {
                    candidates.insert((Reverse(likeness), old_idx, *new_idx));
                }
            }
        }
    }
    let (mut is_old_taken, mut is_new_taken) = (vec![false; removed.len()], vec![false; added.len()]);
    let mut renames = Vec::new();
    for (_, old_idx, new_idx) in candidates {
        if !is_old_taken[old_idx] && !is_new_taken[new_idx] {
            (is_old_taken[old_idx], is_new_taken[new_idx]) = (true, true);
            renames.push((removed[old_idx], added[new_idx]));
        }
    }
    renames
}

/// The combinators of `side` whose section and name no combinator of `other` has.
fn combinators_only_in<'r, 'a>(side: &'r SchemaSide<'a>, other: &SchemaSide<'_>) -> Vec<&'r CombinatorShape<'a>> {
    let all = [Section::Types, Section::Functions].into_iter().flat_map(|section| side.shapes_sorted_by_name(section));
    all.filter(|shape| other.find_combinator(shape.section, &shape.name).is_none()).collect()
}

/// Keys of a combinator. Two combinators are compared for a rename only if they have a key in common.
fn candidate_keys(shape: &CombinatorShape<'_>) -> Vec<String> {
    let section = shape.section;
    let mut keys = vec![format!("{section:?} id {}", shape.id), format!("{section:?} result {}", shape.result_text)];
    let fields: Vec<String> =
        names_and_types_without_flags(shape).into_iter().map(|(name, text)| format!("{name}:{text}")).collect();
    if fields.len() > 1 {
        keys.push(format!("{section:?} fields {}", fields.join(" ")));
    }
    keys
}

/// Names and types of the fields of a combinator, without the flags fields.
fn names_and_types_without_flags<'r>(shape: &'r CombinatorShape<'_>) -> BTreeSet<(&'r str, &'r str)> {
    let fields = shape.fields.iter().filter(|field| *field.ty != Ty::Nat);
    fields.map(|field| (&*field.name, field.text.as_str())).collect()
}

/// How similar two combinators are, in thousandths: the mean similarity of their names and of their fields.
fn likeness_of_combinators(old: &CombinatorShape<'_>, new: &CombinatorShape<'_>) -> u32 {
    if old.id == new.id {
        return SAME_ID_LIKENESS;
    }
    let (before, after) = (names_and_types_without_flags(old), names_and_types_without_flags(new));
    let n_all = before.union(&after).count();
    let n_common = before.intersection(&after).count();
    let names = strsim::normalized_damerau_levenshtein(&old.name, &new.name);
    if n_all == 0 {
        return in_thousandths(names);
    }
    in_thousandths(names / 2.0 + n_common as f64 / n_all as f64 / 2.0)
}

fn in_thousandths(share: f64) -> u32 {
    (share * 1000.0) as u32
}
