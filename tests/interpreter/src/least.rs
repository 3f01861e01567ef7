//! The shortest value of each type, which is what remains to be written once a budget is spent.

use tl_parser::{Arg, CombinatorId, Field, Nat, Primitive, Schema, Ty, TypeId};

/// What a value takes at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    /// How many arguments it holds values of, which may be of any size.
    n_args: usize,
    size: usize,
}

/// For each type its simplest constructor; nothing for types without finite values.
pub(crate) struct Least {
    types: Vec<Option<(Cost, CombinatorId)>>,
}

impl Least {
    /// Starts from nothing known and goes on until nothing new is learned.
    pub(crate) fn of(schema: &Schema) -> Self {
        let mut least = Self { types: vec![None; schema.types.len()] };
        loop {
            let types = schema.types.iter().map(|ty| {
                let id = Cost { n_args: 0, size: 4 };
                let costs = ty.constructors.iter().filter_map(|constructor| {
                    let cost = least.fields(schema, &schema.combinator(*constructor).fields)?;
                    Some((id.and(cost), *constructor))
                });
                costs.min()
            });
            let types: Vec<_> = types.collect();
            if types == least.types {
                return least;
            }
            least.types = types;
        }
    }

    /// The simplest constructor of a type.
    pub(crate) fn constructor(&self, ty: TypeId) -> Option<CombinatorId> {
        self.types[ty.0 as usize].map(|(_, id)| id)
    }

    fn fields(&self, schema: &Schema, fields: &[Field]) -> Option<Cost> {
        let required = fields.iter().filter(|field| field.condition.is_none());
        required.map(|field| self.ty(schema, &field.ty)).try_fold(Cost::default(), |sum, cost| Some(sum.and(cost?)))
    }

    fn ty(&self, schema: &Schema, ty: &Ty) -> Option<Cost> {
        let size = match ty {
            Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::Float | Primitive::String | Primitive::Bytes) => 4,
            Ty::Primitive(Primitive::Long | Primitive::Double) => 8,
            Ty::Primitive(Primitive::Int128) => 16,
            Ty::Primitive(Primitive::Int256) => 32,
            Ty::Vector { is_bare, .. } => 4 + 4 * usize::from(!*is_bare),
            Ty::Boxed { ty, args } => {
                let (cost, _) = self.types[ty.0 as usize]?;
                return self.with_args(schema, cost, args);
            }
            Ty::Bare { constructor, args } => {
                let cost = self.fields(schema, &schema.combinator(*constructor).fields)?;
                return self.with_args(schema, cost, args);
            }
            Ty::Param(_) => return Some(Cost { n_args: 1, size: 4 }),
            Ty::Repetition { count: Nat::Variable(_) | Nat::Constant(0), .. } => 0,
            Ty::Repetition { count: Nat::Constant(n) | Nat::Sum(_, n), fields } => {
                let Cost { n_args, size } = self.fields(schema, fields)?;
                return Some(Cost { n_args, size: size.saturating_mul(*n as usize).min(1 << 30) });
            }
            Ty::BareParam(_) | Ty::Call(_) | Ty::CallOf(_) | Ty::Opaque(_) => return None,
        };
        Some(Cost { n_args: 0, size })
    }

    fn with_args(&self, schema: &Schema, cost: Cost, args: &[Arg]) -> Option<Cost> {
        let Cost { n_args: 1.., size } = cost else { return Some(cost) };
        let mut sum = Cost { n_args: 0, size };
        for arg in args {
            if let Arg::Type(ty) = arg {
                sum = sum.and(self.ty(schema, ty)?);
            }
        }
        Some(sum)
    }
}

impl Cost {
    fn and(self, other: Self) -> Self {
        Self { n_args: self.n_args + other.n_args, size: (self.size + other.size).min(1 << 30) }
    }
}
