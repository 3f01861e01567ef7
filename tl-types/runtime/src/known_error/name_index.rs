//! A hash table of error names, built at compile time.
//!
//! Slots hold row numbers of a list of types. Collisions are resolved by linear probing, with at least half of the
//! slots empty. A name with `%d` is hashed as its two parts, before and after the placeholder. Invariant: a table that
//! doesn't match its list may miss names, but never panics or returns a wrong one.

use super::ErrorType;

/// Content of an empty slot.
const EMPTY_SLOT: u16 = u16::MAX;

/// Builds the table for a list of types. `N` is the number of slots: a power of two, and at least twice the number of
/// types.
///
/// # Panics
///
/// If `N` is unsuitable or there are 65,535 types or more. In a constant, this is a compile error.
#[doc(hidden)]
#[must_use]
pub const fn name_index<K, const N: usize>(types: &[ErrorType<K>]) -> [u16; N] {
    assert!(N.is_power_of_two() && N / 2 >= types.len() && types.len() < EMPTY_SLOT as usize, "too few slots");
    let mut slots = [EMPTY_SLOT; N];
    let mut row = 0;
    while row < types.len() {
        let mut slot = hash_of_type(&types[row]) & (N - 1);
        while slots[slot] != EMPTY_SLOT {
            slot = (slot + 1) & (N - 1);
        }
        slots[slot] = row as u16;
        row += 1;
    }
    slots
}

/// The row numbers of types whose names may have this hash, the most likely first.
pub(crate) fn rows_with_hash(slots: &[u16], hash: usize) -> impl Iterator<Item = usize> {
    let first = hash & slots.len().wrapping_sub(1);
    let (before, from) = slots.split_at_checked(first).unwrap_or_default();
    from.iter().chain(before).take_while(|row| **row != EMPTY_SLOT).map(|row| usize::from(*row))
}

/// The hash of the name of a type. Only types with a number are searched for the placeholder, because constant
/// evaluation is slow.
const fn hash_of_type<K>(ty: &ErrorType<K>) -> usize {
    let name = ty.name.as_bytes();
    let mut row = 0;
    while ty.number.is_some() && row < name.len() {
        let (before, rest) = name.split_at(row);
        if let [b'%', b'd', after @ ..] = rest {
            return hash_of_parts(before, after);
        }
        row += 1;
    }
    hash_of_name(name)
}

/// The hash of a name with a placeholder, from its two parts.
pub(crate) const fn hash_of_parts(before: &[u8], after: &[u8]) -> usize {
    mix_word(hash_of_name(before) as u64, hash_of_name(after) as u64) as usize
}

/// The hash of a name without a placeholder, computed from 8 bytes at a time and then from the last 8 bytes.
pub(crate) const fn hash_of_name(name: &[u8]) -> usize {
    let mut hash = name.len() as u64;
    let mut rest = name;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        hash = mix_word(hash, u64::from_le_bytes(*word));
        rest = after;
    }
    let last = match name.last_chunk::<8>() {
        Some(word) => u64::from_le_bytes(*word),
        None => short_name_as_word(name),
    };
    mix_word(hash, last) as usize
}

/// A name of fewer than 8 bytes as an integer.
const fn short_name_as_word(mut name: &[u8]) -> u64 {
    let mut word = 0;
    while let [byte, rest @ ..] = name {
        word = word << 8 | *byte as u64;
        name = rest;
    }
    word
}

const fn mix_word(hash: u64, word: u64) -> u64 {
    let product = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}
