//! Sizes on the wire and in memory.
//!
//! Sizes on the wire are exact lower bounds. Sizes in memory are upper bounds for 64-bit machines: rustc reorders
//! fields, so a struct is the sum of its fields rounded up to its alignment, and never more.

use std::collections::HashMap;

use tl_parser::{CombinatorId, Primitive, Schema, Section, Ty, TypeId};

/// Bytes in memory of what the runtime supplies.
const POINTER: Layout = Layout { size: 8, align: 8, has_niche: true, nesting: 0 };
const VEC: Layout = Layout { size: 24, align: 8, has_niche: true, nesting: 0 };
const TEXT: Layout = Layout { size: 24, align: 8, has_niche: true, nesting: 0 };
const BYTES: Layout = Layout { size: 32, align: 8, has_niche: true, nesting: 0 };

/// What takes so much can't be sent; the cap keeps sums small on every machine.
const MAX_LEAST_SIZE: usize = 1 << 24;

/// Size and alignment in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) size: usize,
    pub(super) align: usize,
    /// Whether some bit pattern is no value, so that an `Option` costs nothing.
    pub(super) has_niche: bool,
    /// How many values are inside each other in it.
    pub(super) nesting: usize,
}

impl Layout {
    pub(super) const POINTER: Self = POINTER;
    pub(super) const BOOL: Self = Self { size: 1, align: 1, has_niche: true, nesting: 0 };
    pub(super) const VEC: Self = VEC;

    const fn number(size: usize) -> Self {
        Self { size, align: size, has_niche: false, nesting: 0 }
    }

    const fn array(size: usize) -> Self {
        Self { size, align: 1, has_niche: false, nesting: 0 }
    }

    pub(super) const fn primitive(primitive: Primitive) -> Self {
        match primitive {
            Primitive::Int | Primitive::Float => Self::number(4),
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
        let empty = Self { size: 0, align: 1, has_niche: false, nesting: 0 };
        let sum = fields.into_iter().fold(empty, |sum, field| Self {
            size: sum.size + field.size,
            align: sum.align.max(field.align),
            has_niche: sum.has_niche || field.has_niche,
            nesting: sum.nesting.max(field.nesting + 1),
        });
        Self { size: sum.size.next_multiple_of(sum.align), ..sum }
    }

    /// The layout of an enum with these payloads.
    pub(super) fn of_enum(n_variants: usize, payloads: impl IntoIterator<Item = Self>) -> Self {
        let tag_size = if n_variants <= 1 << 8 { 1 } else { 4 };
        let tag = Self { size: tag_size, align: tag_size, has_niche: true, nesting: 0 };
        payloads.into_iter().fold(tag, |largest, payload| {
            let align = largest.align.max(payload.align);
            let size = (payload.size + align).max(largest.size).next_multiple_of(align);
            Self { size, align, has_niche: true, nesting: largest.nesting.max(payload.nesting + 1) }
        })
    }
}

/// Least sizes on the wire; `None` for what has no finite value.
pub(super) struct LeastSizes {
    types: Vec<Option<usize>>,
    fields: Vec<Option<usize>>,
}

impl LeastSizes {
    /// Computes them all: grows from what needs nothing else, and looks again at what a finding is of use to.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut sizes = Self { types: vec![None; schema.types.len()], fields: vec![None; schema.combinators.len()] };
        let users = Users::of(schema);
        let mut waiting: Vec<usize> = (0..schema.combinators.len()).rev().collect();
        while let Some(combinator) = waiting.pop() {
            let size = sizes.sum(schema, combinator);
            if size == sizes.fields[combinator] {
                continue;
            }
            sizes.fields[combinator] = size;
            waiting.extend(users.of_constructor.get(&combinator).into_iter().flatten());
            let (Section::Types, Ty::Boxed { ty, .. }) =
                (schema.combinators[combinator].section, &schema.combinators[combinator].result)
            else {
                continue;
            };
            let boxed = size.map(|size| (size + 4).min(MAX_LEAST_SIZE));
            let known = &mut sizes.types[ty.0 as usize];
            if known.is_none_or(|known| boxed.is_some_and(|boxed| boxed < known)) {
                *known = boxed;
                waiting.extend(users.of_type.get(&(ty.0 as usize)).into_iter().flatten());
            }
        }
        sizes
    }

    fn sum(&self, schema: &Schema, combinator: usize) -> Option<usize> {
        let required = schema.combinators[combinator].fields.iter().filter(|field| field.condition.is_none());
        required
            .map(|field| self.of_ty(&field.ty))
            .try_fold(0_usize, |sum, size| Some((sum + size?).min(MAX_LEAST_SIZE)))
    }

    /// Least bytes of the fields of a combinator, unless they have no value that can be sent.
    pub(super) fn of_fields(&self, combinator: CombinatorId) -> Option<usize> {
        self.fields[combinator.0 as usize].filter(|size| *size < MAX_LEAST_SIZE)
    }

    /// Least bytes of a value of a boxed type, unless it has no value that can be sent.
    ///
    /// So the constructor with the least bytes leads to a value in finitely many steps: each boxed value inside takes
    /// fewer bytes than the one that holds it.
    pub(super) fn of_type(&self, ty: TypeId) -> Option<usize> {
        self.types[ty.0 as usize].filter(|size| *size < MAX_LEAST_SIZE)
    }

    fn of_ty(&self, ty: &Ty) -> Option<usize> {
        match ty {
            Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::Float | Primitive::String | Primitive::Bytes) => {
                Some(4)
            }
            Ty::Primitive(Primitive::Long | Primitive::Double) => Some(8),
            Ty::Primitive(Primitive::Int128) => Some(16),
            Ty::Primitive(Primitive::Int256) => Some(32),
            Ty::Vector { is_bare, .. } => Some(if *is_bare { 4 } else { 8 }),
            Ty::Boxed { ty, .. } => self.types[ty.0 as usize],
            Ty::Bare { constructor, .. } => self.fields[constructor.0 as usize],
            Ty::Param(_) | Ty::Call(_) | Ty::CallOf(_) | Ty::Opaque(_) => Some(4),
            Ty::BareParam(_) | Ty::Repetition { .. } => Some(0),
        }
    }
}

/// The combinators with a required field of a type or of a bare constructor.
#[derive(Default)]
struct Users {
    of_type: HashMap<usize, Vec<usize>>,
    of_constructor: HashMap<usize, Vec<usize>>,
}

impl Users {
    fn of(schema: &Schema) -> Self {
        let mut users = Self::default();
        for (user, combinator) in schema.combinators.iter().enumerate() {
            for field in combinator.fields.iter().filter(|field| field.condition.is_none()) {
                match &field.ty {
                    Ty::Boxed { ty, .. } => users.of_type.entry(ty.0 as usize).or_default().push(user),
                    Ty::Bare { constructor, .. } => {
                        users.of_constructor.entry(constructor.0 as usize).or_default().push(user);
                    }
                    _ => {}
                }
            }
        }
        users
    }
}
