//! Encoding of strings and byte strings.

use super::Writer;
use crate::error::ErrorKind;
use crate::wire::MAX_STRING_LEN;

impl Writer {
    /// Writes `N` words, two at most, and a string: its length (one byte, or 254 and three bytes from 254 on), its
    /// bytes, and zeros up to a multiple of 4.
    #[inline(never)]
    pub(super) fn put_words_and_bytes<const N: usize>(&mut self, words: u64, value: &[u8]) {
        let len = value.len();
        let (Some(first), Some(last)) = (value.first_chunk(), value.last_chunk()) else {
            // Half of all strings have fewer than 4 bytes, such as the empty string or a single letter.
            let word = match *value {
                [a] => [1, a, 0, 0],
                [a, b] => [2, a, b, 0],
                [a, b, c] => [3, a, b, c],
                _ => [0; 4],
            };
            return self.put_words::<N, 1>(words, u32::from_le_bytes(word).into());
        };
        let Ok(short @ 0..254) = u8::try_from(len) else {
            self.put_words::<N, 0>(words, 0);
            return self.long_bytes(value);
        };
        // The first word: the length and the first three bytes.
        let start = u64::from(u32::from_le_bytes(*first) << 8 | u32::from(short));
        if let Some(n_zeros) = 7_u8.checked_sub(short) {
            let end = u64::from(u32::from_le_bytes(*last) >> (8 * n_zeros));
            self.put_words::<N, 2>(words, start | end << 32);
        } else {
            self.put_words::<N, 1>(words, start);
            let rest = value.get(3..).unwrap_or_default();
            self.put(rest);
            self.put_padding(rest.len().wrapping_neg() % 4);
        }
    }

    /// Writes a string of 254 bytes or more.
    #[cold]
    #[inline(never)]
    fn long_bytes(&mut self, value: &[u8]) {
        let len = value.len();
        if len > MAX_STRING_LEN {
            return self.fail(ErrorKind::StringTooLong { len });
        }
        let [b0, b1, b2, ..] = len.to_le_bytes();
        self.put(&[254, b0, b1, b2]);
        self.put(value);
        self.put_padding(len.wrapping_neg() % 4);
    }

    /// Writes `count` zero bytes, 3 at most.
    #[inline(always)]
    fn put_padding(&mut self, count: usize) {
        let end = self.out.len() + count;
        // A constant length compiles to one instruction.
        if self.out.capacity() - self.out.len() >= 4 {
            self.out.extend_from_slice(&[0; 4]);
            self.out.truncate(end);
        } else {
            self.out.resize(end, 0);
        }
    }

    /// Writes the first `N` words of `words` and the first `M` words of `more` at once.
    #[inline(always)]
    fn put_words<const N: usize, const M: usize>(&mut self, words: u64, more: u64) {
        let all = u128::from(words) | u128::from(more) << (32 * N);
        self.put(all.to_le_bytes().get(..4 * (N + M)).unwrap_or_default());
    }
}
