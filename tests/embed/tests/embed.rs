//! What was generated while this crate was built works like the types of `tl-types`.

use tl_embed::protocols::notes::{LAYER, constructors, functions, groups, types};
use tl_embed::wire::{Combinator as _, Deserialize, ErrorKind, Function, Serialize};

fn note() -> types::Note {
    let edited = groups::NoteEditDate { edit_date: 9, editor: "somebody".into() };
    constructors::Note {
        pinned: true,
        place: Some(constructors::Place { lat: 1.5, long: -0.0 }),
        edit_date: Some(edited),
        ..constructors::Note::new(7, "a text")
    }
    .into()
}

#[track_caller]
fn assert_round_trip<T: Serialize + Deserialize + PartialEq + std::fmt::Debug>(value: &T) -> Vec<u8> {
    let bytes = value.to_bytes().unwrap();
    assert_eq!(T::from_bytes(&bytes).unwrap(), *value);
    bytes
}

#[test]
fn values_come_back() {
    let folder = constructors::Folder { notes: vec![note(), constructors::NoteEmpty { id: 8 }.into()], ..folder(1) };
    let folder = constructors::Folder { parent: Some(Box::new(folder)), parents: vec![1], ..self::folder(2) };
    let notes = constructors::notes::Notes {
        folders: vec![folder],
        corners: vec![constructors::Place { lat: 0.0, long: f64::MAX }],
    };
    assert_round_trip::<types::notes::Notes>(&notes.into());
    assert_round_trip(&types::notes::Notes::NotModified);
}

fn folder(id: i64) -> constructors::Folder {
    constructors::Folder::new(id, Vec::new(), Vec::new())
}

#[test]
fn bytes_are_those_of_the_specification() {
    let get = functions::notes::Get { since: Some(5), ..functions::notes::Get::default() };
    let request = functions::As { user: 1, query: get };
    let mut expected = Vec::new();
    expected.extend(functions::As::<functions::notes::Get>::ID.to_le_bytes());
    expected.extend(1_i64.to_le_bytes());
    expected.extend(functions::notes::Get::ID.to_le_bytes());
    expected.extend([1, 0, 0, 0, 5, 0, 0, 0]);
    assert_eq!(assert_round_trip(&request), expected);
}

#[test]
fn functions_tell_their_result() {
    fn read_answer<F: Function>(_: &F, bytes: &[u8]) -> Result<F::Result, ErrorKind> {
        F::Result::from_bytes(bytes).map_err(|error| error.kind())
    }
    let save = functions::notes::Save { note: note(), copies: vec![vec![1, 2], Vec::new()] };
    assert_round_trip(&save);
    let request = functions::As { user: 1, query: save };
    assert_eq!(read_answer(&request, &[0xb5, 0x75, 0x72, 0x99]), Ok(true));
    let error = ErrorKind::UnexpectedEnd { needed: 4, left: 0 };
    assert_eq!(read_answer(&request, &[]), Err(error));
    assert_eq!(LAYER, 3);
}
