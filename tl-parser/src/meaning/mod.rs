//! The meaning layer: from parsed files to one [`Schema`](schema::Schema).
//!
//! - [`schema`]: the result;
//! - `resolve`: the work, in the order that its head gives;
//! - [`canonical`]: constructor ids from canonical forms;
//! - [`exceptions`]: ids that are wrong on purpose;
//! - [`lint`]: warnings about a resolved schema;
//! - `scalars`: constructors that stand for a number or a text;
//! - [`tl_text`]: resolved types as TL text.

pub mod canonical;
mod envelope;
pub mod exceptions;
pub mod lint;
pub(crate) mod resolve;
pub(crate) mod scalars;
pub mod schema;
pub mod tl_text;
