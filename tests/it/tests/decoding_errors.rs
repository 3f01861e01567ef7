//! Decoding errors: kind, byte offset and field path.

use tl_interpreter::ByteWriter;
use tl_runtime::views::Viewable;
use tl_runtime::{Deserialize, Error, ErrorKind, Lossless, PathSegment, Reader};
use tl_types::{api, mtproto};

const ACCESS_POINT_RULE_ID: u32 = 0x4679_b65f;
const ACCOUNT_SET_CONTACT_SIGN_UP_NOTIFICATION_ID: u32 = 0xcff4_3f61;
const BOOL_TRUE_ID: u32 = 0x9972_75b5;
const HELP_CONFIG_SIMPLE_ID: u32 = 0x5a59_2a6c;
const IP_PORT_ID: u32 = 0xd433_ad73;
const MESSAGE_ID: u32 = 0x7600_b9d3;
const MESSAGES_DIALOGS_ID: u32 = 0x15ba_6c40;
const MESSAGE_EMPTY_ID: u32 = 0x90a6_ca84;
const PEER_USER_ID: u32 = 0x5951_1722;
const TEXT_PLAIN_ID: u32 = 0x7446_94e0;

/// The path of an error in the notation of field access: `messages.dialogs.messages[3].media`.
pub(crate) fn path_of(error: &Error) -> String {
    let parts = error.path().enumerate().map(|(index, segment)| match segment {
        PathSegment::Combinator(name) => name.to_owned(),
        PathSegment::Field(name) if index == 0 => name.to_owned(),
        PathSegment::Field(name) => format!(".{name}"),
        PathSegment::Item(item) => format!("[{item}]"),
        other => panic!("unknown path segment: {other:?}"),
    });
    parts.collect()
}

/// Asserts that decoding `bytes` as `T` fails with this error, both from a slice and from shared bytes.
#[track_caller]
pub(crate) fn assert_decoding_error<T>(bytes: &ByteWriter, kind: ErrorKind, offset: usize, path: &str)
where
    T: Deserialize + std::fmt::Debug,
{
    let bytes = bytes.to_bytes();
    let error = T::from_bytes(&bytes).unwrap_err();
    assert_eq!((error.kind(), error.offset(), &*path_of(&error)), (kind, offset, path));
    let location = if path.is_empty() { String::new() } else { format!(" in `{path}`") };
    let name = error.constructor_name().map(|name| format!(" (`{name}`)")).unwrap_or_default();
    assert_eq!(error.to_string(), format!("{kind}{name} at byte {offset}{location}"));
    assert_eq!(T::from_shared(&bytes.into()).unwrap_err(), error);
}

/// `messages.dialogs`, truncated before the media of its fourth message.
fn dialogs_up_to_media() -> ByteWriter {
    let mut out = ByteWriter::new();
    out.word(MESSAGES_DIALOGS_ID).vector_header(0).vector_header(4);
    for id in 0..3 {
        out.word(MESSAGE_EMPTY_ID).word(0).word(id);
    }
    let (has_media, flags2, id, user_id, date) = (1 << 9, 0, 3, 42, 1);
    out.word(MESSAGE_ID)
        .word(has_media)
        .word(flags2)
        .word(id)
        .word(PEER_USER_ID)
        .long(user_id)
        .word(date)
        .string(b"hello");
    out
}

#[test]
fn nested_unknown_constructor_is_located() {
    let mut bytes = dialogs_up_to_media();
    let offset = bytes.len();
    bytes.word(0xdead_beef).vector_header(0).vector_header(0);
    let kind = ErrorKind::UnexpectedConstructor { id: 0xdead_beef };
    assert_decoding_error::<api::types::messages::Dialogs>(&bytes, kind, offset, "messages.dialogs.messages[3].media");
}

#[test]
fn nested_unexpected_end_is_located() {
    let mut bytes = dialogs_up_to_media();
    let offset = bytes.len();
    bytes.raw_bytes(&[1, 2]);
    let kind = ErrorKind::UnexpectedEnd { needed: 4, left: 2 };
    assert_decoding_error::<api::types::messages::Dialogs>(&bytes, kind, offset, "messages.dialogs.messages[3].media");
}

#[test]
fn constructor_of_another_type_is_refused() {
    let kind = ErrorKind::UnexpectedConstructor { id: TEXT_PLAIN_ID };
    assert_decoding_error::<api::types::messages::Dialogs>(ByteWriter::new().word(TEXT_PLAIN_ID), kind, 0, "");
}

