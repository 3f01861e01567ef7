//! The budget of bytes that may be inflated.

use tl_runtime::Limits;

#[cfg(feature = "gzip")]
use crate::{Error, Result};

/// A budget of bytes that may be inflated: [`Limits::inflation`] for all parts of one input together.
///
/// Create one for each payload that a transport delivers, and use it for everything that is unpacked from this payload.
/// Damaged data counts too, with the bytes that were inflated before the damage.
#[derive(Clone, Debug)]
pub struct InflationBudget {
    left: usize,
}

impl InflationBudget {
    /// A budget of [`Limits::inflation`] bytes.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self { left: limits.inflation }
    }

    /// Number of bytes that may still be inflated.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left
    }

    /// Subtracts `n_bytes` from the budget. If it has less, nothing is subtracted.
    #[cfg(feature = "gzip")]
    pub(crate) fn charge(&mut self, n_bytes: usize) -> Result<()> {
        let left = self.left;
        self.left = left.checked_sub(n_bytes).ok_or(Error::TooMuchInflated { announced: n_bytes, left })?;
        Ok(())
    }
}

impl Default for InflationBudget {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}
