//! A hash table of indices by name.
//!
//! Each index is stored with half of its hash, so that growing and most look-ups do not read the names, which are
//! scattered over the text. Invariant: names are found by equality, never by hash alone.

use std::hash::Hasher as _;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// A hash table from names to indices.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameTable {
    entries: HashTable<(u32, u32)>,
}

/// The 32-bit hash of a name, which the table stores.
#[inline]
pub(crate) fn hash_of(name: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(name);
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

/// The 64-bit hash that `hashbrown` needs, made of a stored 32-bit hash.
#[inline]
fn hash64_of(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26)
}

impl NameTable {
    /// An empty table with room for `n_names` names.
    pub(crate) fn with_capacity(n_names: usize) -> Self {
        Self { entries: HashTable::with_capacity(n_names) }
    }

    /// The index of a name: `hash` is its hash, and `is_same` says whether the name at an index equals it.
    #[inline]
    pub(crate) fn find(&self, hash: u32, is_same: impl Fn(u32) -> bool) -> Option<u32> {
        self.entries.find(hash64_of(hash), |(known, idx)| *known == hash && is_same(*idx)).map(|(_, idx)| *idx)
    }

    /// The index of a name. A name that is not in the table is added with the index `idx`.
    #[inline]
    pub(crate) fn find_or_add(&mut self, hash: u32, idx: u32, is_same: impl Fn(u32) -> bool) -> u32 {
        let entry = self.entries.entry(
            hash64_of(hash),
            |(known, idx)| *known == hash && is_same(*idx),
            |(hash, _)| hash64_of(*hash),
        );
        entry.or_insert((hash, idx)).get().1
    }

    /// Stores another index for a name; returns the previous one.
    pub(crate) fn replace(&mut self, hash: u32, idx: u32, is_same: impl Fn(u32) -> bool) -> Option<u32> {
        match self.entries.find_mut(hash64_of(hash), |(known, idx)| *known == hash && is_same(*idx)) {
            Some((_, known)) => Some(std::mem::replace(known, idx)),
            None => {
                self.entries.insert_unique(hash64_of(hash), (hash, idx), |(hash, _)| hash64_of(*hash));
                None
            }
        }
    }

    /// Removes the name with this hash for which `is_same` holds.
    pub(crate) fn remove(&mut self, hash: u32, is_same: impl Fn(u32) -> bool) {
        if let Ok(entry) = self.entries.find_entry(hash64_of(hash), |(known, idx)| *known == hash && is_same(*idx)) {
            entry.remove();
        }
    }

    /// Removes all names.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// All indices, in arbitrary order.
    pub(crate) fn indices(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().map(|(_, idx)| *idx)
    }
}
