//! The functions that the schema declares: parameters, result, id.
//!
//! Invariant: no source changes a declared function; a fact that contradicts the schema is a conflict.

use std::collections::BTreeMap;

use tl_parser::{Schema, Section};

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
    /// Names and types of the parameters, in the order of the declaration; a type includes its condition:
    /// `flags.0?int`.
    pub(crate) parameters: Vec<(String, String)>,
}

impl Functions {
    /// The functions of a schema.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let functions = schema.combinators.iter().filter(|combinator| combinator.section == Section::Functions);
        let functions =
            functions.map(|combinator| (combinator.name.to_string(), Function::read(&combinator.line, combinator.id)));
        Self { functions: functions.collect() }
    }

    /// The names of all functions, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    /// The declared function with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Function> {
        self.functions.get(name)
    }

    /// The schema's spelling of a parameter that a source may spell otherwise.
    ///
    /// `apiId` is `api_id` if the function has `api_id` and no `apiId`; a name with no similar one stays as it is.
    pub(crate) fn parameter_name(&self, function: &str, printed: &str) -> String {
        let parameters = self.get(function).map(|function| function.parameters.as_slice()).unwrap_or_default();
        let simplified = |name: &str| name.replace('_', "").to_ascii_lowercase();
        let exact = parameters.iter().find(|(name, _)| name == printed);
        let similar = || parameters.iter().find(|(name, _)| simplified(name) == simplified(printed));
        exact.or_else(similar).map_or_else(|| printed.to_owned(), |(name, _)| name.clone())
    }
}

impl Function {
    /// Reads a function from its declaration: `name#id {X:Type} a:int b:flags.0?!X = Result;`.
    fn read(line: &str, id: u32) -> Self {
        let (left, result) = line.rsplit_once(" = ").unwrap_or((line, ""));
        let parameters = left.split(' ').skip(1).filter(|part| !part.starts_with('{'));
        let parameters = parameters.filter_map(|part| part.split_once(':'));
        Self {
            id,
            result: result.trim_end_matches(';').to_owned(),
            parameters: parameters.map(|(name, ty)| (name.to_owned(), ty.to_owned())).collect(),
        }
    }
}
