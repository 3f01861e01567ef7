//! Sentences that describe the types, constructors and fields of a schema.
//!
//! - `read`: the tables `types.tsv`, `constructors.tsv` and `fields.tsv`;
//! - `check`: rows about items that the schema lacks, and mentions of names that it lacks;
//! - `describe`: the sentences as documentation of a schema;
//! - this file: the result as plain data, and its look-up.
//!
//! People write these tables; no import changes them. A sentence that is known to be missing is left out on purpose,
//! with the reason in its place. Invariant: a sentence is a single line without control characters.

mod check;
mod describe;
mod read;

use std::collections::BTreeMap;

use tl_parser::Span;

pub use check::check_item_names;
pub use describe::describe_items;
pub use read::{SENTENCE_TABLES, read_sentences};

/// The value of the column `in` for a field of any combinator.
pub const ANY_COMBINATOR: &str = "*";

/// The sentences about the items of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences {
    types: BTreeMap<String, SentenceRow>,
    constructors: BTreeMap<String, SentenceRow>,
    /// By field name and type, then by the name of the combinator, or [`ANY_COMBINATOR`].
    fields: BTreeMap<FieldNameAndType, BTreeMap<String, SentenceRow>>,
}

/// Name and type of a field, without its condition: `offset_id` and `int`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct FieldNameAndType {
    name: String,
    ty: String,
}

/// A row of a table: the sentence, and the cell that names its item.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SentenceRow {
    sentence: Sentence,
    name_span: Span,
    sentence_span: Span,
}

/// The sentence of a table about an item, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sentence {
    /// A description without final dot. Names of the schema stand in backticks.
    Description(String),
    /// The reason why the item has no description.
    LeftOut(String),
}

impl Sentence {
    /// The description; `None` if it is left out.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        match self {
            Self::Description(text) => Some(text),
            Self::LeftOut(_) => None,
        }
    }
}

impl Sentences {
    /// Whether there is no sentence at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.constructors.is_empty() && self.fields.is_empty()
    }

    /// The sentence about a type.
    #[must_use]
    pub fn of_type(&self, name: &str) -> Option<&Sentence> {
        self.types.get(name).map(|row| &row.sentence)
    }

    /// The sentence about a constructor.
    #[must_use]
    pub fn of_constructor(&self, name: &str) -> Option<&Sentence> {
        self.constructors.get(name).map(|row| &row.sentence)
    }

    /// The sentence about a field of a combinator: the one for this combinator, or else the one for any.
    ///
    /// `ty` is the type without its condition, as [`tl_parser::tl_text::ty`] prints it.
    #[must_use]
    pub fn of_field(&self, combinator: &str, name: &str, ty: &str) -> Option<&Sentence> {
        let rows = self.fields.get(&FieldNameAndType { name: name.to_owned(), ty: ty.to_owned() })?;
        rows.get(combinator).or_else(|| rows.get(ANY_COMBINATOR)).map(|row| &row.sentence)
    }

    /// All descriptions: kind and name of the item, such as `constructor user` or `field date:int in *`, and the text.
    #[must_use]
    pub fn all_descriptions(&self) -> Vec<(String, &str)> {
        let types = self.types.iter().map(|(name, row)| (format!("type {name}"), row));
        let constructors = self.constructors.iter().map(|(name, row)| (format!("constructor {name}"), row));
        let fields = self.fields.iter().flat_map(|(FieldNameAndType { name, ty }, rows)| {
            rows.iter().map(move |(combinator, row)| (format!("field {name}:{ty} in {combinator}"), row))
        });
        let all = types.chain(constructors).chain(fields);
        all.filter_map(|(item, row)| Some((item, row.sentence.description()?))).collect()
    }

    /// All rows about fields with this name: type, combinator or [`ANY_COMBINATOR`], and sentence, sorted.
    pub fn of_fields_named(&self, name: &str) -> impl Iterator<Item = (&str, &str, &Sentence)> {
        let named = self.fields.iter().filter(move |(kind, _)| kind.name == name);
        named.flat_map(|(kind, rows)| {
            rows.iter().map(|(combinator, row)| (kind.ty.as_str(), combinator.as_str(), &row.sentence))
        })
    }
}
