//! Values of older layers, read as today's types.

use tl_interpreter::ByteWriter;
use tl_runtime::interpret::Scalar;
use tl_runtime::layers::{Old, OldField, Reason};
use tl_runtime::table::CombinatorKind;
use tl_runtime::{BOOL_TRUE_ID, Bytes, Deserialize as _, ErrorKind, Reader, Serialize as _};
use tl_types::api::layers;
use tl_types::api::types::{Message, MessageEntity, MessageMedia, MessageReplyHeader, Peer, Update, Updates, User};

/// Messages that `grammers-tl-types` of this version wrote, with the layer of its schema: an outgoing message in a
/// channel, with an entity, a die, a reply to a story, 300 views and a group. Each was written once by a program that
/// filled the struct `Message` of that version.
const MESSAGES_OF_GRAMMERS: [(u32, &str, &str); 4] = [
    (
        186,
        "0.7.0",
        "\
     425234948a07020000000000070000002217515900f2052a010000001e37a5a2d20296490000000039f95a0e22175159080000000000\
     00000300000000f153650c68656c6c6f2c20776f726c640000008be57e3f060000000164000015c4b51c01000000c90b61bd00000000\
     050000002c010000040000006300000000000000\
     ",
    ),
    (
        216,
        "0.8.0",
        "\
     c8ce15988a07020000000000070000002217515900f2052a010000001e37a5a2d20296490000000039f95a0e22175159080000000000\
     00000300000000f153650c68656c6c6f2c20776f726c640000008be57e3f060000000164000015c4b51c01000000c90b61bd00000000\
     050000002c010000040000006300000000000000\
     ",
    ),
    (
        222,
        "0.9.0",
        "\
     e990b49c8a07020000000000070000002217515900f2052a010000001e37a5a2d20296490000000039f95a0e22175159080000000000\
     00000300000000f153650c68656c6c6f2c20776f726c6400000007eccb0800000000060000000164000015c4b51c01000000c90b61bd\
     00000000050000002c010000040000006300000000000000\
     ",
    ),
    (
        227,
        "0.10.0",
        "\
     d3b900768a07020000000000070000002217515900f2052a010000001e37a5a2d20296490000000039f95a0e22175159080000000000\
     00000300000000f153650c68656c6c6f2c20776f726c6400000007eccb0800000000060000000164000015c4b51c01000000c90b61bd\
     00000000050000002c010000040000006300000000000000\
     ",
    ),
];

const MESSAGE_OF_LAYER_186_ID: u32 = 0x9434_5242;
const PEER_USER_ID: u32 = 0x5951_1722;
const OLD_PEER_USER_ID: u32 = 0x9db1_bc6d;
const UPDATES_ID: u32 = 0x74ae_4240;
const UPDATE_USER_TYPING_ID: u32 = 0x2a17_bf5c;
const SEND_MESSAGE_TYPING_ID: u32 = 0x16bf_744e;
const UPDATE_PEER_BLOCKED_OF_LAYER_126_ID: u32 = 0x246a_4b22;

fn bytes_of_hex(hex: &str) -> Vec<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16).expect("a hexadecimal digit") as u8;
    hex.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

#[track_caller]
fn assert_values_of_message(message: &Message) {
    let Message::Message(message) = message else { panic!("{message:?}") };
    assert!(message.out && !message.post);
    assert_eq!((message.id, message.date, &*message.message), (7, 1_700_000_000, "hello, world"));
    let user = |user_id| Peer::from(tl_types::api::constructors::PeerUser { user_id });
    assert_eq!(message.from_id, Some(user(5_000_000_000)));
    assert_eq!(message.peer_id, Peer::from(tl_types::api::constructors::PeerChannel { channel_id: 1_234_567_890 }));
    let Some(MessageMedia::Dice(dice)) = message.media.as_ref() else { panic!("{:?}", message.media) };
    assert_eq!((dice.value, &*dice.emoticon), (6, "d"));
    let Some(MessageReplyHeader::MessageReplyStoryHeader(reply)) = &message.reply_to else { panic!("{message:?}") };
    assert_eq!((&reply.peer, reply.story_id), (&user(8), 3));
    let entities = message.entities.as_deref().expect("entities");
    assert!(matches!(entities, [MessageEntity::Bold(bold)] if (bold.offset, bold.length) == (0, 5)), "{entities:?}");
    assert_eq!(message.views.as_ref().map(|views| (views.views, views.forwards)), Some((300, 4)));
    assert_eq!(message.grouped_id, Some(99));
}

