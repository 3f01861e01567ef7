//! Lints: warnings about schemas that are valid but look like a mistake.
//!
//! - `missing_ids`: declarations without a written id;
//! - `shared_bits`: bits of flags with two meanings;
//! - `fields_of_empty_types`: fields whose bare type takes no bytes;
//! - `unreachable_types`: types that no function reaches;
//! - `scattered_types`: types that are spread over namespaces.
//!
//! [`Levels`](crate::Levels) turn them into errors or allow them. They are meant for schemas without errors. Invariant:
//! diagnostics are in source order.

mod fields_of_empty_types;
mod missing_ids;
mod scattered_types;
mod shared_bits;
mod unreachable_types;

use crate::diagnostic::{self, Diagnostic};
use crate::meaning::schema::Schema;

/// The warnings of all lints about a schema.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("user.tl", "user flags:# bot:flags.0?true bot_name:flags.0?string = User; true = True;");
/// let (schema, diagnostics) = tl_parser::read(&sources, &[id]);
/// assert!(diagnostics.is_empty());
/// let found = tl_parser::lint::check(&schema);
/// assert!(found.iter().any(|diagnostic| diagnostic.code == tl_parser::Code::SharedFlagBit));
/// ```
#[must_use]
pub fn check(schema: &Schema) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for combinator in &schema.combinators {
        found.extend(missing_ids::missing_id_warning(combinator));
        found.extend(shared_bits::shared_bit_warnings(schema, combinator));
    }
    found.extend(fields_of_empty_types::empty_type_warnings(schema));
    found.extend(unreachable_types::unreachable_type_warnings(schema));
    found.extend(scattered_types::scattered_type_warnings(schema));
    diagnostic::sort_by_position(&mut found);
    found
}
