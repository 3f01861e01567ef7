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
pub mod history;
mod invisible_characters;
pub mod line_ends;
pub mod metadata;
pub mod plan;
mod recorded_indirections;
pub mod renames;
mod selection;
mod selector;
mod settings;
pub mod table;
pub mod temporary_files;

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use attributes::{Attributes, BadAttribute};
pub use builder::{Builder, Error, Result, Scalar};
pub use emit::emit;
pub use extern_paths::{BadExternPath, ExternPaths};
pub use fileset::FileSet;
pub use generate::{GenerationResult, Inputs, generate};
pub use history::History;
pub use metadata::Metadata;
pub use plan::{Plan, plan, plan_with_recorded_indirections};
pub use recorded_indirections::{BadIndirectionRecord, BoxChoice, RecordedIndirections, ValueHolder};
pub use renames::{NotAnIdentifier, Renames};
pub use selection::{UnmatchedSetting, unmatched_settings};
pub use selector::{BadSelector, ItemKind, Selector};
pub use settings::{BytesType, FunctionDirection, Gate, NamespaceFeatures, NotAPath, Settings, Unsupported};
pub use tl_parser::{Dialect, Level, Prelude};
