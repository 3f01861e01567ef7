//! Bounds on the cost of untrusted input. A [`Reader`](crate::Reader) copies the limits and counts down its own
//! budgets.

/// Limits of a decoder, which an encoder applies as well so that its output can be decoded.
///
/// The defaults accept everything that a Telegram server sends, and keep hostile input from exhausting stack or memory.
///
/// ```
/// use tl_runtime::{Limits, Reader};
///
/// let bytes = [1, 0, 0, 0];
/// let number: i32 = Reader::new(&bytes).with_limits(Limits::default().with_depth(8)).read_all()?;
/// # Ok::<(), tl_runtime::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Maximum nesting depth: one level for each vector or repetition, and one for each field that holds the value of a
    /// constructor or function, with or without its id. Default: 64.
    ///
    /// The items of a vector add no further level, and it makes no difference which values Rust stores behind a `Box`.
    /// For example, a `textPlain` in a `textBold` in a `textConcat` has depth 2: one level for the vector `texts` of the
    /// outer value, and one for the field `text` of its item. A value of a type parameter counts as that of a constructor.
    ///
    /// Each level uses stack. With the types of layer 230, 64 levels fit into 256 KiB even without optimisation. A
    /// schema with recursive structs of several kilobytes needs more stack or a lower limit.
    pub depth: u32,
    /// Memory that may be allocated per byte of input, in bytes. Default: 72.
    ///
    /// The plan report of a schema names the type with the highest ratio of memory to wire size; for layer 230 the
    /// ratio is 68. A limit of at least this ratio refuses no valid input, with one exception: vectors and repetitions
    /// of bare values or of generic types may need more. Items without any bytes on the wire exceed every ratio.
    pub allocation_factor: usize,
    /// Memory that may be allocated in addition to [`allocation_factor`](Self::allocation_factor), in bytes. Default:
    /// 8,192.
    ///
    /// Memory for an error is not counted: its path and the placeholder values decoded after it. With the types of
    /// layer 230 this is at most 32 KiB; in other schemas it is at least the size of the largest placeholder.
    pub allocation_base: usize,
    /// Maximum number of items in one vector. Default: 2^22.
    pub items: usize,
    /// Maximum total size of all inflated (decompressed) parts of one input, in bytes. Default: 16 MiB.
    pub inflation: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, allocation_factor: 72, allocation_base: 8 * 1024, items: 1 << 22, inflation: 1 << 24 }
    }
}

impl Limits {
    /// Sets [`depth`](Self::depth).
    #[must_use]
    pub const fn with_depth(mut self, depth: u32) -> Self {
        self.depth = depth;
        self
    }

    /// Sets [`allocation_factor`](Self::allocation_factor) and [`allocation_base`](Self::allocation_base).
    #[must_use]
    pub const fn with_allocation(mut self, factor: usize, base: usize) -> Self {
        self.allocation_factor = factor;
        self.allocation_base = base;
        self
    }

    /// Sets [`items`](Self::items).
    #[must_use]
    pub const fn with_items(mut self, items: usize) -> Self {
        self.items = items;
        self
    }

    /// Sets [`inflation`](Self::inflation).
    #[must_use]
    pub const fn with_inflation(mut self, inflation: usize) -> Self {
        self.inflation = inflation;
        self
    }

    /// Memory that decoding `n_bytes` bytes of input may allocate, in bytes. Capped at the maximum size of a `Vec`.
    pub(crate) fn allocation_budget(&self, n_bytes: usize) -> usize {
        let budget = n_bytes.saturating_mul(self.allocation_factor).saturating_add(self.allocation_base);
        budget.min(isize::MAX.unsigned_abs())
    }
}
