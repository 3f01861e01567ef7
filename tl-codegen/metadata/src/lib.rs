//! Facts about the functions of a schema, collected from several sources and merged into tables.
//!
//! The schema declares parameters and results. Who may call a function and which errors it may return is published
//! elsewhere: in error lists, in tables of other libraries, on reference pages. This crate turns each publication into
//! facts, merges the facts of all sources by fixed rules, and keeps a record of every conflict:
//!
//! ```text
//! file of a source --adapter--> Facts --merge--> Merged --tables--> methods.tsv, errors.tsv, ...
//! ```
//!
//! - [`facts`]: one form for the facts of all sources, and the file that keeps them;
//! - [`adapter`]: one module for each format of a source;
//! - [`page`]: the grammar of reference pages;
//! - [`functions`], [`types_and_constructors`]: the functions, types and constructors that the schema declares;
//! - [`mod@merge`]: the numbered rules for merging;
//! - [`store`]: schema, tables and facts of one protocol together;
//! - `table_texts`, [`tsv`]: the rows of the tables, and their texts;
//! - [`coverage`], [`lookup`]: reports about the merged tables;
//! - [`sentence_reports`]: reports about the sentences of types, constructors and fields;
//! - [`sentence_review`]: a sample of sentences, and a search for them in texts of other packages.
//!
//! The package is separate from `tl-codegen`, which reads the finished tables: generating code in a build script needs
//! neither JSON nor the adapters. It depends on `tl-codegen` for the columns and the words of the tables, so that
//! writing and reading cannot diverge.
//!
//! Facts are taken over, sentences are not. Invariants: nothing here reads or writes a file; the same facts and schema
//! give the same tables in any order of imports.
//!
//! ```
//! use tl_metadata::adapter::{SourceFile, SourceFormat, read_source_files};
//! use tl_metadata::facts::FactKind;
//! use tl_metadata::functions::Functions;
//!
//! let text = br#"{"errors": {"400": {"CHAT_ID_INVALID": ["chats.get"]}}}"#;
//! let file = SourceFile::new("official.json", text);
//! let import = read_source_files(SourceFormat::Official, &[file], &Functions::default())?;
//! assert!(import.facts.has_fact("chats.get", FactKind::Documented));
//! # Ok::<(), tl_metadata::Error>(())
//! ```

pub mod adapter;
pub mod coverage;
mod error;
pub mod facts;
pub mod functions;
pub mod layers;
pub mod lookup;
pub mod merge;
pub mod page;
pub mod sentence_reports;
pub mod sentence_review;
pub mod store;
mod table_texts;
pub mod tsv;
pub mod types_and_constructors;

use std::collections::BTreeSet;

pub use error::Error;

/// A set of source ids.
pub type SourceIds = BTreeSet<String>;

/// Source ids with a space between two, as in a cell of a table.
#[must_use]
pub fn joined_source_ids<'a>(ids: impl IntoIterator<Item = &'a String>) -> String {
    ids.into_iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}
