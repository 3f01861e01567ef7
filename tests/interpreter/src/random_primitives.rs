//! Random values of primitive types, with a preference for boundary values.

use fastrand::Rng;

/// Lengths of strings near the limits of padding and of the two length encodings.
const SHORT_LENGTHS: [usize; 6] = [0, 1, 2, 3, 4, 5];
const LONG_LENGTHS: [usize; 4] = [253, 254, 255, 256];

/// Boundary values of 32-bit and 64-bit numbers.
const BOUNDARY_NUMBERS: [u64; 6] = [0, 1, u64::MAX, i64::MAX as u64, i64::MIN as u64, 0x8000_0000];

/// Bits of a `double`: zeros, infinities, quiet and signalling NaNs with a payload, the smallest positive number.
const BOUNDARY_DOUBLES: [u64; 7] =
    [0, 1 << 63, 0x7ff0_0000_0000_0000, 0xfff0_0000_0000_0000, 0x7ff8_0000_dead_beef, 0x7ff0_0000_0000_0001, 1];

pub(crate) fn random_number(rng: &mut Rng) -> u64 {
    if rng.u8(..4) == 0 { random_choice(rng, &BOUNDARY_NUMBERS) } else { rng.u64(..) }
}

pub(crate) fn random_double(rng: &mut Rng) -> u64 {
    if rng.bool() { random_choice(rng, &BOUNDARY_DOUBLES) } else { rng.u64(..) }
}

/// Random bytes. Lengths above 5 are rare, and excluded if `is_short`.
pub(crate) fn random_bytes(rng: &mut Rng, is_short: bool) -> Vec<u8> {
    let len = random_length(rng, is_short);
    (0..len).map(|_| rng.u8(..)).collect()
}

/// Random UTF-8 with characters of one to four bytes.
pub(crate) fn random_text(rng: &mut Rng, is_short: bool) -> Vec<u8> {
    let len = random_length(rng, is_short);
    let mut text = String::new();
    while text.len() < len {
        let character = random_choice(rng, &['a', '\0', 'é', '€', '𝄞']);
        text.push(if text.len() + character.len_utf8() > len { 'z' } else { character });
    }
    text.into_bytes()
}

/// Number of items of a vector. Vectors of numbers sometimes get up to 130 items, because runtimes
/// encode numbers in batches.
pub(crate) fn random_n_items(rng: &mut Rng, are_numbers: bool) -> u32 {
    if are_numbers && rng.u8(..16) == 0 { rng.u32(63..=130) } else { random_choice(rng, &[0, 1, 1, 2, 3]) }
}

fn random_length(rng: &mut Rng, is_short: bool) -> usize {
    if is_short || rng.u8(..10) > 0 { random_choice(rng, &SHORT_LENGTHS) } else { random_choice(rng, &LONG_LENGTHS) }
}

fn random_choice<T: Copy>(rng: &mut Rng, choices: &[T]) -> T {
    choices[rng.usize(..choices.len())]
}
