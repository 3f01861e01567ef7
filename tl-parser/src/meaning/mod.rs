//! What a schema means: names resolved, constructor ids checked, lints.

pub mod canonical;
pub(crate) mod display;
pub mod exceptions;
pub(crate) mod expand;
pub mod lint;
pub mod model;
pub(crate) mod resolve;
pub mod schema;
