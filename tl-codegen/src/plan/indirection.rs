//! The written rule of what stands behind a pointer.
//!
//! 1. A field whose type would make the outer type hold itself by value: always.
//! 2. The struct of a variant larger than [`MAX_VARIANT`]: so an enum takes at most 64 bytes. But for the largest one, if
//!    it is [`DOMINANCE`] times as large as all others, of more than [`MIN_DOMINANT`] bytes but not of more than
//!    [`MAX_DOMINANT`], and not more than [`MAX_FACTOR`] times what the type takes on the wire at least: such a type is mostly
//!    of that constructor (a message, and what is left of a deleted one) and comes in vectors, of which each is then one
//!    allocation instead of one for each item. Smaller ones are what conditional fields hold, which would be behind a
//!    pointer instead, by the next rule.
//! 3. A conditional field whose type is larger than [`MAX_OPTIONAL`]: absent values cost little.
//! 4. Any field whose type is larger than [`MAX_FIELD`], or holds more than [`MAX_NESTING`] values inside each other: so
//!    no value outgrows the stack, or what rustc follows.
//!
//! The rule looks at shape and size alone, never at names or order; what it decided is in the plan report.

use super::size::Layout;

/// Bytes of the largest struct that a variant holds by value.
pub(super) const MAX_VARIANT: usize = 56;

/// How many times as large as any other the struct of a variant is that its enum holds by value all the same.
pub(super) const DOMINANCE: usize = 3;

/// Bytes that such a struct exceeds.
pub(super) const MIN_DOMINANT: usize = 256;

/// Bytes of the largest such struct.
pub(super) const MAX_DOMINANT: usize = 1024;

/// How many times the least size of its type on the wire such a struct takes at most: no input is a bomb that way.
pub(super) const MAX_FACTOR: usize = 68;

/// Bytes of the largest value that a conditional field holds by value.
pub(super) const MAX_OPTIONAL: usize = 80;

/// Bytes of the largest value that a field holds by value.
pub(super) const MAX_FIELD: usize = 4096;

/// How many values a field holds inside each other by value.
pub(super) const MAX_NESTING: usize = 32;

/// What decides about a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldShape {
    pub(super) is_recursive: bool,
    pub(super) is_conditional: bool,
    pub(super) layout: Layout,
}

impl FieldShape {
    pub(super) fn is_indirect(self) -> bool {
        let Layout { size, nesting, .. } = self.layout;
        self.is_recursive || self.is_conditional && size > MAX_OPTIONAL || size > MAX_FIELD || nesting >= MAX_NESTING
    }
}

/// Which variants hold their struct behind a pointer, by the sizes of all of them, which are 0 without fields, and the
/// least size of the type on the wire.
pub(super) fn are_indirect(sizes: &[usize], least_size: usize) -> Vec<bool> {
    let by_value = dominant(sizes, least_size);
    let is_indirect = |(index, size): (usize, &usize)| *size > MAX_VARIANT && by_value != Some(index);
    sizes.iter().enumerate().map(is_indirect).collect()
}

/// The variant beside which all others are small.
fn dominant(sizes: &[usize], least_size: usize) -> Option<usize> {
    let (largest, size) = sizes.iter().enumerate().max_by_key(|(_, size)| **size)?;
    let is_dominant = |(index, other): (usize, &usize)| index == largest || other.saturating_mul(DOMINANCE) <= *size;
    let max_size = MAX_DOMINANT.min(least_size.saturating_mul(MAX_FACTOR));
    let is_in_range = (MIN_DOMINANT + 1..=max_size).contains(size);
    (is_in_range && sizes.iter().enumerate().all(is_dominant)).then_some(largest)
}

#[cfg(test)]
mod tests {
    use super::are_indirect;

    #[test]
    fn the_only_large_variant_is_held_by_value() {
        assert_eq!(are_indirect(&[0, 24, 600, 200], 12), [false, false, false, true]);
        // One beside it is more than a third as large.
        assert_eq!(are_indirect(&[0, 24, 600, 201], 12), [false, false, true, true]);
        // It is too large, or could be told of in too few bytes.
        assert_eq!(are_indirect(&[0, 1032], 100), [false, true]);
        assert_eq!(are_indirect(&[0, 600], 8), [false, true]);
        assert_eq!(are_indirect(&[0, 256], 12), [false, true]);
        assert_eq!(are_indirect(&[8, 56], 4), [false, false]);
    }
}
