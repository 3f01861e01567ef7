//! The declared or built-in name that is nearest to an unknown one.
//!
//! Built-in names are compared without regard to case, as other languages write `String` for `string`. Invariant: the
//! work is bounded for every schema: at most [`MAX_SEARCHES`] searches, for names of at most [`MAX_COMPARED_NAME_LEN`]
//! bytes.

use std::cell::Cell;

/// Maximum number of searches through all names of a schema.
const MAX_SEARCHES: usize = 32;

/// Maximum length in bytes of the names that are compared.
const MAX_COMPARED_NAME_LEN: usize = 64;

/// The names of codec types, which need no declaration.
const BUILT_INS: [&str; 9] = ["int", "long", "double", "string", "bytes", "int128", "int256", "vector", "Vector"];

/// A budget of searches for the name nearest to an unknown name.
#[derive(Debug)]
pub(super) struct SuggestionBudget {
    n_left: Cell<usize>,
}

impl Default for SuggestionBudget {
    fn default() -> Self {
        Self { n_left: Cell::new(MAX_SEARCHES) }
    }
}

impl SuggestionBudget {
    /// The candidate or built-in name that differs least from `name`; `None` if no candidate is similar to `name`.
    pub(super) fn nearest<'a>(&self, name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        let n_left = self.n_left.get().checked_sub(1)?;
        self.n_left.set(n_left);
        let limit = max_edits(name);
        if name.len() > MAX_COMPARED_NAME_LEN {
            return None;
        }
        let lowercase = name.to_ascii_lowercase();
        let is_near = |candidate: &&str| candidate.len().abs_diff(name.len()) <= limit;
        let declared = candidates.filter(is_near).map(|candidate| (edit_distance(name, candidate), false, candidate));
        let built_in = BUILT_INS.into_iter().filter(is_near).map(|candidate| {
            let as_written = edit_distance(name, candidate);
            (as_written.min(edit_distance(&lowercase, candidate).max(1)), true, candidate)
        });
        // At equal distance a declared name wins over a built-in one.
        let nearest = declared.chain(built_in).filter(|(distance, ..)| *distance <= limit).min();
        nearest.map(|(_, _, candidate)| candidate)
    }
}

/// The candidate that differs least from `name`. An only candidate need not be similar; several must be.
pub(super) fn nearest_name<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let candidates: Vec<_> = candidates
        .filter(|candidate| candidate.len() <= MAX_COMPARED_NAME_LEN && name.len() <= MAX_COMPARED_NAME_LEN)
        .collect();
    let nearest = candidates.iter().map(|candidate| (edit_distance(name, candidate), *candidate)).min();
    let is_similar = |distance: usize| candidates.len() == 1 || distance <= max_edits(name);
    nearest.filter(|(distance, _)| is_similar(*distance)).map(|(_, candidate)| candidate)
}

/// The largest distance from `name` at which another name counts as similar.
fn max_edits(name: &str) -> usize {
    (name.len() / 3).max(1)
}

/// The edit distance: how many letters have to be changed, added or removed; 1 for names that differ only in case.
fn edit_distance(left: &str, right: &str) -> usize {
    if left.eq_ignore_ascii_case(right) { 1 } else { strsim::levenshtein(left, right) }
}
