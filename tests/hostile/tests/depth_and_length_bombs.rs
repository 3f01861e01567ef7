//! Small inputs that claim to be large: deep nesting, and huge lengths of vectors and strings.
//!
//! Every recursive path of a decoded type gives one input, so the types with the largest values are among them.

use tl_heap::heap_use_of;
use tl_interpreter::mutation::MAX_MUTATED_LEN;
use tl_interpreter::{Interpreter, TypeEdge, recursive_paths};
use tl_parser::Schema;
use tl_runtime::{Deserialize as _, Error, ErrorKind};
use tl_types::api::types::{PageBlock, RichText, Updates, messages};

use crate::api_schema::{api_schema, type_id_of_name};
use crate::decoding_attempt::{DECODED_TYPES, DecodedType, DecodingOutcome, common_decoding_error, with_small_stack};

/// Number of repetitions of a recursive path: a nesting depth above the limit of 64.
const REPETITIONS_ABOVE_DEPTH_LIMIT: usize = 70;

/// Calls `use_bytes` for each recursive path: the path is repeated [`REPETITIONS_ABOVE_DEPTH_LIMIT`] times, and all
/// vectors claim to have `n_items` items. If `n_items` is more than one, the input is filled up with zeros. Returns the
/// number of paths.
fn for_each_deep_input(decoder: DecodedType, n_items: u32, mut use_bytes: impl FnMut(&str, &[u8])) -> usize {
    let schema = api_schema();
    let mut interpreter = Interpreter::new(&schema, 0);
    let paths = recursive_paths(&schema, type_id_of_name(&schema, decoder.ty));
    for path in &paths {
        let mut bytes = interpreter.bytes_before_innermost(&path.entry, n_items);
        let cycle = interpreter.bytes_before_innermost(&path.cycle, n_items);
        (0..REPETITIONS_ABOVE_DEPTH_LIMIT).for_each(|_| bytes.extend(&cycle));
        if n_items > 1 {
            bytes.resize(MAX_MUTATED_LEN, 0);
        }
        use_bytes(&constructor_names(&schema, &path.cycle), &bytes);
    }
    paths.len()
}

/// The names of the constructors on a path.
fn constructor_names(schema: &Schema, edges: &[TypeEdge]) -> String {
    let names: Vec<_> = edges.iter().map(|edge| schema.combinator(edge.constructor).name.to_string()).collect();
    names.join(", ")
}

/// Asserts that every deeply nested input for the type `ty` fails with `TooDeep`, on a small stack.
fn assert_bombs_are_too_deep(ty: &'static str, decode: fn(&[u8]) -> Option<Error>, n_bombs: usize) {
    let decoder = DECODED_TYPES.into_iter().find(|decoder| decoder.ty == ty).expect("a decoder");
    let n_found = with_small_stack(move || {
        for_each_deep_input(decoder, 1, |cycle, bytes| {
            let kind = decode(bytes).map(|error| error.kind());
            assert_eq!(kind, Some(ErrorKind::TooDeep), "cycle {cycle}");
        })
    });
    assert_eq!(n_found, n_bombs, "recursive paths");
}

#[test]
fn too_deep_updates_are_refused() {
    assert_bombs_are_too_deep("Updates", common_decoding_error::<Updates>, 60);
}

#[test]
fn too_deep_messages_are_refused() {
    assert_bombs_are_too_deep("messages.Messages", common_decoding_error::<messages::Messages>, 60);
}

#[test]
fn too_deep_rich_text_is_refused() {
    assert_bombs_are_too_deep("RichText", common_decoding_error::<RichText>, 30);
}

#[test]
fn too_deep_page_blocks_are_refused() {
    assert_bombs_are_too_deep("PageBlock", common_decoding_error::<PageBlock>, 40);
}

/// Nested vectors that claim many items allocate no more than the limit for the whole input.
#[test]
fn vectors_with_huge_lengths_are_refused() {
    for decoder in DECODED_TYPES {
        with_small_stack(move || {
            for n_items in [2, 16, 100, 1000, 4000, u32::MAX] {
                for_each_deep_input(decoder, n_items, |cycle, bytes| {
                    let outcome = decoder.decode_within_limits(bytes);
                    assert!(matches!(outcome, DecodingOutcome::Refused), "cycle {cycle}");
                });
            }
        });
    }
}

/// A string that claims 16 MB allocates nothing.
#[test]
fn strings_with_huge_lengths_allocate_nothing() {
    with_small_stack(|| {
        let text_plain = [0xe0, 0x94, 0x46, 0x74];
        for length in [[254, 255, 255, 255], [254, 0, 0, 1], [253, 0, 0, 0]] {
            let bytes = [text_plain, length].concat();
            let (outcome, allocated) = heap_use_of(|| RichText::from_bytes(&bytes).map(drop));
            let kind = outcome.map_err(|error| error.kind());
            assert!(matches!(kind, Err(ErrorKind::UnexpectedEnd { left: 4, .. })), "{kind:?}");
            assert!(allocated.peak < 256, "{allocated:?}");
        }
    });
}
