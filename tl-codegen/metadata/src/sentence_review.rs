//! Aids for the review of sentences: a sample for readers, and a search for sentences that another package has too.
//!
//! Both take every sentence that people wrote: about types, constructors, fields, functions and types of errors.
//! Invariant: a sample depends on its seed and the sentences alone.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use tl_codegen::metadata::Metadata;

/// Sentences with fewer words are not searched for: two people write the same short sentence.
const MIN_SEARCHED_WORDS: usize = 6;

/// A sentence with the item that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemSentence {
    /// The kind of the item and its name: `constructor user`, `field date:int in *`.
    pub item: String,
    /// The sentence, without final dot.
    pub sentence: String,
}

impl fmt::Display for ItemSentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.item, self.sentence)
    }
}

/// All sentences of a protocol, by kind of item and by name.
#[must_use]
pub fn all_sentences(metadata: &Metadata) -> Vec<ItemSentence> {
    let described = metadata.sentences.all_descriptions();
    let functions = metadata.methods.iter().map(|(name, row)| (format!("function {name}"), row.description.as_str()));
    let errors = metadata.error_types.iter().map(|(name, text)| (format!("error {name}"), text.as_str()));
    let all = described.into_iter().chain(functions).chain(errors).filter(|(_, sentence)| !sentence.is_empty());
    all.map(|(item, sentence)| ItemSentence { item, sentence: sentence.to_owned() }).collect()
}

/// Draws at most `count` of the sentences, in a random order. The same seed draws the same of the same sentences.
#[must_use]
pub fn sample_sentences(sentences: Vec<ItemSentence>, seed: u64, count: usize) -> Vec<ItemSentence> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut sample = rng.choose_multiple(sentences, count);
    rng.shuffle(&mut sample);
    sample
}

/// Searches texts of other packages for our sentences.
///
/// Letters and digits are compared, in lowercase; markup of HTML and the escapes `\n` and `\t` of JSON separate words.
/// Sentences of fewer than six words are not searched for.
#[derive(Debug)]
pub struct SentenceSearch<'a> {
    by_start: BTreeMap<[String; MIN_SEARCHED_WORDS], Vec<SearchedSentence<'a>>>,
}

#[derive(Debug)]
struct SearchedSentence<'a> {
    of: &'a ItemSentence,
    words: Vec<String>,
}

impl<'a> SentenceSearch<'a> {
    /// A search for these sentences.
    #[must_use]
    pub fn new(sentences: &'a [ItemSentence]) -> Self {
        let mut by_start: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for of in sentences {
            let words = words_of(&of.sentence);
            if let Some(start) = words.first_chunk() {
                by_start.entry(start.clone()).or_default().push(SearchedSentence { of, words });
            }
        }
        Self { by_start }
    }

    /// The number of sentences that are long enough to be searched for.
    #[must_use]
    pub fn n_searched(&self) -> usize {
        self.by_start.values().map(Vec::len).sum()
    }

    /// The sentences whose words follow each other in `text`, in the order of the text.
    #[must_use]
    pub fn sentences_found_in(&self, text: &str) -> Vec<&'a ItemSentence> {
        let words = words_of(text);
        let mut found: Vec<&ItemSentence> = Vec::new();
        for position in 0..words.len() {
            let rest = &words[position..];
            let candidates = rest.first_chunk().and_then(|start| self.by_start.get(start));
            for sentence in candidates.into_iter().flatten() {
                if rest.starts_with(&sentence.words) && !found.contains(&sentence.of) {
                    found.push(sentence.of);
                }
            }
        }
        found
    }
}

/// The runs of letters and digits in a text, in lowercase, without tags of HTML.
fn words_of(text: &str) -> Vec<String> {
    let text = text.replace("\\n", " ").replace("\\t", " ");
    let without_tags = text.split('<').enumerate().map(|(n, part)| match part.split_once('>') {
        Some((tag, rest)) if n > 0 && !tag.contains('\n') => rest,
        _ => part,
    });
    let words = without_tags.flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(item: &str, sentence: &str) -> ItemSentence {
        ItemSentence { item: item.to_owned(), sentence: sentence.to_owned() }
    }

    #[test]
    fn a_sentence_is_found_behind_markup_case_and_escapes() {
        let sentences = [
            sentence("type A", "The time at which `a` was made, in seconds"),
            sentence("type B", "The time of day"),
            sentence("type C", "The time at which `a` was made by the server"),
        ];
        let search = SentenceSearch::new(&sentences);
        assert_eq!(search.n_searched(), 2);
        let text = "{\"doc\": \"x.\\nThe <b>time</b> at which <a href=\\\"a>\\\">A</a> was made (in seconds). The time of day\"}";
        assert_eq!(search.sentences_found_in(text), [&sentences[0]]);
        assert!(search.sentences_found_in("The time at which a was lost, in seconds").is_empty());
        assert!(search.sentences_found_in("").is_empty());
    }

    #[test]
    fn a_sample_depends_on_its_seed() {
        let all: Vec<_> = (0..100).map(|n| sentence(&format!("type T{n}"), "A type")).collect();
        let sample = sample_sentences(all.clone(), 1, 10);
        assert_eq!(sample.len(), 10);
        assert_eq!(sample, sample_sentences(all.clone(), 1, 10));
        assert_ne!(sample, sample_sentences(all.clone(), 2, 10));
        assert_eq!(sample_sentences(all, 1, 1000).len(), 100);
    }
}
