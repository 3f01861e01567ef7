//! Generator of Rust types from a resolved TL schema.
//!
//! `Schema → Plan → FileSet`: [`plan()`] takes every decision and reports what can't be generated; [`emit()`] turns the
//! plan into Rust and can't fail; [`FileSet`] is the only part that touches the disk.

pub mod emit;
pub mod fileset;
pub mod metadata;
pub mod plan;
mod settings;

pub use emit::emit;
pub use fileset::FileSet;
pub use metadata::Metadata;
pub use plan::{Plan, plan};
pub use settings::{Gate, Namespaces, NotAPath, Settings};
