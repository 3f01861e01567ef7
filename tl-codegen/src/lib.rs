//! Generator of Rust types from a resolved TL schema.
//!
//! `Schema → Plan → FileSet`: [`plan()`] takes every decision and reports declarations that can't be generated.
//! [`emit()`] turns the plan into Rust and can't fail. [`generate()`] is the whole chain, from texts to files. In a
//! build script, [`Builder`] also reads and writes the files and reports to cargo. Only it and [`FileSet`] touch the
//! disk.
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

mod attributes;
pub mod builder;
pub mod difference;
pub mod emit;
mod extern_paths;
pub mod fileset;
pub mod generate;
mod invisible;
pub mod line_ends;
pub mod metadata;
pub mod plan;
mod recorded_layout;
pub mod renames;
mod selection;
mod selector;
mod settings;
pub mod temporary;

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use attributes::{Attributes, BadAttribute};
pub use builder::{Builder, Error, Result, Scalar};
pub use emit::emit;
pub use extern_paths::{BadExternPath, ExternPaths};
pub use fileset::FileSet;
pub use generate::{Generation, Inputs, generate};
pub use metadata::Metadata;
pub use plan::{Plan, plan, plan_with_layout};
pub use recorded_layout::{BadLayout, Held, Holder, RecordedLayout};
pub use renames::{NotAnIdentifier, Renames};
pub use selection::{Unmatched, check_settings};
pub use selector::{BadSelector, ItemKind, Selector};
pub use settings::{BytesType, Direction, Gate, Namespaces, NotAPath, Settings, Unsupported};
pub use tl_parser::{Dialect, Level, Prelude};
