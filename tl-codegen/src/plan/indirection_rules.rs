//! The rules that decide which values are stored behind a `Box`.
//!
//! 1. A field whose type would make the outer type contain itself: always.
//! 2. The struct of a variant, if it is larger than [`MAX_INLINE_VARIANT_BYTES`]: so an enum takes at most 64 bytes.
//!    One variant per enum may be an exception, see [`index_of_dominant_variant`].
//! 3. A conditional field whose type is larger than [`MAX_INLINE_OPTIONAL_BYTES`]: so absent values take little memory.
//! 4. Any field whose type is larger than [`MAX_INLINE_FIELD_BYTES`], or nested deeper than
//!    [`MIN_BOXED_NESTING_DEPTH`]: so no value overflows the stack or the recursion limit of rustc.
//!
//! The rules look at shape and size alone, never at names or order. The plan report shows their results.
//!
//! A record of an earlier plan comes before the rules, since a `Box` that comes or goes breaks the code of users. A
//! boxed value stays boxed. A value that was held by value stays so, up to these bounds: the type does not contain
//! itself; the value takes at most [`MAX_INLINE_FIELD_BYTES`] and is nested less than [`MIN_BOXED_NESTING_DEPTH`]; the
//! outer type takes at most [`MAX_MEMORY_FACTOR_INLINE_BY_RECORD`] times its least size on the wire.

use super::memory_layout::MemoryLayout;
use super::model::BoxReason;
use crate::recorded_indirections::BoxChoice;

/// Maximum bytes of a struct that a variant holds by value, unless the variant is dominant.
pub(super) const MAX_INLINE_VARIANT_BYTES: usize = 56;

/// Least factor by which the struct of a dominant variant is larger than that of any other variant of its enum.
pub(super) const MIN_DOMINANCE_FACTOR: usize = 3;

/// Least bytes of the struct of a dominant variant. If the limit were lower, its enum could exceed
/// [`MAX_INLINE_OPTIONAL_BYTES`], and fields would hold the enum behind pointers.
pub(super) const MIN_INLINE_DOMINANT_BYTES: usize = 257;

/// Maximum bytes of the struct of a dominant variant.
pub(super) const MAX_INLINE_DOMINANT_BYTES: usize = 1024;

/// Maximum size of the struct of a dominant variant divided by the least size of its type on the wire. It bounds the memory
/// that a few bytes of input can demand.
pub(super) const MAX_INLINE_DOMINANT_MEMORY_FACTOR: usize = 68;

/// Maximum memory factor of a type that holds values inline only because of the record: its size in memory divided by
/// its least size on the wire. It equals the memory that a reader grants by default for each byte of input.
pub(super) const MAX_MEMORY_FACTOR_INLINE_BY_RECORD: usize = 72;

/// Bytes that an enum takes at most in addition to its largest payload.
const MAX_ENUM_TAG_BYTES: usize = 8;

/// Maximum bytes of a value that a conditional field holds without a pointer.
pub(super) const MAX_INLINE_OPTIONAL_BYTES: usize = 80;

/// Maximum bytes of a value that a field holds without a pointer.
pub(super) const MAX_INLINE_FIELD_BYTES: usize = 4096;

/// Least nesting depth at which the value of a field is stored behind a pointer.
pub(super) const MIN_BOXED_NESTING_DEPTH: usize = 32;

/// The decision about one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct IndirectionDecision {
    /// Whether the value is behind a pointer.
    pub(super) is_boxed: bool,
    /// Whether the rules alone would decide otherwise.
    pub(super) is_kept: bool,
    /// The reason for the pointer, if the value is recorded as held by value.
    pub(super) forced_by: Option<BoxReason>,
}

impl IndirectionDecision {
    /// The decision for a value with this record; `by_rule` is that of the rules, `bound` the reason for a pointer if
    /// the value exceeds a bound.
    fn decide(recorded: Option<BoxChoice>, by_rule: bool, bound: Option<BoxReason>) -> Self {
        match recorded {
            None => Self { is_boxed: by_rule, is_kept: false, forced_by: None },
            Some(BoxChoice::Boxed) => Self { is_boxed: true, is_kept: !by_rule, forced_by: None },
            Some(BoxChoice::Inline) => {
                Self { is_boxed: bound.is_some(), is_kept: by_rule && bound.is_none(), forced_by: bound }
            }
        }
    }

