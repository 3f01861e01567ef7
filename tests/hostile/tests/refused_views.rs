//! A refused view allocates its error only, and that error equals the error of decoding an owned value.

use std::collections::BTreeSet;
use std::fmt::Debug;

use fastrand::Rng;
use tl_heap::heap_use_of;
use tl_interpreter::mutation::mutate_value;
use tl_interpreter::{BitChoice, Budget, ByteWriter, Interpreter};
use tl_runtime::views::{OwnedView, View, Viewable};
use tl_runtime::{Bytes, Combinator as _, Deserialize, Error, ErrorKind, Limits, Reader};
use tl_types::api::constructors::{self, MessageEmpty};
use tl_types::api::types::{PageBlock, RichText, Updates, messages};

use crate::api_schema::{api_schema, type_id_of_name};
use crate::decoding_attempt::{assert_error_heap_is_small, with_small_stack};

/// Inputs for each type.
const N_MUTATED_INPUTS: usize = 20_000;

/// The settings of a reader.
#[derive(Clone, Copy, Debug)]
struct ReaderSettings {
    limits: Limits,
    is_strict: bool,
}

impl ReaderSettings {
    /// Limits of memory don't apply to views, so there are none for the owned value either.
    fn random(rng: &mut Rng) -> Self {
        let limits = Limits::default().with_allocation(usize::MAX, usize::MAX);
        let limits = if rng.u8(..8) == 0 { limits.with_items(rng.usize(..3)) } else { limits };
        let limits = if rng.u8(..4) == 0 { limits.with_depth(rng.u32(..6)) } else { limits };
        Self { limits, is_strict: rng.bool() }
    }

    fn reader_with_limits(self, bytes: &[u8]) -> Reader<'_> {
        let reader = Reader::new(bytes).with_limits(self.limits);
        if self.is_strict { reader.refuse_unknown_flags() } else { reader }
    }
}

/// The error of the owned value, after a comparison with the errors of all views and a check of their memory.
fn common_error_with_settings<T: Deserialize + Viewable>(bytes: &[u8], settings: ReaderSettings) -> Option<Error> {
    let owned = settings.reader_with_limits(bytes).read_all::<T>().err();
    let (view, allocated) = heap_use_of(|| settings.reader_with_limits(bytes).view_all::<T>().err());
    assert_error_heap_is_small(allocated, bytes);
    let (checked, allocated) = heap_use_of(|| settings.reader_with_limits(bytes).check_all::<T>().err());
    assert_error_heap_is_small(allocated, bytes);
    assert_eq!([&view, &checked], [&owned; 2], "{settings:?} {bytes:02x?}");
    owned
}

/// The name of the kind: `TooDeep`.
fn kind_name(error: &Error) -> String {
    let kind = format!("{:?}", error.kind());
    kind.split([' ', '{']).next().unwrap_or_default().to_owned()
}

/// Refuses mutated values with random settings. Returns the kinds of errors.
fn kinds_of_refused_mutations<T: Deserialize + Viewable>(ty: &str, seed: u64) -> BTreeSet<String> {
    let schema = api_schema();
    let ids = &schema.ty(type_id_of_name(&schema, ty)).constructors;
    let names: Vec<_> = ids.iter().map(|id| schema.combinator(*id).name.to_string()).collect();
    let mut rng = Rng::with_seed(seed);
    let mut interpreter = Interpreter::new(&schema, seed).with_budget(Budget { depth: 8, n_bytes: 400 });
    let mut value =
        |rng: &mut Rng| interpreter.value_of_call_chain(&[&names[rng.usize(..names.len())]], BitChoice::Random);
    let values: Vec<_> = (0..300).map(|_| value(&mut rng)).collect();
    let mut kinds = BTreeSet::new();
    for _ in 0..N_MUTATED_INPUTS {
        let (mut bytes, other) = (values[rng.usize(..values.len())].clone(), &values[rng.usize(..values.len())]);
        mutate_value(&mut rng, &mut bytes, other);
        let settings = ReaderSettings::random(&mut rng);
        kinds.extend(common_error_with_settings::<T>(&bytes, settings).as_ref().map(kind_name));
    }
    kinds
}

