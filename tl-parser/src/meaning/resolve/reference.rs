//! The reference of a node, in four bytes.
//!
//! Each file has as many references as nodes. Invariant: an index is in range for the table that the target names.

use crate::meaning::schema::{Opaque, Primitive};

/// The declaration or codec type that a node refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// No reference, or a mistake.
    None,
    Primitive(Primitive),
    Vector {
        is_bare: bool,
    },
    /// A boxed value of the type with this index.
    Boxed(u32),
    /// A bare value of the constructor with this index.
    Bare(u32),
    /// The parameter of the combinator with this index.
    Param(u32),
    /// The bare form of the type parameter with this index.
    BareParam(u32),
    /// The field of the combinator with this number, in source order and with fields in repetitions counted.
    Field(u32),
    Opaque(Opaque),
}

/// A packed [`Target`]: the kind in the upper four bits, the index in the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ref(u32);

const KIND_SHIFT: u32 = 28;

impl Ref {
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
        Self(kind << KIND_SHIFT | idx)
    }

    pub(crate) fn target(self) -> Target {
        let idx = self.0 & ((1 << KIND_SHIFT) - 1);
        match self.0 >> KIND_SHIFT {
            1 => Primitive::ALL.get(idx as usize).map_or(Target::None, |primitive| Target::Primitive(*primitive)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_loses_nothing() {
        let targets = Primitive::ALL.map(Target::Primitive).into_iter().chain([
            Target::None,
            Target::Vector { is_bare: true },
            Target::Vector { is_bare: false },
            Target::Opaque(Opaque::Object),
            Target::Opaque(Opaque::Function),
        ]);
        let indexed = [0, 1, (1 << KIND_SHIFT) - 1].into_iter().flat_map(|idx| {
            [Target::Boxed(idx), Target::Bare(idx), Target::Param(idx), Target::BareParam(idx), Target::Field(idx)]
        });
        for target in targets.chain(indexed) {
            assert_eq!(Ref::new(target).target(), target);
        }
    }
}
