//! Checks that the reported changes of a Rust API are true, by compiling code of callers against the old and the new
//! types.
//!
//! - `schema_pair`: two schemas with their plans and the reported changes;
//! - `caller`: code that uses an item of the old plan in every way, strictly or by contract;
//! - `callers_crate`: one crate with the generated code of all pairs and the callers, and the callers that do not
//!   compile.
//!
//! The callers know nothing of the comparison: they follow from the old plan alone.

mod caller;
mod callers_crate;
mod schema_pair;

pub use caller::{Caller, Strictness, callers_of_plan};
pub use callers_crate::{CallersCrate, CodeVersion, FailingCaller};
pub use schema_pair::SchemaPair;
