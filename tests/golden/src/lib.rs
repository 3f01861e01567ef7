//! The generated code of each schema in `tests/fixtures/codegen`, one module each, and of the schemas in the folder
//! `TL_SCHEMAS`.
//!
//! The first test is that the code compiles without warnings. `tests/` has the others.
// rustdoc looks for auto traits through a whole chain of types, which takes more levels than rustc needs for
// `chain.tl`.
#![cfg_attr(doc, recursion_limit = "512")]
#![deny(
    warnings,
    missing_copy_implementations,
    single_use_lifetimes,
    unreachable_pub,
    unused_qualifications,
    clippy::pedantic
)]
#![allow(clippy::type_complexity, reason = "one fixture nests vectors as deep as can be")]

use tl_round_trip::{TypeUnderTest, compare_view, decode_and_encode, encode_and_decode};

/// A schema whose generated code is tested.
#[derive(Clone, Copy)]
pub struct Fixture {
    /// Name of the module: the file name with `_` instead of `-`.
    pub name: &'static str,
    /// Path of the schema.
    pub path: &'static str,
    /// TL names of the declarations for which no code can be generated; empty for a schema of this project.
    pub left_out: &'static [&'static str],
    /// One test case for each pair of a combinator and a Rust type that decodes it.
    pub cases: &'static [TypeUnderTest],
}

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// Type parameter of the implementations of `SameAs` in this crate.
#[derive(Clone, Copy, Debug)]
pub enum ThisCrate {}

/// Comparisons of every view with its owned value.
#[allow(unused_qualifications, clippy::pedantic, reason = "a program of tests wrote the code")]
mod view_comparisons {
    use tl_round_trip::{SameAs, has_contents_of_nested, impl_same_as_nested};
    use tl_runtime::views::{BareOf, View};

    use crate::ThisCrate;

    include!(concat!(env!("OUT_DIR"), "/comparisons.rs"));
}
