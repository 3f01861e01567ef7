//! Small inputs that would be large if they were believed: values inside each other, vectors and strings of any length.
//!
//! Each way around in the schema makes bombs of its own, so that the heaviest of all types is among them.

use tl_heap::allocated_by;
use tl_interpreter::mutation::MAX_LEN;
use tl_interpreter::{Interpreter, Step, descents};
use tl_parser::Schema;
use tl_runtime::{Deserialize as _, Error, ErrorKind};
use tl_types::api::types::{PageBlock, RichText, Updates, messages};

use crate::attempt::{DECODERS, Decoder, Outcome, refusal, with_little_stack};
use crate::schema::{schema, type_id};

/// More levels than the limit allows.
const N_LEVELS: usize = 70;

/// For each way around: so many times around, all vectors saying that they have `n_items` items, zeros behind that.
fn descend(decoder: Decoder, n_items: u32, mut use_bytes: impl FnMut(&str, &[u8])) -> usize {
    let schema = schema();
    let mut interpreter = Interpreter::new(&schema, 0);
    let descents = descents(&schema, type_id(&schema, decoder.ty));
    for descent in &descents {
        let mut bytes = interpreter.open(&descent.entry, n_items);
        let around = interpreter.open(&descent.cycle, n_items);
        (0..N_LEVELS).for_each(|_| bytes.extend(&around));
        if n_items > 1 {
            bytes.resize(MAX_LEN, 0);
        }
        use_bytes(&names(&schema, &descent.cycle), &bytes);
    }
    descents.len()
}

/// The constructors on a way.
fn names(schema: &Schema, steps: &[Step]) -> String {
    let names: Vec<_> = steps.iter().map(|step| schema.combinator(step.constructor).name.to_string()).collect();
    names.join(", ")
}

/// Every bomb explodes at the limit of depth, on little stack.
fn assert_too_deep(ty: &'static str, decode: fn(&[u8]) -> Option<Error>, n_bombs: usize) {
    let decoder = DECODERS.into_iter().find(|decoder| decoder.ty == ty).expect("a decoder");
    let n_found = with_little_stack(move || {
        descend(decoder, 1, |cycle, bytes| {
            let kind = decode(bytes).map(|error| error.kind());
            assert_eq!(kind, Some(ErrorKind::TooDeep), "around {cycle}");
        })
    });
    assert_eq!(n_found, n_bombs, "ways around");
}

#[test]
fn deep_updates() {
    assert_too_deep("Updates", refusal::<Updates>, 60);
}

#[test]
fn deep_messages() {
    assert_too_deep("messages.Messages", refusal::<messages::Messages>, 60);
}

#[test]
fn deep_rich_text() {
    assert_too_deep("RichText", refusal::<RichText>, 30);
}

#[test]
fn deep_page_blocks() {
    assert_too_deep("PageBlock", refusal::<PageBlock>, 40);
}

/// Vectors inside each other that promise many items each take no more memory than the limit grants for all of them.
#[test]
fn vectors_that_promise_much() {
    for decoder in DECODERS {
        with_little_stack(move || {
            for n_items in [2, 16, 100, 1000, 4000, u32::MAX] {
                descend(decoder, n_items, |cycle, bytes| {
                    let outcome = decoder.attempt(bytes);
                    assert!(matches!(outcome, Outcome::Refused), "around {cycle}");
                });
            }
        });
    }
}

/// A string that promises 16 MB takes nothing.
#[test]
fn strings_that_promise_much() {
    with_little_stack(|| {
        let text_plain = [0xe0, 0x94, 0x46, 0x74];
        for length in [[254, 255, 255, 255], [254, 0, 0, 1], [253, 0, 0, 0]] {
            let bytes = [text_plain, length].concat();
            let (outcome, allocated) = allocated_by(|| RichText::from_bytes(&bytes).map(drop));
            let kind = outcome.map_err(|error| error.kind());
            assert!(matches!(kind, Err(ErrorKind::UnexpectedEnd { left: 4, .. })), "{kind:?}");
            assert!(allocated.peak < 256, "{allocated:?}");
        }
    });
}
