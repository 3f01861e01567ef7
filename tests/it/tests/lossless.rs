//! Lossless decoding: non-canonical bytes that are kept, edits of such values, and errors.

use tl_interpreter::ByteWriter;
use tl_runtime::{Deserialize, ErrorKind, Limits, Lossless, Reader, Serialize as _, Writer};
use tl_types::api::constructors::{TextBold, TextPlain};
use tl_types::api::types::{RichText, WebDocument};

use crate::decoding_errors::path_of;

const TEXT_CONCAT_ID: u32 = 0x7e62_60d7;
const TEXT_EMPTY_ID: u32 = 0xdc3d_824f;
const TEXT_PLAIN_ID: u32 = 0x744694e0;
const UPDATE_STATUS_ID: u32 = 0xe5bd_fb6b;

/// `textConcat` of `textPlain`s with these encoded strings.
fn encoded_text_concat(strings: &[&[u8]]) -> Vec<u8> {
    let mut out = ByteWriter::new();
    out.word(TEXT_CONCAT_ID).vector_header(u32::try_from(strings.len()).unwrap());
    strings.iter().for_each(|string| _ = out.word(TEXT_PLAIN_ID).raw_bytes(string));
    out.to_bytes()
}

/// Non-canonical strings, with the errors of strict decoding.
const NON_CANONICAL_STRINGS: [(&[u8], ErrorKind); 4] = [
    (&[254, 2, 0, 0, b'h', b'i', 0, 0], ErrorKind::NonCanonicalLength),
    (&[2, b'h', b'i', 7], ErrorKind::NonZeroPadding),
    (&[3, b'a', 0xff, b'b'], ErrorKind::InvalidUtf8),
    (&[254, 1, 0, 0, 0x80, 1, 2, 3], ErrorKind::NonCanonicalLength),
];

#[test]
fn non_canonical_strings_are_kept() {
    let strings = NON_CANONICAL_STRINGS.map(|(string, _)| string);
    let bytes = encoded_text_concat(&strings);
    let value = Lossless::<RichText>::from_bytes(&bytes).unwrap();
    assert!(!value.is_canonical());
    assert_eq!(value.to_bytes().unwrap(), bytes);
    let shown: Vec<_> = ["hi", "hi", "a\u{fffd}b", "\u{fffd}"].map(|text| TextPlain { text: text.into() }).into();
    let RichText::TextConcat(concat) = &*value else { panic!("{value:?}") };
    assert_eq!(concat.texts, shown.into_iter().map(RichText::from).collect::<Vec<_>>());
    for (index, (string, kind)) in NON_CANONICAL_STRINGS.into_iter().enumerate() {
        let mut strings: [&[u8]; 4] = [&[0, 0, 0, 0]; 4];
        strings[index] = string;
        let error = RichText::from_bytes(&encoded_text_concat(&strings)).unwrap_err();
        assert_eq!((error.kind(), path_of(&error)), (kind, format!("textConcat.texts[{index}].text")));
    }
}

/// An edit changes only the bytes of the edited field; bytes kept for the old value are dropped.
#[test]
fn an_edit_changes_only_its_field() {
    let strings = NON_CANONICAL_STRINGS.map(|(string, _)| string);
    let mut value = Lossless::<RichText>::from_bytes(&encoded_text_concat(&strings)).unwrap();
    let RichText::TextConcat(concat) = &mut *value else { panic!() };
    concat.texts[1] = TextPlain { text: "ho".into() }.into();
    let edited = [strings[0], b"\x02ho\0", strings[2], strings[3]];
    assert_eq!(value.to_bytes().unwrap(), encoded_text_concat(&edited));
    let RichText::TextConcat(concat) = &mut *value else { panic!() };
    concat.texts[2] = RichText::TextEmpty;
    let bytes = value.to_bytes().unwrap();
    assert_eq!(bytes[..32], encoded_text_concat(&edited)[..32]);
    assert_eq!(bytes[32..36], TEXT_EMPTY_ID.to_le_bytes());
    assert_eq!(bytes[36..], encoded_text_concat(&edited)[40..]);
}

