//! Damage for fuzzers that know nothing of words.

use fastrand::Rng;
use tl_interpreter::mutation::mutate;

/// Damages the first `len` bytes of `data` in a way that keeps most words whole, and tells how many bytes there are then:
/// no more than `max_len`, and no more than `data` has.
#[must_use]
pub fn mutate_words(data: &mut [u8], len: usize, max_len: usize, seed: u32) -> usize {
    let mut bytes = data[..len].to_vec();
    let other = bytes.clone();
    mutate(&mut Rng::with_seed(seed.into()), &mut bytes, &other);
    bytes.truncate(max_len.min(data.len()));
    data[..bytes.len()].copy_from_slice(&bytes);
    bytes.len()
}
