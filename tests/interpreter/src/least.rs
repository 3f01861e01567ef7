//! The shortest value of each type, which is what remains to be written once a budget is spent.

use tl_parser::{CombinatorId, Primitive, Schema, Ty, TypeId};

/// For each type its constructor with the fewest bytes, and how many they are; nothing for types without finite values.
pub(crate) struct Least {
    types: Vec<Option<(usize, CombinatorId)>>,
}

impl Least {
    /// Starts from nothing known and goes on until nothing new is learned.
    pub(crate) fn of(schema: &Schema) -> Self {
        let mut least = Self { types: vec![None; schema.types.len()] };
        loop {
            let types = schema.types.iter().map(|ty| {
                let sized = ty.constructors.iter().filter_map(|id| Some((4 + least.fields(schema, *id)?, *id)));
                sized.min()
            });
            let types: Vec<_> = types.collect();
            if types == least.types {
                return least;
            }
            least.types = types;
        }
    }

    /// The shortest constructor of a type.
    pub(crate) fn constructor(&self, ty: TypeId) -> Option<CombinatorId> {
        self.types[ty.0 as usize].map(|(_, id)| id)
    }

    fn fields(&self, schema: &Schema, id: CombinatorId) -> Option<usize> {
        let fields = schema.combinator(id).fields.iter().filter(|field| field.condition.is_none());
        fields.map(|field| self.ty(schema, &field.ty)).sum()
    }

    fn ty(&self, schema: &Schema, ty: &Ty) -> Option<usize> {
        match ty {
            Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::Float | Primitive::String | Primitive::Bytes) => {
                Some(4)
            }
            Ty::Primitive(Primitive::Long | Primitive::Double) => Some(8),
            Ty::Primitive(Primitive::Int128) => Some(16),
            Ty::Primitive(Primitive::Int256) => Some(32),
            Ty::Vector { is_bare, .. } => Some(if *is_bare { 4 } else { 8 }),
            Ty::Boxed { ty, .. } => self.types[ty.0 as usize].map(|(size, _)| size),
            Ty::Bare { constructor, .. } => self.fields(schema, *constructor),
            Ty::Param(_) | Ty::BareParam(_) | Ty::Call(_) | Ty::CallOf(_) | Ty::Opaque(_) | Ty::Repetition { .. } => {
                None
            }
        }
    }
}
