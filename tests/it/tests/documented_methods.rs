//! Encodes three methods from the documentation of Telegram, and compares the bytes with bytes written by hand from the
//! TL specification.

use tl_interpreter::ByteWriter;
use tl_runtime::{Bytes, Combinator, Deserialize, Function, Serialize};
use tl_types::api::constructors::MessageReplies;
use tl_types::api::functions::auth::{ImportAuthorization, ImportBotAuthorization, ImportLoginToken};
use tl_types::api::types;

#[track_caller]
fn assert_encoding<T>(value: &T, expected: &[u8])
where
    T: Function + Deserialize + PartialEq + std::fmt::Debug,
{
    assert_eq!(value.to_bytes().unwrap(), expected);
    assert_eq!(value.serialized_len(), Ok(expected.len()));
    assert_eq!(T::from_bytes(expected).unwrap(), *value);
}

/// Asserts that the schema declares this result type for `T`, and that its Rust type is `R`.
#[track_caller]
fn assert_result_type<T: Function<Result = R>, R>(expected: &str) {
    let schema = tl_tests::schema("api");
    let declared = schema.combinators.iter().find(|combinator| combinator.line == T::DECLARATION.tl);
    assert_eq!(declared.map(|combinator| combinator.result_tl.as_str()), Some(expected));
}

/// `auth.importBotAuthorization#67a3ff2c flags:int api_id:int api_hash:string bot_auth_token:string`.
#[test]
fn import_bot_authorization_is_encoded_as_specified() {
    let request = ImportBotAuthorization {
        flags: 0,
        api_id: 12345,
        api_hash: "0123456789abcdef0123456789abcdef".into(),
        bot_auth_token: "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw".into(),
    };
    let mut expected = vec![0x2c, 0xff, 0xa3, 0x67];
    expected.extend([0, 0, 0, 0]);
    expected.extend([0x39, 0x30, 0, 0]);
    expected.extend(b"\x200123456789abcdef0123456789abcdef\0\0\0");
    expected.extend(b"\x2c110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw\0\0\0");
    assert_encoding(&request, &expected);
    assert_result_type::<ImportBotAuthorization, types::auth::Authorization>("auth.Authorization");
}

/// `auth.importAuthorization#a57a7dad id:long bytes:bytes`.
#[test]
fn import_authorization_is_encoded_as_specified() {
    let request = ImportAuthorization { id: -2, bytes: Bytes::from_static(&[0xff, 0, 1, 2]) };
    let expected =
        [[0xad, 0x7d, 0x7a, 0xa5], [0xfe, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff], [4, 0xff, 0, 1], [2, 0, 0, 0]];
    assert_encoding(&request, expected.as_flattened());
    assert_result_type::<ImportAuthorization, types::auth::Authorization>("auth.Authorization");
}

/// `auth.importLoginToken#95ac5ce4 token:bytes`.
#[test]
fn import_login_token_is_encoded_as_specified() {
    let request = ImportLoginToken { token: Bytes::from_static(&[1, 2, 3]) };
    assert_encoding(&request, &[0xe4, 0x5c, 0xac, 0x95, 3, 1, 2, 3]);
    assert_result_type::<ImportLoginToken, types::auth::LoginToken>("auth.LoginToken");
    assert_eq!(ImportLoginToken::DECLARATION.field_name(0), Some("token"));
}

/// The length of a string of 254 bytes or more takes four bytes.
#[test]
fn length_of_a_long_login_token_takes_four_bytes() {
    let request = ImportLoginToken { token: Bytes::from(vec![7; 254]) };
    let mut expected = vec![0xe4, 0x5c, 0xac, 0x95, 254, 254, 0, 0];
    expected.extend([7; 254]);
    expected.extend([0, 0]);
    assert_encoding(&request, &expected);
    assert_eq!(ByteWriter::new().word(0x95ac_5ce4).string(&[7; 254]).to_bytes(), expected);
}

/// `Debug` shows a `true` field even if its bit follows from another field.
#[test]
fn debug_shows_implied_true_fields() {
    let replies = MessageReplies { channel_id: Some(5), ..MessageReplies::new(1, 2) };
    assert!(replies.comments());
    let shown = format!("{replies:?}");
    assert!(shown.contains("comments: true") && shown.contains("channel_id: 5"), "{shown}");
    assert!(!format!("{:?}", MessageReplies::new(1, 2)).contains("comments"));
}
