//! Encoding of strings and byte strings.

use alloc::vec::Vec;

use super::Writer;
use super::writer::WriterState;
use crate::error::ErrorKind;
use crate::wire_constants::MAX_STRING_LEN;

/// Writes `N` words, two at most, and a string: its length (one byte, or 254 and three bytes from 254 on), its bytes,
/// and zeros up to a multiple of 4.
#[inline(always)]
pub(super) fn put_words_and_string<const N: usize>(writer: &mut Writer<'_>, words: u64, value: &[u8]) {
    append_words_and_string::<N>(writer.out, writer.state, words, value);
}

/// The vector is an argument of its own: rustc then knows that no written byte belongs to the vector's length, and
/// keeps the length in a register.
#[inline(never)]
fn append_words_and_string<const N: usize>(out: &mut Vec<u8>, state: &mut WriterState, words: u64, value: &[u8]) {
    let len = value.len();
    let (Some(first), Some(last)) = (value.first_chunk(), value.last_chunk()) else {
        // Half of all strings have fewer than 4 bytes, such as the empty string or a single letter.
        let word = match *value {
            [a] => [1, a, 0, 0],
            [a, b] => [2, a, b, 0],
            [a, b, c] => [3, a, b, c],
            _ => [0; 4],
        };
        return put_words::<N, 1>(out, words, u32::from_le_bytes(word).into());
    };
    let Ok(short @ 0..254) = u8::try_from(len) else {
        put_words::<N, 0>(out, words, 0);
        return put_long_string(out, state, value);
    };
    // The first word: the length and the first three bytes.
    let start = u64::from(u32::from_le_bytes(*first) << 8 | u32::from(short));
    if let Some(n_zeros) = 7_u8.checked_sub(short) {
        let end = u64::from(u32::from_le_bytes(*last) >> (8 * n_zeros));
        put_words::<N, 2>(out, words, start | end << 32);
    } else {
        put_words::<N, 1>(out, words, start);
        let rest = value.get(3..).unwrap_or_default();
        out.extend_from_slice(rest);
        put_padding(out, rest.len().wrapping_neg() % 4);
    }
}

/// Writes a string of 254 bytes or more.
#[cold]
#[inline(never)]
fn put_long_string(out: &mut Vec<u8>, state: &mut WriterState, value: &[u8]) {
    match long_bytes_header(value.len()) {
        Ok(header) => out.extend_from_slice(&header),
        Err(error) => return state.fail_at(out.len(), error),
    }
    out.extend_from_slice(value);
    put_padding(out, value.len().wrapping_neg() % 4);
}

/// The length of a string of 254 bytes or more.
pub(super) fn long_bytes_header(len: usize) -> Result<[u8; 4], ErrorKind> {
    if len > MAX_STRING_LEN {
        return Err(ErrorKind::StringTooLong { len });
    }
    let [b0, b1, b2, ..] = len.to_le_bytes();
    Ok([254, b0, b1, b2])
}

/// Writes `count` zero bytes, 3 at most.
#[inline(always)]
pub(super) fn put_padding(out: &mut Vec<u8>, count: usize) {
    let end = out.len() + count;
    // A constant length compiles to one instruction.
    if out.capacity() - out.len() >= 4 {
        out.extend_from_slice(&[0; 4]);
        out.truncate(end);
    } else {
        out.resize(end, 0);
    }
}

/// Writes the first `N` words of `words` and the first `M` words of `more` at once.
#[inline(always)]
fn put_words<const N: usize, const M: usize>(out: &mut Vec<u8>, words: u64, more: u64) {
    let all = u128::from(words) | u128::from(more) << (32 * N);
    out.extend_from_slice(all.to_le_bytes().get(..4 * (N + M)).unwrap_or_default());
}
