//! Assertions of all fuzz targets: memory limits, errors, and encoded bytes.

use tl_heap::heap_use_of;
use tl_types::{Error, Limits};

/// Bytes that may be allocated in addition to the limits: an error, the reallocations of its growing path, and the
/// checks after decoding.
const BYTES_BEYOND_LIMITS: u64 = 32 * 1024;

/// Runs `work` on an input of `n_bytes` bytes, and asserts that its allocations stay within `limits`.
///
/// The sum of all allocations counts, not the maximum of live bytes.
#[track_caller]
pub(crate) fn assert_allocations_within<T>(limits: Limits, n_bytes: usize, work: impl FnOnce() -> T) -> T {
    let (value, allocated) = heap_use_of(work);
    let allowed = n_bytes.saturating_mul(limits.allocation_factor).saturating_add(limits.allocation_base);
    let allowed = u64::try_from(allowed).unwrap_or(u64::MAX).saturating_add(BYTES_BEYOND_LIMITS);
    assert!(allocated.n_bytes <= allowed, "{allocated:?} for {n_bytes} bytes, allowed are {allowed}");
    value
}

/// Runs `work` and asserts that at most `allowed` bytes were live at once.
#[track_caller]
pub(crate) fn assert_live_bytes_within<T>(allowed: usize, work: impl FnOnce() -> T) -> T {
    let (value, allocated) = heap_use_of(work);
    assert!(allocated.peak <= allowed, "{allocated:?}, allowed are {allowed} live bytes");
    value
}

/// Asserts that an encoding differs from its input only in removed bits, which are unknown flags.
pub(crate) fn assert_only_bits_removed(written: &[u8], data: &[u8]) {
    assert_eq!(written.len(), data.len(), "unknown flags take no bytes");
    assert!(written.iter().zip(data).all(|(written, read)| written & !read == 0), "bits were added");
}

/// Whether two values are equal, or `value` contains a NaN and is not equal to itself.
pub(crate) fn is_equal_or_nan<T: PartialEq>(value: &T, other: &T) -> bool {
    let itself = value;
    value == other || value != itself
}

/// Asserts that the offset of an error is inside of the input, and that its message has the offset.
pub(crate) fn assert_error_is_sound(error: &Error, data: &[u8]) {
    assert!(error.offset() <= data.len(), "{error}");
    assert!(error.to_string().contains(" at byte "), "{error}");
}
