//! What words stand for that are used again and again, as `int` and `string` are.
//!
//! A word of up to 16 bytes is a number; finding it here takes neither its hash nor a look at its text. Invariant: what
//! a word stands for here is a function of the word: names of the combinator itself are looked for before.

use super::head::Head;

/// How many words have a place; one that comes later takes the place of another.
const PLACES: usize = 512;

/// Words and what they stand for.
pub(super) struct Words {
    places: Vec<(u128, Head)>,
}

/// A word of up to 16 bytes as a number, or zero.
#[inline]
pub(super) fn number_of(text: &[u8], start: u32, end: u32) -> u128 {
    let len = end - start;
    let rest = &text[start as usize..];
    match rest.first_chunk() {
        _ if len > 16 => 0,
        Some(word) => u128::from_le_bytes(*word) & u128::MAX.unbounded_shr(128 - 8 * len),
        None => {
            let mut word = [0; 16];
            word[..len as usize].copy_from_slice(&rest[..len as usize]);
            u128::from_le_bytes(word)
        }
    }
}

#[inline]
fn place_of(word: u128) -> usize {
    let mixed = (word as u64 ^ ((word >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize % PLACES
}

impl Words {
    pub(super) fn new() -> Self {
        Self { places: vec![(0, Head::NOTHING); PLACES] }
    }

    /// What a word stands for that is no longer than 16 bytes, if that is known.
    #[inline]
    pub(super) fn find(&self, word: u128) -> Option<Head> {
        let (known, head) = self.places[place_of(word)];
        (known == word && word != 0).then_some(head)
    }

    pub(super) fn add(&mut self, word: u128, head: Head) {
        self.places[place_of(word)] = (word, head);
    }
}
