//! Measures the time to read a page of 100 messages, of today and of layer 225, in microseconds; and of look-ups in the
//! table, in nanoseconds. The fastest of many rounds counts.
//!
//! `cargo run --release -p tl-types --no-default-features --features std,messages,layers --example time_layers`

use std::hint::black_box;
use std::time::Instant;

use tl_types::api::constructors::{
    Message, MessageEntityBold, MessageReplyHeader, PeerChannel, PeerUser, User, messages::MessagesSlice,
};
use tl_types::api::{NAMES, TABLE, groups, layers, types};
use tl_types::{Combinator as _, Deserialize as _, Serialize as _};

const N_ROUNDS: usize = 3000;

/// The id of `message` in layer 225. A message without the fields that were added since has the same fields.
const OLD_MESSAGE_ID: u32 = 0x95ef_6f2b;

fn main() {
    let today = types::messages::Messages::from(page()).to_bytes().expect("a page");
    let old = with_old_ids(&today);
    let read = layers::from_bytes::<types::messages::Messages>(&old).expect("an old page");
    assert_eq!((read.value.to_bytes().expect("a page"), read.dropped.len()), (today.clone(), 0));

    println!("{} bytes", today.len());
    println!(
        "today: {:.1} µs",
        fastest_round(1, || drop(black_box(types::messages::Messages::from_bytes(&today)))) / 1e3
    );
    let old = fastest_round(1, || drop(black_box(layers::from_bytes::<types::messages::Messages>(&old))));
    println!("layer 225: {:.1} µs", old / 1e3);

    let all: Vec<_> = NAMES.iter().collect();
    let by_id = || all.iter().for_each(|(_, _, id)| _ = black_box(TABLE.by_id(black_box(*id))));
    println!("look-up by id: {:.1} ns", fastest_round(all.len(), by_id));
    let by_name = || all.iter().for_each(|(_, name, _)| _ = black_box(TABLE.by_name(black_box(name))));
    println!("look-up by name: {:.1} ns", fastest_round(all.len(), by_name));
}

/// A page of 100 messages by 20 users in a channel.
fn page() -> MessagesSlice {
    let messages = (0..100).map(|index| {
        let text = "The quick brown fox jumps over the lazy dog. ".repeat(1 + index as usize % 5);
        let bold = MessageEntityBold { offset: 4, length: 5 };
        let user_id = 5_000_000_000 + i64::from(index % 20);
        types::Message::from(Message {
            from_id: Some(PeerUser { user_id }.into()),
            reply_to: (index % 3 == 0)
                .then(|| MessageReplyHeader { reply_to_msg_id: Some(index), ..Default::default() }.into()),
            entities: Some(vec![bold.clone().into(), bold.into()]),
            views: Some(groups::MessageViews { views: 300, forwards: 2 }),
            ..Message::new(index, PeerChannel { channel_id: 1_234_567_890 }, 1_700_000_000, text)
        })
    });
    let users = (0..20).map(|index| {
        types::User::from(User {
            access_hash: Some(i64::from(index)),
            first_name: Some("Alexander".into()),
            last_name: Some("Lastname".into()),
            username: Some("alexander_lastname".into()),
            ..User::new(5_000_000_000 + i64::from(index))
        })
    });
    MessagesSlice {
        messages: messages.collect(),
        users: users.collect(),
        ..MessagesSlice::new(1000, Vec::new(), Vec::new(), Vec::new(), Vec::new())
    }
}

/// The page with the ids of layer 225.
fn with_old_ids(page: &[u8]) -> Vec<u8> {
    let (today, old) = (Message::ID.to_le_bytes(), OLD_MESSAGE_ID.to_le_bytes());
    page.chunks(4).flat_map(|word| if word == today { old } else { word.try_into().expect("4 bytes") }).collect()
}

/// The time of one of `n_steps` steps in the fastest round, in nanoseconds.
fn fastest_round(n_steps: usize, round: impl Fn()) -> f64 {
    let rounds = (0..N_ROUNDS).map(|_| {
        let start = Instant::now();
        round();
        start.elapsed().as_nanos() as f64 / n_steps as f64
    });
    rounds.fold(f64::INFINITY, f64::min)
}