#[test]
fn unexpected_constructors_are_named_if_the_protocol_has_them() {
    let text_plain = TEXT_PLAIN_ID.to_le_bytes();
    let name = |error: Error| error.constructor_name();
    assert_eq!(name(api::types::Updates::from_bytes(&text_plain).unwrap_err()), Some("textPlain"));
    assert_eq!(name(api::constructors::Message::from_bytes(&text_plain).unwrap_err()), Some("textPlain"));
    assert_eq!(name(<api::types::Updates as Viewable>::view(&text_plain).unwrap_err()), Some("textPlain"));
    assert_eq!(name(Lossless::<api::types::Updates>::from_bytes(&text_plain).unwrap_err()), Some("textPlain"));
    assert_eq!(name(Reader::new(&text_plain).read::<api::types::Updates>().unwrap_err()), Some("textPlain"));
    let items = ByteWriter::new().vector_header(1).word(TEXT_PLAIN_ID).word(0).word(0).to_bytes();
    let error = Vec::<api::types::Message>::from_bytes(&items).unwrap_err();
    assert_eq!(error.to_string(), "unexpected constructor id #744694e0 (`textPlain`) at byte 8 in `[0]`");
    // The protocol of service messages has other names.
    assert_eq!(name(mtproto::types::Pong::from_bytes(&text_plain).unwrap_err()), None);
    assert_eq!(tl_types::name_of(0x3477_73c5), Some("pong"));
}

#[test]
fn struct_refuses_another_constructor_of_its_type() {
    let bytes = ByteWriter::new().word(MESSAGE_EMPTY_ID).word(0).word(1).clone();
    let kind = ErrorKind::UnexpectedConstructor { id: MESSAGE_EMPTY_ID };
    assert_decoding_error::<api::constructors::Message>(&bytes, kind, 0, "");
}

#[test]
fn empty_input_is_refused() {
    let kind = ErrorKind::UnexpectedEnd { needed: 4, left: 0 };
    assert_decoding_error::<api::types::Updates>(&ByteWriter::new(), kind, 0, "");
}

#[test]
fn error_in_nested_bare_vectors_is_located() {
    let mut bytes = ByteWriter::new();
    let (date, expires, n_rules, dc_id, n_ips, ipv4, port) = (1, 2, 1, 2, 2, 0x7f00_0001, 443);
    bytes.word(HELP_CONFIG_SIMPLE_ID).word(date).word(expires).word(n_rules);
    bytes.word(ACCESS_POINT_RULE_ID).string(b"+44").word(dc_id).word(n_ips).word(IP_PORT_ID).word(ipv4).word(port);
    let offset = bytes.len();
    bytes.word(0x0bad_0bad).word(ipv4).word(port);
    let kind = ErrorKind::UnexpectedConstructor { id: 0x0bad_0bad };
    assert_decoding_error::<mtproto::types::help::ConfigSimple>(
        &bytes,
        kind,
        offset,
        "help.configSimple.rules[0].ips[1]",
    );
}

#[test]
fn vector_without_its_id_is_refused() {
    let bytes = ByteWriter::new().word(MESSAGES_DIALOGS_ID).word(0).word(0).clone();
    let kind = ErrorKind::UnexpectedConstructor { id: 0 };
    assert_decoding_error::<api::types::messages::Dialogs>(&bytes, kind, 4, "messages.dialogs.dialogs");
}

#[test]
fn invalid_bool_is_refused() {
    let kind = ErrorKind::UnexpectedConstructor { id: 3 };
    let bytes = ByteWriter::new().word(ACCOUNT_SET_CONTACT_SIGN_UP_NOTIFICATION_ID).word(3).clone();
    let path = "account.setContactSignUpNotification.silent";
    assert_decoding_error::<api::functions::account::SetContactSignUpNotification>(&bytes, kind, 4, path);

    let bytes = ByteWriter::new().vector_header(2).word(BOOL_TRUE_ID).word(3).clone();
    assert_decoding_error::<Vec<bool>>(&bytes, kind, 12, "[1]");
}

#[test]
fn trailing_bytes_are_refused() {
    let mut bytes = ByteWriter::new();
    bytes.word(TEXT_PLAIN_ID).string(b"hi");
    let offset = bytes.len();
    bytes.raw_bytes(&[0; 5]);
    assert_decoding_error::<api::types::RichText>(&bytes, ErrorKind::TrailingBytes { left: 5 }, offset, "");
}

#[test]
fn vectors_longer_than_the_input_are_refused() {
    let mut bytes = ByteWriter::new();
    bytes.word(MESSAGES_DIALOGS_ID).vector_header(0).vector_header(u32::MAX).word(MESSAGE_EMPTY_ID).word(0).word(0);
    let kind = ErrorKind::VectorTooLong { count: u32::MAX, left: 12 };
    assert_decoding_error::<api::types::messages::Dialogs>(&bytes, kind, 20, "messages.dialogs.messages");

    let bytes = ByteWriter::new().vector_header(3).long(1).long(2).raw_bytes(&[0; 7]).clone();
    assert_decoding_error::<Vec<i64>>(&bytes, ErrorKind::VectorTooLong { count: 3, left: 23 }, 8, "");
}
