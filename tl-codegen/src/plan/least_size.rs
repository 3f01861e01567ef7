//! Least sizes on the wire, as exact lower bounds.
//!
//! A conditional field counts as absent, a vector as empty, and a boxed type as its smallest constructor.

use std::collections::BTreeSet;

use tl_parser::{Arg, CombinatorIndex, Field, Nat, NatVariable, Primitive, Schema, Ty, TypeIndex};

use super::fixpoint;
use super::model::Codec;
use super::type_graphs::Dependents;
use super::walk::{args_of_type, param_position_in_result, type_of_constructor};

/// Maximum least size in bytes. A value with a larger least size counts as impossible to send, so that sums do not
/// overflow.
const MAX_LEAST_BYTES: usize = 1 << 24;

/// Depth of declarations up to which the numbers that a type passes to them are taken into account.
const MAX_DEPTH_WITH_KNOWN_NUMBERS: usize = 16;

/// Least size in bytes of any argument: the planner refuses arguments that may take no bytes.
const LEAST_ARGUMENT_BYTES: usize = 4;

/// Least size of a value that may contain type arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct LeastCost {
    /// Least size in bytes, if every argument takes [`LEAST_ARGUMENT_BYTES`] bytes.
    size: usize,
    /// Type parameters of which the value contains a value: parameters of a combinator by index, of a type by position.
    held_params: BTreeSet<usize>,
}

impl LeastCost {
    fn of_size(size: usize) -> Option<Self> {
        Some(Self { size, held_params: BTreeSet::new() })
    }

    fn add_cost(mut self, other: Self) -> Self {
        self.size = (self.size + other.size).min(MAX_LEAST_BYTES);
        self.held_params.extend(other.held_params);
        self
    }

    fn repeat_cost(mut self, n: u32) -> Self {
        self.size = self.size.saturating_mul(n as usize).min(MAX_LEAST_BYTES);
        self
    }

    fn rank_of_cost(&self) -> SimplicityRank {
        SimplicityRank::Finite { n_held_params: self.held_params.len(), size: self.size }
    }

    /// The least size in bytes; `None` if no value can be sent.
    fn size_if_finite(&self) -> Option<usize> {
        Some(self.size).filter(|size| *size < MAX_LEAST_BYTES)
    }
}

/// Lower bounds of the numbers that are the arguments of a combinator.
#[derive(Clone, Copy)]
struct NumberLowerBounds<'n> {
    /// The lower bound for each parameter, by index. A parameter without an entry, or of kind `Type`, has the bound 0.
    of_params: &'n [u32],
    /// Number of further declarations whose numbers are taken into account.
    depth_left: usize,
}

impl NumberLowerBounds<'_> {
    const UNKNOWN: Self = Self { of_params: &[], depth_left: 0 };

    /// The least value of a number.
    fn least_value_of(self, number: Nat) -> u32 {
        let of = |variable| match variable {
            NatVariable::Param(param) => self.of_params.get(param as usize).copied().unwrap_or(0),
            NatVariable::Field(_) | NatVariable::Inner { .. } => 0,
        };
        match number {
            Nat::Constant(constant) => constant,
            Nat::Variable(variable) => of(variable),
            Nat::Sum(variable, more) => of(variable).saturating_add(more),
        }
    }
}

/// The sort key of constructors and types, simplest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SimplicityRank {
    /// A finite value exists. Fewer held parameters count more than fewer bytes: a constructor without values of type
    /// arguments has a finite value for any arguments.
    Finite { n_held_params: usize, size: usize },
    /// Every value would be infinite.
    Infinite,
}

/// Least sizes of all types and combinators of a schema; `None` if every value would be infinite.
pub(super) struct LeastSizes<'a> {
    schema: &'a Schema,
    /// Least sizes of boxed types, with the constructor id.
    types: Vec<Option<LeastCost>>,
    /// Least sizes of the fields of combinators, without the constructor id.
    combinators: Vec<Option<LeastCost>>,
}

