//! Encoding into pieces: together they are the encoding, and long byte strings are not copied.

use tl_runtime::{
    Bytes, Combinator, Declaration, ErrorKind, ListForm, MAX_STRING_LEN, RawObject, Serialize, Text, Visitor,
};

/// `part#0000000b flags:# id:long name:flags.0?string bytes:bytes more:flags.1?bytes rest:vector<bytes> = Part;`.
#[derive(Clone)]
struct Part {
    id: i64,
    name: Option<Text>,
    bytes: Bytes,
    more: Option<Bytes>,
    rest: Vec<Bytes>,
}

impl Combinator for Part {
    const DECLARATION: Declaration =
        Declaration { id: 11, least_size: 20, names: "part flags id name bytes more rest", tl: "" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        let mut flags = v.flags(0, 0);
        v.long(1, self.id);
        v.conditional(&mut flags, 1, 2, &self.name);
        v.bytes(3, &self.bytes);
        v.conditional(&mut flags, 2, 4, &self.more);
        v.list(5, ListForm::Bare, &self.rest);
        v.finish_flags(flags);
    }
}

/// Bytes of this length, each the low byte of its index.
fn bytes_of_len(len: usize) -> Bytes {
    (0..len).map(|index| index as u8).collect::<Vec<_>>().into()
}

#[test]
fn pieces_are_the_encoding_and_share_long_byte_strings() {
    for len in [0, 1, 253, 254, 1023, 1024, 1025, 1026, 1027, 70_000] {
        for n_more in [0, 1, 3] {
            let long = bytes_of_len(len);
            let part = Part {
                id: -1,
                name: (n_more > 0).then(|| "name".into()),
                bytes: long.clone(),
                more: (n_more > 1).then(|| long.clone()),
                rest: vec![long.clone(); n_more],
            };
            let value = vec![part.clone(), part];
            let pieces = value.to_pieces().unwrap();
            assert_eq!(pieces.concat(), value.to_bytes().unwrap(), "{len} bytes");
            let n_shared = pieces.iter().filter(|piece| piece.as_ptr() == long.as_ptr()).count();
            let n_expected = if len >= 1024 { 2 * (1 + usize::from(n_more > 1) + n_more) } else { 0 };
            assert_eq!(n_shared, n_expected, "{len} bytes");
            assert!(pieces.iter().all(|piece| !piece.is_empty()));
        }
    }
}

#[test]
fn values_that_cannot_be_encoded_have_no_pieces() {
    let error = vec![bytes_of_len(MAX_STRING_LEN + 1)].to_pieces().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StringTooLong { len: MAX_STRING_LEN + 1 });
    assert!(vec![bytes_of_len(MAX_STRING_LEN)].to_pieces().is_ok());
}

#[test]
fn raw_objects_are_written_as_they_are() {
    let raw = RawObject::of(&vec![1_i32, 2]).unwrap();
    assert_eq!(raw.to_bytes().unwrap(), vec![1_i32, 2].to_bytes().unwrap());
    assert_eq!(raw.to_pieces().unwrap().concat(), raw.0);
    assert_eq!(raw.read::<Vec<i32>>().unwrap(), [1, 2]);
    for len in [0, 1, 2, 3, 5, 7] {
        let error = RawObject(bytes_of_len(len)).to_bytes().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InvalidValue { .. }), "{len} bytes are no object");
    }
}
