//! Hostile bytes: no panic, and heap, stack and time within limits.

use std::thread;
use std::time::{Duration, Instant};

use tl_heap::heap_use_of;
use tl_interpreter::{BitChoice, Budget, Interpreter};
use tl_layers::History;
use tl_runtime::layers::{Layers, Old, Reason};
use tl_runtime::{ErrorKind, Limits, VECTOR_ID};

/// Types of the outermost values: large, recursive, and frequent in responses of a server.
const TYPES: [&str; 4] = ["Updates", "messages.Messages", "RichText", "messages.Dialogs"];

/// Heap bytes of an error with its path.
const ERROR_HEAP_BYTES: usize = 32 * 1024;

/// Runs a test on a stack of 256 KiB.
fn with_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(256 * 1024).spawn(test).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Transcodes bytes in all ways, and asserts that the heap use stays within the limits.
fn transcode_within_limits(layers: &Layers<'_>, ty: &str, bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    let (result, used) = heap_use_of(|| layers.transcode(ty, bytes, &Limits::default()));
    let Limits { allocation_factor, allocation_base, .. } = Limits::default();
    let allowed = bytes.len() * allocation_factor + allocation_base + ERROR_HEAP_BYTES;
    assert!(
        used.peak <= allowed,
        "{ty} used {} of {allowed} bytes: {:02x?}…",
        used.peak,
        &bytes[..bytes.len().min(64)]
    );
    let (_, used) = heap_use_of(|| drop(Old::from_bytes(layers, bytes)));
    assert!(used.peak <= allowed, "the view of {ty} used {} of {allowed} bytes", used.peak);
    result.map(|found| found.bytes).map_err(|error| error.reason())
}

#[test]
fn damaged_values_of_older_layers_stay_within_the_limits() {
    let history = History::of_api();
    let owned = history.layers();
    let older = history.schema_of_layer(166);
    with_small_stack(move || {
        let layers = owned.borrow();
        let mut rng = fastrand::Rng::with_seed(5);
        let mut interpreter = Interpreter::new(&older, 7).with_budget(Budget { depth: 7, n_bytes: 600 });
        let ids: Vec<_> = older.combinators.iter().map(|found| found.id).collect();
        let mut n_accepted = 0;
        for round in 0..6_000 {
            let name = ["messages.messages", "updates", "message", "messages.dialogs"][round % 4];
            let ty = ["messages.Messages", "Updates", "Message", "messages.Dialogs"][round % 4];
            let mut bytes = interpreter.value_of_call_chain(&[name], BitChoice::Random);
            for _ in 0..rng.usize(..4) {
                let start = 4 * rng.usize(..bytes.len() / 4);
                let word = match rng.u8(..4) {
                    0 => rng.u32(..),
                    1 => ids[rng.usize(..ids.len())],
                    2 => u32::MAX,
                    _ => VECTOR_ID,
                };
                bytes[start..start + 4].copy_from_slice(&word.to_le_bytes());
            }
            if let Ok(today) = transcode_within_limits(&layers, ty, &bytes) {
                n_accepted += 1;
                let again = layers.transcode(ty, &today, &Limits::default()).expect("today's bytes are valid");
                assert_eq!((again.bytes, again.has_older), (today, false), "today's bytes are copied");
            }
        }
        assert!(n_accepted > 500, "{n_accepted} values were accepted");
    });
}

#[test]
fn bombs_are_refused_at_once() {
    let history = History::of_api();
    let owned = history.layers();
    with_small_stack(move || {
        let layers = owned.borrow();
        let id = |name: &str| layers.table().by_name(name).expect("a constructor").id();
        let started = Instant::now();
        // `textBold` in `textBold`, and so on.
        let nested: Vec<u8> = std::iter::repeat_n(id("textBold").to_le_bytes(), 100_000).flatten().collect();
        let too_deep = transcode_within_limits(&layers, "RichText", &nested);
        assert_eq!(too_deep, Err(Reason::Wire(ErrorKind::TooDeep)));
        for ty in TYPES {
            let constructors: Vec<_> =
                layers.table().type_by_name(ty).expect("a type").constructors().map(|found| found.id()).collect();
            for id in constructors {
                // Every word is the header of a vector with as many items as possible.
                for count in [u32::MAX, 1 << 20, 60_000] {
                    let words = [id].into_iter().chain(std::iter::repeat_n([VECTOR_ID, count], 30_000).flatten());
                    let bytes: Vec<u8> = words.flat_map(u32::to_le_bytes).collect();
                    let _ = transcode_within_limits(&layers, ty, &bytes);
                }
            }
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    });
}

#[test]
fn damaged_tables_do_not_panic() {
    let history = History::of_api();
    let owned = history.layers();
    let older = history.schema_of_layer(204);
    let mut interpreter = Interpreter::new(&older, 3).with_budget(Budget { depth: 4, n_bytes: 300 });
    let mut rng = fastrand::Rng::with_seed(11);
    for _ in 0..300 {
        let damaged = owned.damaged(&mut rng);
        let layers = damaged.borrow();
        let bytes = interpreter.value_of_call_chain(&["message"], BitChoice::Random);
        let _ = layers.transcode("Message", &bytes, &Limits::default());
        let _ = Old::from_bytes(&layers, &bytes).map(|old| old.fields().count());
        let _ = layers.table().types().flat_map(|ty| ty.constructors()).map(|found| found.name().len()).sum::<usize>();
        let _ = layers.find(rng.u32(..));
    }
}
