//! Generated types as their users see them.

use std::collections::HashSet;

use tl_builder_tests::protocols::deep::every::types::chat::room::Message;
use tl_builder_tests::protocols::deep::every::{constructors, types};
use tl_builder_tests::{blobs, blocks, lite};
use tl_runtime::views::View;
use tl_runtime::{Combinator as _, Deserialize as _, Serialize as _};

#[test]
fn types_of_another_module_are_used_as_they_are() {
    let id = blocks::types::blocks::Id { workchain: -1, shard: i64::MIN, seqno: 7 };
    let lookup = lite::functions::Lookup { id: id.clone() };
    // The field is bare: the bytes of `id` without its constructor id.
    assert_eq!(lookup.to_bytes().unwrap()[4..], id.to_bytes().unwrap()[4..]);
}

#[test]
fn attributes_add_traits() {
    let message = Message { id: 1, reply: None, text: "hello".into() };
    assert!(HashSet::from([message.clone()]).contains(&message));
}

#[test]
fn explicit_ids_are_kept_although_wrong() {
    let former = types::OldUser { id: 1 };
    assert_eq!(former.to_bytes().unwrap()[..4], 0x1234_5678_u32.to_le_bytes());
    assert_eq!(constructors::FormerUser::DECLARATION.id, 0x1234_5678);
    assert_eq!(types::OldUser::from_bytes(&former.to_bytes().unwrap()).unwrap(), former);
}

#[test]
fn bytes_are_vectors_of_bytes_where_the_settings_say_so() {
    let mut blob = blobs::types::Blob { data: vec![1, 2] };
    blob.data.push(3);
    let bytes = blob.to_bytes().unwrap();
    assert_eq!(bytes[4..], [3, 1, 2, 3]);
    let view = View::<blobs::types::Blob>::from_bytes(&bytes).unwrap();
    assert_eq!(view.get().data, [1, 2, 3]);
    assert_eq!(view.to_value(), blob);

    let keys: Vec<Vec<u8>> = vec![b"a".to_vec(), b"bc".to_vec()];
    let get = blobs::functions::Get { keys };
    assert_eq!(blobs::functions::Get::from_bytes(&get.to_bytes().unwrap()).unwrap().keys, get.keys);
}
