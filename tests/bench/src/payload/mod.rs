//! Builds the payloads of the benchmarks: responses of a server.
//!
//! Payloads are built with our own types and resemble real traffic: texts of several languages and lengths, most
//! optional fields absent. They use only constructors that are the same in layers 229 and 230, so every side can decode
//! them. Invariant: a payload has the same bytes on every run, independent of payloads built before it.

mod dialogs;
mod media;
mod message;
mod text;
mod update;
mod updates_difference;
mod users_and_chats;

use bytes::Bytes;
use fastrand::Rng;
use tl_types::Serialize;
use tl_types::api::{constructors as c, types as t};

/// Date of all messages and updates, in seconds since 1970.
const PAYLOAD_DATE: i32 = 1_750_000_000;

/// Builder of responses, with a random generator of a fixed seed.
struct ResponseBuilder {
    random: Rng,
}

impl ResponseBuilder {
    fn new() -> Self {
        Self { random: Rng::with_seed(230) }
    }

    /// True in `percent` of 100 cases.
    fn random_bool_of_percent(&mut self, percent: u32) -> bool {
        self.random.u32(..100) < percent
    }

    /// An id of 31 to 40 bits, like ids of users.
    fn random_id(&mut self) -> i64 {
        self.random.i64(1 << 30..1 << 40)
    }

    /// An access hash: 64 random bits.
    fn random_access_hash(&mut self) -> i64 {
        self.random.i64(..)
    }

    /// Random bytes.
    fn random_bytes<B: From<Vec<u8>>>(&mut self, len: usize) -> B {
        (0..len).map(|_| self.random.u8(..)).collect::<Vec<_>>().into()
    }
}

/// A page of history: 100 messages, 20 users, 5 chats.
pub(crate) fn messages_payload() -> Bytes {
    let mut server = ResponseBuilder::new();
    let messages = (0..100).map(|message_idx| server.message(9_000 - message_idx)).collect();
    let (chats, users) = (server.chats(5), server.users(20));
    encode_payload(&t::messages::Messages::from(c::messages::Messages { messages, topics: Vec::new(), chats, users }))
}

/// The updates that a client missed: 1,000 updates of many kinds.
pub(crate) fn difference_payload() -> Bytes {
    encode_payload(&ResponseBuilder::new().difference(1_000))
}

/// A list of 100 dialogs, each with its last message, its users and its chats.
pub(crate) fn dialogs_payload() -> Bytes {
    encode_payload(&ResponseBuilder::new().dialogs(100))
}

/// A file part of 1 MiB.
pub(crate) fn file_payload() -> Bytes {
    let bytes_of_file = ResponseBuilder::new().random_bytes(1 << 20);
    encode_payload(&t::upload::File::from(c::upload::File {
        r#type: t::storage::FileType::FileJpeg,
        mtime: PAYLOAD_DATE,
        bytes: bytes_of_file,
    }))
}

/// A vector of 100,000 random 64-bit numbers.
pub(crate) fn longs_payload() -> Bytes {
    let mut server = ResponseBuilder::new();
    encode_payload(&(0..100_000).map(|_| server.random_access_hash()).collect::<Vec<i64>>())
}

/// The smallest common update: a user is online.
pub(crate) fn update_short_payload() -> Bytes {
    let status = c::UserStatusOnline { expires: PAYLOAD_DATE + 300 }.into();
    let update = c::UpdateUserStatus { user_id: ResponseBuilder::new().random_id(), status }.into();
    encode_payload(&t::Updates::from(c::UpdateShort { update, date: PAYLOAD_DATE }))
}

/// An `updateNewMessage` with a text message of about 40 bytes.
pub(crate) fn update_new_message_payload() -> Bytes {
    let mut server = ResponseBuilder::new();
    let message = server.text_message(9_001, 40).into();
    encode_payload(&t::Update::from(c::UpdateNewMessage { message, pts: 70_001, pts_count: 1 }))
}

fn encode_payload(value: &impl Serialize) -> Bytes {
    value.to_bytes().expect("no string is too long").into()
}

#[test]
fn payloads_are_the_same_each_time() {
    for make in [
        messages_payload,
        difference_payload,
        dialogs_payload,
        file_payload,
        longs_payload,
        update_short_payload,
        update_new_message_payload,
    ] {
        assert_eq!(make(), make());
    }
}
