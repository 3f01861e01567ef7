//! Fast paths: a second implementation of the parts of the crate that take most of the time.
//!
//! Each part has one entry and a slow twin: the general code, which handles all input. A fast path handles the most
//! frequent input and declines the rest. Without a part, reading and checking layer 230 takes this many more
//! instructions:
//!
//! | part | task | slow twin | cost without |
//! |---|---|---|---|
//! | [`field`] | parse a field | `syntax::grammar::field` | 25 % |
//! | [`NameEnds`] | find the end of a name | `text::lex` | 7 % |
//! | [`resolve_field`] | resolve a field | `meaning::resolve::fields` | 11 % |
//! | [`NameCache`] | look up a short name | `meaning::resolve::lookup` | 26 %, as `resolve_field` needs it |
//! | [`take_canonical_run`] | copy fields to a canonical form | `syntax::print` | 15 % |
//! | [`NameFilter`] | see that a name is new | `meaning::resolve::scope` | 6 % |
//!
//! A part that earns less than 5 % is deleted. The test in `tests` compares both implementations over all fixtures, the
//! schemas, and mutated texts. Invariant: with and without the fast paths, ast, schema and diagnostics are the same.

mod canonical_field_runs;
mod field;
mod name_cache;
mod name_end;
mod name_filter;
mod resolve_field;
mod switch;
#[cfg(test)]
mod tests;

pub(crate) use canonical_field_runs::take_canonical_run;
pub(crate) use field::parse_frequent_field;
pub(crate) use name_cache::{NameCache, pack_name};
pub(crate) use name_end::NameEnds;
pub(crate) use name_filter::NameFilter;
pub(crate) use resolve_field::resolve_field;
