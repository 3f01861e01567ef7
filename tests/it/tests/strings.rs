//! Each string has exactly one canonical encoding; all others are refused.

use tl_interpreter::ByteWriter;
use tl_runtime::{Bytes, Deserialize as _, ErrorKind, Serialize as _, Text};
use tl_types::api::types::RichText;
use tl_types::api::{constructors, functions};

use crate::decoding_errors::assert_decoding_error;

const TEXT_PLAIN_ID: u32 = 0x7446_94e0;

/// The encoding of `textPlain` with this encoded string.
fn encoded_text_plain(text: &[u8]) -> ByteWriter {
    ByteWriter::new().word(TEXT_PLAIN_ID).raw_bytes(text).clone()
}

#[test]
fn long_length_of_a_short_string_is_refused() {
    let mut text = vec![254, 253, 0, 0];
    text.extend([b'a'; 253]);
    text.extend([0; 3]);
    assert_decoding_error::<RichText>(&encoded_text_plain(&text), ErrorKind::NonCanonicalLength, 4, "textPlain.text");
    assert_decoding_error::<RichText>(
        &encoded_text_plain(&[254, 0, 0, 0]),
        ErrorKind::NonCanonicalLength,
        4,
        "textPlain.text",
    );
}

#[test]
fn first_byte_of_255_is_refused() {
    let text = [255, 0, 1, 0, 0, 0, 0, 0];
    assert_decoding_error::<RichText>(&encoded_text_plain(&text), ErrorKind::NonCanonicalLength, 4, "textPlain.text");
}

#[test]
fn non_zero_padding_is_refused() {
    for place in 2..4 {
        let mut text = *b"\x01a\0\0";
        text[place] = 1;
        assert_decoding_error::<RichText>(&encoded_text_plain(&text), ErrorKind::NonZeroPadding, 4, "textPlain.text");
    }
}

#[test]
fn invalid_utf8_is_refused() {
    assert_decoding_error::<RichText>(&encoded_text_plain(b"\x02a\xff\0"), ErrorKind::InvalidUtf8, 4, "textPlain.text");
    // A surrogate, and a character in an overlong encoding.
    assert_decoding_error::<RichText>(
        &encoded_text_plain(b"\x03\xed\xa0\x80"),
        ErrorKind::InvalidUtf8,
        4,
        "textPlain.text",
    );
    assert_decoding_error::<RichText>(
        &encoded_text_plain(b"\x02\xc0\x80\0"),
        ErrorKind::InvalidUtf8,
        4,
        "textPlain.text",
    );
    // A field of type `bytes` may contain invalid UTF-8.
    assert_eq!(Bytes::from_bytes(b"\x02a\xff\0"), Ok(Bytes::from_static(b"a\xff")));
}

#[test]
fn strings_longer_than_the_input_are_refused() {
    let kind = ErrorKind::UnexpectedEnd { needed: 8, left: 4 };
    assert_decoding_error::<RichText>(&encoded_text_plain(b"\x04abc"), kind, 4, "textPlain.text");
    let kind = ErrorKind::UnexpectedEnd { needed: 4 + 0xff_ffff + 1, left: 4 };
    assert_decoding_error::<RichText>(&encoded_text_plain(&[254, 255, 255, 255]), kind, 4, "textPlain.text");
    let kind = ErrorKind::UnexpectedEnd { needed: 4, left: 1 };
    assert_decoding_error::<RichText>(&encoded_text_plain(&[0]), kind, 4, "textPlain.text");
}

#[test]
fn the_longest_string_survives_a_round_trip() {
    let longest = "a".repeat(0xff_ffff);
    let text = RichText::from(constructors::TextPlain { text: Text::from(&*longest) });
    let bytes = text.to_bytes().unwrap();
    let expected = encoded_text_plain(&[254, 255, 255, 255]).raw_bytes(longest.as_bytes()).raw_bytes(&[0]).to_bytes();
    assert!(bytes == expected);
    assert_eq!(text.serialized_len(), Ok(bytes.len()));
    assert!(RichText::from_bytes(&bytes).unwrap() == text);
}

#[test]
fn too_long_strings_write_nothing() {
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

/// A field of type `bytes` refers to the input if that is shared, and is copied otherwise.
#[test]
fn bytes_fields_share_a_shared_input_and_copy_another() {
    let path = constructors::PhotoPathSize { r#type: "j".into(), bytes: Bytes::from_static(b"more than a few bytes") };
    let bytes = Bytes::from(path.to_bytes().unwrap());
    let shared = constructors::PhotoPathSize::from_shared(&bytes).unwrap();
    let copied = constructors::PhotoPathSize::from_bytes(&bytes).unwrap();
    assert_eq!(shared, path);
    assert_eq!(copied, path);
    assert!(bytes.as_ptr_range().contains(&shared.bytes.as_ptr()));
    assert!(!bytes.as_ptr_range().contains(&copied.bytes.as_ptr()));
}
