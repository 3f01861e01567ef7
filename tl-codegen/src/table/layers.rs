//! Older layers: the layouts that the history of a schema has beside those of the schema.
//!
//! Lines of the history are read together with the schema. A name has several ids there, so that each older constructor
//! gets a name with its id. Types are equal if their names are.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Code, Combinator, Schema, Section, Ty};

use super::encoder::Encoder;
use super::names::sorted_combinators;
use super::rules::RuleContext;
use super::upgrades::Upgrades;
use super::{EncodedNames, EncodedParts, EncodedTable, TableError};
use crate::history::{History, Life};

/// The highest bit of a name marks a function.
const FUNCTION_BIT: u32 = 1 << 31;

/// Stands for "no combinator of today".
const NO_TARGET: u16 = u16::MAX;

/// Layouts of older layers, which `tl_runtime::layers::LayerParts` borrows under the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncodedLayers {
    /// Layouts of older constructors.
    pub older: EncodedParts,
    /// Ids and names of older combinators.
    pub ids: Vec<u8>,
    /// For each older combinator, the one that it becomes today.
    pub targets: Vec<u8>,
    /// For each combinator, its first and its last layer.
    pub lives: Vec<u8>,
    /// Rules for values that have another form today.
    pub rules: Vec<u8>,
    /// The bytes around old values.
    pub rule_bytes: Vec<u8>,
    /// Lines of rules that apply to no value, because today's schema lacks a name that another layer has.
    pub dormant_rules: Vec<u64>,
    /// Bits of `true` fields that had another meaning in an older layer, under the same id: the id, the
    /// bit, the field of the older layer, and the field of today.
    pub moved_bits: Vec<(u32, String, String, Option<String>)>,
}

impl EncodedLayers {
    /// The table of a schema, and the layouts of its history.
    ///
    /// # Errors
    ///
    /// If a line of the history or a rule can't be read, or if there are too many of them: see
    /// [`EncodedTable::of_schema`].
    pub fn of_history(
        schema: &Schema,
        history: &History,
        upgrades: &Upgrades,
    ) -> Result<(EncodedTable, Self), TableError> {
        let mut encoder = Encoder::default();
        encoder.add_schema(schema)?;
        let mark = encoder.mark();
        let today = Today::of_schema(schema);
        let older = Older::of_history(schema, history)?;
        encoder.add_older(&older.schema, &older.rows.iter().map(|row| older.constructor(row)).collect::<Vec<_>>())?;

        let moved_bits = history.moved_bits().into_iter().map(|moved| (moved.id, moved.bit, moved.old, moved.new));
        let mut layers =
            Self { lives: lives(&today, &older, history)?, moved_bits: moved_bits.collect(), ..Self::default() };
        for row in &older.rows {
            let kind = if row.section == Section::Functions { FUNCTION_BIT } else { 0 };
            let name = today.name_number(row.name, &mut encoder)?;
            layers.ids.extend(row.id.to_le_bytes());
            layers.ids.extend((name | kind).to_le_bytes());
            let target = older.constructor(row).and_then(|constructor| {
                let ty = result_name(&older.schema, constructor)?;
                let names = [row.name].into_iter().chain(upgrades.successors_of(row.name));
                names.filter_map(|name| today.constructor_of_type(name, &ty)).next()
            });
            layers.targets.extend(target.unwrap_or(NO_TARGET).to_le_bytes());
        }
        let is_newest = schema.layer.is_none_or(|layer| history.newest_layer().is_none_or(|newest| newest <= layer));
        let context = RuleContext { today: &today, older: &older, upgrades, is_newest };
        let (rules, dormant_rules) = context.pack(&mut encoder)?;
        layers.dormant_rules = dormant_rules;
        layers.rules = rules.numbers;
        layers.rule_bytes = rules.bytes;
        let (parts, older) = encoder.into_parts_split_at(mark);
        layers.older = older;
        Ok((EncodedTable { names: EncodedNames::of_schema(schema)?, parts }, layers))
    }
}

/// The combinators of today's schema, in the order of the table.
pub(super) struct Today<'a> {
    pub(super) schema: &'a Schema,
    pub(super) combinators: Vec<(String, &'a Combinator)>,
}

impl<'a> Today<'a> {
    fn of_schema(schema: &'a Schema) -> Self {
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
    fn constructor_of_type(&self, name: &str, ty: &str) -> Option<u16> {
        let index = self.constructor_index(name)?;
        let (_, constructor) = self.combinators.get(usize::from(index))?;
        result_name(self.schema, constructor).is_some_and(|found| found == ty).then_some(index)
    }
}

/// The combinators that today's schema lacks, in ascending order of their ids.
pub(super) struct Older<'h> {
    rows: Vec<Life<'h>>,
    /// The constructors of today and of older layers as one schema.
    schema: Schema,
    /// The index of each constructor in that schema, by id.
    by_id: BTreeMap<u32, usize>,
}

impl<'h> Older<'h> {
    fn of_history(schema: &Schema, history: &'h History) -> Result<Self, TableError> {
        let today: BTreeSet<_> = schema.combinators.iter().map(|combinator| combinator.id).collect();
        let mut rows: Vec<_> = history.lives().filter(|row| !today.contains(&row.id)).collect();
        rows.sort_by_key(|row| row.id);
        let union = union_schema(schema, &rows)?;
        let by_id = union.combinators.iter().zip(0..).map(|(combinator, index)| (combinator.id, index)).collect();
        Ok(Self { rows, schema: union, by_id })
    }

    /// The constructor of a row; `None` for a function.
    fn constructor(&self, row: &Life<'_>) -> Option<&Combinator> {
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
    fn constructors_named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Combinator> {
        let rows = self.rows.iter().filter(move |row| row.name == name && row.section == Section::Types);
        let today = self.schema.combinators.iter().filter(move |constructor| constructor.name.to_string() == name);
        rows.filter_map(|row| self.constructor(row)).chain(today)
    }

    /// A type of some layer, with the schema that it is of.
    pub(super) fn type_named(&self, name: &str) -> Option<(&Schema, Ty)> {
        super::rules::type_named(&self.schema, name).map(|ty| (&self.schema, ty))
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

/// The first and the last layer of each combinator. One that no kept layer has is as new as the schema.
fn lives(today: &Today<'_>, older: &Older<'_>, history: &History) -> Result<Vec<u8>, TableError> {
    let by_id: BTreeMap<_, _> = history.lives().map(|row| (row.id, (row.first, row.last.unwrap_or(0)))).collect();
    let new = (today.schema.layer.unwrap_or(0), 0);
    let ids = today.combinators.iter().map(|(_, combinator)| combinator.id);
    let ids = ids.chain(older.rows.iter().map(|row| row.id));
    let lives = ids.map(|id| by_id.get(&id).copied().unwrap_or(new));
    let numbers = lives.flat_map(|(first, last)| [first, last]);
    let too_high = || TableError::new("a layer above 65,535");
    let packed = numbers.map(|layer| Ok(u16::try_from(layer).map_err(|_| too_high())?.to_le_bytes()));
    Ok(packed.collect::<Result<Vec<_>, _>>()?.concat())
}