    /// Whether only the record keeps the value out of a pointer.
    pub(super) fn is_inline_only_by_record(self) -> bool {
        self.is_kept && !self.is_boxed
    }

    /// The decision for a value that was kept by value, if its outer type takes too much memory.
    pub(super) const FORCED_BY_MEMORY: Self =
        Self { is_boxed: true, is_kept: false, forced_by: Some(BoxReason::MemoryFactor) };
}

/// The properties of a field that decide whether it is behind a pointer.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldShape {
    pub(super) is_recursive: bool,
    pub(super) is_conditional: bool,
    pub(super) layout: MemoryLayout,
}

impl FieldShape {
    pub(super) fn decide_indirection(self, recorded: Option<BoxChoice>) -> IndirectionDecision {
        let bound = self.bound_exceeded_by_field();
        let is_large_option = self.is_conditional && self.layout.size > MAX_INLINE_OPTIONAL_BYTES;
        IndirectionDecision::decide(recorded, bound.is_some() || is_large_option, bound)
    }

    /// The bound that the value exceeds, so that it is behind a pointer in any case.
    fn bound_exceeded_by_field(self) -> Option<BoxReason> {
        let MemoryLayout { size, nesting, .. } = self.layout;
        if self.is_recursive {
            Some(BoxReason::Recursion)
        } else if size > MAX_INLINE_FIELD_BYTES {
            Some(BoxReason::Size)
        } else {
            (nesting >= MIN_BOXED_NESTING_DEPTH).then_some(BoxReason::Nesting)
        }
    }
}

/// The properties of a variant that decide whether its struct is behind a pointer.
#[derive(Clone, Copy, Debug)]
pub(super) struct VariantShape {
    /// Size of the struct in bytes; 0 without fields.
    pub(super) size: usize,
    pub(super) recorded: Option<BoxChoice>,
}

/// The decision for each variant of an enum. `least_size` is that of the type on the wire.
pub(super) fn decide_variant_indirections(variants: &[VariantShape], least_size: usize) -> Vec<IndirectionDecision> {
    let by_value = index_of_dominant_variant(variants, least_size);
    // A new variant must not enlarge an enum that earlier layers had: fields and vectors hold the enum by value.
    let has_record = variants.iter().any(|variant| variant.recorded.is_some());
    let indirection = |(index, variant): (usize, &VariantShape)| {
        let is_dominant = by_value == Some(index) && (variant.recorded.is_some() || !has_record);
        let by_rule = variant.size > MAX_INLINE_VARIANT_BYTES && !is_dominant;
        let bound = by_rule.then(|| bound_exceeded_by_variant(variant.size, least_size)).flatten();
        IndirectionDecision::decide(variant.recorded, by_rule, bound)
    };
    variants.iter().enumerate().map(indirection).collect()
}

/// The bound that a variant exceeds, so that the record cannot keep its struct by value.
fn bound_exceeded_by_variant(size: usize, least_size: usize) -> Option<BoxReason> {
    if size > MAX_INLINE_FIELD_BYTES {
        return Some(BoxReason::Size);
    }
    let max_size = least_size.saturating_mul(MAX_MEMORY_FACTOR_INLINE_BY_RECORD);
    (size.saturating_add(MAX_ENUM_TAG_BYTES) > max_size).then_some(BoxReason::MemoryFactor)
}

/// The variant that is so much larger than all others that its struct is stored by value.
///
/// Most values of a type with a dominant variant are of that variant: messages are more frequent than the remains of
/// deleted messages. Values come in vectors, and a vector is then one allocation instead of one for each item.
fn index_of_dominant_variant(variants: &[VariantShape], least_size: usize) -> Option<usize> {
    let sizes = || variants.iter().map(|variant| variant.size).enumerate();
    let (largest, size) = sizes().max_by_key(|(_, size)| *size)?;
    let is_dominant =
        |(index, other): (usize, usize)| index == largest || other.saturating_mul(MIN_DOMINANCE_FACTOR) <= size;
    let max_size = MAX_INLINE_DOMINANT_BYTES.min(least_size.saturating_mul(MAX_INLINE_DOMINANT_MEMORY_FACTOR));
    let is_in_range = (MIN_INLINE_DOMINANT_BYTES..=max_size).contains(&size);
    (is_in_range && sizes().all(is_dominant)).then_some(largest)
}