#[track_caller]
fn assert_mutations_are_refused_cheaply<T: Deserialize + Viewable>(ty: &'static str, seed: u64) {
    let kinds = with_small_stack(move || kinds_of_refused_mutations::<T>(ty, seed));
    let expected = [
        "InvalidUtf8",
        "NonCanonicalLength",
        "NonZeroPadding",
        "TooDeep",
        "TooManyItems",
        "TrailingBytes",
        "UnexpectedConstructor",
        "UnexpectedEnd",
        "UnknownFlags",
        "VectorTooLong",
    ];
    let missing: Vec<_> = expected.into_iter().filter(|kind| !kinds.contains(*kind)).collect();
    assert!(missing.is_empty(), "no input of `{ty}` leads to {missing:?}");
}

#[test]
fn errors_of_views_of_updates_equal_those_of_values() {
    assert_mutations_are_refused_cheaply::<Updates>("Updates", 1);
}

#[test]
fn errors_of_views_of_dialogs_equal_those_of_values() {
    assert_mutations_are_refused_cheaply::<messages::Dialogs>("messages.Dialogs", 2);
}

#[test]
fn errors_of_views_of_page_blocks_equal_those_of_values() {
    assert_mutations_are_refused_cheaply::<PageBlock>("PageBlock", 3);
}

#[test]
fn errors_of_views_of_rich_text_equal_those_of_values() {
    with_small_stack(|| kinds_of_refused_mutations::<RichText>("RichText", 4));
}

/// A `messages.messages` with empty messages of 12 bytes each, which take 816 bytes each when they are decoded.
fn encoded_empty_messages(n_messages: u32) -> ByteWriter {
    let mut out = ByteWriter::new();
    out.word(constructors::messages::Messages::ID).vector_header(n_messages);
    for _ in 0..n_messages {
        out.word(MessageEmpty::ID).word(0).word(1);
    }
    out
}

fn assert_refused_cheaply<T: Viewable + Debug>(bytes: &[u8], kind: ErrorKind, offset: usize, path: &str) {
    let (error, allocated) = heap_use_of(|| T::view(bytes).map(drop).unwrap_err());
    assert_error_heap_is_small(allocated, bytes);
    assert_eq!((error.kind(), error.offset()), (kind, offset));
    assert!(format!("{error:?}").contains(&format!("path: `{path}`")), "{error:?}");
    let (checked, allocated) = heap_use_of(|| View::<T>::from_bytes(bytes).map(drop).unwrap_err());
    assert_error_heap_is_small(allocated, bytes);
    let shared = Bytes::copy_from_slice(bytes);
    let (owned_view, allocated) = heap_use_of(|| OwnedView::<T>::from_bytes(shared).map(drop).unwrap_err());
    assert_error_heap_is_small(allocated, bytes);
    assert_eq!([checked, owned_view], [error.clone(), error]);
}

#[test]
fn megabytes_of_small_messages_are_refused_without_an_owned_copy() {
    with_small_stack(|| {
        const N_MESSAGES: u32 = 1_000_000;
        let bytes = encoded_empty_messages(N_MESSAGES).to_bytes();
        let (len, end) = (bytes.len(), ErrorKind::UnexpectedEnd { needed: 4, left: 0 });
        assert_eq!(len, 12_000_012);
        // The vector of topics is missing.
        assert_refused_cheaply::<messages::Messages>(&bytes, end, len, "messages.messages.topics");
        let mut damaged = bytes;
        damaged[len - 12..len - 8].copy_from_slice(&[1, 2, 3, 4]);
        let unknown = ErrorKind::UnexpectedConstructor { id: 0x0403_0201 };
        let path = "messages.messages.messages[999999]";
        assert_refused_cheaply::<messages::Messages>(&damaged, unknown, len - 12, path);
    });
}
