//! Values of older layers: what an id was, and today's values from old bytes.
//!
//! An id means one layout for ever, so old bytes need no number of a layer. A value that today's types refuse is read by
//! its old layout and written as today's bytes, which today's types then decode. Values of older layers may be anywhere,
//! as in a vector inside of a current object. Nothing of this is on the path of a current value.
//!
//! [`Layers`] contain the layouts; the generator writes them from the history of a schema. The rules, in this order:
//!
//! 1. A field keeps its value under its name, and a constructor keeps its name.
//! 2. A new conditional field is absent.
//! 3. A field that became conditional is present.
//! 4. An `int` that became a `long` keeps its number, in vectors too.
//! 5. A `true` field that became a `Bool` is true if its bit is set.
//! 6. Rules of the schema's table `upgrades.tsv`: conversions between types, values of new fields, successors.
//!
//! A field that is gone is dropped, and reported. Everything else is refused: see [`Reason`].

mod complete_values;
mod error;
mod frames;
mod life;
mod old;
mod plan;
mod read;
mod rules;
mod upgraded;
mod upgrader;

pub use self::error::{Error, Reason};
pub use self::life::Life;
pub use self::old::{Old, OldField};
use self::rules::Rules;
pub use self::upgraded::{Transcoded, Upgraded};
use crate::table::{Parts, Table, u16_at};

/// The layouts of older layers, beside the table of today's schema.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'a> {
    table: Table<'a>,
    lives: &'a [u8],
    targets: &'a [u8],
    rules: Rules<'a>,
}

/// The packed form of [`Layers`]. All numbers are little-endian and take 2 bytes, unless another size is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct LayerParts<'a> {
    /// Layouts of older constructors, which continue those of today's table. Older functions have no fields here.
    pub older: Parts<'a>,
    /// For each older combinator, in ascending order of the ids: its id and its name, of 4 bytes each. A name is the
    /// index of today's combinator of that name, or the number of today's combinators plus a word. The highest bit marks
    /// a function.
    pub ids: &'a [u8],
    /// For each older combinator: the combinator that it becomes today, or 65,535.
    pub targets: &'a [u8],
    /// For each combinator, today's before older ones: the first and the last layer that have it. The last one is 0 if
    /// the newest kept layer has it.
    pub lives: &'a [u8],
    /// Eight numbers for each rule of `upgrades.tsv`: name of the old constructor (as in `ids`), today's combinator, its
    /// field, word of the old field, type of the old value, place in `rule_bytes`, number of bytes before the old value,
    /// number of bytes after it. The first number is 65,535 for a conversion between types, and the second one is today's
    /// type then. The field is 65,535 for a successor of another type.
    pub rules: &'a [u8],
    /// The bytes around old values.
    pub rule_bytes: &'a [u8],
}

impl<'a> Layers<'a> {
    /// The layouts in these parts, beside a table. Damaged parts refuse values, or give values of a nonsensical schema;
    /// nothing panics.
    #[must_use]
    pub const fn new(table: Table<'a>, parts: LayerParts<'a>) -> Self {
        Self {
            table: table.with_older(parts.older, parts.ids),
            lives: parts.lives,
            targets: parts.targets,
            rules: Rules { numbers: parts.rules, bytes: parts.rule_bytes },
        }
    }

    /// The table of today's schema, followed by older combinators.
    #[must_use]
    pub fn table(&self) -> &Table<'a> {
        &self.table
    }

    /// The index of the combinator that an older one becomes today.
    fn target(&self, older: usize) -> Option<usize> {
        let position = older.checked_sub(self.table.n_combinators())?;
        let target = usize::from(u16_at(self.targets, position));
        (position < self.targets.len() / 2 && target < self.table.n_combinators()).then_some(target)
    }
}