/// `pageListOrderedItemText flags:# checkbox:flags.0?true checked:flags.1?true num:flags.2?string text:RichText`.
#[test]
fn unknown_flags_are_kept_ignored_or_refused() {
    type Item = tl_types::api::types::PageListOrderedItem;
    let item = Item::from(tl_types::api::constructors::PageListOrderedItemText::new(RichText::TextEmpty));
    let mut bytes = item.to_bytes().unwrap();
    let Item::Text(_) = &item else { panic!("{item:?}") };
    bytes[7] = 0x80;
    assert_eq!(Item::from_bytes(&bytes), Ok(item.clone()));
    let error = Reader::new(&bytes).refuse_unknown_flags().read_all::<Item>().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::UnknownFlags { bits: 1 << 31 }, 4));
    assert_eq!(path_of(&error), "pageListOrderedItemText.flags");
    let mut value = Lossless::<Item>::from_bytes(&bytes).unwrap();
    assert_eq!((&*value, value.to_bytes().unwrap()), (&item, bytes));
    let other = Item::from(tl_types::api::constructors::PageListOrderedItemBlocks::new(Vec::new()));
    *value = other.clone();
    assert_eq!(value.to_bytes(), other.to_bytes());
}

#[test]
fn non_canonical_and_trailing_bytes_are_kept() {
    let non_canonical = [1, 7, 1, 1, 9, 9, 9];
    let mut value = Lossless::<tl_runtime::Bytes>::from_bytes(&non_canonical).unwrap();
    assert_eq!((&value[..], value.trailing()), (&[7][..], &[9, 9, 9][..]));
    assert_eq!(value.to_bytes().unwrap(), non_canonical);
    *value = tl_runtime::Bytes::from_static(&[8]);
    assert_eq!(value.to_bytes().unwrap(), [1, 8, 0, 0, 9, 9, 9]);
}

#[test]
fn invalid_bytes_are_refused() {
    let read = |bytes: &[u8]| Lossless::<RichText>::from_bytes(bytes).map(|_| ()).unwrap_err().kind();
    assert_eq!(read(&encoded_text_concat(&[&[255, 0, 0, 0]])), ErrorKind::NonCanonicalLength);
    assert_eq!(read(&UPDATE_STATUS_ID.to_le_bytes()), ErrorKind::UnexpectedConstructor { id: UPDATE_STATUS_ID });
    assert_eq!(read(&encoded_text_concat(&[&[9, 0, 0, 0]])), ErrorKind::UnexpectedEnd { needed: 12, left: 4 });
    assert!(Lossless::<WebDocument>::from_bytes(&[]).is_err());
}

/// Encoding a lossless value applies the same limits as decoding it.
#[test]
fn limits_apply_to_encoding() {
    let nested = |n_levels| {
        let text = RichText::from(TextPlain { text: "a".into() });
        (0..n_levels).fold(text, |text, _| RichText::from(TextBold { text: text.into() }))
    };
    assert!(nested(64).to_bytes().is_ok());
    assert_eq!(nested(65).to_bytes().unwrap_err().kind(), ErrorKind::TooDeep);
    let write = |limits| {
        let mut bytes = Vec::new();
        let written = Writer::append(&mut bytes, limits, |w| vec![vec![1_i32, 2], vec![3]].serialize(w));
        written.map(|()| bytes).map_err(|error| error.kind())
    };
    assert!(write(Limits::default().with_items(2).with_depth(2)).is_ok());
    assert_eq!(write(Limits::default().with_items(1)), Err(ErrorKind::TooManyItems { len: 2 }));
    assert_eq!(write(Limits::default().with_depth(1)), Err(ErrorKind::TooDeep));
    let bytes = write(Limits::default()).unwrap();
    let read = |limits| Reader::new(&bytes).with_limits(limits).read_all::<Vec<Vec<i32>>>();
    assert!(read(Limits::default().with_items(2).with_depth(2)).is_ok());
    let error = read(Limits::default().with_items(1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooManyItems { len: 2 });
    assert_eq!(read(Limits::default().with_depth(1)).unwrap_err().kind(), ErrorKind::TooDeep);
}
