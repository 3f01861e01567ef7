//! Tests every generated type with random bytes.
//!
//! A build script calls [`case_table`] to generate a list of [`Case`]s, one for each combinator and Rust type. A test passes
//! the list to [`check_bytes`], which decodes the bytes of the interpreter, encodes them again, and truncates them at
//! every byte. The list comes from the plan, so no combinator can be forgotten.

mod case;
mod check;
mod damage;
mod load;
mod rows;
mod same_as;
mod view_impls;

pub use case::{Case, Reencoded, ValueRoundTrip, decode_and_encode, encode_and_decode};
pub use check::{Effort, Failures, check_bytes, check_values, check_views, names_that_need_cases};
pub use load::{load, plan, plan_with};
pub use rows::{Row, case_table, method_table, rows, size_assertions};
pub use same_as::{CompareView, SameAs, compare_view, is_same_nested};
pub use tl_interpreter::Budget;
pub use view_impls::{view_comparisons, view_visits};
