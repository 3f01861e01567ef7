//! Fuzz targets: functions that accept any bytes and panic if an invariant is violated.
//!
//! | function | input | invariant |
//! |---|---|---|
//! | [`decode_strict`] | a value, type selected by its id | encoding gives the input, except for unknown flags; allocations within [`Limits`](tl_types::Limits) |
//! | [`decode_lossless`] | the same | encoding gives the input |
//! | [`compare_view_of_first_id`] | the same | views and owned values agree; views allocate nothing |
//! | [`check_containers`] | a message, container, result or packed object | encoding gives the input; inflation within its limit |
//! | [`compare_gzip_with_zlib`] | a byte that selects the test; a member, deflate stream or object | agreement with another implementation |
//! | [`upgrade`] | a value of any kept layer, type selected by its id | the result is a value of today; live memory within [`Limits`](tl_types::Limits) |
//! | [`check_schema_text`] | the text of a schema | printed and formatted text has the same meaning; memory proportional to the text |
//!
//! [`FUZZ_TARGETS`] lists the targets. A test runs each target on its corpus and on mutations of it; `cargo-fuzz` has a
//! libFuzzer program for each. [`seeds_of_target`] generates initial inputs. Time limits are up to the caller.

mod assertions;
mod containers;
mod decoded_types;
mod decoding_checks;
#[cfg(feature = "every-type")]
mod every_type;
mod gzip;
mod mutate;
mod schema;
mod seeds;
mod upgrade;
mod view_comparison;

pub use containers::check_containers;
pub use decoded_types::{compare_view_of_first_id, decode_lossless, decode_strict};
pub use gzip::compare_gzip_with_zlib;
pub use mutate::mutate_words;
pub use schema::check_schema_text;
pub use seeds::{Seed, dictionary_of_ids, seeds_of_target};
pub use upgrade::upgrade;

/// A fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct FuzzTarget {
    /// Name of the target, of its corpus folder and of its libFuzzer program.
    pub name: &'static str,
    /// Runs the target on one input.
    pub run: fn(&[u8]),
}

/// All fuzz targets.
pub const FUZZ_TARGETS: &[FuzzTarget] = &[
    FuzzTarget { name: "decode_strict", run: decode_strict },
    FuzzTarget { name: "decode_lossless", run: decode_lossless },
    FuzzTarget { name: "borrowed", run: compare_view_of_first_id },
    FuzzTarget { name: "containers", run: check_containers },
    FuzzTarget { name: "gzip", run: compare_gzip_with_zlib },
    FuzzTarget { name: "schema", run: check_schema_text },
    FuzzTarget { name: "upgrade", run: upgrade },
];
