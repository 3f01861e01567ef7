//! The meaning of a schema: names resolved, constructor ids computed, lints.

pub mod canonical;
pub mod exceptions;
pub mod lint;
pub(crate) mod resolve;
pub mod schema;
