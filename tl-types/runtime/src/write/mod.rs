//! Writing: straight-line code into a growing buffer, one check at the end.
//!
//! What can't be written (a string of 2^24 bytes) is remembered and told at the end, so that the code of every field
//! is free of branches. Invariant: bytes of a failed value never reach the caller.

mod serialize;
mod sink;
mod string;
mod word_buffer;
mod writer;

pub use self::serialize::Serialize;
pub use self::sink::Sink;
pub use self::writer::Writer;
