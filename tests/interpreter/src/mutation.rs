//! Mutates valid bytes such that most of them stay valid, so that decoders find the errors late.

use fastrand::Rng;

/// Maximum length of a mutated input, in bytes.
pub const MAX_MUTATED_LEN: usize = 64 * 1024;

/// Applies one to four mutations to `bytes`; `other` is a second valid message to copy parts from.
pub fn mutate_value(rng: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..rng.u32(1..=4) {
        match rng.u8(..7) {
            0 => flip_bit(rng, bytes),
            1 => truncate_randomly(rng, bytes),
            2 => splice_values(rng, bytes, other),
            3 => overwrite_word(rng, bytes),
            4 => overwrite_string_length(rng, bytes),
            5 => repeat_words(rng, bytes),
            _ => copy_word(rng, bytes, other),
        }
    }
    bytes.truncate(MAX_MUTATED_LEN);
    let missing = 4_usize.saturating_sub(bytes.len());
    bytes.extend((0..missing).map(|_| rng.u8(..)));
}

fn flip_bit(rng: &mut Rng, bytes: &mut [u8]) {
    if let Some(byte) = random_index(rng, bytes.len()).map(|index| &mut bytes[index]) {
        *byte ^= 1 << rng.u8(..8);
    }
}

fn truncate_randomly(rng: &mut Rng, bytes: &mut Vec<u8>) {
    bytes.truncate(rng.usize(..=bytes.len()));
}

/// Joins the start of one message and the end of another, mostly at word boundaries.
fn splice_values(rng: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    let edge = if rng.u8(..4) > 0 { 4 } else { 1 };
    bytes.truncate(rng.usize(..=bytes.len()) / edge * edge);
    bytes.extend(&other[rng.usize(..=other.len()) / edge * edge..]);
}

/// Overwrites a word, which may be a vector length or flags, with a very large or very small number.
fn overwrite_word(rng: &mut Rng, bytes: &mut [u8]) {
    let words = bytes.as_chunks_mut::<4>().0;
    if let Some(index) = random_index(rng, words.len()) {
        let values = [u32::MAX, 0x7fff_ffff, 0x1_0000, 0x100, 1, 0, rng.u32(..)];
        words[index] = values[rng.usize(..values.len())].to_le_bytes();
    }
}

/// Overwrites the first byte of a word, which may be a string length, with a length at the limits of the encoding.
fn overwrite_string_length(rng: &mut Rng, bytes: &mut [u8]) {
    if let Some(index) = random_index(rng, bytes.len() / 4) {
        bytes[index * 4] = [255, 254, 253, 0, 1][rng.usize(..5)];
    }
}

/// Repeats up to 16 words up to 200 times. If these are the first words of a recursive value, the result is nested.
fn repeat_words(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let len = (rng.usize(1..=16) * 4).min(bytes.len());
    let start = rng.usize(..=bytes.len() - len) / 4 * 4;
    let part = bytes[start..start + len].to_vec();
    let n_times = rng.usize(1..=200).min(MAX_MUTATED_LEN / len.max(1));
    bytes.splice(start..start, part.repeat(n_times));
}

/// Overwrites a word with a word of another message, which may be a constructor id.
fn copy_word(rng: &mut Rng, bytes: &mut [u8], other: &[u8]) {
    let (words, others) = (bytes.as_chunks_mut::<4>().0, other.as_chunks::<4>().0);
    if let (Some(to), Some(from)) = (random_index(rng, words.len()), random_index(rng, others.len())) {
        words[to] = others[from];
    }
}

fn random_index(rng: &mut Rng, len: usize) -> Option<usize> {
    (len > 0).then(|| rng.usize(..len))
}
