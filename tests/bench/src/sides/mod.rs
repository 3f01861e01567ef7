//! The measured operations of each implementation.
//!
//! Each operation is returned as [`MeasuredWork`]. Invariant: the work of all sides contains the same steps besides the
//! operation itself.

mod others;
pub(crate) mod ours;
pub(crate) mod views;
mod work;

pub(crate) use others::{ferogram, grammers};
pub(crate) use work::{MeasuredWork, memcpy_work};
