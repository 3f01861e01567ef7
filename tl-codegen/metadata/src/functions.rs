//! The functions that the schema declares: parameters, result, id.
//!
//! Invariant: no source changes a declared function; a fact that contradicts the schema is a conflict.

use std::collections::BTreeMap;

use tl_parser::{Combinator, Schema, Section, tl_text};

/// The functions of a schema, by name.
#[derive(Clone, Debug, Default)]
pub struct Functions {
    functions: BTreeMap<String, Function>,
}

/// One function as the schema declares it.
#[derive(Clone, Debug)]
pub struct Function {
    pub(crate) id: u32,
    pub(crate) result: String,
    /// The named parameters, in the order of the declaration.
    pub(crate) parameters: Vec<Parameter>,
}

/// One named parameter of a function, or field of a constructor.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// The type without its condition: `int`.
    pub(crate) ty: String,
    /// The bit of a conditional parameter: `flags.0`.
    pub(crate) bit: Option<String>,
}

impl Functions {
    /// The functions of a schema.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let functions = schema.combinators.iter().filter(|combinator| combinator.section == Section::Functions);
        let functions = functions.map(|combinator| (combinator.name.to_string(), Function::new(schema, combinator)));
        Self { functions: functions.collect() }
    }

    /// The names of all functions, sorted.
    pub fn function_names(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    /// The declared function with this name.
    #[must_use]
    pub fn function_by_name(&self, name: &str) -> Option<&Function> {
        self.functions.get(name)
    }

    /// The schema's spelling of a parameter that a source may spell otherwise.
    ///
    /// `apiId` is `api_id` if the function has `api_id` and no `apiId`; a name with no similar one stays as it is.
    pub(crate) fn parameter_name_in_schema_spelling(&self, function: &str, printed: &str) -> String {
        let parameters =
            self.function_by_name(function).map(|function| function.parameters.as_slice()).unwrap_or_default();
        let simplified = |name: &str| name.replace('_', "").to_ascii_lowercase();
        let exact = parameters.iter().find(|parameter| parameter.name == printed);
        let similar = || parameters.iter().find(|parameter| simplified(&parameter.name) == simplified(printed));
        exact.or_else(similar).map_or_else(|| printed.to_owned(), |parameter| parameter.name.clone())
    }
}

impl Function {
    fn new(schema: &Schema, combinator: &Combinator) -> Self {
        Self {
            id: combinator.id,
            result: combinator.result_tl.clone(),
            parameters: declared_parameters(schema, combinator),
        }
    }
}

impl Parameter {
    /// Whether this is a flags field or another number of type `#`, which needs no sentence.
    pub(crate) fn has_nat_type(&self) -> bool {
        self.ty == "#"
    }

    /// The type with its condition, as the declaration writes it: `flags.0?int`.
    pub(crate) fn type_in_declaration(&self) -> String {
        match &self.bit {
            Some(bit) => format!("{bit}?{}", self.ty),
            None => self.ty.clone(),
        }
    }
}

/// The named fields of a combinator, in the order of the declaration.
pub(crate) fn declared_parameters(schema: &Schema, combinator: &Combinator) -> Vec<Parameter> {
    let parameters = combinator.fields.iter().filter_map(|field| {
        Some(Parameter {
            name: field.name.clone()?,
            ty: tl_text::ty(schema, combinator, &field.ty),
            bit: field.condition.map(|condition| tl_text::bit(schema, combinator, condition)),
        })
    });
    parameters.collect()
}
