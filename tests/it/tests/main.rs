//! One binary for all tests of the generated types, so that they are compiled and linked once.

mod documented;
mod errors;
mod limits;
mod metadata;
mod round_trip;
mod strings;
