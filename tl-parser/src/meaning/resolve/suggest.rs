//! The name that was probably meant.
//!
//! The names that the language itself knows are candidates besides those of the schema, whatever the letter case, as
//! `String` is the name of `string` elsewhere. Invariant: the work is bounded whatever the schema: few questions, short names.

use std::cell::Cell;

/// Names that mean something without a declaration.
const BUILT_INS: [&str; 9] = ["int", "long", "double", "string", "bytes", "int128", "int256", "vector", "Vector"];

/// Finds the nearest of many names, a limited number of times.
#[derive(Debug)]
pub(crate) struct Suggestions {
    n_left: Cell<usize>,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { n_left: Cell::new(32) }
    }
}

impl Suggestions {
    /// The candidate or built-in name that differs least from `name`, if any is near.
    pub(super) fn nearest<'a>(&self, name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        let n_left = self.n_left.get().checked_sub(1)?;
        self.n_left.set(n_left);
        let limit = (name.len() / 3).max(1);
        if name.len() > 64 {
            return None;
        }
        let lowercase = name.to_ascii_lowercase();
        let is_near = |candidate: &&str| candidate.len().abs_diff(name.len()) <= limit;
        let declared = candidates.filter(is_near).map(|candidate| (distance(name, candidate), false, candidate));
        let built_in = BUILT_INS.into_iter().filter(is_near).map(|candidate| {
            let as_written = distance(name, candidate);
            (as_written.min(distance(&lowercase, candidate).max(1)), true, candidate)
        });
        // Of two that are equally near, the declared one.
        let nearest = declared.chain(built_in).filter(|(distance, ..)| *distance <= limit).min();
        nearest.map(|(_, _, candidate)| candidate)
    }
}

/// The candidate that differs least from `name`: the only one, however far, or one that is near.
pub(super) fn nearest_of<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<_> = candidates.filter(|candidate| candidate.len() <= 64 && name.len() <= 64).collect();
    let nearest = candidates.iter().map(|candidate| (distance(name, candidate), *candidate)).min();
    let is_meant = |distance: usize| candidates.len() == 1 || distance <= (name.len() / 3).max(1);
    nearest.filter(|(distance, _)| is_meant(*distance)).map(|(_, candidate)| candidate)
}

/// How many letters have to be changed, added or taken away; letter case alone counts as nothing much.
fn distance(left: &str, right: &str) -> usize {
    if left.eq_ignore_ascii_case(right) { 1 } else { strsim::levenshtein(left, right) }
}
