//! Sizes on the wire and in memory.
//!
//! Sizes on the wire are exact lower bounds. Sizes in memory are upper bounds for 64-bit machines: rustc reorders
//! fields, so a struct is the sum of its fields rounded up to its alignment, and never more.

use std::collections::{BTreeSet, HashMap};

use tl_parser::{Arg, CombinatorId, Field, Nat, Primitive, Schema, Section, Ty, TypeId};

use super::params;

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
    pub(super) const BYTES: Self = BYTES;

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

    /// The layout of a type that has been given arguments of these layouts; an upper bound where each is held once.
    pub(super) fn with_arguments(self, arguments: impl IntoIterator<Item = Self>) -> Self {
        arguments.into_iter().fold(self, |sum, argument| Self {
            size: sum.size.saturating_add(argument.size).next_multiple_of(argument.align.max(sum.align)),
            align: sum.align.max(argument.align),
            has_niche: sum.has_niche,
            nesting: sum.nesting.max(argument.nesting + 1),
        })
    }

    /// The layout of so many values side by side.
    pub(super) fn times(self, n: u32) -> Self {
        Self { size: self.size.saturating_mul(n as usize), nesting: self.nesting + 1, ..self }
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

/// What a value takes at least, and on which parameters that depends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Cost {
    /// Bytes, where an argument takes [`LEAST_ARGUMENT`].
    size: usize,
    /// Type parameters of which it holds a value: of a combinator its own, of a type positions.
    held: BTreeSet<usize>,
}

/// What every argument takes at least, as those that may take nothing are refused.
const LEAST_ARGUMENT: usize = 4;

impl Cost {
    fn of_size(size: usize) -> Option<Self> {
        Some(Self { size, held: BTreeSet::new() })
    }

    fn plus(mut self, other: Self) -> Self {
        self.size = (self.size + other.size).min(MAX_LEAST_SIZE);
        self.held.extend(other.held);
        self
    }

    fn times(mut self, n: u32) -> Self {
        self.size = self.size.saturating_mul(n as usize).min(MAX_LEAST_SIZE);
        self
    }

    /// What makes one constructor simpler than another one: a value without arguments is of finitely many wire_fields whatever
    /// these are.
    fn rank(&self) -> (usize, usize) {
        (self.held.len(), self.size)
    }
}

/// Least sizes on the wire; `None` for what has no finite value.
pub(super) struct LeastSizes {
    types: Vec<Option<Cost>>,
    fields: Vec<Option<Cost>>,
}

