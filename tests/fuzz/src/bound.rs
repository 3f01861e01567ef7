//! What an input may cost: the limits as they are stated, asserted with an allocator that counts.

use tl_heap::allocated_by;
use tl_types::Limits;

/// Bytes that may be allocated on top of the limits: an error, the way to it as it grows, and what is made up after it.
const SLACK: u64 = 32 * 1024;

/// Runs `work`, which reads `n_bytes` bytes, and asserts that it allocated no more than `limits` allow.
///
/// What is counted is every byte that was ever asked for, and not only what was there at once.
#[track_caller]
pub(crate) fn within<T>(limits: Limits, n_bytes: usize, work: impl FnOnce() -> T) -> T {
    let (value, allocated) = allocated_by(work);
    let allowed = n_bytes.saturating_mul(limits.allocation_factor).saturating_add(limits.allocation_base);
    let allowed = u64::try_from(allowed).unwrap_or(u64::MAX).saturating_add(SLACK);
    assert!(allocated.n_bytes <= allowed, "{allocated:?} for {n_bytes} bytes, allowed are {allowed}");
    value
}

/// Runs `work` and asserts that it never had more than `allowed` bytes at once.
#[track_caller]
pub(crate) fn at_once<T>(allowed: usize, work: impl FnOnce() -> T) -> T {
    let (value, allocated) = allocated_by(work);
    assert!(allocated.peak <= allowed, "{allocated:?}, allowed are {allowed} at once");
    value
}
