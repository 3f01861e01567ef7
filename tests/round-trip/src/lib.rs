//! Tests every generated type with random bytes.
//!
//! A build script calls [`source_of_types_under_test`] to generate a list of [`TypeUnderTest`]s, one for each
//! combinator and Rust type. A test passes the list to [`check_round_trips_of_bytes`], which decodes the bytes of the
//! interpreter, encodes them again, and truncates them at every byte. The list comes from the plan, so no combinator
//! can be forgotten.

mod damaged_bytes;
mod int_call;
mod round_trip_checks;
mod same_as;
mod schema_loading;
mod type_rows;
mod type_under_test;
mod view_impls;

pub use int_call::IntCall;
pub use round_trip_checks::{
    CheckFailures, TestEffort, borrow_table, check_round_trips_of_bytes, check_round_trips_of_values, check_views,
    combinators_to_test,
};
pub use same_as::{CompareViewFn, SameAs, compare_view, has_contents_of_nested};
pub use schema_loading::{load_schema, plan_schema, plan_with_namespaces};
pub use tl_interpreter::Budget;
pub use type_rows::{
    CombinatorWithRustType, combinators_with_rust_types, source_of_method_list, source_of_size_assertions,
    source_of_types_under_test,
};
pub use type_under_test::{Reencoded, RoundTripOfValue, TypeUnderTest, decode_and_encode, encode_and_decode};
pub use view_impls::{source_of_view_comparisons, source_of_view_visits};
