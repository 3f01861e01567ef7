//! The measured operations of each implementation.
//!
//! Each operation is returned as [`MeasuredWork`]. Invariant: the work of all sides contains the same steps besides the
//! operation itself.

mod measured_work;
mod other_crates;
pub(crate) mod ours;
pub(crate) mod views;

pub(crate) use measured_work::{MeasuredWork, memcpy_work};
pub(crate) use other_crates::{ferogram, grammers};
