//! Values of generated types in the hands of a caller: accessors, conversions, hashing, ids, calls in bytes, pieces.

use std::collections::{HashMap, HashSet};

use tl_types::api::functions::help::GetConfig;
use tl_types::api::functions::upload::SaveFilePart;
use tl_types::api::functions::{InitConnection, InvokeWithLayer};
use tl_types::api::{LAYER, constructors, types};
use tl_types::envelope::{GzipPacked, Message};
use tl_types::mtproto;
use tl_types::{Bytes, Combinator as _, Deserialize, Function, RawObject, Serialize as _};

#[test]
fn fields_of_all_constructors_have_accessors() {
    let message = types::Message::from(constructors::MessageEmpty::new(7));
    assert_eq!((message.id(), message.peer_id()), (7, None));
    let peer = types::Peer::from(constructors::PeerUser { user_id: 5 });
    let with_peer = constructors::MessageEmpty { peer_id: Some(peer.clone()), ..constructors::MessageEmpty::new(8) };
    assert_eq!(types::Message::from(with_peer).peer_id(), Some(&peer));
    let chat = types::Chat::from(constructors::ChatForbidden { id: 3, title: "closed".into() });
    assert_eq!(chat.id(), 3);
    let salt =
        mtproto::constructors::BadServerSalt { bad_msg_id: 9, bad_msg_seqno: 1, error_code: 48, new_server_salt: 2 };
    let notice = mtproto::types::BadMsgNotification::from(salt);
    assert_eq!((notice.bad_msg_id(), notice.bad_msg_seqno(), notice.error_code()), (9, 1, 48));
}

#[test]
fn an_enum_converts_into_the_struct_of_its_constructor() {
    let peer = types::Peer::from(constructors::PeerUser { user_id: 5 });
    let peer = constructors::PeerChat::try_from(peer).unwrap_err();
    assert_eq!(constructors::PeerUser::try_from(peer), Ok(constructors::PeerUser { user_id: 5 }));
    // A variant behind a `Box`.
    let service =
        types::MessageAction::from(constructors::MessageActionChatCreate { title: "t".into(), users: vec![] });
    assert!(constructors::MessageActionChatCreate::try_from(service).is_ok());
}

#[test]
fn small_types_are_keys() {
    let user = |user_id| types::Peer::from(constructors::PeerUser { user_id });
    let names = HashMap::from([(user(1), "first"), (user(2), "second")]);
    assert_eq!(names.get(&user(2)), Some(&"second"));
    assert_eq!(names.get(&constructors::PeerChat { chat_id: 2 }.into()), None);
    let reactions: HashSet<types::Reaction> = [
        constructors::ReactionEmoji { emoticon: "\u{1f44d}".into() }.into(),
        constructors::ReactionEmoji { emoticon: "\u{1f44d}".into() }.into(),
        constructors::ReactionCustomEmoji { document_id: 4 }.into(),
    ]
    .into();
    assert_eq!(reactions.len(), 2);
    fn is_key<T: Eq + std::hash::Hash>() {}
    is_key::<types::InputPeer>();
    is_key::<constructors::PeerUser>();
    is_key::<types::UserStatus>();
}

#[test]
fn constructors_without_fields_have_their_ids_as_constants() {
    let ids = [
        (
            mtproto::types::RpcDropAnswer::RPC_ANSWER_UNKNOWN_ID,
            mtproto::types::RpcDropAnswer::RpcAnswerUnknown.to_bytes(),
        ),
        (types::InputPeer::INPUT_PEER_SELF_ID, types::InputPeer::InputPeerSelf.to_bytes()),
        (types::InputPeer::EMPTY_ID, types::InputPeer::Empty.to_bytes()),
    ];
    for (id, bytes) in ids {
        assert_eq!(id.to_le_bytes()[..], bytes.unwrap());
    }
}

fn wrapped<X: tl_types::Call>(query: X) -> InvokeWithLayer<InitConnection<X>> {
    InvokeWithLayer { layer: LAYER, query: InitConnection::new(1, "model", "system", "1", "en", "", "en", query) }
}

#[test]
fn a_call_in_bytes_is_wrapped_and_read_back() {
    let call = RawObject::of(&GetConfig).unwrap();
    let bytes = wrapped(call.clone()).to_bytes().unwrap();
    assert_eq!(bytes, wrapped(GetConfig).to_bytes().unwrap());
    assert_eq!(wrapped(call.clone()).to_pieces().unwrap().concat(), bytes);
    // A server reads down to the call, whatever it is.
    let read = InvokeWithLayer::<InitConnection<RawObject>>::from_bytes(&bytes).unwrap();
    assert_eq!((read.layer, read.query.query.id()), (LAYER, Some(GetConfig::ID)));
    assert_eq!(read.query.query, call);
    assert!(read.query.query.read::<GetConfig>().is_ok());
    // A packed call.
    let packed = GzipPacked::pack(&call.0).unwrap();
    let read = InvokeWithLayer::<InitConnection<RawObject>>::from_bytes(&wrapped(packed).to_bytes().unwrap()).unwrap();
    assert_eq!(read.query.query.id(), Some(GzipPacked::ID));
    // Bytes that are no object.
    assert!(wrapped(RawObject::from(vec![1, 2, 3])).to_bytes().is_err());
    // The result of a wrapped call is that of the call, or undecoded.
    fn result_of<F: Function<Result = R>, R>(_: &F) {}
    result_of::<_, types::Config>(&wrapped(GetConfig));
    result_of::<_, RawObject>(&wrapped(call));
}

#[test]
fn an_upload_is_sent_without_a_copy() {
    let part = Bytes::from(vec![7; 512 * 1024]);
    let request = SaveFilePart { file_id: 1, file_part: 2, bytes: part.clone() };
    let pieces = Message::pieces(4, 1, &request).unwrap();
    assert_eq!(pieces.iter().filter(|piece| piece.as_ptr() == part.as_ptr()).count(), 1);
    assert!(pieces.iter().filter(|piece| piece.as_ptr() != part.as_ptr()).all(|piece| piece.len() < 64));
    let whole = Message { msg_id: 4, seqno: 1, body: request.to_bytes().unwrap().into() }.to_bytes().unwrap();
    assert_eq!(pieces.concat(), whole);
}
