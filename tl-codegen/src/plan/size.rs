//! Sizes on the wire and in memory.
//!
//! Sizes on the wire are exact lower bounds. Sizes in memory are upper bounds for 64-bit machines: rustc reorders
//! fields, so a struct is the sum of its fields rounded up to its alignment, and never more.

use tl_parser::{CombinatorId, Primitive, Schema, Ty, TypeId};

/// Bytes in memory of what the runtime supplies.
const POINTER: Layout = Layout { size: 8, align: 8, has_niche: true };
const VEC: Layout = Layout { size: 24, align: 8, has_niche: true };
const TEXT: Layout = Layout { size: 16, align: 8, has_niche: false };
const BYTES: Layout = Layout { size: 32, align: 8, has_niche: true };

/// Size and alignment in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) size: usize,
    pub(super) align: usize,
    /// Whether some bit pattern is no value, so that an `Option` costs nothing.
    pub(super) has_niche: bool,
}

impl Layout {
    pub(super) const POINTER: Self = POINTER;
    pub(super) const BOOL: Self = Self { size: 1, align: 1, has_niche: true };
    pub(super) const VEC: Self = VEC;

    const fn number(size: usize) -> Self {
        Self { size, align: size, has_niche: false }
    }

    const fn array(size: usize) -> Self {
        Self { size, align: 1, has_niche: false }
    }

    pub(super) const fn primitive(primitive: Primitive) -> Self {
        match primitive {
            Primitive::Int => Self::number(4),
            Primitive::Long | Primitive::Double => Self::number(8),
            Primitive::String => TEXT,
            Primitive::Bytes => BYTES,
            Primitive::Int128 => Self::array(16),
            Primitive::Int256 => Self::array(32),
        }
    }

    pub(super) const fn nat() -> Self {
        Self::number(4)
    }

    /// The layout of an `Option` of this.
    pub(super) fn optional(self) -> Self {
        if self.has_niche { self } else { Self { size: self.size + self.align, has_niche: true, ..self } }
    }

    /// The layout of a struct with these fields.
    pub(super) fn of_struct(fields: impl IntoIterator<Item = Self>) -> Self {
        let empty = Self { size: 0, align: 1, has_niche: false };
        let sum = fields.into_iter().fold(empty, |sum, field| Self {
            size: sum.size + field.size,
            align: sum.align.max(field.align),
            has_niche: sum.has_niche || field.has_niche,
        });
        Self { size: sum.size.next_multiple_of(sum.align), ..sum }
    }

    /// The layout of an enum with these payloads.
    pub(super) fn of_enum(payloads: impl IntoIterator<Item = Self>) -> Self {
        let tag = Self { size: 1, align: 1, has_niche: true };
        payloads.into_iter().fold(tag, |largest, payload| {
            let align = largest.align.max(payload.align);
            let size = (payload.size + payload.align).max(largest.size).next_multiple_of(align);
            Self { size, align, has_niche: true }
        })
    }
}

/// Least sizes on the wire; `None` for what has no finite value.
pub(super) struct LeastSizes {
    types: Vec<Option<usize>>,
    fields: Vec<Option<usize>>,
}

impl LeastSizes {
    /// Computes them all: grows from the types that need no other until nothing changes.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut sizes = Self { types: vec![None; schema.types.len()], fields: vec![None; schema.combinators.len()] };
        while sizes.grow(schema) {}
        sizes
    }

    fn grow(&mut self, schema: &Schema) -> bool {
        let mut has_changed = false;
        for (index, combinator) in schema.combinators.iter().enumerate() {
            let required = combinator.fields.iter().filter(|field| field.condition.is_none());
            let size = required
                .map(|field| self.of_ty(&field.ty))
                .try_fold(0_usize, |sum, size| size.map(|s| sum.saturating_add(s)));
            if size == self.fields[index] {
                continue;
            }
            self.fields[index] = size;
            has_changed = true;
            if let Ty::Boxed { ty, .. } = &combinator.result {
                let constructors = &schema.ty(*ty).constructors;
                self.types[ty.0 as usize] = constructors.iter().filter_map(|id| self.of_boxed(*id)).min();
            }
        }
        has_changed
    }

    fn of_boxed(&self, constructor: CombinatorId) -> Option<usize> {
        self.of_fields(constructor).map(|size| size.saturating_add(4))
    }

    /// Least bytes of the fields of a combinator.
    pub(super) fn of_fields(&self, combinator: CombinatorId) -> Option<usize> {
        self.fields[combinator.0 as usize]
    }

    /// Least bytes of a value of a boxed type.
    pub(super) fn of_type(&self, ty: TypeId) -> Option<usize> {
        self.types[ty.0 as usize]
    }

    fn of_ty(&self, ty: &Ty) -> Option<usize> {
        match ty {
            Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::String | Primitive::Bytes) => Some(4),
            Ty::Primitive(Primitive::Long | Primitive::Double) => Some(8),
            Ty::Primitive(Primitive::Int128) => Some(16),
            Ty::Primitive(Primitive::Int256) => Some(32),
            Ty::Vector { is_bare, .. } => Some(if *is_bare { 4 } else { 8 }),
            Ty::Boxed { ty, .. } => self.of_type(*ty),
            Ty::Bare { constructor, .. } => self.of_fields(*constructor),
            Ty::Param(_) | Ty::Call(_) => Some(4),
            Ty::Repetition { .. } => Some(0),
        }
    }
}
