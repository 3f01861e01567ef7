//! The record of indirections: for each variant and field, whether it holds its value behind a `Box`.
//!
//! Indirection follows from sizes, and sizes change with every layer. The record of an earlier plan keeps the choice,
//! so that a new layer changes no Rust type without need. The text form is tab-separated: section, combinator, field
//! (`-` for the variant of a constructor) and choice. Nothing is decided here. Invariants: rows are sorted and unique;
//! rows about declarations that a schema lacks stay, and apply again when the declaration returns.

use std::collections::BTreeMap;
use std::fmt;

use tl_parser::Section;

use crate::metadata::table;

/// The columns of the text form.
const INDIRECTION_COLUMNS: [&str; 4] = ["section", "combinator", "field", "held"];

/// The word in the column `field` for the variant of a constructor.
const VARIANT_MARK: &str = "-";

/// The indirections of a protocol.
///
/// ```
/// use tl_codegen::RecordedIndirections;
///
/// let text = "section\tcombinator\tfield\theld\ntypes\tdialog\t-\tvalue\n";
/// let layout = RecordedIndirections::parse(text)?;
/// assert_eq!(layout.to_string(), text);
/// # Ok::<(), tl_codegen::BadIndirectionRecord>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedIndirections {
    rows: BTreeMap<ValueHolder, BoxChoice>,
}

/// A place for a value that may be behind a `Box`: the variant of a constructor, or a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueHolder {
    /// The section of the combinator.
    pub section: Section,
    /// The TL name of the combinator.
    pub combinator: String,
    /// The TL name of the field; inside of a repetition its path, such as `rows.cell`. `None` for the variant of a
    /// constructor.
    pub field: Option<String>,
}

/// How a variant or field holds its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxChoice {
    /// By value. A repetition of constant length is an array.
    Inline,
    /// Behind a `Box`; for a repetition of constant length, a `Vec` instead of an array.
    Boxed,
}

/// The error for a text that is not a record of indirections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadIndirectionRecord {
    /// The number of the line, counted from 1.
    pub line: u64,
    /// The mistake in the line.
    pub why: String,
}

impl fmt::Display for BadIndirectionRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for BadIndirectionRecord {}

impl RecordedIndirections {
    /// The recorded choice for a variant or field.
    #[must_use]
    pub fn get(&self, holder: &ValueHolder) -> Option<BoxChoice> {
        self.rows.get(holder).copied()
    }

    /// Adds or replaces a row.
    pub fn insert(&mut self, holder: ValueHolder, held: BoxChoice) {
        self.rows.insert(holder, held);
    }

    /// The rows, sorted.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ValueHolder, BoxChoice)> {
        self.rows.iter().map(|(holder, held)| (holder, *held))
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Reads the text form.
    ///
    /// # Errors
    ///
    /// If a line is no row of the table, or repeats the variant or field of an earlier row.
    pub fn parse(text: &str) -> Result<Self, BadIndirectionRecord> {
        let mut layout = Self::default();
        let mut has_header = false;
        for record in table::tsv_reader(text).into_records() {
            // Reading cannot fail: the text is valid UTF-8, and lines may have any number of cells.
            let Ok(record) = record else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            let bad = |why: String| Err(BadIndirectionRecord { line, why });
            let cells: Vec<_> = record.iter().collect();
            if !has_header {
                has_header = cells == INDIRECTION_COLUMNS;
                match has_header {
                    true => continue,
                    false => {
                        return bad(format!(
                            "expected the columns {}, separated by tabs",
                            INDIRECTION_COLUMNS.join(", ")
                        ));
                    }
                }
            }
            let (holder, held) = match parse_indirection_row(&cells) {
                Ok(row) => row,
                Err(why) => return bad(why),
            };
            let name = holder.to_string();
            if layout.rows.insert(holder, held).is_some() {
                return bad(format!("{name} has a row already"));
            }
        }
        Ok(layout)
    }
}

fn parse_indirection_row(cells: &[&str]) -> Result<(ValueHolder, BoxChoice), String> {
    let [section, combinator, field, held] = *cells else {
        return Err(format!("expected {} cells, found {}", INDIRECTION_COLUMNS.len(), cells.len()));
    };
    let section = match section {
        "types" => Section::Types,
        "functions" => Section::Functions,
        other => return Err(format!("`{other}` is no section; expected `types` or `functions`")),
    };
    let held = match held {
        "value" => BoxChoice::Inline,
        "box" => BoxChoice::Boxed,
        other => return Err(format!("`{other}` is no choice; expected `value` or `box`")),
    };
    let field = (field != VARIANT_MARK).then(|| field.to_owned());
    Ok((ValueHolder { section, combinator: combinator.to_owned(), field }, held))
}

impl fmt::Display for RecordedIndirections {
    /// Writes the text form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", INDIRECTION_COLUMNS.join("\t"))?;
        for (ValueHolder { section, combinator, field }, held) in &self.rows {
            let section = match section {
                Section::Types => "types",
                Section::Functions => "functions",
            };
            let held = match held {
                BoxChoice::Inline => "value",
                BoxChoice::Boxed => "box",
            };
            writeln!(f, "{section}\t{combinator}\t{}\t{held}", field.as_deref().unwrap_or(VARIANT_MARK))?;
        }
        Ok(())
    }
}

impl fmt::Display for ValueHolder {
    /// Writes the variant or field in words: ``field `message` of function `messages.sendMessage` ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.section {
            Section::Types => "constructor",
            Section::Functions => "function",
        };
        match &self.field {
            Some(field) => write!(f, "field `{field}` of {kind} `{}`", self.combinator),
            None => write!(f, "the variant of {kind} `{}`", self.combinator),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RecordedIndirections;

    const HEADER_LINE: &str = "section\tcombinator\tfield\theld\n";

    fn error_of_rows(rows: &str) -> String {
        RecordedIndirections::parse(&format!("{HEADER_LINE}{rows}")).unwrap_err().to_string()
    }

    #[test]
    fn malformed_layout_rows_name_their_line() {
        assert_eq!(
            error_of_rows("types\ta\t-\tvalue\ntypes\ta\t-\tbox\n"),
            "line 3: the variant of constructor `a` has a row already"
        );
        assert_eq!(error_of_rows("types\ta\t-\n"), "line 2: expected 4 cells, found 3");
        assert_eq!(error_of_rows("types\ta\tb\tboxed\n"), "line 2: `boxed` is no choice; expected `value` or `box`");
        assert_eq!(
            error_of_rows("things\ta\tb\tbox\n"),
            "line 2: `things` is no section; expected `types` or `functions`"
        );
        let why = RecordedIndirections::parse("a\tb\n").unwrap_err().to_string();
        assert_eq!(why, "line 1: expected the columns section, combinator, field, held, separated by tabs");
    }
}
