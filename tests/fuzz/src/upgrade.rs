//! Fuzz target of older layers.

use std::panic::resume_unwind;
use std::thread;

use tl_heap::heap_use_of;
use tl_types::api::layers::{LAYERS, Old};
use tl_types::api::types::Message;
use tl_types::envelope::id;
use tl_types::{Limits, Reader, runtime};

/// Bytes that may be live in addition to the limits: an error with its path.
const BYTES_BEYOND_LIMITS: usize = 32 * 1024;

/// Bytes for each byte of input that the places of complete values may take, with those of their dropped paths.
const BYTES_OF_PLACES: usize = 16;

/// Stack that suffices for the nesting depth that the limits allow.
const STACK_BYTES: usize = 256 * 1024;

/// Rewrites a value of any kept layer as today's bytes. The constructor id at its start selects the type.
///
/// # Panics
///
/// If more memory is live than the limits allow, or if the result is not a value of today. A stack overflow ends the
/// process.
pub fn upgrade(data: &[u8]) {
    thread::scope(|scope| {
        let thread =
            thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, || upgrade_on_small_stack(data));
        if let Err(panic) = thread.expect("a thread").join() {
            resume_unwind(panic);
        }
    });
}

fn upgrade_on_small_stack(data: &[u8]) {
    let constructor = id(data).and_then(|id| LAYERS.table().by_id(id));
    let Some(ty) = constructor.and_then(|constructor| constructor.result_type()) else { return };
    let limits = Limits::default();
    let (result, used) = heap_use_of(|| LAYERS.transcode(ty.name(), data, &limits));
    let allowed = data.len() * limits.allocation_factor + limits.allocation_base + BYTES_BEYOND_LIMITS;
    assert!(used.peak <= allowed, "{used:?} for {} bytes, allowed are {allowed}", data.len());
    match result {
        Ok(today) => {
            let again = LAYERS.transcode(ty.name(), &today.bytes, &limits).expect("today's bytes are valid");
            assert_eq!((again.bytes, again.has_older), (today.bytes, false), "today's bytes are copied");
        }
        Err(error) => assert!(error.offset() <= data.len(), "{error}"),
    }
    let ((messages, error), used) = heap_use_of(|| LAYERS.read_complete_values::<Message>(Reader::new(data)));
    let places = data.len() * BYTES_OF_PLACES;
    assert!(used.peak <= 2 * allowed + places, "{used:?} for complete values of {} bytes", data.len());
    assert!(messages.len() <= data.len() / 4 && error.is_none_or(|error| error.offset() <= data.len()));
    let (old, used) = heap_use_of(|| Old::from_bytes(&LAYERS, data).map(|old| old.fields().count()));
    assert!(used.peak <= allowed, "{used:?} for a view of {} bytes", data.len());
    let is_whole =
        runtime::interpret::walk(LAYERS.table(), runtime::table::TypeRef::OBJECT, data, &limits, &mut Ignore);
    assert_eq!(old.is_ok(), is_whole.is_ok(), "a view has the bytes of a walk");
}

/// Ignores all parts.
struct Ignore;

impl<'i> runtime::interpret::Events<'i> for Ignore {
    fn scalar(
        &mut self,
        _: &runtime::interpret::Position<'i, '_>,
        _: runtime::interpret::Scalar<'i>,
        _: &'i [u8],
    ) -> Result<(), runtime::interpret::Stop> {
        Ok(())
    }
}
