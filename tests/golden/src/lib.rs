//! The code of each fixture in `tests/fixtures/codegen`, as a module of its own, and what reads and writes its types; the
//! same of the schemas in the folder that `TL_SCHEMAS` names, if it is set.
//!
//! That it compiles is the first test: no warning is allowed. The others are in `tests`.
#![deny(warnings)]
#![allow(clippy::type_complexity, reason = "one fixture nests vectors as deep as can be")]

use tl_round_trip::{Case, back, made, viewed};

/// A fixture.
pub struct Fixture {
    /// Its name, with `_` for `-`.
    pub name: &'static str,
    /// Where its schema is.
    pub path: &'static str,
    /// Its combinators.
    pub cases: &'static [Case],
}

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// Who compares views with owned values.
#[derive(Debug)]
pub enum Here {}

/// What each field of each view is held against.
mod comparisons {
    use tl_round_trip::{SameAs, is_same_nested, same};
    use tl_runtime::views::{BareOf, View};

    use crate::Here;

    include!(concat!(env!("OUT_DIR"), "/comparisons.rs"));
}
