//! Sizes in memory, as upper bounds for 64-bit machines.
//!
//! rustc reorders fields, so a struct takes the sum of its fields, rounded up to its alignment, and never more.

use std::collections::HashMap;

use tl_parser::{CombinatorIndex, Primitive, TypeIndex};

/// Size and alignment of a Rust type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MemoryLayout {
    /// Size in bytes.
    pub(super) size: usize,
    /// Alignment in bytes.
    pub(super) align: usize,
    /// Whether `Option<T>` of the type needs no more memory than the type.
    pub(super) has_niche: bool,
    /// Nesting depth of values inside a value, without those behind pointers; 0 for a number.
    pub(super) nesting: usize,
}

/// Layouts of the boxed types and constructors that are planned so far.
#[derive(Default)]
pub(super) struct MemoryLayouts {
    pub(super) types: HashMap<TypeIndex, MemoryLayout>,
    pub(super) constructors: HashMap<CombinatorIndex, MemoryLayout>,
}

impl MemoryLayout {
    pub(super) const BOOL: Self = Self::from_size_and_align(1, 1, true);
    pub(super) const NAT: Self = Self::from_size_and_align(4, 4, false);
    pub(super) const POINTER: Self = Self::from_size_and_align(8, 8, true);
    pub(super) const VEC: Self = Self::from_size_and_align(24, 8, true);
    pub(super) const BYTES: Self = Self::from_size_and_align(32, 8, true);

    const fn from_size_and_align(size: usize, align: usize, has_niche: bool) -> Self {
        Self { size, align, has_niche, nesting: 0 }
    }

    pub(super) const fn of_primitive(primitive: Primitive) -> Self {
        match primitive {
            Primitive::Int | Primitive::Float => Self::from_size_and_align(4, 4, false),
            Primitive::Long | Primitive::Int53 | Primitive::Double => Self::from_size_and_align(8, 8, false),
            Primitive::String => Self::VEC,
            Primitive::Bytes => Self::BYTES,
            Primitive::Int128 => Self::from_size_and_align(16, 1, false),
            Primitive::Int256 => Self::from_size_and_align(32, 1, false),
        }
    }

    /// The layout of a generic type with arguments of these layouts. It is an upper bound if the type holds each
    /// argument once.
    pub(super) fn with_type_arguments(self, arguments: impl IntoIterator<Item = Self>) -> Self {
        arguments.into_iter().fold(self, |sum, argument| Self {
            size: sum.size.saturating_add(argument.size).next_multiple_of(argument.align.max(sum.align)),
            align: sum.align.max(argument.align),
            has_niche: sum.has_niche,
            nesting: sum.nesting.max(argument.nesting + 1),
        })
    }

    /// The layout of an array of `n` values with this layout.
    pub(super) fn array_of(self, n: u32) -> Self {
        Self { size: self.size.saturating_mul(n as usize), nesting: self.nesting + 1, ..self }
    }

    /// The layout of an `Option` of a type with this layout.
    pub(super) fn option_of(self) -> Self {
        if self.has_niche { self } else { Self { size: self.size + self.align, has_niche: true, ..self } }
    }

    /// The layout of a struct whose fields have these layouts.
    pub(super) fn of_struct(fields: impl IntoIterator<Item = Self>) -> Self {
        let sum = fields.into_iter().fold(Self::from_size_and_align(0, 1, false), |sum, field| Self {
            size: sum.size + field.size,
            align: sum.align.max(field.align),
            has_niche: sum.has_niche || field.has_niche,
            nesting: sum.nesting.max(field.nesting + 1),
        });
        Self { size: sum.size.next_multiple_of(sum.align), ..sum }
    }

    /// The layout of an enum whose variants hold structs with these layouts.
    pub(super) fn of_enum(n_variants: usize, payloads: impl IntoIterator<Item = Self>) -> Self {
        let tag_size = if n_variants <= 1 << 8 { 1 } else { 4 };
        payloads.into_iter().fold(Self::from_size_and_align(tag_size, tag_size, true), |largest, payload| {
            let align = largest.align.max(payload.align);
            let size = (payload.size + align).max(largest.size).next_multiple_of(align);
            Self { size, align, has_niche: true, nesting: largest.nesting.max(payload.nesting + 1) }
        })
    }
}
