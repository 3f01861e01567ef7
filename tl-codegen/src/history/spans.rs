//! Sets of kept layers as text: `109-128 146 166-`.
//!
//! A span reaches over the kept layers from its first to its last number. A span without last number reaches to the
//! newest kept layer, so that a further layer does not change it. Invariant: a set has one spelling.

use std::collections::BTreeSet;

/// The text of a set of kept layers; empty for the empty set.
pub(super) fn spans_text(set: &BTreeSet<u32>, kept: &BTreeSet<u32>) -> String {
    let kept: Vec<_> = kept.iter().copied().collect();
    let newest = kept.last().copied();
    let runs = kept.chunk_by(|one, next| set.contains(one) == set.contains(next));
    let spans = runs.filter(|run| set.contains(&run[0])).map(|run| match (run[0], run[run.len() - 1]) {
        (first, last) if Some(last) == newest => format!("{first}-"),
        (first, last) if first == last => format!("{first}"),
        (first, last) => format!("{first}-{last}"),
    });
    spans.collect::<Vec<_>>().join(" ")
}

/// The set that a text spells; `None` if the text is no list of spans, or spells its set in another way than
/// [`spans_text`].
pub(super) fn parse_spans(text: &str, kept: &BTreeSet<u32>) -> Option<BTreeSet<u32>> {
    let mut set = BTreeSet::new();
    for span in text.split(' ').filter(|_| !text.is_empty()) {
        let (first, last) = match span.split_once('-') {
            Some((first, "")) => (first.parse().ok()?, *kept.last()?),
            Some((first, last)) => (first.parse().ok()?, last.parse().ok()?),
            None => (span.parse().ok()?, span.parse().ok()?),
        };
        if first > last {
            return None;
        }
        set.extend(kept.range(first..=last));
    }
    (spans_text(&set, kept) == text).then_some(set)
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, parse_spans, spans_text};

    #[test]
    fn a_set_of_layers_has_one_spelling() {
        let kept = BTreeSet::from([109, 114, 126, 146, 166]);
        for (layers, text) in [
            (&[][..], ""),
            (&[109], "109"),
            (&[109, 114, 126], "109-126"),
            (&[109, 126], "109 126"),
            (&[114, 146, 166], "114 146-"),
            (&[166], "166-"),
        ] {
            let set = layers.iter().copied().collect();
            assert_eq!(spans_text(&set, &kept), text);
            assert_eq!(parse_spans(text, &kept), Some(set), "{text}");
        }
        for bad in ["110", "166", "109-110", "126-114", "109 114", "x", " 109", "-", "109-166", "0109"] {
            assert_eq!(parse_spans(bad, &kept), None, "{bad}");
        }
    }
}
