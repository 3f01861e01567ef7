//! One input through the decoders under attack, and what it may cost.

use std::fmt::{self, Write as _};
use std::thread;

use tl_heap::allocated_by;
use tl_runtime::views::Viewable;
use tl_runtime::{Deserialize, Error, Limits, Lossless, Serialize};
use tl_types::api::types::{PageBlock, RichText, Updates, messages};

use crate::STACK;

/// Bytes of the heap that decoding may have at once on top of what [`Limits`] grant: for an error, as they say.
const ERROR_COST: usize = 32 * 1024;

/// The decoders under attack: large, recursive, and what a server sends most.
pub(crate) const DECODERS: [Decoder; 5] = [
    Decoder { ty: "Updates", decode: decode::<Updates> },
    Decoder { ty: "messages.Messages", decode: decode::<messages::Messages> },
    Decoder { ty: "RichText", decode: decode::<RichText> },
    Decoder { ty: "PageBlock", decode: decode::<PageBlock> },
    Decoder { ty: "messages.Dialogs", decode: decode::<messages::Dialogs> },
];

/// A type under attack.
#[derive(Clone, Copy)]
pub(crate) struct Decoder {
    /// The TL name.
    pub(crate) ty: &'static str,
    decode: fn(&[u8]) -> Outcome,
}

/// What became of an input.
pub(crate) enum Outcome {
    /// It is a value, which takes so many bytes when encoded.
    Accepted(usize),
    /// It isn't.
    Refused,
}

impl Decoder {
    /// Decodes, and asserts that the heap stayed within bounds.
    pub(crate) fn attempt(self, bytes: &[u8]) -> Outcome {
        let (outcome, allocated) = allocated_by(|| (self.decode)(bytes));
        let Limits { allocation_factor, allocation_base, .. } = Limits::default();
        let allowed = bytes.len() * allocation_factor + allocation_base + ERROR_COST;
        let start = &bytes[..bytes.len().min(64)];
        let peak = allocated.peak;
        assert!(peak <= allowed, "{} took {peak} bytes for {}: {start:02x?}…", self.ty, bytes.len());
        outcome
    }
}

/// Decodes; values and errors are also used, since neither may hold a surprise.
fn decode<T: Deserialize + Serialize + Viewable>(bytes: &[u8]) -> Outcome {
    let is_viewed = look::<T>(bytes);
    assert_eq!(is_viewed, T::from_bytes(bytes).is_ok(), "views and values differ about {bytes:02x?}");
    let lossless = Lossless::<T>::from_bytes(bytes);
    if let Ok(lossless) = &lossless {
        assert!(lossless.to_bytes().expect("what was read can be written") == bytes, "lost something of {bytes:02x?}");
    }
    match T::from_bytes(bytes) {
        Ok(_) if lossless.is_err() => panic!("lossless reading refuses {bytes:02x?}"),
        Ok(value) => Outcome::Accepted(value.serialized_len().expect("what was read can be written")),
        Err(error) => {
            assert!(error.offset() <= bytes.len());
            Outcome::Refused
        }
    }
}

/// Whether a view takes these bytes, for which it needs nothing of the heap. All that is nested is looked at as well.
fn look<T: Viewable>(bytes: &[u8]) -> bool {
    let (view, allocated) = allocated_by(|| T::view(bytes));
    let Ok(view) = view else { return false };
    assert_eq!(allocated.n_bytes, 0, "a view of {bytes:02x?} allocates");
    let (written, allocated) = allocated_by(|| write!(Nothing, "{view:?}"));
    assert_eq!((written, allocated.n_bytes), (Ok(()), 0), "looking at {bytes:02x?}");
    true
}

/// Takes text and keeps nothing of it.
struct Nothing;

impl fmt::Write for Nothing {
    fn write_str(&mut self, _text: &str) -> fmt::Result {
        Ok(())
    }
}

/// What both ways of reading say against these bytes.
pub(crate) fn refusal<T: Deserialize + Viewable>(bytes: &[u8]) -> Option<Error> {
    let of_value = T::from_bytes(bytes).err();
    let of_view = T::view(bytes).err();
    assert_eq!(of_value, of_view, "{bytes:02x?}");
    of_value
}

/// Runs `work` with little stack.
#[track_caller]
pub(crate) fn with_little_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
