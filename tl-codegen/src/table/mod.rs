//! The packed table of a schema: names, ids, fields, conditions, types and layouts, as a few byte strings.
//!
//! The generator writes the same bytes into generated code and, for tools, into memory. `tl-runtime` reads them; its
//! module `table` documents the format. Invariants: the bytes don't depend on the order of the declarations, and equal
//! types have equal references.

#[cfg(feature = "reflect")]
mod borrowed;
mod encoder;
mod layer_schemas;
mod layers;
mod missing_rules;
mod names;
mod numbers;
mod part_free_types;
mod rules;
mod types;
mod upgrades;
mod values;
mod words;

use std::fmt;

use self::encoder::Encoder;
pub use self::layers::EncodedLayers;
pub use self::missing_rules::{MissingRule, UpgradeObstacle, missing_rules};
pub use self::names::EncodedNames;
pub use self::upgrades::{BadUpgrade, UPGRADES_FILE_NAME, Upgrades};
use tl_parser::Schema;

/// The parts of a table, which `tl_runtime::table::Parts` borrows under the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncodedParts {
    /// Four numbers for each combinator: result type, first field, number of fields, parameters.
    pub combinators: Vec<u8>,
    /// Three numbers for each field: name, type, condition.
    pub fields: Vec<u8>,
    /// Three numbers for each type: name, first member, number of members.
    pub types: Vec<u8>,
    /// The constructors of all types, by index.
    pub members: Vec<u8>,
    /// Composite types, parameters and masks of flags fields.
    pub exprs: Vec<u8>,
    /// The end of each word in `words`, as a number of 4 bytes.
    pub word_ends: Vec<u8>,
    /// The names of types and fields, each followed by a line feed.
    pub words: String,
}

/// The table of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncodedTable {
    /// The names and ids of all combinators.
    pub names: EncodedNames,
    /// The layouts of all combinators.
    pub parts: EncodedParts,
}

/// The reason why there is no table: the schema is too large for numbers of 16 bits, or a rule or a line of the history
/// is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    message: String,
}

impl TableError {
    /// The error for a schema with too many parts of a kind.
    pub(crate) fn new(what: &str) -> Self {
        Self { message: format!("a table can't hold {what}") }
    }

    /// The error for a wrong input.
    pub(crate) fn of_input(message: String) -> Self {
        Self { message }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TableError {}

impl EncodedTable {
    /// The table of all declarations of a schema.
    ///
    /// # Errors
    ///
    /// If the schema has more than 65,535 combinators, fields or names, or a type with numbers out of range.
    pub fn of_schema(schema: &Schema) -> Result<Self, TableError> {
        let mut encoder = Encoder::default();
        encoder.add_schema(schema)?;
        Ok(Self { names: EncodedNames::of_schema(schema)?, parts: encoder.into_parts() })
    }
}
