//! What the bytes of a stranger may cost. Holds no state: a [`Reader`](crate::Reader) counts down a copy.

/// Bounds on decoding, and on encoding what is to be decoded.
///
/// The defaults refuse nothing that a Telegram server sends, and keep hostile input from exhausting stack or memory.
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
    /// How many vectors and indirections may be open inside each other. Default: 64.
    ///
    /// Each takes stack: with the types of layer 230 all of them fit 256 KiB, even where nothing is optimised. A schema
    /// whose structs hold themselves and are of several kilobytes needs more stack or less depth.
    pub depth: u32,
    /// Bytes of memory that may be allocated for each byte of input. Default: 72.
    ///
    /// A schema's plan report names the type that takes the most memory for a byte on the wire, with its id and without
    /// arguments; for layer 230 it is 68. No valid input is refused while this limit is not below it, unless a vector or a
    /// repetition of the schema holds bare values or values of a type with arguments: such items may take more for a byte,
    /// and those that take no bytes more than any limit.
    pub allocation_factor: usize,
    /// Bytes of memory that may be allocated on top of [`allocation_factor`](Self::allocation_factor). Default: 8,192.
    ///
    /// An error is not counted: the way to its place and what is made up after it take up to 32 KiB more with the types of
    /// layer 230. Where another schema has a type whose least value is larger, that value may be made up.
    pub allocation_base: usize,
    /// Items that one vector may have. Default: 2^22.
    pub items: usize,
    /// Bytes that the compressed parts of one input may have together when they are inflated. Default: 16 MiB.
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

    /// Bytes of memory that decoding an input of `n_bytes` bytes may allocate; never more than a `Vec` can have.
    pub(crate) fn allocation_budget(&self, n_bytes: usize) -> usize {
        let budget = n_bytes.saturating_mul(self.allocation_factor).saturating_add(self.allocation_base);
        budget.min(isize::MAX.unsigned_abs())
    }
}
