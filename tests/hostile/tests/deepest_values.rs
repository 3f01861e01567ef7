//! Values of the maximum nesting depth can be cloned, compared, printed and encoded on a small stack.

use std::fmt::Debug;

use tl_heap::format_and_discard;
use tl_interpreter::{Interpreter, RecursivePath, recursive_paths};
use tl_parser::Schema;
use tl_runtime::views::{OwnedView, View, Viewable};
use tl_runtime::{Bytes, Deserialize, ErrorKind, Lossless, Serialize};
use tl_types::api::types::{PageBlock, RichText, Updates, messages};

use crate::api_schema::{api_schema, type_id_of_name};
use crate::decoding_attempt::with_small_stack;

/// The bytes of a value that repeats the cycle of `path` the given number of times.
fn value_with_cycles(interpreter: &mut Interpreter<'_>, path: &RecursivePath, n_cycles: usize) -> Vec<u8> {
    let mut edges = path.entry.clone();
    (0..n_cycles).for_each(|_| edges.extend(&path.cycle));
    let inner = edges.last().expect("an edge").inner;
    [
        interpreter.bytes_before_innermost(&edges, 1),
        interpreter.shortest_value(inner),
        interpreter.bytes_after_innermost(&edges),
    ]
    .concat()
}

/// The deepest value that repeats the cycle of `path` and can be decoded as `T`.
fn deepest_value<T: Deserialize>(schema: &Schema, path: &RecursivePath) -> Vec<u8> {
    let mut interpreter = Interpreter::new(schema, 0);
    let mut deepest = Vec::new();
    for n_cycles in 1..=65 {
        let bytes = value_with_cycles(&mut interpreter, path, n_cycles);
        match T::from_bytes(&bytes).map_err(|error| error.kind()) {
            Ok(_) => deepest = bytes,
            Err(kind) => {
                assert_eq!(kind, ErrorKind::TooDeep, "{n_cycles} repetitions of {:?}", path.cycle);
                return deepest;
            }
        }
    }
    panic!("no depth limit for {:?}", path.cycle)
}

fn assert_value_is_usable<T>(bytes: &[u8])
where
    T: Deserialize + Serialize + Viewable<Owned = T> + Debug + Clone + PartialEq,
{
    let owned = T::from_bytes(bytes).expect("it was decoded before");
    assert_eq!(owned.to_bytes().as_deref(), Ok(bytes));
    assert!(owned.clone() == owned);
    format_and_discard(format_args!("{owned:?} {owned:#?}"));
    let lossless = Lossless::<T>::from_bytes(bytes).expect("it was decoded before");
    assert_eq!(lossless.to_bytes().as_deref(), Ok(bytes));
    let view = View::<T>::from_bytes(bytes).expect("it was decoded before");
    format_and_discard(format_args!("{view:?} {view:#?}"));
    let held = OwnedView::<T>::from_bytes(Bytes::copy_from_slice(bytes)).expect("it was decoded before");
    assert!(held.to_value() == owned && view.to_value() == owned);
}

fn assert_deepest_values_are_usable<T>(ty: &'static str, n_paths: usize)
where
    T: Deserialize + Serialize + Viewable<Owned = T> + Debug + Clone + PartialEq,
{
    let schema = api_schema();
    let paths = recursive_paths(&schema, type_id_of_name(&schema, ty));
    assert_eq!(paths.len(), n_paths, "recursive paths");
    with_small_stack(move || {
        for path in &paths {
            assert_value_is_usable::<T>(&deepest_value::<T>(&schema, path));
        }
    });
}

#[test]
fn deepest_updates_are_usable() {
    assert_deepest_values_are_usable::<Updates>("Updates", 60);
}

#[test]
fn deepest_messages_are_usable() {
    assert_deepest_values_are_usable::<messages::Messages>("messages.Messages", 60);
}

#[test]
fn deepest_rich_text_is_usable() {
    assert_deepest_values_are_usable::<RichText>("RichText", 30);
}

#[test]
fn deepest_page_blocks_are_usable() {
    assert_deepest_values_are_usable::<PageBlock>("PageBlock", 40);
}
