//! Schemas with their tables, for tests of JSON and reflection.

use std::path::Path;

use tl_codegen::table::EncodedTable;
use tl_parser::Schema;
use tl_runtime::json::{JsonError, ReadOptions, WriteOptions, from_json, to_json};
use tl_runtime::table::TypeRef;

/// A schema and its table.
#[derive(Debug)]
pub struct SchemaWithTable {
    /// The schema.
    pub schema: Schema,
    /// Its table.
    pub encoded: EncodedTable,
}

impl SchemaWithTable {
    /// The schema in a text.
    ///
    /// # Panics
    ///
    /// If the schema has no table.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> Self {
        let (_, schema, _) = tl_parser::read_text(name, text);
        let encoded = EncodedTable::of_schema(&schema).unwrap_or_else(|why| panic!("{name}: {why}"));
        Self { schema, encoded }
    }

    /// The schema in a file of the project.
    ///
    /// # Panics
    ///
    /// If the file can't be read, or the schema has no table.
    #[must_use]
    pub fn of_file(path: &str) -> Self {
        let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
        let text = std::fs::read_to_string(&full).unwrap_or_else(|why| panic!("{path}: {why}"));
        Self::of_text(path, &text)
    }

    /// Telegram's API and MTProto's service messages.
    #[must_use]
    pub fn of_both_protocols() -> [Self; 2] {
        ["schemas/api/api.tl", "schemas/mtproto/mtproto.tl"].map(Self::of_file)
    }

    /// The JSON of a boxed value or call.
    ///
    /// # Panics
    ///
    /// If the bytes are no value.
    #[must_use]
    pub fn json(&self, bytes: &[u8]) -> String {
        let json = to_json(&self.encoded.as_table(), TypeRef::ANY, bytes, &WriteOptions::default());
        json.unwrap_or_else(|why| panic!("{why}: {bytes:02x?}"))
    }

    /// The bytes of the JSON of a boxed value or call.
    ///
    /// # Errors
    ///
    /// As [`from_json`].
    pub fn bytes(&self, json: &str) -> Result<Vec<u8>, JsonError> {
        from_json(&self.encoded.as_table(), TypeRef::ANY, json, &ReadOptions::default())
    }
}
