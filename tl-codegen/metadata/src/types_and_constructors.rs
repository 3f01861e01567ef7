//! The types and constructors that the schema declares, for reports about their sentences.

use std::collections::BTreeMap;

use tl_parser::{Combinator, Schema, Section, Ty};

use crate::functions::{Parameter, declared_parameters};

/// The types and constructors of a schema, by name.
#[derive(Clone, Debug, Default)]
pub struct TypesAndConstructors {
    /// The names of the constructors of each type, in the order of the schema.
    pub(crate) types: BTreeMap<String, Vec<String>>,
    pub(crate) constructors: BTreeMap<String, Constructor>,
}

/// One constructor as the schema declares it.
#[derive(Clone, Debug)]
pub(crate) struct Constructor {
    pub(crate) id: u32,
    pub(crate) ty: String,
    /// The named fields, in the order of the declaration.
    pub(crate) fields: Vec<Parameter>,
}

impl TypesAndConstructors {
    /// The types and constructors of a schema.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let types = schema.types.iter().map(|ty| {
            let constructors = ty.constructors.iter().map(|id| schema.combinator(*id).name.to_string());
            (ty.name.to_string(), constructors.collect())
        });
        let constructors = schema.combinators.iter().filter(|combinator| combinator.section == Section::Types);
        let constructors = constructors.map(|combinator| {
            let constructor = Constructor {
                id: combinator.id,
                ty: result_type_name(schema, combinator),
                fields: declared_parameters(schema, combinator),
            };
            (combinator.name.to_string(), constructor)
        });
        Self { types: types.collect(), constructors: constructors.collect() }
    }
}

fn result_type_name(schema: &Schema, constructor: &Combinator) -> String {
    match &constructor.result {
        Ty::Boxed { ty, .. } => schema.ty(*ty).name.to_string(),
        _ => constructor.result_tl.clone(),
    }
}