#[test]
fn messages_of_published_clients_are_read() {
    for (layer, version, hex) in MESSAGES_OF_GRAMMERS {
        let bytes = bytes_of_hex(hex);
        let read = layers::from_bytes::<Message>(&bytes).unwrap_or_else(|why| panic!("{version}: {why}"));
        assert_values_of_message(&read.value);
        assert_eq!(read.dropped, [""; 0], "{version}");
        assert_eq!(layers::from_shared::<Message>(&Bytes::from(bytes.clone())).expect("the same"), read);
        let transcoded = layers::transcode("Message", &bytes, &tl_types::Limits::default()).expect("the same");
        assert_eq!(transcoded.bytes, read.value.to_bytes().expect("a value"), "{version}");
        assert_eq!(transcoded.has_older, layer != 227);
        for len in 0..bytes.len() {
            let error = layers::from_bytes::<Message>(&bytes[..len]).expect_err("a prefix");
            assert!(error.offset() <= len && matches!(error.reason(), Reason::Wire(_)), "{error}");
        }
    }
}

#[test]
fn older_values_inside_of_current_ones_are_read() {
    let (_, _, hex) = MESSAGES_OF_GRAMMERS[0];
    let message = bytes_of_hex(hex);
    let update_new_message = 0x1f2b_0afd;
    let mut bytes = ByteWriter::new();
    let updates_combined_or_updates = 0x74ae_4240;
    bytes
        .word(updates_combined_or_updates)
        .vector_header(1)
        .word(update_new_message)
        .raw_bytes(&message)
        .word(11)
        .word(1);
    bytes.vector_header(0).vector_header(0).word(5).word(6);
    let bytes = bytes.to_bytes();
    let error = Updates::from_bytes(&bytes).unwrap_err();
    let text = "unexpected constructor id #94345242 (`message`) at byte 16 in `updates.updates[0].message`";
    assert_eq!(error.to_string(), text);
    let read = layers::from_bytes::<Updates>(&bytes).expect("an older message in current updates");
    let Updates::Updates(updates) = &read.value else { panic!("{read:?}") };
    let tl_types::api::types::Update::NewMessage(update) = &updates.updates[0] else { panic!("{read:?}") };
    assert_values_of_message(&update.message);
    assert_eq!((updates.date, updates.seq), (5, 6));

    let items = ByteWriter::new().vector_header(2).raw_bytes(&message).raw_bytes(&message).to_bytes();
    let read = layers::from_bytes::<Vec<Message>>(&items).expect("a vector of older messages");
    assert_eq!(read.value.len(), 2);
    read.value.iter().for_each(assert_values_of_message);
}

#[test]
fn a_reader_goes_on_after_an_older_value() {
    let (_, _, hex) = MESSAGES_OF_GRAMMERS[1];
    let bytes = [bytes_of_hex(hex), 7_i32.to_bytes().expect("a number")].concat();
    let mut reader = Reader::new(&bytes);
    assert_values_of_message(&layers::read::<Message>(&mut reader).expect("a message").value);
    assert_eq!(reader.read::<i32>(), Ok(7));
    reader.finish().expect("the end");
}

#[test]
fn values_of_today_are_read_as_ever() {
    let peer = ByteWriter::new().word(PEER_USER_ID).long(3).to_bytes();
    let read = layers::from_bytes::<Peer>(&peer).expect("a peer");
    assert_eq!((read.value.to_bytes().expect("a peer"), read.dropped.len()), (peer, 0));
    assert_eq!(layers::from_bytes::<Vec<i32>>(&vec![1_i32].to_bytes().expect("numbers")).expect("numbers").value, [1]);
    let error = layers::from_bytes::<Peer>(&0xdead_beef_u32.to_le_bytes()).unwrap_err();
    assert_eq!(error.reason(), Reason::Wire(ErrorKind::UnexpectedConstructor { id: 0xdead_beef }));
    assert_eq!(layers::find(0xdead_beef), None);
}

