//! Strings have one form each; the others are refused.

use tl_interpreter::Out;
use tl_runtime::{Bytes, Deserialize as _, ErrorKind, Serialize as _, Text};
use tl_types::api::types::RichText;
use tl_types::api::{constructors, functions};

use crate::errors::assert_refused;

const TEXT_PLAIN: u32 = 0x7446_94e0;

/// `textPlain` with these bytes as its text.
fn plain(text: &[u8]) -> Out {
    let mut out = Out::new();
    out.word(TEXT_PLAIN).raw(text);
    out
}

#[test]
fn long_length_of_a_short_string() {
    let mut text = vec![254, 253, 0, 0];
    text.extend([b'a'; 253]);
    text.extend([0; 3]);
    assert_refused::<RichText>(plain(&text), ErrorKind::NonCanonicalLength, 4, "textPlain.text");
    assert_refused::<RichText>(plain(&[254, 0, 0, 0]), ErrorKind::NonCanonicalLength, 4, "textPlain.text");
}

#[test]
fn first_byte_of_255() {
    let text = [255, 0, 1, 0, 0, 0, 0, 0];
    assert_refused::<RichText>(plain(&text), ErrorKind::NonCanonicalLength, 4, "textPlain.text");
}

#[test]
fn padding_with_something_in_it() {
    for place in 2..4 {
        let mut text = *b"\x01a\0\0";
        text[place] = 1;
        assert_refused::<RichText>(plain(&text), ErrorKind::NonZeroPadding, 4, "textPlain.text");
    }
}

#[test]
fn no_utf8() {
    assert_refused::<RichText>(plain(b"\x02a\xff\0"), ErrorKind::InvalidUtf8, 4, "textPlain.text");
    // A surrogate, and a character that isn't in its shortest form.
    assert_refused::<RichText>(plain(b"\x03\xed\xa0\x80"), ErrorKind::InvalidUtf8, 4, "textPlain.text");
    assert_refused::<RichText>(plain(b"\x02\xc0\x80\0"), ErrorKind::InvalidUtf8, 4, "textPlain.text");
    // What is no text may be bytes.
    assert_eq!(Bytes::from_bytes(b"\x02a\xff\0"), Ok(Bytes::from_static(b"a\xff")));
}

#[test]
fn longer_than_the_rest() {
    let kind = ErrorKind::UnexpectedEnd { needed: 8, left: 4 };
    assert_refused::<RichText>(plain(b"\x04abc"), kind, 4, "textPlain.text");
    let kind = ErrorKind::UnexpectedEnd { needed: 4 + 0xff_ffff + 1, left: 4 };
    assert_refused::<RichText>(plain(&[254, 255, 255, 255]), kind, 4, "textPlain.text");
    let kind = ErrorKind::UnexpectedEnd { needed: 4, left: 1 };
    assert_refused::<RichText>(plain(&[0]), kind, 4, "textPlain.text");
}

#[test]
fn longest_that_can_be_written() {
    let longest = "a".repeat(0xff_ffff);
    let text = RichText::from(constructors::TextPlain { text: Text::from(&*longest) });
    let bytes = text.to_bytes().unwrap();
    let mut expected = plain(&[254, 255, 255, 255]);
    expected.raw(longest.as_bytes()).raw(&[0]);
    assert!(bytes == expected.into_bytes());
    assert_eq!(text.serialized_len(), Ok(bytes.len()));
    assert!(RichText::from_bytes(&bytes).unwrap() == text);
}

#[test]
fn one_byte_too_long_leaves_nothing_behind() {
    let kind = ErrorKind::StringTooLong { len: 1 << 24 };
    let text = constructors::TextPlain { text: Text::from("a".repeat(1 << 24)) };
    let around = RichText::from(constructors::TextConcat {
        texts: vec![RichText::TextEmpty, text.clone().into(), RichText::TextEmpty],
    });
    let mut out = b"before".to_vec();
    let error = around.append_to(&mut out).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (kind, 4 + 8 + 4 + 4));
    assert_eq!(out, b"before");
    assert_eq!(around.to_bytes().unwrap_err(), error);
    assert_eq!(around.serialized_len().unwrap_err(), error);

    let request = functions::auth::ImportLoginToken { token: Bytes::from(vec![0; 1 << 24]) };
    let error = request.append_to(&mut out).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (kind, 4));
    assert_eq!(out, b"before");
}

/// Fields of type `bytes` are parts of the input if it can be shared, and copies if not.
#[test]
fn bytes_are_shared_or_copied() {
    let path = constructors::PhotoPathSize { r#type: "j".into(), bytes: Bytes::from_static(b"more than a few bytes") };
    let bytes = Bytes::from(path.to_bytes().unwrap());
    let shared = constructors::PhotoPathSize::from_shared(&bytes).unwrap();
    let copied = constructors::PhotoPathSize::from_bytes(&bytes).unwrap();
    assert_eq!(shared, path);
    assert_eq!(copied, path);
    assert!(bytes.as_ptr_range().contains(&shared.bytes.as_ptr()));
    assert!(!bytes.as_ptr_range().contains(&copied.bytes.as_ptr()));
}
