//! The names and ids of combinators, which are a table of their own.

use tl_parser::{Combinator, Schema, Section};

use super::TableError;
use crate::renames::combinator_name;

/// The bit of a record's first number that marks a function.
const FUNCTION_BIT: u32 = 1 << 31;

/// Names and ids of combinators, which `tl_runtime::Names` borrows under the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncodedNames {
    /// The names in ascending order, each followed by a line feed.
    pub text: String,
    /// For each name, its end in `text` (with the highest bit set for a function) and its id, of 4 bytes each.
    pub records: Vec<u8>,
    /// For each id in ascending order: the id, of 4 bytes, and the index of its record, of 2 bytes.
    pub by_id: Vec<u8>,
    /// For each value of the highest byte of an id, and for 256: the number of smaller ids, of 2 bytes.
    pub buckets: Vec<u8>,
}

impl EncodedNames {
    /// The names of all combinators of a schema.
    ///
    /// # Errors
    ///
    /// If the schema has more than 65,535 combinators.
    pub fn of_schema(schema: &Schema) -> Result<Self, TableError> {
        let mut names = Self::default();
        let mut ids = Vec::new();
        for (index, (name, combinator)) in sorted_combinators(schema).into_iter().enumerate() {
            let index = u16::try_from(index).map_err(|_| TableError::new("more than 65,535 combinators"))?;
            names.text.push_str(&name);
            let end = u32::try_from(names.text.len()).ok().filter(|end| end & FUNCTION_BIT == 0);
            let end = end.ok_or_else(|| TableError::new("names of 2 GiB"))?;
            names.text.push('\n');
            let kind = if combinator.section == Section::Functions { FUNCTION_BIT } else { 0 };
            names.records.extend((end | kind).to_le_bytes());
            names.records.extend(combinator.id.to_le_bytes());
            ids.push((combinator.id, index));
        }
        ids.sort_unstable();
        for byte in 0..=256 {
            // Cannot exceed 16 bits, because the indices don't.
            let n_before = ids.partition_point(|(id, _)| id >> 24 < byte);
            names.buckets.extend(u16::try_from(n_before).unwrap_or(u16::MAX).to_le_bytes());
        }
        for (id, index) in ids {
            names.by_id.extend(id.to_le_bytes());
            names.by_id.extend(index.to_le_bytes());
        }
        Ok(names)
    }
}

/// All combinators with their names, in the order of a table: by name, and constructors before functions.
pub(super) fn sorted_combinators(schema: &Schema) -> Vec<(String, &Combinator)> {
    let named =
        schema.combinators.iter().map(|combinator| (combinator_name(schema, combinator).to_string(), combinator));
    let mut named: Vec<_> = named.collect();
    named.sort_by(|(a, of_a), (b, of_b)| {
        (a, of_a.section == Section::Functions, of_a.id).cmp(&(b, of_b.section == Section::Functions, of_b.id))
    });
    named
}
