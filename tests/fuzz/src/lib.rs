//! Fuzz targets: functions that accept any bytes and panic if an invariant is violated.
//!
//! | function | input | invariant |
//! |---|---|---|
//! | [`decode_strict`] | a value, type selected by its id | encoding gives the input, except for unknown flags; allocations within [`Limits`](tl_types::Limits) |
//! | [`decode_lossless`] | the same | encoding gives the input |
//! | [`borrowed`] | the same | views and owned values agree; views allocate nothing |
//! | [`containers`] | a message, container, result or packed object | encoding gives the input; inflation within its limit |
//! | [`gzip`] | a byte that selects the test; a member, deflate stream or object | agreement with another implementation |
//! | [`schema`] | the text of a schema | printed and formatted text has the same meaning; memory proportional to the text |
//!
//! [`FUZZ_TARGETS`] lists the targets. A test runs each target on its corpus and on mutations of it; `cargo-fuzz` has a
//! libFuzzer program for each. [`seeds_of_target`] generates initial inputs. Time limits are up to the caller.

mod borrowed;
mod checks;
mod containers;
mod decode;
mod decoders;
#[cfg(feature = "every-type")]
mod every_type;
mod gzip;
mod mutate;
mod schema;
mod seeds;

pub use containers::containers;
pub use decoders::{borrowed, decode_lossless, decode_strict};
pub use gzip::gzip;
pub use mutate::mutate_words;
pub use schema::schema;
pub use seeds::{Seed, dictionary_of_ids, seeds_of_target};

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
    FuzzTarget { name: "borrowed", run: borrowed },
    FuzzTarget { name: "containers", run: containers },
    FuzzTarget { name: "gzip", run: gzip },
    FuzzTarget { name: "schema", run: schema },
];
