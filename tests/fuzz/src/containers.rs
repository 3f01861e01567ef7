//! The envelope of MTProto: messages, containers, results, and what is packed in them.

use tl_types::api::types::Updates;
use tl_types::envelope::{Container, GzipPacked, InflationBudget, MAX_MESSAGES, Message, Object, RpcResult, id};
use tl_types::mtproto::types::Pong;
use tl_types::{Bytes, Combinator as _, Deserialize as _, Limits, Serialize as _};

use crate::bound::at_once;

/// Bytes that may be inflated of one input: little, so that a bomb is one soon.
const INFLATION: usize = 64 * 1024;

/// Reads bytes as everything that the envelope knows, and opens them as the body of a message.
///
/// # Panics
///
/// If what was read isn't written as it was, if what was opened is still packed or nested, or if it takes more memory
/// than it may.
pub fn containers(data: &[u8]) {
    let shared = Bytes::copy_from_slice(data);
    comes_back(data, Container::from_shared(&shared), Container::from_bytes(data), Container::to_bytes);
    comes_back(data, Message::from_shared(&shared), Message::from_bytes(data), Message::to_bytes);
    comes_back(data, RpcResult::from_shared(&shared), RpcResult::from_bytes(data), RpcResult::to_bytes);
    let to_bytes = |packed: &GzipPacked| Ok(packed.to_bytes()?);
    let packed = |result: Result<GzipPacked, tl_types::Error>| result.map_err(tl_types::envelope::Error::from);
    comes_back(data, packed(GzipPacked::from_shared(&shared)), packed(GzipPacked::from_bytes(data)), to_bytes);
    comes_back(data, Object::<Pong>::from_shared(&shared), Object::from_bytes(data), Object::to_bytes);
    // Whose flags may have bits without a meaning, so that only what is unknown comes back whole.
    if let Ok(unknown @ Object::Unknown { .. }) = Object::<Updates>::from_shared(&shared) {
        assert!(unknown.to_bytes().as_deref() == Ok(data));
    }
    opens(&shared);
}

/// Both ways to read say the same, and what they read is written as it was.
fn comes_back<T: PartialEq + std::fmt::Debug>(
    data: &[u8],
    shared: Result<T, tl_types::envelope::Error>,
    copied: Result<T, tl_types::envelope::Error>,
    to_bytes: impl FnOnce(&T) -> Result<Vec<u8>, tl_types::envelope::Error>,
) {
    assert_eq!(shared, copied, "shared bytes are read like others");
    match shared {
        Ok(value) => assert!(to_bytes(&value).as_deref() == Ok(data), "something was lost"),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// What stands in the body of a message is neither packed nor nested, and no more than was allowed.
fn opens(body: &Bytes) {
    let mut budget = InflationBudget::new(&Limits::default().with_inflation(INFLATION));
    let message = Message { msg_id: 4, seqno: 1, body: body.clone() };
    let opened = at_once(allowed(body.len()), || message.open(&mut budget));
    assert!(budget.left() <= INFLATION);
    let Ok(messages) = opened else { return };
    assert!(messages.len() <= MAX_MESSAGES);
    for message in &messages {
        let id = id(&message.body);
        // What isn't packed and no container is passed on as it is, whatever it is.
        assert!(id != Some(GzipPacked::ID) && id != Some(tl_types::envelope::CONTAINER_ID));
        if let Ok(result) = RpcResult::from_shared(&message.body)
            && let Ok(result) = result.unpacked(&mut budget)
        {
            assert!(tl_types::envelope::id(&result.result) != Some(GzipPacked::ID));
        }
    }
    let held: usize = messages.iter().map(|message| message.body.len()).sum();
    assert!(held <= body.len() + INFLATION, "{held} bytes of {}", body.len());
    opens_to_itself(messages);
}

/// Messages that were opened can be sent in a container, if there can be an object for each, and are the same behind it.
fn opens_to_itself(messages: Vec<Message>) {
    let container = Container { messages };
    let Ok(bytes) = container.to_bytes() else { return };
    let body = Bytes::from(bytes);
    let message = Message { msg_id: 4, seqno: 1, body };
    assert_eq!(message.open(&mut InflationBudget::default()), Ok(container.messages));
}

/// Bytes of the heap that opening may have at once: the messages, the inflated bytes while they grow, the inflater.
fn allowed(n_bytes: usize) -> usize {
    let n_messages = n_bytes / 20 + 1;
    48 * n_messages.min(MAX_MESSAGES) + 3 * INFLATION + 16 * 1024
}
