//! Encodings of built-in types and vectors, compared with bytes written by hand from the specification.

use tl_runtime::{
    Bytes, Deserialize, Error, ErrorKind, Limits, Lossless, MAX_STRING_LEN, Reader, Serialize, Text, Writer,
};

/// Encodes a value, compares the bytes, decodes them, and checks that every truncation is refused.
fn assert_encoding<T: Serialize + Deserialize + PartialEq + std::fmt::Debug>(value: T, bytes: &[u8]) {
    assert_eq!(value.to_bytes().as_deref(), Ok(bytes), "{value:?}");
    assert_eq!(value.serialized_len(), Ok(bytes.len()), "{value:?}");
    assert_eq!(T::from_bytes(bytes), Ok(value));
    for len in 0..bytes.len() {
        assert!(T::from_bytes(&bytes[..len]).is_err(), "{len} bytes of {}", bytes.len());
    }
}

fn decoding_error<T: Deserialize + std::fmt::Debug>(bytes: &[u8]) -> (ErrorKind, usize) {
    let error: Error = T::from_bytes(bytes).unwrap_err();
    (error.kind(), error.offset())
}

#[test]
fn numbers_are_little_endian() {
    assert_encoding(-2_i32, &[0xfe, 0xff, 0xff, 0xff]);
    assert_encoding(1_u32, &[1, 0, 0, 0]);
    assert_encoding(0x0102_0304_0506_0708_i64, &[8, 7, 6, 5, 4, 3, 2, 1]);
    assert_encoding(1.0_f64, &[0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    assert_encoding([7_u8; 16], &[7; 16]);
    assert_encoding([9_u8; 32], &[9; 32]);
}

/// Vectors of numbers are encoded in batches. The lengths are around the batch sizes of 4 and 512.
#[test]
fn vectors_of_any_length_are_encoded() {
    let numbers = |n: usize| (0..n as i64).map(|index| index.wrapping_mul(0x0123_4567_89ab_cdef));
    for len in (0..12).chain(250..264).chain(510..516) {
        let longs: Vec<i64> = numbers(len).collect();
        let mut bytes = [0x15, 0xc4, 0xb5, 0x1c].to_vec();
        bytes.extend((len as u32).to_le_bytes());
        bytes.extend(longs.iter().flat_map(|long| long.to_le_bytes()));
        assert_eq!(longs.to_bytes().as_ref(), Ok(&bytes), "{len}");
        assert_eq!(longs.serialized_len(), Ok(bytes.len()));
        let ints: Vec<i32> = numbers(len).map(|long| long as i32).collect();
        bytes.truncate(8);
        bytes.extend(ints.iter().flat_map(|int| int.to_le_bytes()));
        assert_eq!(ints.to_bytes().as_ref(), Ok(&bytes), "{len}");
    }
}

#[test]
fn booleans_are_encoded_as_constructor_ids() {
    assert_encoding(true, &[0xb5, 0x75, 0x72, 0x99]);
    assert_encoding(false, &[0x37, 0x97, 0x79, 0xbc]);
    assert_eq!(decoding_error::<bool>(&[0; 4]), (ErrorKind::UnexpectedConstructor { id: 0 }, 0));
}

#[test]
fn strings_are_padded_to_words() {
    assert_encoding(Text::new(), &[0, 0, 0, 0]);
    assert_encoding(Text::from("abc"), b"\x03abc");
    assert_encoding(Text::from("abcd"), b"\x04abcd\0\0\0");
    assert_encoding(Bytes::from_static(&[0xff, 0]), &[2, 0xff, 0, 0]);
    for len in [252, 253] {
        let bytes = Text::from("x".repeat(len)).to_bytes().unwrap();
        assert_eq!((bytes.len(), usize::from(bytes[0])), (256, len));
    }
    for (len, n_bytes) in [(254, 260), (255, 260), (256, 260), (257, 264)] {
        let text = Text::from("x".repeat(len));
        let bytes = text.to_bytes().unwrap();
        assert_eq!((bytes.len(), &bytes[..4]), (n_bytes, &[254, len as u8, (len >> 8) as u8, 0][..]));
        assert_eq!(Text::from_bytes(&bytes), Ok(text));
    }
}

#[test]
fn non_canonical_strings_are_refused() {
    assert_eq!(decoding_error::<Text>(b"\xfe\x03\0\0abc\0"), (ErrorKind::NonCanonicalLength, 0));
    assert_eq!(decoding_error::<Text>(&[255, 0, 0, 0]), (ErrorKind::NonCanonicalLength, 0));
    assert_eq!(decoding_error::<Text>(b"\x02ab\x01"), (ErrorKind::NonZeroPadding, 0));
    assert_eq!(decoding_error::<Text>(b"\x02\xc3\x28\0"), (ErrorKind::InvalidUtf8, 0));
    assert_eq!(decoding_error::<Text>(b"\x05abcd"), (ErrorKind::UnexpectedEnd { needed: 8, left: 5 }, 0));
}

#[test]
fn strings_above_the_maximum_length_are_refused() {
    let longest = Bytes::from(vec![1; MAX_STRING_LEN]);
    let bytes = longest.to_bytes().unwrap();
    assert_eq!(bytes[..4], [254, 255, 255, 255]);
    assert_eq!(Bytes::from_bytes(&bytes).unwrap().len(), MAX_STRING_LEN);

    let mut out = vec![1, 2, 3];
    let values = vec![Bytes::new(), Bytes::from(vec![1; MAX_STRING_LEN + 1])];
    let error = values.append_to(&mut out).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::StringTooLong { len: MAX_STRING_LEN + 1 }, 12));
    assert_eq!(out, [1, 2, 3], "a failed value leaves nothing behind");
}

