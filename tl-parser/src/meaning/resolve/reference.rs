//! What a word of a declaration stands for, in four bytes.
//!
//! Beside the nodes of a file stand as many of these. Invariant: an index is one of the table that its kind names.

use crate::meaning::schema::{Opaque, Primitive};

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nothing, or a mistake.
    None,
    Primitive(Primitive),
    Vector {
        is_bare: bool,
    },
    /// A type, by index.
    Boxed(u32),
    /// A constructor, by index.
    Bare(u32),
    /// A parameter of the combinator, by index.
    Param(u32),
    /// The bare form of what a parameter stands for.
    BareParam(u32),
    /// A field of the combinator, counted in the order of the text, those inside of repetitions too.
    Field(u32),
    Opaque(Opaque),
}

/// A [`Target`], packed: the kind in the upper four bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ref(u32);

const SHIFT: u32 = 28;

impl Ref {
    /// Of nothing.
    pub(crate) const NONE: Self = Self(0);

    #[inline]
    pub(crate) fn new(target: Target) -> Self {
        let (kind, idx) = match target {
            Target::None => (0, 0),
            Target::Primitive(primitive) => (1, primitive as u32),
            Target::Vector { is_bare } => (2, u32::from(is_bare)),
            Target::Boxed(ty) => (3, ty),
            Target::Bare(row) => (4, row),
            Target::Param(idx) => (5, idx),
            Target::BareParam(idx) => (6, idx),
            Target::Field(idx) => (7, idx),
            Target::Opaque(opaque) => (8, opaque as u32),
        };
        Self(kind << SHIFT | idx)
    }

    pub(crate) fn target(self) -> Target {
        let idx = self.0 & ((1 << SHIFT) - 1);
        match self.0 >> SHIFT {
            1 => PRIMITIVES.get(idx as usize).map_or(Target::None, |primitive| Target::Primitive(*primitive)),
            2 => Target::Vector { is_bare: idx == 1 },
            3 => Target::Boxed(idx),
            4 => Target::Bare(idx),
            5 => Target::Param(idx),
            6 => Target::BareParam(idx),
            7 => Target::Field(idx),
            8 if idx == Opaque::Object as u32 => Target::Opaque(Opaque::Object),
            8 => Target::Opaque(Opaque::Function),
            _ => Target::None,
        }
    }
}

/// Primitives in the order of their declaration.
const PRIMITIVES: [Primitive; 8] = [
    Primitive::Int,
    Primitive::Long,
    Primitive::Double,
    Primitive::Float,
    Primitive::String,
    Primitive::Bytes,
    Primitive::Int128,
    Primitive::Int256,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let many = [0, 1, (1 << SHIFT) - 1];
        let targets = PRIMITIVES.map(Target::Primitive).into_iter().chain([
            Target::None,
            Target::Vector { is_bare: true },
            Target::Vector { is_bare: false },
            Target::Opaque(Opaque::Object),
            Target::Opaque(Opaque::Function),
        ]);
        let indexed = many.into_iter().flat_map(|idx| {
            [Target::Boxed(idx), Target::Bare(idx), Target::Param(idx), Target::BareParam(idx), Target::Field(idx)]
        });
        for target in targets.chain(indexed) {
            assert_eq!(Ref::new(target).target(), target);
        }
    }
}
