//! What the schema says about its functions: parameters, result, id.
//!
//! Read from the canonical lines of the schema. Invariant: nothing that a source says changes it.

use std::collections::BTreeMap;

use tl_parser::{Schema, Section};

/// The functions of a schema.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Declared {
    functions: BTreeMap<String, Function>,
}

/// One function.
#[derive(Clone, Debug)]
pub(in super::super) struct Function {
    pub(in super::super) id: u32,
    pub(in super::super) result: String,
    /// Names and types, conditions included, in their order.
    pub(in super::super) parameters: Vec<(String, String)>,
}

impl Declared {
    pub(in super::super) fn new(schema: &Schema) -> Self {
        let functions = schema.combinators.iter().filter(|combinator| combinator.section == Section::Functions);
        let functions =
            functions.map(|combinator| (combinator.name.to_string(), Function::read(&combinator.line, combinator.id)));
        Self { functions: functions.collect() }
    }

    /// The names of all functions, sorted.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    pub(in super::super) fn get(&self, name: &str) -> Option<&Function> {
        self.functions.get(name)
    }

    /// A parameter in the schema's spelling: `apiId` as `api_id`, if the function has that and not the other.
    pub(in super::super) fn parameter_name(&self, function: &str, printed: &str) -> String {
        let parameters = self.get(function).map(|function| function.parameters.as_slice()).unwrap_or_default();
        let bare = |name: &str| name.replace('_', "").to_ascii_lowercase();
        let is_same = |name: &str| name == printed;
        let exact = parameters.iter().find(|(name, _)| is_same(name));
        let similar = || parameters.iter().find(|(name, _)| bare(name) == bare(printed));
        exact.or_else(similar).map_or_else(|| printed.to_owned(), |(name, _)| name.clone())
    }
}

impl Function {
    /// Reads `name#id {X:Type} a:int b:flags.0?!X = Result;`.
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
