//! A mutator for libFuzzer that keeps most 32-bit words of a TL value intact, unlike the mutations of libFuzzer.

use fastrand::Rng;
use tl_interpreter::mutation::mutate_value;

/// Mutates the first `len` bytes of `data` and keeps most 32-bit words intact. Returns the new length, which is at most
/// `max_len` and at most the length of `data`.
#[must_use]
pub fn mutate_words(data: &mut [u8], len: usize, max_len: usize, seed: u32) -> usize {
    let mut bytes = data[..len].to_vec();
    let other = bytes.clone();
    mutate_value(&mut Rng::with_seed(seed.into()), &mut bytes, &other);
    bytes.truncate(max_len.min(data.len()));
    data[..bytes.len()].copy_from_slice(&bytes);
    bytes.len()
}
