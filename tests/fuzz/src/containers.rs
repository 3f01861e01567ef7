//! Fuzz target for the MTProto envelope: messages, containers, results and gzip.

use tl_types::api::RpcError;
use tl_types::api::types::Updates;
use tl_types::envelope::{
    Container, GzipPacked, InflationBudget, MAX_MESSAGES, Message, Object, OpenedMessage, RpcResult, SessionMessage,
    UnencryptedMessage, id,
};
use tl_types::mtproto::types::Pong;
use tl_types::{Bytes, Combinator as _, Deserialize as _, Limits, Serialize as _};

use crate::assertions::assert_live_bytes_within;

/// Inflation limit in bytes. It is small so that small inputs exceed it.
const INFLATION_LIMIT: usize = 64 * 1024;

/// Decodes bytes as each type of the envelope, and opens them as the body of a message.
///
/// # Panics
///
/// If a value is encoded to other bytes, if an opened body is still packed or a container, or if the memory limit is
/// exceeded.
pub fn check_containers(data: &[u8]) {
    let shared = Bytes::copy_from_slice(data);
    assert_round_trip(data, Container::from_shared(&shared), Container::from_bytes(data), Container::to_bytes);
    assert_round_trip(data, Message::from_shared(&shared), Message::from_bytes(data), Message::to_bytes);
    assert_round_trip(data, RpcResult::from_shared(&shared), RpcResult::from_bytes(data), RpcResult::to_bytes);
    let to_bytes = |packed: &GzipPacked| Ok(packed.to_bytes()?);
    let packed = |result: Result<GzipPacked, tl_types::Error>| result.map_err(tl_types::envelope::Error::from);
    assert_round_trip(data, packed(GzipPacked::from_shared(&shared)), packed(GzipPacked::from_bytes(data)), to_bytes);
    assert_round_trip(data, Object::<Pong>::from_shared(&shared), Object::from_bytes(data), Object::to_bytes);
    // `Updates` may contain unknown flags, which are dropped. Only an unknown object must be unchanged.
    if let Ok(unknown @ Object::Unknown { .. }) = Object::<Updates>::from_shared(&shared) {
        assert!(unknown.to_bytes().as_deref() == Ok(data));
    }
    assert_padded_messages_are_read(&shared);
    assert_results_are_read(&shared);
    assert_opened_body_is_unpacked(&shared);
}

/// Reads a message with its padding in both forms, and asserts that the parts are those of the input.
fn assert_padded_messages_are_read(bytes: &Bytes) {
    if let Ok((message, padding)) = Message::from_padded(bytes) {
        assert!([message.to_bytes().expect("a decoded message"), padding.to_vec()].concat() == *bytes);
    }
    if let Ok(session) = SessionMessage::from_shared(bytes) {
        assert!(bytes.starts_with(&session.to_bytes().expect("a decoded message")));
    }
    if let Ok(message) = UnencryptedMessage::from_shared(bytes) {
        assert!(message.to_bytes().as_deref() == Ok(bytes));
    }
}

/// Reads the bytes as results of several types. An error in place of the result does not depend on the type.
fn assert_results_are_read(bytes: &Bytes) {
    let mut budget = InflationBudget::new(&Limits::default().with_inflation(INFLATION_LIMIT));
    let answer = || RpcResult { req_msg_id: 4, result: bytes.clone() };
    let of_updates: Result<Result<Updates, RpcError>, _> = answer().into_result(&mut budget.clone());
    let of_bool: Result<Result<bool, RpcError>, _> = answer().into_result(&mut budget.clone());
    let of_numbers: Result<Result<Vec<i64>, RpcError>, _> = answer().into_result(&mut budget.clone());
    let of_long: Result<Result<i64, RpcError>, _> = answer().into_result(&mut budget);
    if let Ok(Err(error)) = of_bool {
        assert!(matches!(of_updates, Ok(Err(other)) if other == error));
        assert!(matches!(of_numbers, Ok(Err(other)) if other == error));
        assert!(matches!(of_long, Ok(Err(other)) if other == error));
    }
}

/// Asserts that decoding from a slice and from shared bytes gives the same value, which is encoded to the same bytes.
fn assert_round_trip<T: PartialEq + std::fmt::Debug>(
    data: &[u8],
    shared: Result<T, tl_types::envelope::Error>,
    copied: Result<T, tl_types::envelope::Error>,
    to_bytes: impl FnOnce(&T) -> Result<Vec<u8>, tl_types::envelope::Error>,
) {
    assert_eq!(shared, copied, "a shared input is decoded like any other");
    match shared {
        Ok(value) => assert!(to_bytes(&value).as_deref() == Ok(data), "the encoding differs from the input"),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Opens `body`, and asserts that no resulting body is packed or a container, and that all stay within the inflation
/// limit.
fn assert_opened_body_is_unpacked(body: &Bytes) {
    let mut budget = InflationBudget::new(&Limits::default().with_inflation(INFLATION_LIMIT));
    let message = Message { msg_id: 4, seqno: 1, body: body.clone() };
    let opened = assert_live_bytes_within(live_bytes_limit(body.len()), || message.open(&mut budget));
    assert!(budget.left() <= INFLATION_LIMIT);
    // A container that ends early is itself the last message.
    assert!(opened.len() <= MAX_MESSAGES + 1);
    let are_all_sound = opened.iter().all(|message| message.body.is_ok());
    let messages: Vec<_> = opened.into_iter().filter_map(|message| message.into_message().ok()).collect();
    if Container::from_shared(body).is_err() && id(body) == Some(tl_types::envelope::CONTAINER_ID) {
        assert!(!are_all_sound, "a container is opened that is refused whole");
    }
    for message in &messages {
        let id = id(&message.body);
        // Opening must have replaced packed bodies and containers by their contents.
        assert!(id != Some(GzipPacked::ID) && id != Some(tl_types::envelope::CONTAINER_ID));
        if let Ok(result) = RpcResult::from_shared(&message.body)
            && let Ok(result) = result.unpacked(&mut budget)
        {
            assert!(tl_types::envelope::id(&result.result) != Some(GzipPacked::ID));
        }
    }
    let held: usize = messages.iter().map(|message| message.body.len()).sum();
    assert!(held <= body.len() + INFLATION_LIMIT, "{held} bytes of {}", body.len());
    assert_messages_reopen(messages);
}

/// Asserts that opened messages can be sent in a container and opened again, unless a body is not a valid object.
fn assert_messages_reopen(messages: Vec<Message>) {
    let container = Container { messages };
    let Ok(bytes) = container.to_bytes() else { return };
    let body = Bytes::from(bytes);
    let message = Message { msg_id: 4, seqno: 1, body };
    let opened = message.open(&mut InflationBudget::default());
    let messages: Result<Vec<_>, _> = opened.into_iter().map(OpenedMessage::into_message).collect();
    assert_eq!(messages, Ok(container.messages));
}

/// Limit of live heap bytes while a body is opened: messages, growing inflated bytes, and the inflater.
fn live_bytes_limit(n_bytes: usize) -> usize {
    let n_messages = n_bytes / 20 + 1;
    64 * n_messages.min(MAX_MESSAGES) + 3 * INFLATION_LIMIT + 16 * 1024
}
