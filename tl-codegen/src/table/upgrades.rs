//! `upgrades.tsv`: rules for values of older layers that have another form today.
//!
//! The text is read here; `rules` checks it against the schema and its history. A row has four cells:
//!
//! | `rule` | `name` | `part` | `value` |
//! |---|---|---|---|
//! | `convert` | today's type | an old type | a value with `$` in the place of the old value |
//! | `field` | an old constructor | a field of today | a value, with `$x` in the place of the old field `x` |
//! | `successor` | an old constructor | a constructor of today | `-` |
//!
//! A `field` rule without an old field applies to values that lack the field of today: a required one, or one that shares
//! its bit with a field that is present.
//!
//! `convert`, `true`, `Bool`, `$` sets the bit of a `true` field if the old `Bool` is true.
//!
//! A value is `0`, `true`, `false`, `""`, `[]`, `[$x]`, `$x` or a constructor with its fields: `peerUser user_id=$x`.

use std::collections::BTreeSet;
use std::fmt;

use crate::metadata::table;

/// File name of the table of rules for older values.
pub const UPGRADES_FILE_NAME: &str = "upgrades.tsv";

/// The columns of the table.
const COLUMNS: [&str; 4] = ["rule", "name", "part", "value"];

/// The rules of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upgrades {
    pub(super) rows: Vec<UpgradeRow>,
}

/// A rule, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UpgradeRow {
    pub(super) line: u64,
    pub(super) kind: UpgradeKind,
    pub(super) name: String,
    pub(super) part: String,
    pub(super) value: String,
}

/// The kind of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UpgradeKind {
    Convert,
    Field,
    Successor,
}

/// The error for a text that is no table of rules, or for a rule that doesn't fit the schema and its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadUpgrade {
    /// The number of the line, counted from 1.
    pub line: u64,
    /// The mistake in the line.
    pub why: String,
}

impl fmt::Display for BadUpgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for BadUpgrade {}

impl Upgrades {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// If a line is no row of the table, or repeats an earlier rule.
    pub fn parse(text: &str) -> Result<Self, BadUpgrade> {
        let mut rows = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, record) in table::tsv_reader(text).into_records().enumerate() {
            // Reading cannot fail: the text is valid UTF-8, and lines may have any number of cells.
            let Ok(record) = record else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            let bad = |why: String| BadUpgrade { line, why };
            let cells: Vec<_> = record.iter().collect();
            if index == 0 {
                if cells == COLUMNS {
                    continue;
                }
                return Err(bad(format!("expected the columns {}, separated by tabs", COLUMNS.join(", "))));
            }
            let [kind, name, part, value] = cells[..] else {
                return Err(bad(format!("expected {} cells, found {}", COLUMNS.len(), cells.len())));
            };
            let kind = match kind {
                "convert" => UpgradeKind::Convert,
                "field" => UpgradeKind::Field,
                "successor" => UpgradeKind::Successor,
                _ => return Err(bad(format!("expected `convert`, `field` or `successor`, found `{kind}`"))),
            };
            if !seen.insert(cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()) {
                return Err(bad("the rule stands in the table already".to_owned()));
            }
            rows.push(UpgradeRow { line, kind, name: name.to_owned(), part: part.to_owned(), value: value.to_owned() });
        }
        Ok(Self { rows })
    }
}

#[cfg(test)]
mod tests {
    use super::Upgrades;

    #[test]
    fn rows_are_read_and_mistakes_are_named_with_their_line() {
        let header = "rule\tname\tpart\tvalue\n";
        let rules = Upgrades::parse(&format!("{header}convert\tReaction\tstring\treactionEmoji emoticon=$\n")).unwrap();
        assert_eq!((rules.rows.len(), rules.rows[0].line), (1, 2));
        let why = |text: &str| Upgrades::parse(text).unwrap_err().to_string();
        assert_eq!(why("rule\tname\n"), "line 1: expected the columns rule, name, part, value, separated by tabs");
        assert_eq!(why(&format!("{header}field\ta\tb\n")), "line 2: expected 4 cells, found 3");
        assert_eq!(
            why(&format!("{header}rename\ta\tb\t0\n")),
            "line 2: expected `convert`, `field` or `successor`, found `rename`"
        );
        let twice = format!("{header}field\ta\tb\t0\nfield\ta\tb\t0\n");
        assert_eq!(why(&twice), "line 3: the rule stands in the table already");
    }
}
