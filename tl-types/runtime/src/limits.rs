//! What the bytes of a stranger may cost. Holds no state: a [`Reader`](crate::Reader) counts down a copy.

/// Bounds on decoding.
///
/// The defaults refuse nothing that a Telegram server sends, and keep hostile input from exhausting stack or memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many vectors and indirections may be open inside each other. Default: 64.
    pub depth: u32,
    /// Bytes of memory that may be allocated for each byte of input. Default: 48.
    ///
    /// Generated types occupy at most this multiple of their least size on the wire, so that no valid input is
    /// refused on this ground.
    pub allocation_factor: usize,
    /// Bytes of memory that may be allocated on top of [`allocation_factor`](Self::allocation_factor). Default: 8,192.
    pub allocation_base: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, allocation_factor: 48, allocation_base: 8 * 1024 }
    }
}

impl Limits {
    /// Bytes of memory that decoding an input of `n_bytes` bytes may allocate.
    pub(crate) fn allocation_budget(&self, n_bytes: usize) -> usize {
        n_bytes.saturating_mul(self.allocation_factor).saturating_add(self.allocation_base)
    }
}
