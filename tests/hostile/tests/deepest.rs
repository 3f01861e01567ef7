//! Values as deep as the limit allows: all that can be done with a value is done with them, on little stack.

use std::fmt::{Debug, Write as _};

use tl_interpreter::{Descent, Interpreter, descents};
use tl_parser::Schema;
use tl_runtime::views::{OwnedView, View, Viewable};
use tl_runtime::{Bytes, Deserialize, ErrorKind, Lossless, Serialize};
use tl_types::api::types::{PageBlock, RichText, Updates, messages};

use crate::attempt::{Nothing, with_little_stack};
use crate::schema::{schema, type_id};

/// A value with so many times around.
fn value(interpreter: &mut Interpreter<'_>, descent: &Descent, n_around: usize) -> Vec<u8> {
    let mut steps = descent.entry.clone();
    (0..n_around).for_each(|_| steps.extend(&descent.cycle));
    let inner = steps.last().expect("a step").inner;
    [interpreter.open(&steps, 1), interpreter.innermost(inner), interpreter.close(&steps)].concat()
}

/// The deepest value that is taken.
fn deepest<T: Deserialize>(schema: &Schema, descent: &Descent) -> Vec<u8> {
    let mut interpreter = Interpreter::new(schema, 0);
    let mut deepest = Vec::new();
    for n_around in 1..=65 {
        let bytes = value(&mut interpreter, descent, n_around);
        match T::from_bytes(&bytes).map_err(|error| error.kind()) {
            Ok(_) => deepest = bytes,
            Err(kind) => {
                assert_eq!(kind, ErrorKind::TooDeep, "{n_around} times around {:?}", descent.cycle);
                return deepest;
            }
        }
    }
    panic!("no limit of depth around {:?}", descent.cycle)
}

fn use_in_all_ways<T>(bytes: &[u8])
where
    T: Deserialize + Serialize + Viewable<Owned = T> + Debug + Clone + PartialEq,
{
    let owned = T::from_bytes(bytes).expect("it was read");
    assert_eq!(owned.to_bytes().as_deref(), Ok(bytes));
    assert!(owned.clone() == owned);
    write!(Nothing, "{owned:?} {owned:#?}").expect("nothing fails");
    let lossless = Lossless::<T>::from_bytes(bytes).expect("it was read");
    assert_eq!(lossless.to_bytes().as_deref(), Ok(bytes));
    let view = View::<T>::from_bytes(bytes).expect("it was read");
    write!(Nothing, "{view:?} {view:#?}").expect("nothing fails");
    let held = OwnedView::<T>::from_bytes(Bytes::copy_from_slice(bytes)).expect("it was read");
    assert!(held.to_owned() == owned && view.to_owned() == owned);
}

fn assert_is_usable<T>(ty: &'static str, n_ways: usize)
where
    T: Deserialize + Serialize + Viewable<Owned = T> + Debug + Clone + PartialEq,
{
    let schema = schema();
    let descents = descents(&schema, type_id(&schema, ty));
    assert_eq!(descents.len(), n_ways, "ways around");
    with_little_stack(move || {
        for descent in &descents {
            use_in_all_ways::<T>(&deepest::<T>(&schema, descent));
        }
    });
}

#[test]
fn deepest_updates() {
    assert_is_usable::<Updates>("Updates", 60);
}

#[test]
fn deepest_messages() {
    assert_is_usable::<messages::Messages>("messages.Messages", 60);
}

#[test]
fn deepest_rich_text() {
    assert_is_usable::<RichText>("RichText", 30);
}

#[test]
fn deepest_page_blocks() {
    assert_is_usable::<PageBlock>("PageBlock", 40);
}
