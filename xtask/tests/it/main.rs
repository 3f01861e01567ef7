//! Tests of the program: each runs it on a temporary project of its own.
//!
//! Invariant: no test reads this repository, except the tests of `--help` and of the metadata of `api`, and no test needs a
//! network, except `rehearsal`.

mod check;
mod codegen;
mod diff;
mod explain;
mod features;
mod findings;
mod fix;
mod fmt;
mod import;
mod kills;
mod layers;
mod layout;
mod metadata;
mod model;
mod packages;
mod pages;
mod project;
mod rehearsal;
mod sources;
mod transaction;
mod update;
mod usage;
