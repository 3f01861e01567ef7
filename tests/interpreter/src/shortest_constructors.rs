//! Computes the shortest constructor of each type, which is written once a budget is spent.

use tl_parser::{Arg, CombinatorIndex, Field, Nat, Primitive, Schema, Ty, TypeIndex};

/// Lower bound for the encoded size of a value, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct MinSize {
    /// Number of values whose type is a type parameter. Their size depends on the argument.
    n_type_args: usize,
    size: usize,
}

/// For each type, its shortest constructor; `None` for types without finite values.
pub(crate) struct ShortestConstructors {
    types: Vec<Option<(MinSize, CombinatorIndex)>>,
}

impl ShortestConstructors {
    /// Analyses all types: iterates until a fix-point is reached, starting with no size known.
    pub(crate) fn of_schema(schema: &Schema) -> Self {
        let mut shortest = Self { types: vec![None; schema.types.len()] };
        loop {
            let types = schema.types.iter().map(|ty| {
                let id = MinSize { n_type_args: 0, size: 4 };
                let costs = ty.constructors.iter().filter_map(|constructor| {
                    let cost = shortest.size_of_fields(schema, &schema.combinator(*constructor).fields)?;
                    Some((id.sum_with(cost), *constructor))
                });
                costs.min()
            });
            let types: Vec<_> = types.collect();
            if types == shortest.types {
                return shortest;
            }
            shortest.types = types;
        }
    }

    /// The shortest constructor of a type; `None` if the type has no finite value.
    pub(crate) fn shortest_constructor(&self, ty: TypeIndex) -> Option<CombinatorIndex> {
        self.types[ty.0 as usize].map(|(_, id)| id)
    }

    fn size_of_fields(&self, schema: &Schema, fields: &[Field]) -> Option<MinSize> {
        let required = fields.iter().filter(|field| field.condition.is_none());
        required
            .map(|field| self.size_of_type(schema, &field.ty))
            .try_fold(MinSize::default(), |sum, cost| Some(sum.sum_with(cost?)))
    }

    fn size_of_type(&self, schema: &Schema, ty: &Ty) -> Option<MinSize> {
        let size = match ty {
            Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::Float | Primitive::String | Primitive::Bytes) => 4,
            Ty::Primitive(Primitive::Long | Primitive::Int53 | Primitive::Double) => 8,
            Ty::Primitive(Primitive::Int128) => 16,
            Ty::Primitive(Primitive::Int256) => 32,
            Ty::Vector { is_bare, .. } => 4 + 4 * usize::from(!*is_bare),
            Ty::Boxed { ty, args } => {
                let (cost, _) = self.types[ty.0 as usize]?;
                return self.with_size_of_type_args(schema, cost, args);
            }
            Ty::Bare { constructor, args } => {
                let cost = self.size_of_fields(schema, &schema.combinator(*constructor).fields)?;
                return self.with_size_of_type_args(schema, cost, args);
            }
            Ty::Param(_) => return Some(MinSize { n_type_args: 1, size: 4 }),
            Ty::Repetition { count: Nat::Variable(_) | Nat::Constant(0), .. } => 0,
            Ty::Repetition { count: Nat::Constant(n) | Nat::Sum(_, n), fields } => {
                let MinSize { n_type_args, size } = self.size_of_fields(schema, fields)?;
                return Some(MinSize { n_type_args, size: size.saturating_mul(*n as usize).min(1 << 30) });
            }
            Ty::BareParam(_) | Ty::Call(_) | Ty::CallOf(_) | Ty::Opaque(_) => return None,
        };
        Some(MinSize { n_type_args: 0, size })
    }

    fn with_size_of_type_args(&self, schema: &Schema, cost: MinSize, args: &[Arg]) -> Option<MinSize> {
        let MinSize { n_type_args: 1.., size } = cost else { return Some(cost) };
        let mut sum = MinSize { n_type_args: 0, size };
        for arg in args {
            if let Arg::Type(ty) = arg {
                sum = sum.sum_with(self.size_of_type(schema, ty)?);
            }
        }
        Some(sum)
    }
}

impl MinSize {
    fn sum_with(self, other: Self) -> Self {
        Self { n_type_args: self.n_type_args + other.n_type_args, size: (self.size + other.size).min(1 << 30) }
    }
}
