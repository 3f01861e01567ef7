//! The schemas that the tables of older layers compare: today's, and that of the history.
//!
//! Lines of the history are read together with the schema. A name has several ids there, so that each older constructor
//! gets a name with its id. Types are equal if their names are.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Code, Combinator, Primitive, Schema, Section, Ty};

use super::TableError;
use super::encoder::Encoder;
use super::names::sorted_combinators;
use crate::history::{History, Life};

/// The combinators of today's schema, in the order of the table.
pub(super) struct Today<'a> {
    pub(super) schema: &'a Schema,
    pub(super) combinators: Vec<(String, &'a Combinator)>,
}

impl<'a> Today<'a> {
    pub(super) fn of_schema(schema: &'a Schema) -> Self {
        Self { schema, combinators: sorted_combinators(schema) }
    }

    /// The number of a name: the index of the first combinator with it, or the number of combinators plus a word.
    pub(super) fn name_number(&self, name: &str, encoder: &mut Encoder) -> Result<u32, TableError> {
        if let Some(index) = self.index_of_name(name) {
            return Ok(u32::from(index));
        }
        let n_combinators = u32::try_from(self.combinators.len()).unwrap_or(u32::MAX);
        Ok(n_combinators.saturating_add(u32::from(encoder.words.number_of(name)?)))
    }

    /// The index of the first combinator with a name.
    fn index_of_name(&self, name: &str) -> Option<u16> {
        let index = self.combinators.partition_point(|(found, _)| found.as_str() < name);
        self.combinators.get(index).filter(|(found, _)| found == name)?;
        u16::try_from(index).ok()
    }

    /// The index of the constructor with a name.
    pub(super) fn constructor_index(&self, name: &str) -> Option<u16> {
        let index = self.index_of_name(name)?;
        (self.combinators.get(usize::from(index))?.1.section == Section::Types).then_some(index)
    }

    /// The index of the constructor with a name, if it is one of the type `ty`.
    pub(super) fn constructor_of_type(&self, name: &str, ty: &str) -> Option<u16> {
        let index = self.constructor_index(name)?;
        let (_, constructor) = self.combinators.get(usize::from(index))?;
        result_name(self.schema, constructor).is_some_and(|found| found == ty).then_some(index)
    }
}

/// The combinators that today's schema lacks, in ascending order of their ids.
pub(super) struct Older<'h> {
    pub(super) rows: Vec<Life<'h>>,
    /// The constructors of today and of older layers as one schema.
    pub(super) schema: Schema,
    /// The index of each constructor in that schema, by id.
    by_id: BTreeMap<u32, usize>,
}

impl<'h> Older<'h> {
    pub(super) fn of_history(schema: &Schema, history: &'h History) -> Result<Self, TableError> {
        let today: BTreeSet<_> = schema.combinators.iter().map(|combinator| combinator.id).collect();
        let mut rows: Vec<_> = history.lives().filter(|row| !today.contains(&row.id)).collect();
        rows.sort_by_key(|row| row.id);
        let union = union_schema(schema, &rows)?;
        let by_id = union.combinators.iter().zip(0..).map(|(combinator, index)| (combinator.id, index)).collect();
        Ok(Self { rows, schema: union, by_id })
    }

    /// The constructor of a row; `None` for a function.
    pub(super) fn constructor(&self, row: &Life<'_>) -> Option<&Combinator> {
        self.schema.combinators.get(*self.by_id.get(&row.id)?)
    }

    /// Whether some layer has a constructor of this name.
    pub(super) fn has_constructor(&self, name: &str) -> bool {
        self.constructors_named(name).next().is_some()
    }

    /// Whether some constructor of this name has a field.
    pub(super) fn has_field(&self, name: &str, field: &str) -> bool {
        let mut fields = self.constructors_named(name).flat_map(|constructor| &constructor.fields);
        fields.any(|found| found.name.as_deref() == Some(field))
    }

    /// The constructors of a name, of today and of all kept layers.
    pub(super) fn constructors_named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Combinator> {
        let rows = self.rows.iter().filter(move |row| row.name == name && row.section == Section::Types);
        let today = self.schema.combinators.iter().filter(move |constructor| constructor.name.to_string() == name);
        rows.filter_map(|row| self.constructor(row)).chain(today)
    }

    /// A type of some layer, with the schema that it is of.
    pub(super) fn type_named(&self, name: &str) -> Option<(&Schema, Ty)> {
        type_named(&self.schema, name).map(|ty| (&self.schema, ty))
    }
}

/// The name of the type of a constructor.
pub(super) fn result_name(schema: &Schema, constructor: &Combinator) -> Option<String> {
    match constructor.result {
        Ty::Boxed { ty, .. } => Some(schema.ty(ty).name.to_string()),
        _ => None,
    }
}

/// The constructors of the schema and of older layers as one schema.
fn union_schema(schema: &Schema, rows: &[Life<'_>]) -> Result<Schema, TableError> {
    let today = schema.combinators.iter().filter(|combinator| combinator.section == Section::Types);
    let mut text: String = today.map(|constructor| format!("{}\n", constructor.line)).collect();
    for row in rows.iter().filter(|row| row.section == Section::Types) {
        // A name may have several ids, but only one declaration.
        let line = row.line.strip_prefix(row.name).unwrap_or(row.line);
        text.push_str(&format!("{}_{:08x}{line}\n", row.name, row.id));
    }
    let (_, union, found) = tl_parser::read_text("history.tsv", &text);
    match found.into_iter().find(|diagnostic| diagnostic.is_error() && diagnostic.code != Code::IdMismatch) {
        Some(error) => Err(TableError::of_input(format!("history.tsv: {}", error.message))),
        None => Ok(union),
    }
}

/// A boxed or primitive type by name.
pub(super) fn type_named(schema: &Schema, name: &str) -> Option<Ty> {
    let primitive = Primitive::ALL.into_iter().find(|primitive| primitive.name() == name).map(Ty::Primitive);
    primitive.or_else(|| {
        let constructors = schema.combinators.iter().filter(|found| found.section == Section::Types);
        let of_type = |found: &&Combinator| result_name(schema, found).is_some_and(|found| found == name);
        constructors.clone().find(of_type).map(|found| found.result.clone())
    })
}
