//! What has to hold for any bytes: functions that take bytes, and panic where something doesn't hold.
//!
//! | function | input | what has to hold |
//! |---|---|---|
//! | [`decode_strict`] | a value; its id chooses the type | what is read is written as it was, but for unknown flags; memory within [`Limits`](tl_types::Limits) |
//! | [`decode_lossless`] | the same | what is read is written as it was |
//! | [`borrowed`] | the same | views take what a strict reader takes, become the same owned value, and allocate nothing |
//! | [`containers`] | a message, container, result or packed object | the same, and unpacking stays within its limit |
//! | [`gzip`] | one byte for the way, and a member, a deflate stream or an object | another implementation says the same |
//! | [`schema`] | the text of a schema | what is printed is read as what it was; memory in proportion |
//!
//! [`TARGETS`] lists them. A test runs each over its corpus and over damage to it; in `cargo-fuzz` there is a program of
//! libFuzzer for each. [`seeds`] makes inputs to start from. Nothing here is about time: who runs the functions sets an
//! end to that.

mod borrowed;
mod bound;
mod containers;
mod decode;
#[cfg(feature = "every-type")]
mod every_type;
mod gzip;
mod mutate;
mod schema;
mod seeds;

pub use borrowed::borrowed;
pub use containers::containers;
pub use decode::{decode_lossless, decode_strict};
pub use gzip::gzip;
pub use mutate::mutate_words;
pub use schema::schema;
pub use seeds::{Seed, dictionary, seeds};

/// A function to be fuzzed.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is that of its corpus and of its program too.
    pub name: &'static str,
    /// The function.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "decode_strict", run: decode_strict },
    Target { name: "decode_lossless", run: decode_lossless },
    Target { name: "borrowed", run: borrowed },
    Target { name: "containers", run: containers },
    Target { name: "gzip", run: gzip },
    Target { name: "schema", run: schema },
];
