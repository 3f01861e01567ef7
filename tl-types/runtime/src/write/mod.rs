//! Encoding: straight-line code into a growing buffer, with one check at the end.
//!
//! The first error, such as a string of 2^24 bytes, is stored and returned at the end, so the code of a field has no
//! branch for errors. Invariant: the bytes of a failed value never reach the caller.

mod pieces;
mod serialize;
mod string;
mod word_buffer;
mod writer;

pub(crate) use self::pieces::{LEAST_LEN_APART, PartApart};
pub use self::serialize::Serialize;
pub(crate) use self::writer::PendingFlags;
pub use self::writer::Writer;
