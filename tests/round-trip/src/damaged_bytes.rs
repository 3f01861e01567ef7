//! Damages valid bytes at one position.

use fastrand::Rng;

/// A copy of `bytes` with one random change: flips a bit, overwrites a byte or a word with a boundary value, removes a
/// word, or repeats some words.
pub(crate) fn damaged_copy(rng: &mut Rng, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.is_empty() {
        return bytes;
    }
    let at = rng.usize(..bytes.len());
    let word = at / 4 * 4;
    match rng.u8(..5) {
        0 => bytes[at] ^= 1 << rng.u8(..8),
        1 => bytes[word] = [0, 1, 3, 253, 254, 255][rng.usize(..6)],
        2 => {
            let value: u32 = [0, 1, 2, 0xff, 0x1cb5_c415, u32::MAX][rng.usize(..6)];
            bytes.iter_mut().skip(word).zip(value.to_le_bytes()).for_each(|(byte, new)| *byte = new);
        }
        3 => drop(bytes.drain(word..(word + 4).min(bytes.len()))),
        _ => {
            let part = bytes[word..(word + 4 * rng.usize(1..4)).min(bytes.len())].to_vec();
            bytes.splice(word..word, part);
        }
    }
    bytes
}
