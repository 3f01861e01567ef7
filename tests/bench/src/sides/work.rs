//! Measured work: repeats an operation, in the same way for all sides.

use std::hint::black_box;

use bytes::Bytes;

/// Runs an operation the given number of times.
pub(crate) type Work = Box<dyn FnMut(usize)>;

/// Copies the payload into a vector with enough capacity.
pub(crate) fn memcpy(bytes: &Bytes) -> Work {
    let bytes = bytes.clone();
    fill_vector(move |out| out.extend_from_slice(black_box(&bytes)))
}

/// Makes a value and drops it, repeatedly.
pub(super) fn make_and_drop<T>(mut make: impl FnMut() -> T + 'static) -> Work {
    Box::new(move |n_times| {
        for _ in 0..n_times {
            // The value is passed by reference: passing it by value could copy kilobytes.
            black_box(&make());
        }
    })
}

/// Fills the same vector, repeatedly.
pub(super) fn fill_vector(mut fill: impl FnMut(&mut Vec<u8>) + 'static) -> Work {
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

/// Panics with the name of the side if it has encoded other bytes than the payload.
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
