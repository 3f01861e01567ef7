//! What each implementation does with the same bytes: one file for each, alike but for the names.
//!
//! Each makes [`Work`] of it, which is all that the rest sees. Invariant: nothing happens in the work of one side that
//! doesn't in that of the others.

pub(crate) mod ferogram;
pub(crate) mod grammers;
pub(crate) mod ours;
pub(crate) mod views;

use std::hint::black_box;

use bytes::Bytes;

/// Does something this many times.
pub(crate) type Work = Box<dyn FnMut(usize)>;

/// The bytes themselves, copied into a vector that has room for them.
pub(crate) fn copy(bytes: &Bytes) -> Work {
    let bytes = bytes.clone();
    into_vec(move |out| out.extend_from_slice(black_box(&bytes)))
}

/// Makes a value again and again, and drops it.
fn value<T>(mut make: impl FnMut() -> T + 'static) -> Work {
    Box::new(move |n_times| {
        for _ in 0..n_times {
            // By reference: to hand over a value of some sides would be to copy kilobytes.
            black_box(&make());
        }
    })
}

/// Fills the same vector again and again.
fn into_vec(mut fill: impl FnMut(&mut Vec<u8>) + 'static) -> Work {
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

/// Panics with the name of the side if it has written something else.
fn check(side: &str, written: &[u8], bytes: &Bytes) {
    let same = written.iter().zip(bytes).take_while(|(written, byte)| written == byte).count();
    let is_same = written.len() == bytes.len() && same == bytes.len();
    assert!(is_same, "{side} writes {} bytes instead of {}, from byte {same} on others", written.len(), bytes.len());
}
