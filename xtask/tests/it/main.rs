//! Tests of the program: each runs it on a temporary project of its own.
//!
//! Invariant: no test reads this repository, except the tests of `--help` and of the metadata of `api`.

mod check;
mod codegen;
mod diff;
mod explain;
mod features;
mod findings;
mod fix;
mod fmt;
mod import;
mod layers;
mod layout;
mod metadata;
mod model;
mod pages;
mod project;
mod sources;
mod usage;
