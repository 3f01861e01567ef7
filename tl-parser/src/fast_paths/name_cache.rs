//! A direct-mapped cache from short names to their meanings, for names like `int` and `string`.
//!
//! A name of up to 16 bytes is packed into an integer, so that a look-up neither hashes nor compares text. Slow twin:
//! the look-up in the symbol table, in `meaning::resolve::lookup`. Invariant: the meaning depends on the name alone;
//! names of the current combinator are looked up before.

use super::switch;
use crate::meaning::resolve::name_meaning::NameMeaning;

/// Number of slots of the cache. Two names of one slot replace each other.
const N_SLOTS: usize = 512;

/// A direct-mapped cache from packed names to their meanings.
pub(crate) struct NameCache {
    slots: Vec<(u128, NameMeaning)>,
}

/// A name of up to 16 bytes as an integer; 0 for a longer name.
#[inline]
pub(crate) fn pack_name(text: &[u8], start: u32, end: u32) -> u128 {
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
fn slot_of(word: u128) -> usize {
    let mixed = (word as u64 ^ ((word >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize % N_SLOTS
}

impl NameCache {
    pub(crate) fn new() -> Self {
        Self { slots: vec![(0, NameMeaning::EMPTY_SLOT); N_SLOTS] }
    }

    /// The cached meaning of a packed name.
    #[inline]
    pub(crate) fn find_meaning(&self, word: u128) -> Option<NameMeaning> {
        let (cached, head) = self.slots[slot_of(word)];
        (cached == word && word != 0 && switch::are_fast_paths_on()).then_some(head)
    }

    pub(crate) fn add_meaning(&mut self, word: u128, head: NameMeaning) {
        self.slots[slot_of(word)] = (word, head);
    }
}
