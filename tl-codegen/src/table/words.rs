//! The pool of words: names of types and fields, each stored once.

use std::collections::BTreeMap;

use super::TableError;

/// Distinct words, numbered in the order of their first use.
#[derive(Default)]
pub(super) struct Words {
    numbers: BTreeMap<String, u16>,
    pub(super) text: String,
    pub(super) ends: Vec<u32>,
}

impl Words {
    /// The number of a word.
    pub(super) fn number_of(&mut self, word: &str) -> Result<u16, TableError> {
        if let Some(number) = self.numbers.get(word) {
            return Ok(*number);
        }
        let too_large = || TableError::new("more than 65,535 names of types and fields");
        let number = u16::try_from(self.ends.len()).map_err(|_| too_large())?;
        self.text.push_str(word);
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| too_large())?);
        self.text.push('\n');
        self.numbers.insert(word.to_owned(), number);
        Ok(number)
    }
}
