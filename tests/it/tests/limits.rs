//! Limits for untrusted input: nesting depth and memory are bounded, and the bounds are configurable.

use tl_interpreter::ByteWriter;
use tl_runtime::{Deserialize as _, Error, ErrorKind, Limits, Reader, Serialize as _};
use tl_types::api::constructors::TextPlain;
use tl_types::api::types::{RichText, Update};

use crate::decoding_errors::path_of;

const MESSAGE_EMPTY_ID: u32 = 0x90a6_ca84;
const TEXT_BOLD_ID: u32 = 0x6724_abc4;
const TEXT_CONCAT_ID: u32 = 0x7e62_60d7;
const TEXT_EMPTY_ID: u32 = 0xdc3d_824f;
const UPDATE_NEW_MESSAGE_ID: u32 = 0x1f2b_0afd;

/// `textEmpty` inside `n_levels` nested `textBold`.
fn nested_bold(n_levels: u32) -> Vec<u8> {
    let mut out = ByteWriter::new();
    (0..n_levels).for_each(|_| _ = out.word(TEXT_BOLD_ID));
    out.word(TEXT_EMPTY_ID).to_bytes()
}

/// `textEmpty` inside `n_levels` nested `textConcat` with one item each.
fn nested_concat(n_levels: u32) -> Vec<u8> {
    let mut out = ByteWriter::new();
    (0..n_levels).for_each(|_| _ = out.word(TEXT_CONCAT_ID).vector_header(1));
    out.word(TEXT_EMPTY_ID).to_bytes()
}

#[track_caller]
fn assert_too_deep(error: &Error, offset: usize) {
    assert_eq!((error.kind(), error.offset()), (ErrorKind::TooDeep, offset));
}

#[test]
fn values_nested_beyond_the_limit_are_refused() {
    let at_limit = nested_bold(64);
    let text = RichText::from_bytes(&at_limit).unwrap();
    assert_eq!(text.to_bytes().unwrap(), at_limit);
    for n_levels in [65, 66, 100_000] {
        let error = RichText::from_bytes(&nested_bold(n_levels)).unwrap_err();
        assert_too_deep(&error, 65 * 4);
        assert_eq!(path_of(&error), format!("textBold{}", ".text".repeat(65)));
    }
}

#[test]
fn vectors_nested_beyond_the_limit_are_refused() {
    let at_limit = nested_concat(64);
    let text = RichText::from_bytes(&at_limit).unwrap();
    assert_eq!(text.to_bytes().unwrap(), at_limit);
    let error = RichText::from_bytes(&nested_concat(65)).unwrap_err();
    assert_too_deep(&error, 65 * 12);
    assert_eq!(path_of(&error), format!("textConcat{}.texts", ".texts[0]".repeat(64)));
}

#[test]
fn the_depth_limit_is_configurable() {
    let read = |depth, bytes: &[u8]| {
        let limits = Limits::default().with_depth(depth);
        Reader::new(bytes).with_limits(limits).read_all::<RichText>()
    };
    for depth in [0, 1, 3, 100] {
        assert!(read(depth, &nested_bold(depth)).is_ok());
        assert_too_deep(&read(depth, &nested_bold(depth + 1)).unwrap_err(), 4 * (depth as usize + 1));
        assert!(read(depth, &nested_concat(depth)).is_ok());
        assert_too_deep(&read(depth, &nested_concat(depth + 1)).unwrap_err(), 12 * (depth as usize + 1));
    }
}

/// Depth is counted along a path: siblings don't add up.
#[test]
fn values_side_by_side_do_not_add_to_the_depth() {
    let mut out = ByteWriter::new();
    out.word(TEXT_CONCAT_ID).vector_header(100);
    (0..100).for_each(|_| _ = out.raw_bytes(&nested_bold(2)));
    let limits = Limits::default().with_depth(3);
    let bytes = out.to_bytes();
    let text = Reader::new(&bytes).with_limits(limits).read_all::<RichText>().unwrap();
    assert_eq!(text.to_bytes().unwrap(), bytes);
}

#[test]
fn the_allocation_limit_is_configurable() {
    let text = RichText::from(TextPlain { text: "a".repeat(1000).into() });
    let bytes = text.to_bytes().unwrap();
    let read = |factor, base| {
        let limits = Limits::default().with_allocation(factor, base);
        Reader::new(&bytes).with_limits(limits).read_all::<RichText>()
    };
    assert_eq!(read(2, 0), Ok(text.clone()));
    assert_eq!(read(0, 1016), Ok(text.clone()));
    let error = read(0, 1000).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(path_of(&error), "textPlain.text");
    let error = read(0, 0).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

/// The depth limit counts nesting levels from the current position of the reader.
#[test]
fn depth_limit_counts_from_current_position() {
    let bytes = ByteWriter::new().vector_header(2).word(1).word(2).raw_bytes(&nested_bold(2)).to_bytes();
    let mut reader = Reader::new(&bytes);
    assert_eq!(reader.read::<Vec<i32>>(), Ok(vec![1, 2]));
    assert_eq!(reader.offset(), 16);
    let limits = Limits::default().with_depth(1);
    assert_too_deep(&reader.clone().with_limits(limits).read_all::<RichText>().unwrap_err(), 16 + 8);
    assert!(reader.read_all::<RichText>().is_ok());
}

/// Unknown flags, such as those of a later layer, are dropped. The value is then encoded to other bytes.
#[test]
fn decoding_drops_unknown_flags() {
    let update = |flags| {
        let mut out = ByteWriter::new();
        out.word(UPDATE_NEW_MESSAGE_ID).word(MESSAGE_EMPTY_ID).word(flags).word(1).word(2).word(3).to_bytes()
    };
    let value = Update::from_bytes(&update(1 << 31)).unwrap();
    assert_eq!(value.to_bytes().unwrap(), update(0));
}
