//! What the sides read and write: answers as a server would send them, and requests.
//!
//! All is built from our own types, in the manner of real traffic: texts of several languages and many lengths, fields
//! that are mostly left out. Only constructors that layers 229 and 230 share occur, so that every side can read it.
//! Invariant: the same bytes on every run, whatever else was built before.

mod dialogs;
mod difference;
mod media;
mod message;
mod people;
mod text;
mod update;

use bytes::Bytes;
use fastrand::Rng;
use tl_types::Serialize;
use tl_types::api::{constructors as c, types as t};

/// When everything happens, in seconds since 1970.
const NOW: i32 = 1_750_000_000;

/// What sends the answers: a source of random numbers that starts anew for each.
struct Server {
    random: Rng,
}

impl Server {
    fn new() -> Self {
        Self { random: Rng::with_seed(230) }
    }

    /// True in `percent` of 100 cases.
    fn is_likely(&mut self, percent: u32) -> bool {
        self.random.u32(..100) < percent
    }

    /// An id that fits into 40 bits, as those of users do.
    fn id(&mut self) -> i64 {
        self.random.i64(1 << 30..1 << 40)
    }

    /// An access hash: all bits are random.
    fn access_hash(&mut self) -> i64 {
        self.random.i64(..)
    }

    /// Bytes without meaning.
    fn noise<B: From<Vec<u8>>>(&mut self, len: usize) -> B {
        (0..len).map(|_| self.random.u8(..)).collect::<Vec<_>>().into()
    }
}

/// A page of history: 100 messages, 20 users, 5 chats.
pub(crate) fn messages() -> Bytes {
    let mut server = Server::new();
    let messages = (0..100).map(|message_idx| server.message(9_000 - message_idx)).collect();
    let (chats, users) = (server.chats(5), server.users(20));
    bytes(&t::messages::Messages::from(c::messages::Messages { messages, topics: Vec::new(), chats, users }))
}

/// What happened while a client was away: 1,000 updates of many kinds.
pub(crate) fn difference() -> Bytes {
    bytes(&Server::new().difference(1_000))
}

/// The list of dialogs: 100 of them, each with its last message and whom it is with.
pub(crate) fn dialogs() -> Bytes {
    bytes(&Server::new().dialogs(100))
}

/// A part of a file, of 1 MiB.
pub(crate) fn file() -> Bytes {
    let bytes_of_file = Server::new().noise(1 << 20);
    bytes(&t::upload::File::from(c::upload::File {
        r#type: t::storage::FileType::FileJpeg,
        mtime: NOW,
        bytes: bytes_of_file,
    }))
}

/// A vector of 100,000 numbers.
pub(crate) fn longs() -> Bytes {
    let mut server = Server::new();
    bytes(&(0..100_000).map(|_| server.access_hash()).collect::<Vec<i64>>())
}

/// The smallest of updates, as it arrives all the time: somebody is online.
pub(crate) fn update_short() -> Bytes {
    let status = c::UserStatusOnline { expires: NOW + 300 }.into();
    let update = c::UpdateUserStatus { user_id: Server::new().id(), status }.into();
    bytes(&t::Updates::from(c::UpdateShort { update, date: NOW }))
}

/// A message that arrives.
pub(crate) fn update_new_message() -> Bytes {
    let mut server = Server::new();
    let message = server.plain_message(9_001, 40).into();
    bytes(&t::Update::from(c::UpdateNewMessage { message, pts: 70_001, pts_count: 1 }))
}

fn bytes(value: &impl Serialize) -> Bytes {
    value.to_bytes().expect("no string is too long").into()
}

#[test]
fn payloads_are_the_same_each_time() {
    for make in [messages, difference, dialogs, file, longs, update_short, update_new_message] {
        assert_eq!(make(), make());
    }
}
