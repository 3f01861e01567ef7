//! Decodes one hostile input, within limits of heap and stack.

use std::thread;

use tl_heap::{HeapUse, format_and_discard, heap_use_of};
use tl_runtime::views::Viewable;
use tl_runtime::{Deserialize, Error, ErrorKind, Limits, Lossless, Result, Serialize};
use tl_types::api::types::{PageBlock, RichText, Updates, messages};

/// Stack size in bytes of the threads that decode. Test builds need more stack than release builds, and must work with
/// this size too.
pub(crate) const STACK_BYTES: usize = 256 * 1024;

/// Maximum heap bytes of an error. [`Limits`] do not count them, so decoding may use this much more.
const MAX_ERROR_HEAP_BYTES: usize = 32 * 1024;

/// Maximum heap bytes for the error of a refused view: a path of 64 levels, while its vector grows.
const MAX_VIEW_ERROR_HEAP_BYTES: usize = 8 * 1024;

/// The types that decode hostile inputs: large, recursive, and frequent in responses of a server.
pub(crate) const DECODED_TYPES: [DecodedType; 5] = [
    DecodedType { ty: "Updates", decode: decode_in_three_ways::<Updates> },
    DecodedType { ty: "messages.Messages", decode: decode_in_three_ways::<messages::Messages> },
    DecodedType { ty: "RichText", decode: decode_in_three_ways::<RichText> },
    DecodedType { ty: "PageBlock", decode: decode_in_three_ways::<PageBlock> },
    DecodedType { ty: "messages.Dialogs", decode: decode_in_three_ways::<messages::Dialogs> },
];

/// A type that decodes hostile inputs.
#[derive(Clone, Copy)]
pub(crate) struct DecodedType {
    /// The TL name.
    pub(crate) ty: &'static str,
    decode: fn(&[u8]) -> DecodingOutcome,
}

/// The result of decoding an input.
pub(crate) enum DecodingOutcome {
    /// The input was decoded; encoding the value again gives this many bytes.
    Accepted(usize),
    /// Decoding the input failed.
    Refused,
}

impl DecodedType {
    /// Decodes an input, and asserts that the heap use stays within the limits.
    pub(crate) fn decode_within_limits(self, bytes: &[u8]) -> DecodingOutcome {
        let (outcome, allocated) = heap_use_of(|| (self.decode)(bytes));
        let Limits { allocation_factor, allocation_base, .. } = Limits::default();
        let allowed = bytes.len() * allocation_factor + allocation_base + MAX_ERROR_HEAP_BYTES;
        let start = &bytes[..bytes.len().min(64)];
        let peak = allocated.peak;
        assert!(peak <= allowed, "{} used {peak} bytes for {}: {start:02x?}…", self.ty, bytes.len());
        outcome
    }
}

/// Decodes as owned value, view and lossless value, and asserts that all three agree.
fn decode_in_three_ways<T: Deserialize + Serialize + Viewable>(bytes: &[u8]) -> DecodingOutcome {
    let (view, owned) = (view_without_allocation::<T>(bytes), T::from_bytes(bytes).map(drop));
    match &owned {
        // Limits of memory don't apply to views, so a view may be accepted, or refused for another reason.
        Err(error) if error.kind() == ErrorKind::TooLarge => {}
        _ => assert_eq!(view, owned, "views and values differ about {bytes:02x?}"),
    }
    let lossless = Lossless::<T>::from_bytes(bytes);
    if let Ok(lossless) = &lossless {
        assert!(
            lossless.to_bytes().expect("a decoded value can be encoded") == bytes,
            "lossless decoding changes {bytes:02x?}"
        );
    }
    match T::from_bytes(bytes) {
        Ok(_) if lossless.is_err() => panic!("lossless decoding refuses {bytes:02x?}"),
        Ok(value) => DecodingOutcome::Accepted(value.serialized_len().expect("a decoded value can be encoded")),
        Err(error) => {
            assert!(error.offset() <= bytes.len());
            DecodingOutcome::Refused
        }
    }
}

/// Creates a view of these bytes. Creating and printing the view, including all nested views, must not allocate. A
/// refusal may allocate its error only.
fn view_without_allocation<T: Viewable>(bytes: &[u8]) -> Result<()> {
    let (view, allocated) = heap_use_of(|| T::view(bytes));
    let view = view.inspect_err(|_| assert_error_heap_is_small(allocated, bytes))?;
    assert_eq!(allocated.n_bytes, 0, "a view of {bytes:02x?} allocates");
    let ((), allocated) = heap_use_of(|| format_and_discard(format_args!("{view:?}")));
    assert_eq!(allocated.n_bytes, 0, "printing a view of {bytes:02x?} allocates");
    Ok(())
}

/// Asserts that `allocated`, the heap use of refusing `bytes` as a view, is at most that of an error with a long path.
#[track_caller]
pub(crate) fn assert_error_heap_is_small(allocated: HeapUse, bytes: &[u8]) {
    let start = &bytes[..bytes.len().min(64)];
    assert!(allocated.peak <= MAX_VIEW_ERROR_HEAP_BYTES, "{allocated:?} for {} bytes: {start:02x?}…", bytes.len());
    assert!(
        allocated.n_bytes <= 2 * MAX_VIEW_ERROR_HEAP_BYTES as u64,
        "{allocated:?} for {} bytes: {start:02x?}…",
        bytes.len()
    );
}

/// The error of decoding these bytes, which must be the same for an owned value and a view.
pub(crate) fn common_decoding_error<T: Deserialize + Viewable>(bytes: &[u8]) -> Option<Error> {
    let value_error = T::from_bytes(bytes).err();
    let view_error = T::view(bytes).err();
    assert_eq!(value_error, view_error, "{bytes:02x?}");
    value_error
}

/// Runs `work` on a thread with a stack of [`STACK_BYTES`] bytes.
#[track_caller]
pub(crate) fn with_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(work).expect("a thread");
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
