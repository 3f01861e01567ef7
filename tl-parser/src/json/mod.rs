//! JSON: reading schemas that are published as JSON, and writing a resolved schema as JSON.
//!
//! - `read`: from Telegram's published JSON to TL text;
//! - `write`: from a resolved schema to JSON, for programs in other languages;
//! - `telegram`: from a resolved schema to Telegram's published JSON.

pub(crate) mod read;
mod telegram;
mod write;

pub use read::is_schema;
pub use telegram::telegram;
pub use write::report;
