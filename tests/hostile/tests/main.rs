//! Hostile bytes: whatever arrives, decoding neither panics nor takes more stack or memory than the limits grant.
//!
//! Every input is decoded in a thread with [`STACK`] bytes of stack, and the live heap of that thread is watched. The
//! inputs are the same in each run.

mod attempt;
mod bombs;
mod noise;
mod rpc_error;
mod schema;

/// Stack of the threads that decode: a small one, and this build isn't even optimised.
const STACK: usize = 256 * 1024;