#[test]
fn vectors_can_be_nested() {
    let vector = [0x15, 0xc4, 0xb5, 0x1c];
    let one = [&vector[..], &[1, 0, 0, 0], &[5, 0, 0, 0]].concat();
    let nested = [&vector[..], &[2, 0, 0, 0], &one, &vector, &[0; 4]].concat();
    assert_encoding(vec![vec![5_i32], vec![]], &nested);
    assert_encoding(vec![Text::from("a")], &[&vector[..], &[1, 0, 0, 0], b"\x01a\0\0"].concat());
}

#[test]
fn counts_are_checked_before_allocation() {
    let vector = [0x15, 0xc4, 0xb5, 0x1c];
    let bytes = [&vector[..], &[0xff; 4], &[0; 8]].concat();
    let too_long = ErrorKind::VectorTooLong { count: u32::MAX, left: 8 };
    assert_eq!(decoding_error::<Vec<i64>>(&bytes), (too_long, 8));
    assert_eq!(decoding_error::<Vec<Text>>(&bytes), (too_long, 8));
}

#[test]
fn decoding_limits_are_enforced() {
    let value = vec![vec![vec![1_i32]]];
    let bytes = value.to_bytes().unwrap();
    let read = |limits| Reader::new(&bytes).with_limits(limits).read_all::<Vec<Vec<Vec<i32>>>>();
    assert_eq!(read(Limits::default()), Ok(value));
    let shallow = read(Limits::default().with_depth(1)).unwrap_err();
    assert_eq!(shallow.kind(), ErrorKind::TooDeep);
    // Enough for one vector, whose size depends on the target, but not for two.
    let limits = Limits::default().with_allocation(0, size_of::<Vec<i32>>() + 6);
    let small = read(limits).unwrap_err();
    assert_eq!(small.kind(), ErrorKind::TooLarge);
    assert_eq!(small.to_string(), "more memory needed than the limit allows at byte 16 in `[0]`");
}

#[test]
fn trailing_bytes_are_refused() {
    assert_eq!(decoding_error::<i32>(&[0; 8]), (ErrorKind::TrailingBytes { left: 4 }, 4));
    let mut reader = Reader::new(&[1, 0, 0, 0, 2, 0, 0, 0]);
    assert_eq!(reader.read::<i32>(), Ok(1));
    assert_eq!((reader.offset(), reader.remaining()), (4, &[2, 0, 0, 0][..]));
    assert_eq!(reader.read::<i32>(), Ok(2));
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn shared_input_is_not_copied() {
    let input = Bytes::from(Bytes::from(vec![7; 1000]).to_bytes().unwrap());
    let shared = Bytes::from_shared(&input).unwrap();
    assert_eq!(shared.as_ptr(), input[4..].as_ptr());
    let copied = Bytes::from_bytes(&input).unwrap();
    assert_ne!(copied.as_ptr(), input[4..].as_ptr());
    assert_eq!(shared, copied);
}

#[test]
fn trailing_bytes_cost_no_budget() {
    let bytes = [&7_i32.to_le_bytes()[..], &[9; 16]].concat();
    let read =
        |base| Lossless::<i32>::read(Reader::new(&bytes).with_limits(Limits::default().with_allocation(0, base)));
    assert_eq!(read(16).map(|value| value.trailing().len()), Ok(16));
    assert_eq!(read(0).map(|value| value.trailing().len()), Ok(16));
}

#[test]
fn no_items_are_decoded_after_an_error() {
    // The input ends after the count, so decoding the `int` is an error. After an error, a reader creates no items, not
    // even items of zero bytes.
    let mut reader = Reader::new(&[0xe8, 3, 0, 0]);
    let n = reader.repeat_count(0);
    reader.int(1);
    let items = reader.repetition(2, n, 0, |_| Box::new([0_u64; 64]));
    assert_eq!((n, items.len()), (1000, 0));
    assert_eq!(reader.finish().unwrap_err().kind(), ErrorKind::UnexpectedEnd { needed: 4, left: 0 });
}

#[test]
fn too_many_items_are_reported_at_the_start_of_their_vector() {
    let limits = Limits::default().with_items(1);
    let error = Writer::append(&mut Vec::new(), limits, |mut w| {
        w.write(&7_i32);
        w.write(&vec![1_i32, 2]);
    })
    .unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::TooManyItems { len: 2 }, 4));
}
