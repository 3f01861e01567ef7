//! Models as JSON, and schemas that are published as JSON.
//!
//! - `write`: what a model says, for whoever asks it from another language;
//! - `read`: the form in which Telegram publishes its schemas.

pub(crate) mod read;
mod write;

pub use write::report;