impl<'a> LeastSizes<'a> {
    /// Computes all sizes by fix-point iteration. At first no size is known; each size that is found may make the
    /// combinators that depend on it smaller.
    pub(super) fn compute_least_sizes(schema: &'a Schema) -> Self {
        let n_combinators = schema.combinators.len();
        let mut sizes = Self { schema, types: vec![None; schema.types.len()], combinators: vec![None; n_combinators] };
        let dependents = Dependents::collect_dependents(schema, |field| field.condition.is_none());
        fixpoint::update_until_stable((0..n_combinators).rev(), |index| sizes.update_least_size(index, &dependents));
        sizes
    }

    /// Computes the size of a combinator again. Returns the combinators that this may affect.
    fn update_least_size(&mut self, index: usize, dependents: &Dependents) -> Vec<usize> {
        let combinator = &self.schema.combinators[index];
        let cost = self.cost_of_fields(&combinator.fields, NumberLowerBounds::UNKNOWN);
        if cost == self.combinators[index] {
            return Vec::new();
        }
        self.combinators[index].clone_from(&cost);
        let mut affected = dependents.dependents_of_constructor(CombinatorIndex(index as u32)).to_vec();
        let (Some(ty), Some(cost)) = (type_of_constructor(combinator), cost) else { return affected };
        let held_params = param_positions_in_result(&combinator.result, &cost.held_params);
        let boxed = LeastCost { size: (cost.size + 4).min(MAX_LEAST_BYTES), held_params };
        let known = &mut self.types[ty.0 as usize];
        if known.as_ref().is_none_or(|known| boxed.rank_of_cost() < known.rank_of_cost()) {
            *known = Some(boxed);
            affected.extend(dependents.dependents_of_type(ty));
        }
        affected
    }

    /// Least bytes of the fields of a combinator; `None` if no value of the combinator can be sent.
    pub(super) fn least_size_of_own_fields(&self, combinator: CombinatorIndex) -> Option<usize> {
        self.combinators[combinator.0 as usize].as_ref().and_then(LeastCost::size_if_finite)
    }

    /// Least bytes of a value of a boxed type, with its constructor id; `None` if no value of the type can be sent.
    ///
    /// A decoder that always takes the simplest constructor therefore ends: each inner value takes fewer bytes than the
    /// value that contains it.
    pub(super) fn least_size_of_type(&self, ty: TypeIndex) -> Option<usize> {
        self.types[ty.0 as usize].as_ref().and_then(LeastCost::size_if_finite)
    }

    /// The rank of a constructor among the constructors of its type.
    pub(super) fn rank_of_constructor(&self, constructor: CombinatorIndex) -> SimplicityRank {
        self.combinators[constructor.0 as usize].as_ref().map_or(SimplicityRank::Infinite, LeastCost::rank_of_cost)
    }

    /// Least bytes of a value of a type; 0 if no value of the type can be sent, which is reported elsewhere.
    pub(super) fn least_size_of_value(&self, ty: &Ty) -> usize {
        self.cost_of_type(ty, NumberLowerBounds { of_params: &[], depth_left: MAX_DEPTH_WITH_KNOWN_NUMBERS })
            .map_or(0, |cost| cost.size)
    }

    /// Least bytes of these fields together; 0 if no values of the fields can be sent, which is reported elsewhere.
    pub(super) fn least_size_of_fields(&self, fields: &[Field]) -> usize {
        self.cost_of_fields(fields, NumberLowerBounds::UNKNOWN).map_or(0, |cost| cost.size)
    }

    fn cost_of_fields(&self, fields: &[Field], numbers: NumberLowerBounds<'_>) -> Option<LeastCost> {
        let mut required = fields.iter().filter(|field| field.condition.is_none());
        required.try_fold(LeastCost::default(), |sum, field| Some(sum.add_cost(self.cost_of_type(&field.ty, numbers)?)))
    }

