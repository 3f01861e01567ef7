//! Lints: warnings about schemas that are valid but look like a mistake.
//!
//! - `ids`: declarations without a written id;
//! - `bits`: bits of flags with two meanings;
//! - `empty_fields`: fields whose bare type takes no bytes;
//! - `reach`: types that no function reaches;
//! - `scattered_types`: types that are spread over namespaces.
//!
//! [`Levels`](crate::Levels) turn them into errors or allow them. They are meant for schemas without errors. Invariant:
//! diagnostics are in source order.

mod bits;
mod empty_fields;
mod ids;
mod reach;
mod scattered_types;

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
        found.extend(ids::check(combinator));
        found.extend(bits::check(schema, combinator));
    }
    found.extend(empty_fields::check(schema));
    found.extend(reach::check(schema));
    found.extend(scattered_types::check(schema));
    diagnostic::sort_by_position(&mut found);
    found
}
