//! The rules that decide which values are stored behind a `Box`.
//!
//! 1. A field whose type would make the outer type contain itself: always.
//! 2. The struct of a variant, if it is larger than [`MAX_VARIANT_SIZE`]: so an enum takes at most 64 bytes. One variant
//!    per enum may be an exception, see [`dominant_variant`].
//! 3. A conditional field whose type is larger than [`MAX_OPTIONAL_SIZE`]: so absent values take little memory.
//! 4. Any field whose type is larger than [`MAX_FIELD_SIZE`], or nested deeper than [`MAX_NESTING_DEPTH`]: so no value
//!    overflows the stack or the recursion limit of rustc.
//!
//! The rules look at shape and size alone, never at names or order. The plan report shows their results.

use super::layout::Layout;

/// Maximum bytes of a struct that a variant holds by value, unless the variant is dominant.
pub(super) const MAX_VARIANT_SIZE: usize = 56;

/// Least factor by which the struct of a dominant variant is larger than that of any other variant of its enum.
pub(super) const DOMINANCE_FACTOR: usize = 3;

/// A dominant variant holds a larger struct than this, in bytes. If the limit were lower, its enum could exceed
/// [`MAX_OPTIONAL_SIZE`], and fields would hold the enum behind pointers.
pub(super) const MIN_DOMINANT_SIZE: usize = 256;

/// Maximum bytes of the struct of a dominant variant.
pub(super) const MAX_DOMINANT_SIZE: usize = 1024;

/// Maximum ratio of the struct of a dominant variant to the least size of its type on the wire. It bounds the memory
/// that a few bytes of input can demand.
pub(super) const MAX_MEMORY_FACTOR: usize = 68;

/// Maximum bytes of a value that a conditional field holds without a pointer.
pub(super) const MAX_OPTIONAL_SIZE: usize = 80;

/// Maximum bytes of a value that a field holds without a pointer.
pub(super) const MAX_FIELD_SIZE: usize = 4096;

/// Least nesting depth at which the value of a field is stored behind a pointer.
pub(super) const MAX_NESTING_DEPTH: usize = 32;

/// The properties of a field that decide whether it is behind a pointer.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldShape {
    pub(super) is_recursive: bool,
    pub(super) is_conditional: bool,
    pub(super) layout: Layout,
}

impl FieldShape {
    pub(super) fn is_indirect(self) -> bool {
        let Layout { size, nesting, .. } = self.layout;
        self.is_recursive
            || self.is_conditional && size > MAX_OPTIONAL_SIZE
            || size > MAX_FIELD_SIZE
            || nesting >= MAX_NESTING_DEPTH
    }
}

/// For each variant of an enum, whether its struct is behind a pointer. `sizes` are those of the structs in memory, 0
/// without fields; `least_size` is that of the type on the wire.
pub(super) fn are_indirect(sizes: &[usize], least_size: usize) -> Vec<bool> {
    let by_value = dominant_variant(sizes, least_size);
    let is_indirect = |(index, size): (usize, &usize)| *size > MAX_VARIANT_SIZE && by_value != Some(index);
    sizes.iter().enumerate().map(is_indirect).collect()
}

/// The variant that is so much larger than all others that its struct is stored by value.
///
/// Most values of a type with a dominant variant are of that variant: messages are more frequent than the remains of
/// deleted messages. Values come in vectors, and a vector is then one allocation instead of one for each item.
fn dominant_variant(sizes: &[usize], least_size: usize) -> Option<usize> {
    let (largest, size) = sizes.iter().enumerate().max_by_key(|(_, size)| **size)?;
    let is_dominant =
        |(index, other): (usize, &usize)| index == largest || other.saturating_mul(DOMINANCE_FACTOR) <= *size;
    let max_size = MAX_DOMINANT_SIZE.min(least_size.saturating_mul(MAX_MEMORY_FACTOR));
    let is_in_range = (MIN_DOMINANT_SIZE + 1..=max_size).contains(size);
    (is_in_range && sizes.iter().enumerate().all(is_dominant)).then_some(largest)
}

#[cfg(test)]
mod tests {
    use super::are_indirect;

    #[test]
    fn the_only_large_variant_is_held_by_value() {
        assert_eq!(are_indirect(&[0, 24, 600, 200], 12), [false, false, false, true]);
        // Another variant is more than a third as large.
        assert_eq!(are_indirect(&[0, 24, 600, 201], 12), [false, false, true, true]);
        // The variant is too large, or too large for the least size on the wire.
        assert_eq!(are_indirect(&[0, 1032], 100), [false, true]);
        assert_eq!(are_indirect(&[0, 600], 8), [false, true]);
        assert_eq!(are_indirect(&[0, 256], 12), [false, true]);
        assert_eq!(are_indirect(&[8, 56], 4), [false, false]);
    }
}
