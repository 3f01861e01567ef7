//! A direct-mapped cache from short names such as `int` to their [`Head`]: the reference, and the parameters it takes.
//!
//! A name of up to 16 bytes is packed into an integer, so that a look-up neither hashes nor compares text. Slow twin: the
//! look-up in the symbol table, in `meaning::resolve::lookup`. Invariant: the head depends on the name alone; names of the
//! current combinator are looked up before.

use super::switch;
use crate::meaning::resolve::head::Head;

/// Number of slots. Two names of one slot replace each other.
const SLOTS: usize = 512;

/// A direct-mapped cache from packed names to heads.
pub(crate) struct WordCache {
    slots: Vec<(u128, Head)>,
}

/// A name of up to 16 bytes as an integer; 0 for a longer name.
#[inline]
pub(crate) fn pack(text: &[u8], start: u32, end: u32) -> u128 {
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
    (mixed >> 32) as usize % SLOTS
}

impl WordCache {
    pub(crate) fn new() -> Self {
        Self { slots: vec![(0, Head::NOTHING); SLOTS] }
    }

    /// The cached head of a packed name.
    #[inline]
    pub(crate) fn find(&self, word: u128) -> Option<Head> {
        let (cached, head) = self.slots[slot_of(word)];
        (cached == word && word != 0 && switch::is_on()).then_some(head)
    }

    pub(crate) fn add(&mut self, word: u128, head: Head) {
        self.slots[slot_of(word)] = (word, head);
    }
}