#[test]
fn fields_that_are_gone_are_reported_and_other_values_are_refused() {
    // `chatInvite` of layer 109 has `photo:Photo`; `color` is required today.
    let error =
        layers::from_bytes::<tl_types::api::types::ExportedChatInvite>(&0x69df_3769_u32.to_le_bytes()).unwrap_err();
    assert_eq!(error.reason(), Reason::ConstructorGone { id: 0x69df_3769 });
    let text = "constructor #69df3769 of an older layer without a successor (`chatInviteEmpty`) at byte 4";
    assert_eq!(error.to_string(), text);
    let life = layers::find(0x69df_3769).expect("a known id");
    assert_eq!(
        (life.kind, life.name, life.first, life.last),
        (CombinatorKind::Constructor, "chatInviteEmpty", 109, Some(114))
    );
    assert_eq!(layers::find(MESSAGE_OF_LAYER_186_ID).map(|life| (life.name, life.last)), Some(("message", Some(195))));
}

#[test]
fn an_older_value_is_shown_by_names() {
    let (_, _, hex) = MESSAGES_OF_GRAMMERS[0];
    let bytes = bytes_of_hex(hex);
    let old: Old<'_> = layers::old(&bytes).expect("a message of layer 186");
    assert_eq!((old.name(), old.id(), old.bytes().len()), ("message", MESSAGE_OF_LAYER_186_ID, bytes.len()));
    assert_eq!(old.field("id"), Some(OldField::Scalar(Scalar::Int(7))));
    assert_eq!(old.field("message"), Some(OldField::Scalar(Scalar::String("hello, world"))));
    assert_eq!(old.field("out"), Some(OldField::Scalar(Scalar::True)));
    assert_eq!(old.field("silent"), None);
    let Some(OldField::Bytes(peer)) = old.field("peer_id") else { panic!("{old:?}") };
    assert_eq!(
        layers::old(peer).expect("a peer").field("channel_id"),
        Some(OldField::Scalar(Scalar::Long(1_234_567_890)))
    );
}

#[test]
fn items_before_an_unknown_one_are_kept() {
    let mut bytes = ByteWriter::new();
    bytes.vector_header(3).word(PEER_USER_ID).long(1).word(PEER_USER_ID).long(2).word(0xdead_beef).long(3);
    let (items, error) = Reader::new(&bytes.to_bytes()).read_vector_until_error::<Peer>();
    assert_eq!(items.len(), 2);
    assert_eq!(error.expect("an unknown constructor").offset(), 32);
}

#[test]
fn complete_values_before_an_unknown_one_are_kept_inside_of_a_response() {
    // `updates` with three updates, of which the second has a peer of an older layer, and the third is unknown.
    let mut bytes = ByteWriter::new();
    bytes.word(UPDATES_ID).vector_header(3);
    bytes.word(UPDATE_USER_TYPING_ID).word(0).long(1).word(SEND_MESSAGE_TYPING_ID);
    bytes.word(UPDATE_PEER_BLOCKED_OF_LAYER_126_ID).word(OLD_PEER_USER_ID).word(7).word(BOOL_TRUE_ID);
    bytes.word(0xdead_beef).long(3);
    let bytes = bytes.to_bytes();
    let (updates, error) = layers::LAYERS.read_complete_values::<Update>(Reader::new(&bytes));
    let error = error.expect("an unknown constructor");
    assert_eq!(error.path(), "updates.updates[2]");
    assert_eq!(error.reason(), Reason::Wire(ErrorKind::UnexpectedConstructor { id: 0xdead_beef }));
    assert_eq!(updates.len(), 2);
    let (users, same) = layers::LAYERS.read_complete_values::<User>(Reader::shared(&bytes.into()));
    assert_eq!((users.len(), same), (0, Some(error)));
}
