//! The commands, called as a person calls them, each time on a project of its own.
//!
//! Invariant: no test looks at the repository it is compiled in, except for `--help` and for what is known of methods.

mod check;
mod codegen;
mod explain;
mod features;
mod findings;
mod fix;
mod fmt;
mod import;
mod metadata;
mod model;
mod pages;
mod project;
mod sources;
mod usage;
