//! A Bloom filter over the names of a scope. Slow twin: the search through these names, in `meaning::resolve::scope`.

use super::switch;

/// A Bloom filter of 256 bits with one hash function: the first byte, the last byte and the length of a name.
#[derive(Debug, Default)]
pub(crate) struct NameFilter([u64; 4]);

impl NameFilter {
    /// Adds a name. Returns whether the name is certainly new; always false if the fast paths are off.
    #[inline]
    pub(crate) fn add_name(&mut self, name: &[u8]) -> bool {
        let ends = name.first().zip(name.last());
        let (first, last) = ends.map_or((0, 0), |(first, last)| (usize::from(*first), usize::from(*last)));
        let bit = first + last * 29 + name.len() * 47;
        let (word, mask) = (&mut self.0[bit / 64 % 4], 1 << (bit % 64));
        let is_new = *word & mask == 0;
        *word |= mask;
        is_new && switch::are_fast_paths_on()
    }
}