#[cfg(test)]
mod tests {
    use super::{BoxChoice, FieldShape, IndirectionDecision, VariantShape, decide_variant_indirections};
    use crate::plan::memory_layout::MemoryLayout;
    use crate::plan::model::BoxReason;

    fn are_variants_boxed(variants: &[(usize, Option<BoxChoice>)], least_size: usize) -> Vec<bool> {
        variant_decisions(variants, least_size).iter().map(|decided| decided.is_boxed).collect()
    }

    fn variant_decisions(variants: &[(usize, Option<BoxChoice>)], least_size: usize) -> Vec<IndirectionDecision> {
        let shape = |(size, recorded): &(usize, Option<BoxChoice>)| VariantShape { size: *size, recorded: *recorded };
        let shapes: Vec<_> = variants.iter().map(shape).collect();
        decide_variant_indirections(&shapes, least_size)
    }

    fn are_variants_boxed_by_rule(sizes: &[usize], least_size: usize) -> Vec<bool> {
        are_variants_boxed(&sizes.iter().map(|size| (*size, None)).collect::<Vec<_>>(), least_size)
    }

    #[test]
    fn the_only_large_variant_is_not_boxed() {
        assert_eq!(are_variants_boxed_by_rule(&[0, 24, 600, 200], 12), [false, false, false, true]);
        // Another variant is more than a third as large.
        assert_eq!(are_variants_boxed_by_rule(&[0, 24, 600, 201], 12), [false, false, true, true]);
        // The variant is too large, or too large for the least size on the wire.
        assert_eq!(are_variants_boxed_by_rule(&[0, 1032], 100), [false, true]);
        assert_eq!(are_variants_boxed_by_rule(&[0, 600], 8), [false, true]);
        assert_eq!(are_variants_boxed_by_rule(&[0, 256], 12), [false, true]);
        assert_eq!(are_variants_boxed_by_rule(&[8, 56], 4), [false, false]);
    }

    #[test]
    fn recorded_variants_stay_while_others_come_and_grow() {
        let (inline, boxed) = (Some(BoxChoice::Inline), Some(BoxChoice::Boxed));
        // The sibling is new; then it has grown too.
        assert_eq!(are_variants_boxed(&[(600, inline), (250, None)], 12), [false, true]);
        assert_eq!(are_variants_boxed(&[(600, inline), (70, inline)], 12), [false, false]);
        assert_eq!(are_variants_boxed(&[(600, boxed), (40, boxed)], 12), [true, true]);
        // A new variant is not dominant in an enum of an earlier layer.
        assert_eq!(are_variants_boxed(&[(24, inline), (600, None)], 12), [false, true]);
    }

    #[test]
    fn bounds_force_a_box_despite_the_record() {
        let inline = Some(BoxChoice::Inline);
        let reasons = |variants: &[_], least_size| -> Vec<_> {
            variant_decisions(variants, least_size).iter().map(|decided| decided.forced_by).collect()
        };
        assert_eq!(reasons(&[(600, inline), (300, inline)], 8), [Some(BoxReason::MemoryFactor), None]);
        assert_eq!(reasons(&[(568, inline), (300, inline)], 8), [None, None]);
        assert_eq!(reasons(&[(4104, inline), (3000, inline)], 400), [Some(BoxReason::Size), None]);
        let layout = MemoryLayout { size: 96, ..MemoryLayout::VEC };
        let shape = FieldShape { is_recursive: false, is_conditional: true, layout };
        assert!(shape.decide_indirection(None).is_boxed && shape.decide_indirection(inline).is_inline_only_by_record());
        let recursive = FieldShape { is_recursive: true, ..shape };
        assert_eq!(recursive.decide_indirection(inline).forced_by, Some(BoxReason::Recursion));
        let nested = FieldShape { layout: MemoryLayout { nesting: 32, ..layout }, ..shape };
        assert_eq!(nested.decide_indirection(inline).forced_by, Some(BoxReason::Nesting));
        let small = FieldShape { layout: MemoryLayout::VEC, ..shape };
        assert!(!small.decide_indirection(None).is_boxed && small.decide_indirection(Some(BoxChoice::Boxed)).is_boxed);
    }
}
