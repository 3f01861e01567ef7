//! Replacing reading: invalid UTF-8 is replaced, and the reader says so.

use alloc::string::String;
use core::str::Utf8Chunk;

use super::Reader;
use crate::error::{Error, ErrorKind};
use crate::field_path::{CombinatorNames, PathStep};
use crate::text::Text;

/// The strings that a reader replaced.
#[derive(Clone, Debug, Default)]
pub(super) struct Replacements {
    n_strings: usize,
    /// The place of the first of them, and its number among the findings.
    first: Option<(u32, Error)>,
}

impl Replacements {
    /// Prepends a step to the path of the first string, unless it is among the first `n_findings_before` findings.
    pub(super) fn prepend_step(&mut self, n_findings_before: u32, step: PathStep<&'static CombinatorNames>) {
        if let Some((sequence, error)) = self.first.take() {
            let error = if sequence > n_findings_before { error.prepend_step(step) } else { error };
            self.first = Some((sequence, error));
        }
    }
}

/// The way in which a reader treats input that a strict reader refuses.
#[derive(Clone, Debug)]
pub(super) enum Leniency<Oddities> {
    Strict,
    /// Non-canonical parts are accepted and recorded.
    Lossless(Oddities),
    /// Invalid UTF-8 is replaced.
    Replacing(Replacements),
}

impl Reader<'_> {
    /// Replaces invalid UTF-8 in values of type `string` by U+FFFD, so that one bad string doesn't cost the rest of a
    /// value. Everything else is as strict as before.
    ///
    /// [`n_replaced_strings`](Self::n_replaced_strings) and [`first_replaced_string`](Self::first_replaced_string) say
    /// whether this happened. To keep the bytes and write them back, use [`Lossless`](crate::Lossless).
    ///
    /// ```
    /// use tl_runtime::{Reader, Serialize, Text};
    ///
    /// let mut bytes = vec![Text::from("good"), Text::from("cut \u{1f600}")].to_bytes()?;
    /// bytes[8 + 8 + 8] = b'!'; // the last byte of the emoji
    /// let mut reader = Reader::new(&bytes).replace_invalid_utf8();
    /// assert_eq!(reader.read::<Vec<Text>>()?, ["good", "cut \u{fffd}!"]);
    /// assert_eq!(reader.n_replaced_strings(), 1);
    /// assert_eq!(reader.first_replaced_string().unwrap().to_string(), "string that isn't UTF-8 at byte 16 in `[1]`");
    /// reader.finish()?;
    /// # Ok::<(), tl_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn replace_invalid_utf8(mut self) -> Self {
        self.leniency = Leniency::Replacing(Replacements::default());
        self
    }

    /// Number of strings in which invalid UTF-8 was replaced; 0 without
    /// [`replace_invalid_utf8`](Self::replace_invalid_utf8).
    #[must_use]
    pub fn n_replaced_strings(&self) -> usize {
        self.replacements().map_or(0, |replacements| replacements.n_strings)
    }

    /// The place of the first string in which invalid UTF-8 was replaced: the error that a strict reader returns.
    #[must_use]
    pub fn first_replaced_string(&self) -> Option<&Error> {
        let (_, error) = self.replacements()?.first.as_ref()?;
        Some(error)
    }

    fn replacements(&self) -> Option<&Replacements> {
        match &self.leniency {
            Leniency::Replacing(replacements) => Some(replacements),
            _ => None,
        }
    }

    /// Records that a string was replaced, whose encoding starts at `offset`. Returns whether this reader replaces
    /// strings.
    pub(super) fn record_replacement(&mut self, offset: usize, field: u32) -> bool {
        let Leniency::Replacing(replacements) = &mut self.leniency else { return false };
        if self.error.is_none() {
            replacements.n_strings += 1;
            if replacements.first.is_none() {
                self.n_findings += 1;
                replacements.first =
                    Some((self.n_findings, Error::new(ErrorKind::InvalidUtf8, offset).prepend_field(field)));
            }
        }
        true
    }

    /// A text with U+FFFD in place of each invalid part of `bytes`; empty, with an error, if it exceeds the budget.
    pub(super) fn replaced_text(&mut self, bytes: &[u8], field: u32) -> Text {
        // `from_utf8_lossy` replaces each invalid part by one character of three bytes.
        let len_of = |chunk: Utf8Chunk<'_>| chunk.valid().len() + if chunk.invalid().is_empty() { 0 } else { 3 };
        let is_affordable = self.charge(Text::heap_size(bytes.utf8_chunks().map(len_of).sum()), field);
        if is_affordable { (&*String::from_utf8_lossy(bytes)).into() } else { Text::new() }
    }
}