impl LeastSizes {
    /// Computes them all: grows from what needs nothing else, and looks again at what a finding is of use to.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut sizes = Self { types: vec![None; schema.types.len()], fields: vec![None; schema.combinators.len()] };
        let users = Users::of(schema);
        let mut waiting: Vec<usize> = (0..schema.combinators.len()).rev().collect();
        while let Some(index) = waiting.pop() {
            let combinator = &schema.combinators[index];
            let cost = sizes.sum(schema, &combinator.fields);
            if cost == sizes.fields[index] {
                continue;
            }
            sizes.fields[index].clone_from(&cost);
            waiting.extend(users.of_constructor.get(&index).into_iter().flatten());
            let (Section::Types, Ty::Boxed { ty, .. }) = (combinator.section, &combinator.result) else { continue };
            let Some(cost) = cost else { continue };
            let held = cost.held.iter().filter_map(|param| params::position(&combinator.result, *param)).collect();
            let boxed = Cost { size: (cost.size + 4).min(MAX_LEAST_SIZE), held };
            let known = &mut sizes.types[ty.0 as usize];
            if known.as_ref().is_none_or(|known| boxed.rank() < known.rank()) {
                *known = Some(boxed);
                waiting.extend(users.of_type.get(&(ty.0 as usize)).into_iter().flatten());
            }
        }
        sizes
    }

    fn sum(&self, schema: &Schema, fields: &[Field]) -> Option<Cost> {
        let required = fields.iter().filter(|field| field.condition.is_none());
        required.map(|field| self.cost(schema, &field.ty)).try_fold(Cost::default(), |sum, cost| Some(sum.plus(cost?)))
    }

    /// Least bytes of the fields of a combinator, unless they have no value that can be sent.
    pub(super) fn of_fields(&self, combinator: CombinatorId) -> Option<usize> {
        self.fields[combinator.0 as usize].as_ref().map(|cost| cost.size).filter(|size| *size < MAX_LEAST_SIZE)
    }

    /// Least bytes of a value of a boxed type, unless it has no value that can be sent.
    ///
    /// So the simplest constructor leads to a value in finitely many wire_fields: each boxed value inside takes fewer bytes
    /// than the one that holds it.
    pub(super) fn of_type(&self, ty: TypeId) -> Option<usize> {
        self.types[ty.0 as usize].as_ref().map(|cost| cost.size).filter(|size| *size < MAX_LEAST_SIZE)
    }

    /// The larger, the less simple the values of a constructor are.
    pub(super) fn rank(&self, constructor: CombinatorId) -> (usize, usize) {
        self.fields[constructor.0 as usize].as_ref().map_or((usize::MAX, usize::MAX), Cost::rank)
    }

    /// Least bytes of a value.
    pub(super) fn of_ty(&self, schema: &Schema, ty: &Ty) -> usize {
        self.cost(schema, ty).map_or(0, |cost| cost.size)
    }

    /// Least bytes of some fields.
    pub(super) fn of_some(&self, schema: &Schema, fields: &[Field]) -> usize {
        self.sum(schema, fields).map_or(0, |cost| cost.size)
    }

    fn cost(&self, schema: &Schema, ty: &Ty) -> Option<Cost> {
        match ty {
            Ty::Primitive(Primitive::Long | Primitive::Double) => Cost::of_size(8),
            Ty::Primitive(Primitive::Int128) => Cost::of_size(16),
            Ty::Primitive(Primitive::Int256) => Cost::of_size(32),
            Ty::Nat | Ty::Primitive(_) | Ty::Call(_) | Ty::CallOf(_) | Ty::Opaque(_) => Cost::of_size(4),
            Ty::Vector { is_bare, .. } => Cost::of_size(if *is_bare { 4 } else { 8 }),
            Ty::Param(param) | Ty::BareParam(param) => {
                Some(Cost { size: LEAST_ARGUMENT, held: BTreeSet::from([*param as usize]) })
            }
            Ty::Boxed { ty, args } => self.applied(schema, self.types[ty.0 as usize].as_ref()?, args),
            Ty::Bare { constructor, args } => {
                let Cost { size, held } = self.fields[constructor.0 as usize].as_ref()?;
                let result = &schema.combinator(*constructor).result;
                let held = held.iter().filter_map(|param| params::position(result, *param)).collect();
                self.applied(schema, &Cost { size: *size, held }, args)
            }
            Ty::Repetition { count: Nat::Variable(_) | Nat::Constant(0), .. } => Cost::of_size(0),
            Ty::Repetition { count: Nat::Constant(n) | Nat::Sum(_, n), fields } => {
                Some(self.sum(schema, fields)?.times(*n))
            }
        }
    }

    fn applied(&self, schema: &Schema, cost: &Cost, args: &[Arg]) -> Option<Cost> {
        let mut sum = Cost { size: cost.size, held: BTreeSet::new() };
        for position in &cost.held {
            let Some(Arg::Type(ty)) = args.get(*position) else { continue };
            let argument = self.cost(schema, ty)?;
            let size = argument.size.saturating_sub(LEAST_ARGUMENT);
            sum = sum.plus(Cost { size, held: argument.held });
        }
        Some(sum)
    }
}

/// The combinators with a required field that names a type or a bare constructor.
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
                params::for_each_ty(std::slice::from_ref(field), &mut |ty| match ty {
                    Ty::Boxed { ty, .. } => users.of_type.entry(ty.0 as usize).or_default().push(user),
                    Ty::Bare { constructor, .. } => {
                        users.of_constructor.entry(constructor.0 as usize).or_default().push(user);
                    }
                    _ => {}
                });
            }
        }
        users
    }
}
