//! Older layers: the layouts that the history of a schema has beside those of the schema.
//!
//! `layer_schemas` reads the lines of the history, `rules` packs the upgrade rules. Invariant: the layouts of the schema
//! come first, and do not change with its history.

use std::collections::BTreeMap;

use tl_parser::{Schema, Section};

use super::encoder::Encoder;
use super::layer_schemas::{Older, Today, result_name};
use super::rules::RuleContext;
use super::upgrades::Upgrades;
use super::{EncodedNames, EncodedParts, EncodedTable, TableError};
use crate::history::History;

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
