//! The end of a name, from a bit set of the name bytes in a block of 64 bytes.
//!
//! A byte-by-byte loop mispredicts its last branch at nearly every name; counting the trailing ones of a bit set has no
//! such branch. Slow twin: `Lexer::name_end`.

use std::cell::Cell;

use super::switch;

/// Number of bytes in a block.
const BLOCK_LEN: usize = 64;

/// Finds the ends of names in one text; remembers the bit set of the last block.
pub(crate) struct NameEnds<'a> {
    text: &'a [u8],
    /// The index of a block and the bit set of its name bytes, its first byte in the lowest bit.
    last: Cell<(usize, u64)>,
}

impl<'a> NameEnds<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), last: Cell::new((usize::MAX, 0)) }
    }

    /// The offset after the name bytes from `start` on, at most `limit`.
    #[inline]
    pub(crate) fn find_end(&self, start: usize, limit: usize) -> Option<usize> {
        if !switch::are_fast_paths_on() {
            return None;
        }
        let len = (self.cached_name_bits(start / BLOCK_LEN) >> (start % BLOCK_LEN)).trailing_ones() as usize;
        Some(match (start + len) % BLOCK_LEN {
            0 if len > 0 => self.find_end_from_block(start + len, limit),
            _ => (start + len).min(limit),
        })
    }

    /// Continues at the start of a block.
    #[cold]
    fn find_end_from_block(&self, mut start: usize, limit: usize) -> usize {
        loop {
            let len = self.cached_name_bits(start / BLOCK_LEN).trailing_ones() as usize;
            start += len;
            if len < BLOCK_LEN {
                return start.min(limit);
            }
        }
    }

    #[inline]
    fn cached_name_bits(&self, block: usize) -> u64 {
        let (known, bits) = self.last.get();
        if known == block { bits } else { self.fill_cached_bits(block) }
    }

    #[inline(never)]
    fn fill_cached_bits(&self, block: usize) -> u64 {
        let bits = name_bits(self.text, block);
        self.last.set((block, bits));
        bits
    }
}

/// A bit for each byte of a block, set if the byte can be part of a name. The first byte has the lowest bit.
///
/// `block` is the number of the block in the text. Bits after the end of the text are zero.
fn name_bits(text: &[u8], block: usize) -> u64 {
    let (blocks, rest) = text.as_chunks::<BLOCK_LEN>();
    match blocks.get(block) {
        Some(block) => name_bits_of_whole_block(block),
        None => {
            let mut last = [0; BLOCK_LEN];
            last[..rest.len()].copy_from_slice(rest);
            if block == blocks.len() { name_bits_of_whole_block(&last) } else { 0 }
        }
    }
}

/// The loops have no branches, so that the compiler turns them into vector operations.
fn name_bits_of_whole_block(block: &[u8; BLOCK_LEN]) -> u64 {
    let mut flags = [0_u8; BLOCK_LEN];
    for (flag, byte) in flags.iter_mut().zip(block) {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let is_digit = byte.wrapping_sub(b'0') < 10;
        *flag = u8::from(is_letter | is_digit | (*byte == b'_'));
    }
    let mut bits = 0;
    for (idx, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // The highest byte of the product consists of the lowest bits of all eight bytes.
        bits |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * idx);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lex::is_name_byte;

    #[test]
    fn name_bits_agree_with_is_name_byte() {
        let text: Vec<u8> = (0..=255).cycle().take(1000).collect();
        for (idx, byte) in text.iter().enumerate() {
            let bit = name_bits(&text, idx / BLOCK_LEN) >> (idx % BLOCK_LEN) & 1;
            assert_eq!(bit == 1, is_name_byte(*byte), "{byte:#x}");
        }
        assert_eq!(name_bits(&text, 1000 / BLOCK_LEN) >> (1000 % BLOCK_LEN), 0);
        assert_eq!(name_bits(&text, usize::MAX), 0);
    }
}
