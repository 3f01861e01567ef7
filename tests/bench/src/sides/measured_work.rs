//! Measured work: closures that repeat an operation, built in the same way for all sides.

use std::hint::black_box;

use bytes::Bytes;

/// A closure that runs an operation the given number of times.
pub(crate) type MeasuredWork = Box<dyn FnMut(usize)>;

/// Work that copies the payload into a vector with enough capacity.
pub(crate) fn memcpy_work(bytes: &Bytes) -> MeasuredWork {
    let bytes = bytes.clone();
    work_that_fills_vector(move |out| out.extend_from_slice(black_box(&bytes)))
}

/// Work that makes a value and drops it.
pub(super) fn work_that_makes_values<T>(mut make: impl FnMut() -> T + 'static) -> MeasuredWork {
    Box::new(move |n_times| {
        for _ in 0..n_times {
            // The value is passed by reference: passing it by value could copy kilobytes.
            black_box(&make());
        }
    })
}

/// Work that clears the same vector and fills it again.
pub(super) fn work_that_fills_vector(mut fill: impl FnMut(&mut Vec<u8>) + 'static) -> MeasuredWork {
    let mut out = Vec::new();
    fill(&mut out);
    Box::new(move |n_times| {
        for _ in 0..n_times {
            out.clear();
            fill(&mut out);
            black_box(out.as_slice());
        }
    })
}

/// Work that compares two equal values, so that every field is compared.
pub(super) fn work_that_compares<T: PartialEq + 'static>(left: T, right: T) -> MeasuredWork {
    assert!(left == right, "two values of the same bytes differ");
    Box::new(move |n_times| {
        for _ in 0..n_times {
            black_box(black_box(&left) == black_box(&right));
        }
    })
}

/// Panics unless `written`, the bytes that `side` encoded, are the payload `bytes`.
pub(super) fn assert_same_bytes(side: &str, written: &[u8], bytes: &Bytes) {
    let same = written.iter().zip(bytes).take_while(|(written, byte)| written == byte).count();
    let is_same = written.len() == bytes.len() && same == bytes.len();
    assert!(
        is_same,
        "{side} encodes {} bytes instead of {}, different from byte {same} on",
        written.len(),
        bytes.len()
    );
}