    fn cost_of_type(&self, ty: &Ty, numbers: NumberLowerBounds<'_>) -> Option<LeastCost> {
        match ty {
            Ty::Primitive(Primitive::Int53) => LeastCost::of_size(8),
            Ty::Primitive(primitive) => LeastCost::of_size(Codec::Primitive(*primitive).fixed_wire_size().unwrap_or(4)),
            Ty::Nat | Ty::Call(_) | Ty::CallOf(_) | Ty::Opaque(_) => LeastCost::of_size(4),
            Ty::Vector { is_bare, .. } => LeastCost::of_size(if *is_bare { 4 } else { 8 }),
            Ty::Param(param) | Ty::BareParam(param) => {
                Some(LeastCost { size: LEAST_ARGUMENT_BYTES, held_params: BTreeSet::from([*param as usize]) })
            }
            Ty::Boxed { ty: id, .. } => {
                let LeastCost { size, held_params } = self.types[id.0 as usize].as_ref()?;
                self.cost_with_arguments(*size, held_params, args_of_type(ty), numbers)
            }
            Ty::Bare { constructor, .. } => {
                let LeastCost { size, held_params } = &self.cost_of_bare(*constructor, args_of_type(ty), numbers)?;
                let held_params = param_positions_in_result(&self.schema.combinator(*constructor).result, held_params);
                self.cost_with_arguments(*size, &held_params, args_of_type(ty), numbers)
            }
            Ty::Repetition { count, fields } => match numbers.least_value_of(*count) {
                0 => LeastCost::of_size(0),
                n => Some(self.cost_of_fields(fields, numbers)?.repeat_cost(n)),
            },
        }
    }

    /// The size of the fields of a constructor. A number among the arguments makes its repetitions larger than the size
    /// that holds for all numbers: `%(Tuple int 4)` has 16 bytes.
    fn cost_of_bare(
        &self,
        constructor: CombinatorIndex,
        args: &[Arg],
        numbers: NumberLowerBounds<'_>,
    ) -> Option<LeastCost> {
        let combinator = self.schema.combinator(constructor);
        let number = |param: usize| match args.get(param_position_in_result(&combinator.result, param)?)? {
            Arg::Nat(number) => Some(numbers.least_value_of(*number)),
            Arg::Type(_) => None,
        };
        let of_params: Vec<_> = (0..combinator.params.len()).map(|param| number(param).unwrap_or(0)).collect();
        match numbers.depth_left.checked_sub(1) {
            Some(depth_left) if of_params.iter().any(|number| *number > 0) => {
                self.cost_of_fields(&combinator.fields, NumberLowerBounds { of_params: &of_params, depth_left })
            }
            _ => self.combinators[constructor.0 as usize].clone(),
        }
    }

    /// The size after replacing [`LEAST_ARGUMENT_BYTES`] by the size of the argument, for each parameter that the value
    /// contains.
    fn cost_with_arguments(
        &self,
        size: usize,
        held_params: &BTreeSet<usize>,
        args: &[Arg],
        numbers: NumberLowerBounds<'_>,
    ) -> Option<LeastCost> {
        let mut sum = LeastCost { size, held_params: BTreeSet::new() };
        for position in held_params {
            let Some(Arg::Type(ty)) = args.get(*position) else { continue };
            let LeastCost { size, held_params } = self.cost_of_type(ty, numbers)?;
            sum = sum.add_cost(LeastCost { size: size.saturating_sub(LEAST_ARGUMENT_BYTES), held_params });
        }
        Some(sum)
    }
}

/// Positions in the result type of some parameters of a constructor.
fn param_positions_in_result(result: &Ty, params: &BTreeSet<usize>) -> BTreeSet<usize> {
    params.iter().filter_map(|param| param_position_in_result(result, *param)).collect()
}
