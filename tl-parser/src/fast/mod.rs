//! Fast paths: a second implementation of the parts of the crate that take most of the time.
//!
//! Each part has one entry and a slow twin, the general code that handles all input. A fast path handles the most frequent
//! input and declines the rest. The test in `tests` compares both over all fixtures, the schemas, and mutated texts.
//! Invariant: with and without the fast paths, ast, schema and diagnostics are the same.

mod field;
mod name_end;
mod name_filter;
mod resolve_field;
mod switch;
#[cfg(test)]
mod tests;
mod word_cache;

pub(crate) use field::field;
pub(crate) use name_end::NameEnds;
pub(crate) use name_filter::NameFilter;
pub(crate) use resolve_field::resolve_field;
pub(crate) use word_cache::{WordCache, pack};
