//! JSON and serde of generated types. The rules of the form are tested with the runtime, by tables.

use serde_json::json;
use tl_types::api::functions::InvokeWithLayer;
use tl_types::api::functions::messages::GetHistory;
use tl_types::api::{constructors, types};
use tl_types::json::{JsonErrorKind, ReadOptions, from_json, from_json_with, to_json};
use tl_types::mtproto;
use tl_types::{Deserialize as _, Serialize as _};

const PEER: &str = r#"{"@type":"peerUser","user_id":"5"}"#;

fn peer() -> types::Peer {
    constructors::PeerUser { user_id: 5 }.into()
}

#[test]
fn enums_structs_and_requests_are_json_and_back() {
    assert_eq!(to_json(&peer()), Ok(PEER.to_owned()));
    assert_eq!(from_json::<types::Peer>(PEER).ok(), Some(peer()));
    let user = constructors::PeerUser { user_id: 5 };
    assert_eq!(to_json(&user), Ok(PEER.to_owned()));
    assert_eq!(from_json::<constructors::PeerUser>(r#"{"user_id":5}"#).ok(), Some(user));
    let pong = mtproto::types::Pong { msg_id: 1, ping_id: -2 };
    let text = r#"{"@type":"pong","msg_id":"1","ping_id":"-2"}"#;
    assert_eq!(to_json(&pong), Ok(text.to_owned()));
    assert_eq!(from_json::<mtproto::types::Pong>(text).ok(), Some(pong));

    let peer = constructors::InputPeerChat { chat_id: 3 }.into();
    let request =
        GetHistory { peer, offset_id: 0, offset_date: 0, add_offset: 0, limit: 9, max_id: 0, min_id: 0, hash: 0 };
    let text = to_json(&request).unwrap();
    assert!(text.starts_with(r#"{"@type":"messages.getHistory","peer":{"@type":"inputPeerChat","chat_id":"3"},"#));
    assert!(from_json::<GetHistory>(&text).unwrap() == request);
    let wrapped = to_json(&InvokeWithLayer { layer: 200, query: request }).unwrap();
    assert_eq!(wrapped, format!(r#"{{"@type":"invokeWithLayer","layer":200,"query":{text}}}"#));
}

#[test]
fn a_constructor_of_another_type_is_refused() {
    let error = from_json::<types::Chat>(PEER).unwrap_err();
    assert_eq!((error.path(), error.line(), error.column()), ("$.@type", 1, 19), "{error}");
    let error = from_json::<constructors::PeerChat>(PEER).unwrap_err();
    assert_eq!(error.path(), "$.@type", "{error}");
    let error = serde_json::from_str::<types::Chat>(PEER).unwrap_err();
    assert_eq!(error.line(), 1, "{error}");
}

#[test]
fn unknown_keys_are_ignored_on_request() {
    let text = r#"{"@type":"peerUser","usr_id":"1","user_id":"5"}"#;
    let error = from_json::<types::Peer>(text).unwrap_err();
    assert!(matches!(error.kind(), JsonErrorKind::UnknownKey { .. }), "{error}");
    let options = ReadOptions { ignores_unknown_keys: true, ..ReadOptions::default() };
    assert_eq!(from_json_with::<types::Peer>(text, &options).ok(), Some(peer()));
}

#[test]
fn a_readable_format_of_serde_is_the_same_json() {
    assert_eq!(serde_json::to_string(&peer()).unwrap(), PEER);
    assert_eq!(serde_json::from_str::<types::Peer>(PEER).unwrap(), peer());
    let value = json!({"user_id": 5, "@type": "peerUser"});
    assert_eq!(serde_json::from_value::<types::Peer>(value).unwrap(), peer());
    let peers = vec![peer(), constructors::PeerChat { chat_id: 6 }.into()];
    let text = serde_json::to_string(&peers).unwrap();
    assert_eq!(text, format!(r#"[{PEER},{{"@type":"peerChat","chat_id":"6"}}]"#));
    assert_eq!(serde_json::from_str::<Vec<types::Peer>>(&text).unwrap(), peers);
    let error = serde_json::from_str::<types::Peer>(r#"{"@type":"peerUser","usr_id":"5"}"#).unwrap_err();
    assert!(error.to_string().contains("`user_id`"), "{error}");
}

#[test]
fn a_binary_format_of_serde_has_the_bytes() {
    let bytes = peer().to_bytes().unwrap();
    let mut expected = vec![u8::try_from(bytes.len()).unwrap()];
    expected.extend_from_slice(&bytes);
    assert_eq!(postcard::to_allocvec(&peer()).unwrap(), expected);
    assert_eq!(postcard::from_bytes::<types::Peer>(&expected).unwrap(), peer());
    assert_eq!(types::Peer::from_bytes(&bytes).unwrap(), peer());
    // The constructor id.
    expected[1] ^= 1;
    assert!(postcard::from_bytes::<types::Peer>(&expected).is_err());
}
