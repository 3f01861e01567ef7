//! The table of a schema as the runtime reads it, for tools that have no generated code.

use tl_runtime::table::{NameParts, Names, Parts, Table};

use super::{EncodedNames, EncodedParts, EncodedTable};

impl EncodedTable {
    /// The table, with look-up by id and by name, and iteration.
    ///
    /// ```
    /// use tl_codegen::table::EncodedTable;
    ///
    /// let (_, schema, _) = tl_parser::read_text("chat.tl", "chat#00000001 id:long title:string = Chat;");
    /// let encoded = EncodedTable::of_schema(&schema)?;
    /// let table = encoded.as_table();
    /// let chat = table.by_name("chat").unwrap();
    /// assert_eq!(chat.id(), 1);
    /// assert!(chat.fields().map(|field| field.name()).eq(["id", "title"]));
    /// # Ok::<(), tl_codegen::table::TableError>(())
    /// ```
    #[must_use]
    pub fn as_table(&self) -> Table<'_> {
        Table::new(self.names.as_names(), self.parts.as_parts())
    }
}

impl EncodedNames {
    /// The names, with look-up by id and by name, and iteration.
    #[must_use]
    pub fn as_names(&self) -> Names<'_> {
        let Self { text, records, by_id, buckets } = self;
        Names::new(NameParts { text, records, by_id, buckets })
    }
}

impl EncodedParts {
    /// The parts as a table borrows them.
    #[must_use]
    pub fn as_parts(&self) -> Parts<'_> {
        let Self { combinators, fields, types, members, exprs, word_ends, words } = self;
        Parts { combinators, fields, types, members, exprs, word_ends, words }
    }
}
