//! The nearest name to a misspelt one, by the number of edits.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// The candidate with the fewest edits, the first one of several; `None` if each differs in more than a third.
pub(super) fn nearest<'n>(name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<String> {
    let most = name.len().div_ceil(3);
    // Longer texts are no misspelt names.
    let name = if name.len() > 100 { return None } else { name.as_bytes() };
    let close = candidates.filter(|candidate| candidate.len().abs_diff(name.len()) <= most);
    let rated = close.map(|candidate| (n_edits(name, candidate.as_bytes()), candidate));
    let best = rated.filter(|(edits, _)| *edits <= most).min_by_key(|(edits, _)| *edits);
    best.map(|(_, candidate)| candidate.to_string())
}

/// The Levenshtein distance: insertions, deletions and replacements of bytes.
fn n_edits(from: &[u8], to: &[u8]) -> usize {
    if to.is_empty() {
        return from.len();
    }
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, a) in from.iter().enumerate() {
        let (mut diagonal, mut left) = (index, index + 1);
        for (b, above) in to.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(!a.eq_ignore_ascii_case(b));
            diagonal = *above;
            left = replaced.min(left + 1).min(*above + 1);
            *above = left;
        }
    }
    row.last().copied().unwrap_or(from.len())
}

#[cfg(test)]
mod tests {
    use super::{n_edits, nearest};

    #[test]
    fn edits_are_counted() {
        let counts = [("", ""), ("a", ""), ("", "ab"), ("kitten", "sitting"), ("Name", "name"), ("ab", "ba")];
        assert_eq!(counts.map(|(from, to)| n_edits(from.as_bytes(), to.as_bytes())), [0, 1, 2, 3, 0, 2]);
    }

    #[test]
    fn a_misspelt_name_has_a_nearest_one_and_another_word_has_none() {
        let names = ["message", "media", "from_id"];
        let near = |name| nearest(name, names.into_iter());
        assert_eq!(near("mesage").as_deref(), Some("message"));
        assert_eq!(near("fromId").as_deref(), Some("from_id"));
        assert_eq!(near("reply_markup"), None);
        assert_eq!(near(""), None);
    }
}
