//! The written rule of what stands behind a pointer.
//!
//! 1. A field whose type would make the outer type hold itself by value: always.
//! 2. The struct of a variant larger than [`MAX_VARIANT`]: so an enum takes at most 64 bytes.
//! 3. A conditional field whose type is larger than [`MAX_OPTIONAL`]: absent values cost little.
//! 4. Any field whose type is larger than [`MAX_FIELD`], or holds more than [`MAX_NESTING`] values inside each other: so
//!    no value outgrows the stack, or what rustc follows.
//!
//! The rule looks at shape and size alone, never at names or order; what it decided is in the plan report.

use super::size::Layout;

/// Bytes of the largest struct that a variant holds by value.
pub(super) const MAX_VARIANT: usize = 56;

/// Bytes of the largest value that a conditional field holds by value.
pub(super) const MAX_OPTIONAL: usize = 64;

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

/// Whether a variant holds a struct of this size behind a pointer.
pub(super) fn is_variant_indirect(size: usize) -> bool {
    size > MAX_VARIANT
}
