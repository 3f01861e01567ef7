//! Tables of older layers in memory, and a second implementation of the rules by which older values become today's.
//!
//! The twin shares no code with the runtime: it decodes a value into a tree, and writes the tree by today's schema. It
//! knows no rules of `upgrades.tsv`.

mod history;
mod twin;

pub use history::{History, OwnedLayers};
pub use twin::{Expected, ReferenceTranscoder};
