//! Tests every generated type with random bytes.
//!
//! A build script calls [`source_of_types_under_test`] to generate a list of [`TypeUnderTest`]s, one for each
//! combinator and Rust type. A test passes the list to [`check_bytes`], which decodes the bytes of the interpreter,
//! encodes them again, and truncates them at every byte. The list comes from the plan, so no combinator can be
//! forgotten.

mod case;
mod check;
mod damage;
mod load;
mod rows;
mod same_as;
mod view_impls;

pub use case::{Reencoded, RoundTripOfValue, TypeUnderTest, decode_and_encode, encode_and_decode};
pub use check::{CheckFailures, TestEffort, check_bytes, check_values, check_views, combinators_to_test};
pub use load::{load_schema, plan_schema, plan_with_namespaces};
pub use rows::{TypeRow, rows_of_plan, source_of_method_list, source_of_size_assertions, source_of_types_under_test};
pub use same_as::{CompareViewFn, SameAs, compare_view, has_contents_of_nested};
pub use tl_interpreter::Budget;
pub use view_impls::{source_of_view_comparisons, source_of_view_visits};
