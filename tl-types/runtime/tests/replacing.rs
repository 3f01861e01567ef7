//! Readers that replace invalid UTF-8, and values that are detached from their input.

use tl_runtime::{Bytes, Deserialize, ErrorKind, Limits, Reader, Serialize, Text};

/// The encoding of texts, with the bytes `f0 9f` in place of each `??`.
fn damaged(texts: &[&str]) -> Vec<u8> {
    let texts: Vec<Text> = texts.iter().map(|text| (*text).into()).collect();
    let mut bytes = texts.to_bytes().unwrap();
    for index in 1..bytes.len() {
        if bytes[index - 1..=index] == *b"??" {
            bytes[index - 1..=index].copy_from_slice(&[0xf0, 0x9f]);
        }
    }
    bytes
}

#[test]
fn bad_strings_are_replaced_and_counted() {
    let long = "a long text with an emoji that was cut in two ??";
    let bytes = damaged(&["good", "??", long, "a??b"]);
    assert_eq!(Vec::<Text>::from_bytes(&bytes).unwrap_err().kind(), ErrorKind::InvalidUtf8);
    let mut reader = Reader::new(&bytes).replace_invalid_utf8();
    let texts: Vec<Text> = reader.read().unwrap();
    assert_eq!(texts, ["good", "\u{fffd}", &long.replace("??", "\u{fffd}"), "a\u{fffd}b"]);
    assert_eq!(reader.n_replaced_strings(), 3);
    let strict = Vec::<Text>::from_bytes(&bytes).unwrap_err();
    assert_eq!(reader.first_replaced_string(), Some(&strict));
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn good_strings_are_not_counted() {
    let bytes = damaged(&["good", ""]);
    let mut reader = Reader::new(&bytes).replace_invalid_utf8();
    assert_eq!(reader.read::<Vec<Text>>().unwrap(), ["good", ""]);
    assert_eq!((reader.n_replaced_strings(), reader.first_replaced_string()), (0, None));
}

#[test]
fn all_other_mistakes_are_refused() {
    let bytes = damaged(&["??", "good"]);
    for len in 0..bytes.len() {
        assert!(Reader::new(&bytes[..len]).replace_invalid_utf8().read_all::<Vec<Text>>().is_err(), "{len} bytes");
    }
    let mut bad_padding = bytes.clone();
    bad_padding[11] = 1;
    let error = Reader::new(&bad_padding).replace_invalid_utf8().read_all::<Vec<Text>>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NonZeroPadding);
}

#[test]
fn replaced_strings_are_within_the_budget() {
    // Each byte becomes a character of three bytes.
    let bytes = [&[254, 0, 4, 0][..], &[0xff; 1024]].concat();
    let reader =
        |base| Reader::new(&bytes).replace_invalid_utf8().with_limits(Limits::default().with_allocation(0, base));
    assert_eq!(reader(4096).read_all::<Text>().unwrap().len(), 3 * 1024);
    assert_eq!(reader(2048).read_all::<Text>().unwrap_err().kind(), ErrorKind::TooLarge);
}

#[test]
fn a_detached_value_shares_nothing_with_its_input() {
    let input = Bytes::from(vec![Bytes::from(vec![1; 300]), Bytes::from_static(b"small")].to_bytes().unwrap());
    let value = Vec::<Bytes>::from_shared(&input).unwrap();
    assert!(input.as_ptr_range().contains(&value[1].as_ptr()), "the field shares the input");
    let detached = value.detached().unwrap();
    assert_eq!(detached, value);
    assert!(detached.iter().all(|bytes| !input.as_ptr_range().contains(&bytes.as_ptr())));
}
