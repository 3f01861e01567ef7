//! Damage to valid bytes that keeps most of them valid, so that decoders get far before they notice.

use fastrand::Rng;

/// Largest input.
pub const MAX_LEN: usize = 64 * 1024;

/// Damages `bytes`, once or a few times; `other` is a second valid message to take parts of.
pub fn mutate(rng: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..rng.u32(1..=4) {
        match rng.u8(..7) {
            0 => flip_bit(rng, bytes),
            1 => truncate(rng, bytes),
            2 => splice(rng, bytes, other),
            3 => blow_up_word(rng, bytes),
            4 => blow_up_length(rng, bytes),
            5 => repeat_prefix(rng, bytes),
            _ => copy_word(rng, bytes, other),
        }
    }
    bytes.truncate(MAX_LEN);
    let missing = 4_usize.saturating_sub(bytes.len());
    bytes.extend((0..missing).map(|_| rng.u8(..)));
}

fn flip_bit(rng: &mut Rng, bytes: &mut [u8]) {
    if let Some(byte) = place(rng, bytes.len()).map(|place| &mut bytes[place]) {
        *byte ^= 1 << rng.u8(..8);
    }
}

fn truncate(rng: &mut Rng, bytes: &mut Vec<u8>) {
    bytes.truncate(rng.usize(..=bytes.len()));
}

/// The start of one message and the end of another, at word boundaries most of the time.
fn splice(rng: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    let step = if rng.u8(..4) > 0 { 4 } else { 1 };
    bytes.truncate(rng.usize(..=bytes.len()) / step * step);
    bytes.extend(&other[rng.usize(..=other.len()) / step * step..]);
}

/// A word that may be the count of a vector, or flags, gets large or small.
fn blow_up_word(rng: &mut Rng, bytes: &mut [u8]) {
    let words = bytes.as_chunks_mut::<4>().0;
    if let Some(place) = place(rng, words.len()) {
        let values = [u32::MAX, 0x7fff_ffff, 0x1_0000, 0x100, 1, 0, rng.u32(..)];
        words[place] = values[rng.usize(..values.len())].to_le_bytes();
    }
}

/// A byte that may be the length of a string gets one of the lengths that mean something.
fn blow_up_length(rng: &mut Rng, bytes: &mut [u8]) {
    if let Some(place) = place(rng, bytes.len() / 4) {
        bytes[place * 4] = [255, 254, 253, 0, 1][rng.usize(..5)];
    }
}

/// What opens a value is repeated, so that values come to be inside each other.
fn repeat_prefix(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let len = (rng.usize(1..=16) * 4).min(bytes.len());
    let start = rng.usize(..=bytes.len() - len) / 4 * 4;
    let part = bytes[start..start + len].to_vec();
    let n_times = rng.usize(1..=200).min(MAX_LEN / len.max(1));
    bytes.splice(start..start, part.repeat(n_times));
}

/// A word of another message, an id with some luck.
fn copy_word(rng: &mut Rng, bytes: &mut [u8], other: &[u8]) {
    let (words, others) = (bytes.as_chunks_mut::<4>().0, other.as_chunks::<4>().0);
    if let (Some(to), Some(from)) = (place(rng, words.len()), place(rng, others.len())) {
        words[to] = others[from];
    }
}

fn place(rng: &mut Rng, len: usize) -> Option<usize> {
    (len > 0).then(|| rng.usize(..len))
}
