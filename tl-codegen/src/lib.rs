//! Generator of Rust types from a resolved TL schema.
//!
//! `Schema → Plan → FileSet`: [`plan()`] takes every decision and reports declarations that can't be generated. [`emit()`]
//! turns the plan into Rust and can't fail. [`FileSet`] is the only part that touches the disk.
//!
//! ```
//! use tl_codegen::{Metadata, Settings};
//!
//! let (_, schema, diagnostics) = tl_parser::read_text("example.tl", "user id:int name:string = User;");
//! assert!(diagnostics.is_empty());
//!
//! let (plan, diagnostics) = tl_codegen::plan(&schema, &Metadata::default(), &Settings::new("example"));
//! assert!(diagnostics.is_empty());
//! let files = tl_codegen::emit(&plan);
//! assert!(files.iter().any(|(_, text)| text.contains("pub struct User")));
//! ```

pub mod difference;
pub mod emit;
pub mod fileset;
pub mod metadata;
pub mod plan;
mod recorded_layout;
pub mod renames;
mod selection;
mod selector;
mod settings;
pub mod temporary;

pub use emit::emit;
pub use fileset::FileSet;
pub use metadata::Metadata;
pub use plan::{Plan, plan, plan_with_layout};
pub use recorded_layout::{BadLayout, Held, Holder, RecordedLayout};
pub use renames::{NotAnIdentifier, Renames};
pub use selection::{Unmatched, check_settings};
pub use selector::{BadSelector, ItemKind, Selector};
pub use settings::{Gate, Namespaces, NotAPath, Settings, Unsupported};
