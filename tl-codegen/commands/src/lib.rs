//! Commands on TL files and on bytes, shared by every program that offers them.
//!
//! Each command is one module: a struct of clap arguments ([`Check`], [`Decode`], [`Diff`], [`Encode`], [`Explain`],
//! [`Find`], [`Fmt`], [`Generate`], [`Model`], [`Plan`]) and a function `run` that takes the arguments and an
//! [`Output`], and returns an [`Outcome`]. A program parses its command line, calls `run` and turns the outcome into an
//! exit code. No command here needs a project around the files.
//!
//! - [`check`], [`mod@diff`], [`explain`], [`fmt`], [`generate`], [`model`], [`mod@plan`]: the commands on files;
//! - [`decode`], [`encode`], [`find`]: the commands on bytes and ids;
//! - [`byte_input`]: bytes in the forms of logs; [`byte_schema`]: the schema by which bytes are read;
//! - [`fix`], [`resolve`]: correcting ids, and resolving files with their exceptions, for commands that need it;
//! - [`findings`], [`reporting`]: collecting diagnostics, and the options that control their form and level;
//! - [`mod@output`]: the two output streams; [`failure`]: why a command failed;
//! - [`foreign_forms`]: the name of a file's form if it is no schema; [`recorded_layout`]: the record of indirections
//!   beside a schema;
//! - [`input`]: reading files, up to a limit, and the standard input; `file_replacement`: replacing the text of a file;
//! - [`program`]: the frame of a program; `unified_diff`: the changes of a text.
//!
//! Help texts name the program as `{program}`, which [`insert_program_name`] replaces. Invariants: nothing here exits
//! the process or prints except through [`Output`]; the crate does not depend on generated code.
//!
//! ```
//! use tl_commands::{Explain, Output, explain};
//!
//! let mut text = Vec::new();
//! let mut output = Output::new("tl", &mut text, std::io::sink());
//! explain::run(&Explain { code: Some("bad-char".to_owned()) }, &mut output)?;
//! drop(output);
//! assert!(text.starts_with(b"# `bad-char`: "));
//! # Ok::<(), tl_commands::Failure>(())
//! ```

pub mod byte_input;
pub mod byte_schema;
pub mod check;
pub mod decode;
pub mod dialect;
pub mod diff;
pub mod encode;
pub mod explain;
pub mod failure;
mod file_replacement;
pub mod find;
pub mod findings;
pub mod fix;
pub mod fmt;
pub mod foreign_forms;
pub mod generate;
pub mod input;
pub mod model;
pub mod output;
pub mod plan;
mod printable_path;
pub mod program;
pub mod recorded_layout;
pub mod reporting;
pub mod resolve;
mod unified_diff;

pub use byte_schema::{ByteSchema, ByteSchemaArgs};
pub use check::Check;
pub use decode::Decode;
pub use dialect::{DialectArgs, SyntaxArgs};
pub use diff::Diff;
pub use encode::Encode;
pub use explain::Explain;
pub use failure::{Failure, Outcome};
pub use find::Find;
pub use findings::{Findings, count_with_noun};
pub use fmt::Fmt;
pub use generate::Generate;
pub use model::Model;
pub use output::{Color, Output};
pub use plan::Plan;
pub use printable_path::printable_path;
pub use program::insert_program_name;
pub use reporting::{Format, ReportingArgs};
pub use resolve::DeclarationCounts;
pub use tl_parser::diagnostic::printable;
