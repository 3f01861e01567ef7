//! The MTProto envelope: round trips, errors for invalid bytes, and limits of memory and time.

use std::time::{Duration, Instant};

use tl_types::api::RpcError;
use tl_types::envelope::{
    BadMessageCode, CONTAINER_ID, Container, Error, GzipFault, GzipPacked, InflationBudget, MAX_MESSAGES, Message,
    Object, OpenedMessage, RpcResult, SessionMessage, UnencryptedMessage, id,
};
use tl_types::mtproto::types::{BadMsgNotification, MsgsAck, NewSession, Pong};
use tl_types::{Bytes, Combinator, Deserialize, ErrorKind, Limits, Reader, Serialize};

/// `msgs_ack` of 4, 8, 12 and 16, packed by zlib, with all optional header fields of RFC 1952.
const GZIPPED_ACK_BY_ZLIB: &[u8] =
    b"\x1f\x8b\x08\x1f\x01\x02\x03\x04\x02\x03\x05\x00extraname.tl\x00a comment\x00\x5a\x37\
    \x8b\xdc\x72\x2d\x49\xf4\xc8\x56\x19\x16\x06\x06\x06\x10\x06\x01\x0e\x28\xcd\x03\xa5\x05\xa0\x34\x00\
    \x17\x07\xe6\x60\x2c\x00\x00\x00";

/// Offset of the deflate stream in [`GZIPPED_ACK_BY_ZLIB`].
const ACK_STREAM_OFFSET: usize = 37;

const SAMPLE_PONG: Pong = Pong { msg_id: 8, ping_id: 42 };

fn encode(value: &impl Serialize) -> Bytes {
    value.to_bytes().unwrap().into()
}

fn gzip_packed(object: &[u8]) -> Bytes {
    encode(&GzipPacked::pack(object).unwrap())
}

fn message_with_body(msg_id: i64, body: Bytes) -> Message {
    Message { msg_id, seqno: 1, body }
}

fn container_of(bodies: impl IntoIterator<Item = Bytes>) -> Bytes {
    let messages = (1..).zip(bodies).map(|(nr, body)| message_with_body(nr * 4, body)).collect();
    Container { messages }.to_bytes().unwrap().into()
}

fn ack_body(n_ids: usize) -> Bytes {
    encode(&MsgsAck { msg_ids: vec![4; n_ids] })
}

/// A container like those of a server: an acknowledgement, a result, a packed result, a packed acknowledgement.
fn server_container() -> Bytes {
    let result = |result| RpcResult { req_msg_id: 8, result }.to_bytes().unwrap().into();
    container_of([
        ack_body(3),
        result(encode(&SAMPLE_PONG)),
        result(gzip_packed(&ack_body(300))),
        gzip_packed(&ack_body(200)),
    ])
}

/// The messages in a message with this body, or the error of the first one that has an error.
fn open_body(body: Bytes) -> Result<Vec<Message>, Error> {
    let opened = message_with_body(100, body).open(&mut InflationBudget::default());
    opened.into_iter().map(OpenedMessage::into_message).collect()
}

/// The innermost of nested errors, without the locations that the outer errors add.
fn innermost_error(error: Error) -> Error {
    match error {
        Error::InMessage { error, .. } | Error::Unpacked(error) => innermost_error(*error),
        error => error,
    }
}

fn opening_error(body: Bytes) -> Error {
    innermost_error(open_body(body).unwrap_err())
}

#[test]
fn bytes_of_each_type_follow_the_specification() {
    let message = Message { msg_id: 0x0102_0304_0506_0708, seqno: 9, body: encode(&SAMPLE_PONG) };
    let mut expected = vec![8, 7, 6, 5, 4, 3, 2, 1, 9, 0, 0, 0, 20, 0, 0, 0];
    expected.extend(SAMPLE_PONG.to_bytes().unwrap());
    assert_eq!(message.to_bytes().unwrap(), expected);

    let container = Container { messages: vec![message] }.to_bytes().unwrap();
    assert_eq!(container[..8], [0xdc, 0xf8, 0xf1, 0x73, 1, 0, 0, 0]);
    assert_eq!(container[8..], expected);

    let result = RpcResult { req_msg_id: 5, result: encode(&SAMPLE_PONG) }.to_bytes().unwrap();
    assert_eq!(result[..12], [0x01, 0x6d, 0x5c, 0xf3, 5, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(result[12..], SAMPLE_PONG.to_bytes().unwrap());

    let gzip = GzipPacked { packed_data: Bytes::from_static(b"abcd") }.to_bytes().unwrap();
    assert_eq!(gzip, [0xa1, 0xcf, 0x72, 0x30, 4, b'a', b'b', b'c', b'd', 0, 0, 0]);
}

#[test]
fn every_type_survives_a_round_trip() {
    let bytes = server_container();
    let container = Container::from_shared(&bytes).unwrap();
    assert_eq!(Container::from_bytes(&bytes).unwrap(), container);
    assert_eq!(container.to_bytes().unwrap(), bytes);
    for message in &container.messages {
        assert!(bytes.as_ptr_range().contains(&message.body.as_ptr()), "the body is a copy");
        let alone = message.to_bytes().unwrap();
        assert_eq!(Message::from_bytes(&alone).as_ref(), Ok(message));
        assert_eq!(Message::from_shared(&alone.into()).as_ref(), Ok(message));
    }
    let body = &container.messages[2].body;
    let result = RpcResult::from_shared(body).unwrap();
    assert_eq!(RpcResult::from_bytes(body).unwrap(), result);
    assert_eq!(result.to_bytes().unwrap(), *body);
    let gzip = GzipPacked::from_shared(&result.result).unwrap();
    assert_eq!(encode(&gzip), result.result);

    let empty = Container::default().to_bytes().unwrap();
    assert_eq!(Container::from_bytes(&empty).unwrap(), Container::default());
}

#[test]
fn packed_bodies_are_opened() {
    let messages = open_body(server_container()).unwrap();
    let ids: Vec<_> = messages.iter().map(|message| message.msg_id).collect();
    assert_eq!(ids, [4, 8, 12, 16]);
    assert_eq!(messages[0].body, ack_body(3));
    assert_eq!(messages[3].body, ack_body(200));
    assert_eq!(open_body(gzip_packed(&container_of([ack_body(1), ack_body(2)]))).unwrap().len(), 2);
    assert_eq!(open_body(gzip_packed(&ack_body(9))).unwrap(), [message_with_body(100, ack_body(9))]);
    assert_eq!(open_body(ack_body(9)).unwrap(), [message_with_body(100, ack_body(9))]);
    assert_eq!(open_body(container_of([])).unwrap(), []);

    let mut budget = InflationBudget::default();
    for (message, expected) in messages[1..3].iter().zip([encode(&SAMPLE_PONG), ack_body(300)]) {
        let result = RpcResult::from_shared(&message.body).unwrap().unpacked(&mut budget).unwrap();
        assert_eq!(result, RpcResult { req_msg_id: 8, result: expected });
    }
    assert_eq!(budget.left(), Limits::default().inflation - ack_body(300).len());
}

#[test]
fn gzip_members_written_by_zlib_are_unpacked() {
    let gzip = GzipPacked { packed_data: Bytes::from_static(GZIPPED_ACK_BY_ZLIB) };
    let object = gzip.unpack(&mut InflationBudget::default()).unwrap();
    assert_eq!(MsgsAck::from_bytes(&object).unwrap().msg_ids, [4, 8, 12, 16]);
}

#[test]
fn every_truncation_is_refused() {
    let bytes = server_container();
    for len in 0..bytes.len() {
        assert!(Container::from_shared(&bytes.slice(..len)).is_err(), "{len} bytes are no container");
    }
    let one = message_with_body(4, ack_body(1)).to_bytes().unwrap();
    for len in 0..one.len() {
        assert!(Message::from_bytes(&one[..len]).is_err(), "{len} bytes are no message");
    }
    let result = RpcResult { req_msg_id: 4, result: ack_body(0).slice(..4) }.to_bytes().unwrap();
    for len in 0..result.len() {
        assert!(RpcResult::from_bytes(&result[..len]).is_err(), "{len} bytes are no result");
    }
    for len in 0..GZIPPED_ACK_BY_ZLIB.len() {
        let gzip = GzipPacked { packed_data: Bytes::from_static(&GZIPPED_ACK_BY_ZLIB[..len]) };
        assert!(gzip.unpack(&mut InflationBudget::default()).is_err(), "{len} bytes are no gzip");
    }
}

#[test]
fn trailing_bytes_are_refused() {
    let longer = |bytes: &[u8]| [bytes, &[0; 4]].concat();
    let bytes = server_container();
    assert_eq!(Container::from_bytes(&longer(&bytes)), Err(Error::TrailingBytes { offset: bytes.len(), left: 4 }));
    let one = message_with_body(4, ack_body(1)).to_bytes().unwrap();
    assert_eq!(Message::from_bytes(&longer(&one)), Err(Error::TrailingBytes { offset: one.len(), left: 4 }));
    let gzip = longer(&gzip_packed(&ack_body(1)));
    assert_eq!(GzipPacked::from_bytes(&gzip).unwrap_err().kind(), ErrorKind::TrailingBytes { left: 4 });
    assert!(matches!(opening_error(gzip.into()), Error::Codec(_)));
}

#[test]
fn unexpected_ids_are_refused() {
    let pong = encode(&SAMPLE_PONG);
    let id = Pong::ID;
    let expected = CONTAINER_ID;
    assert_eq!(Container::from_shared(&pong), Err(Error::UnexpectedId { offset: 0, id, expected }));
    assert!(matches!(RpcResult::from_shared(&pong), Err(Error::UnexpectedId { offset: 0, .. })));
    assert_eq!(GzipPacked::from_shared(&pong).unwrap_err().kind(), ErrorKind::UnexpectedConstructor { id });
}

#[test]
fn unknown_objects_are_kept() {
    let pong = encode(&SAMPLE_PONG);
    let known = Object::<Pong>::from_shared(&pong).unwrap();
    assert_eq!(known, Object::Known(SAMPLE_PONG));
    assert_eq!(known.to_bytes().unwrap(), pong);

    let unknown = Object::<BadMsgNotification>::from_shared(&pong).unwrap();
    assert_eq!(unknown, Object::Unknown { id: Pong::ID, bytes: pong.clone() });
    assert_eq!(Object::from_bytes(&pong).as_ref(), Ok(&unknown));
    assert_eq!(unknown.to_bytes().unwrap(), pong);
    let Object::Unknown { bytes, .. } = unknown else { unreachable!() };
    assert_eq!(bytes.as_ptr(), pong.as_ptr());

    assert_eq!(Object::<Vec<i32>>::from_bytes(&vec![1].to_bytes().unwrap()).unwrap(), Object::Known(vec![1]));
    assert!(matches!(Object::<Vec<i32>>::from_shared(&pong), Ok(Object::Unknown { id: Pong::ID, .. })));
    assert!(matches!(Object::<bool>::from_shared(&pong), Ok(Object::Unknown { id: Pong::ID, .. })));
    // Types without ids have no unknown objects.
    assert!(matches!(Object::<i32>::from_shared(&pong), Err(Error::Codec(_))));
}

#[test]
fn objects_of_impossible_length_are_refused() {
    let pong = encode(&SAMPLE_PONG);
    for len in 0..4 {
        assert!(matches!(Object::<NewSession>::from_bytes(&pong[..len]), Err(Error::Codec(_))));
        assert_eq!(id(&pong[..len]), None);
    }
    for len in [5, 6, 7, 19] {
        let expected = Err(Error::ObjectLength { offset: 0, len: i64::from(len) });
        assert_eq!(Object::<NewSession>::from_bytes(&pong[..usize::try_from(len).unwrap()]), expected);
    }
    // Invalid unknown objects are not encoded either.
    let encode_unknown = |id, bytes| Object::<NewSession>::Unknown { id, bytes }.to_bytes();
    assert_eq!(encode_unknown(Pong::ID, pong.slice(..5)), Err(Error::ObjectLength { offset: 0, len: 5 }));
    assert_eq!(encode_unknown(Pong::ID, Bytes::new()), Err(Error::ObjectLength { offset: 0, len: 0 }));
    assert_eq!(encode_unknown(7, pong.clone()), Err(Error::UnexpectedId { offset: 0, id: Pong::ID, expected: 7 }));
    // A truncated object of a known type.
    let error = Object::<Pong>::from_bytes(&pong[..16]).unwrap_err();
    assert!(error.to_string().ends_with("at byte 12 in `pong.ping_id`"), "{error}");
}

#[test]
fn objects_are_read_with_the_limits_of_a_reader() {
    let ack = ack_body(3);
    let few = || Reader::shared(&ack).with_limits(Limits::default().with_items(2));
    let Err(Error::Codec(error)) = Object::<MsgsAck>::read(few()) else { panic!("three items") };
    assert_eq!(error.kind(), ErrorKind::TooManyItems { len: 3 });
    let Ok(Object::Unknown { bytes, .. }) = Object::<Pong>::read(few()) else { panic!("another type") };
    assert_eq!(bytes.as_ptr(), ack.as_ptr());
    let nothing = Limits::default().with_allocation(0, 8);
    let Err(Error::Codec(error)) = Object::<Pong>::read(Reader::new(&ack).with_limits(nothing)) else {
        panic!("a copy of {} bytes", ack.len())
    };
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn objects_above_the_inflation_limit_are_not_packed() {
    let limits = Limits::default().with_inflation(400);
    let error = GzipPacked::pack_with(&ack_body(100), &limits).unwrap_err();
    assert_eq!(error, Error::TooMuchInflated { announced: 812, left: 400 });
    assert!(GzipPacked::pack_with(&ack_body(40), &limits).unwrap().unpack(&mut InflationBudget::new(&limits)).is_ok());
    let left = Limits::default().inflation;
    assert_eq!(GzipPacked::pack(&vec![0; left + 4]), Err(Error::TooMuchInflated { announced: left + 4, left }));
}

#[test]
fn invalid_body_lengths_are_refused() {
    let good = container_of([ack_body(1)]);
    let with_len = |len: i32| Bytes::from([&good[..20], &len.to_le_bytes(), &good[24..]].concat());
    assert_eq!(Container::from_shared(&with_len(20)).unwrap().messages[0].body, ack_body(1));
    for len in [i32::MIN, -4, -1, 0, 1, 2, 3, 5, 21, i32::MAX] {
        let expected = Err(Error::ObjectLength { offset: 20, len: len.into() });
        assert_eq!(Container::from_shared(&with_len(len)), expected);
    }
    for len in [24, 1 << 24, i32::MAX - 3] {
        let needed = usize::try_from(len).unwrap();
        assert_eq!(Container::from_shared(&with_len(len)), Err(Error::UnexpectedEnd { offset: 24, needed, left: 20 }));
    }
    assert!(matches!(Container::from_shared(&with_len(16)), Err(Error::TrailingBytes { offset: 40, left: 4 })));
    for body in [Bytes::new(), ack_body(1).slice(1..)] {
        assert!(matches!(message_with_body(4, body.clone()).to_bytes(), Err(Error::ObjectLength { .. })));
        assert!(matches!(RpcResult { req_msg_id: 4, result: body }.to_bytes(), Err(Error::ObjectLength { .. })));
    }
}

#[test]
fn invalid_message_counts_are_refused() {
    for count in [2_u32, 1025, 1 << 31, u32::MAX] {
        let bytes = [
            &CONTAINER_ID.to_le_bytes(),
            &count.to_le_bytes(),
            &message_with_body(4, ack_body(1)).to_bytes().unwrap()[..],
        ];
        let count = usize::try_from(count).unwrap();
        assert_eq!(Container::from_bytes(&bytes.concat()), Err(Error::TooManyMessages { count, left: 36 }));
    }
    let most = |n_messages| Container { messages: vec![message_with_body(4, ack_body(0)); n_messages] };
    let bytes = most(MAX_MESSAGES).to_bytes().unwrap();
    assert_eq!(Container::from_bytes(&bytes).unwrap().messages.len(), MAX_MESSAGES);
    let count = MAX_MESSAGES + 1;
    assert_eq!(most(count).to_bytes(), Err(Error::TooManyMessages { count, left: 0 }));
}

#[test]
fn failed_encoding_writes_nothing() {
    let mut out = vec![7];
    let messages = vec![message_with_body(4, ack_body(1)), message_with_body(8, Bytes::from_static(b"abc"))];
    let error = Container { messages }.append_to(&mut out).unwrap_err();
    assert_eq!(out, [7]);
    assert_eq!(error.to_string(), "object of impossible length 3 at byte 0 of the body of message 1 (msg_id 8)");
}

#[test]
fn nested_containers_and_nested_gzip_are_refused() {
    let inner = container_of([ack_body(1)]);
    let nested = [&container_of([ack_body(0)])[..], &message_with_body(8, inner.clone()).to_bytes().unwrap()].concat();
    let nested = Bytes::from([&nested[..4], &[2, 0, 0, 0], &nested[8..]].concat());
    assert_eq!(Container::from_shared(&nested), Err(Error::NestedContainer { offset: 8 + 16 + 12 + 16 }));
    assert_eq!(opening_error(gzip_packed(&nested)), Error::NestedContainer { offset: 0 });
    let messages = vec![message_with_body(4, inner.clone())];
    assert!(matches!(Container { messages }.to_bytes(), Err(Error::InMessage { index: 0, msg_id: 4, .. })));
    let error = open_body(container_of([ack_body(1), gzip_packed(&inner)])).unwrap_err();
    assert_eq!(error.to_string(), "container in a container at byte 0 of the inflated data");

    let twice = packed_twice(&gzip_packed(&ack_body(1)));
    assert_eq!(opening_error(twice.clone()), Error::NestedGzip);
    assert_eq!(opening_error(container_of([twice])), Error::NestedGzip);
    assert_eq!(opening_error(gzip_packed(&container_of([ack_body(1), gzip_packed(&ack_body(1))]))), Error::NestedGzip);
    assert_eq!(GzipPacked::pack(&gzip_packed(&ack_body(1))), Err(Error::NestedGzip));
}

/// Packs an object that is packed already, which `GzipPacked::pack` refuses.
fn packed_twice(object: &[u8]) -> Bytes {
    let mut disguised = object.to_vec();
    disguised[0] ^= 1;
    let gzip = gzip_member_with_stored_block(&disguised, object);
    encode(&GzipPacked { packed_data: gzip })
}

/// A gzip member with `object` in an uncompressed block. `disguised` differs from it in the lowest bit of the first
/// byte; since CRC32 is linear, the checksum follows from the one of `disguised`.
fn gzip_member_with_stored_block(disguised: &[u8], object: &[u8]) -> Bytes {
    let crc = |bytes: &[u8]| {
        let member = GzipPacked::pack(bytes).unwrap().packed_data;
        let trailer = member.len() - 8;
        u32::from_le_bytes(member[trailer..trailer + 4].try_into().unwrap())
    };
    let zeros = vec![0; object.len()];
    let mut first = zeros.clone();
    first[0] = 1;
    let checksum = crc(disguised) ^ crc(&first) ^ crc(&zeros);
    let len = u16::try_from(object.len()).unwrap();
    let mut member = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    member.extend(len.to_le_bytes());
    member.extend((!len).to_le_bytes());
    member.extend(object);
    member.extend(checksum.to_le_bytes());
    member.extend(u32::from(len).to_le_bytes());
    member.into()
}

#[test]
fn damaged_gzip_is_refused() {
    let fault = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = GZIPPED_ACK_BY_ZLIB.to_vec();
        change(&mut bytes);
        opening_error(encode(&GzipPacked { packed_data: bytes.into() }))
    };
    let end = GZIPPED_ACK_BY_ZLIB.len();
    assert_eq!(fault(&|bytes| drop(bytes.drain(end - 9..end - 8))), Error::Gzip(GzipFault::Deflate));
    assert_eq!(fault(&|bytes| bytes[0] = 0), Error::Gzip(GzipFault::Header));
    assert_eq!(fault(&|bytes| bytes[2] = 7), Error::Gzip(GzipFault::Header));
    assert_eq!(fault(&|bytes| bytes[3] |= 0x80), Error::Gzip(GzipFault::Header));
    assert_eq!(fault(&|bytes| bytes[4] = 9), Error::Gzip(GzipFault::HeaderChecksum));
    assert_eq!(fault(&|bytes| bytes[12] = b'E'), Error::Gzip(GzipFault::HeaderChecksum));
    assert_eq!(fault(&|bytes| bytes[10] = 255), Error::Gzip(GzipFault::Truncated));
    assert_eq!(fault(&|bytes| bytes[11] = 255), Error::Gzip(GzipFault::Truncated));
    assert_eq!(fault(&|bytes| bytes[ACK_STREAM_OFFSET] |= 6), Error::Gzip(GzipFault::Deflate));
    assert_eq!(fault(&|bytes| bytes[end - 8] ^= 1), Error::Gzip(GzipFault::Checksum));
    assert_eq!(fault(&|bytes| bytes[end - 4] -= 4), Error::Gzip(GzipFault::Length));
    assert_eq!(fault(&|bytes| bytes[end - 4] += 4), Error::Gzip(GzipFault::Length));
    assert_eq!(fault(&|bytes| bytes[end - 4] += 1), Error::Gzip(GzipFault::Length));
    for len in 0..end {
        let expected = Error::Gzip(GzipFault::Truncated);
        assert_eq!(fault(&|bytes| bytes.truncate(len)), expected, "{len} bytes of a member");
        let two_members = |bytes: &mut Vec<u8>| {
            bytes.extend_from_within(..);
            bytes.truncate(end + len);
        };
        if len > 0 {
            assert_eq!(fault(&two_members), expected, "{len} bytes of the second member");
        }
    }
    assert_eq!(fault(&|bytes| drop(bytes.splice(end - 8..end - 8, [0; 3]))), Error::Gzip(GzipFault::Length));
    let trailing = Error::Gzip(GzipFault::TrailingBytes { left: 4 });
    assert_eq!(fault(&|bytes| bytes.extend([0; 4])), trailing);
    // Sound data that is no object.
    let packed = GzipPacked { packed_data: gzip_member(b"seven b") };
    assert_eq!(opening_error(encode(&packed)), Error::ObjectLength { offset: 0, len: 7 });
}

/// A gzip member of another implementation.
fn gzip_member(content: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, content).unwrap();
    encoder.finish().unwrap().into()
}

#[test]
fn several_gzip_members_are_one_content() {
    let object = ack_body(300);
    // The parts are no objects by themselves: a content may be cut anywhere.
    for cut in [1, 4, 600, object.len() - 1] {
        let members = [gzip_member(&object[..cut]), gzip_member(&[]), gzip_member(&object[cut..])].concat();
        let packed = GzipPacked { packed_data: members.into() };
        let mut budget = InflationBudget::default();
        assert_eq!(packed.unpack(&mut budget).as_ref(), Ok(&object));
        assert_eq!(budget.left(), Limits::default().inflation - object.len());
        let mut small = InflationBudget::new(&Limits::default().with_inflation(object.len() - 4));
        assert!(matches!(packed.unpack(&mut small), Err(Error::TooMuchInflated { .. })));
    }
}

#[test]
fn gzip_bombs_are_refused_quickly() {
    let object = vec![0; (1 << 24) + 4];
    let limits = Limits::default().with_inflation(object.len());
    let bomb = GzipPacked::pack_with(&object, &limits).unwrap();
    assert!(bomb.packed_data.len() < 1 << 15);
    let trailer = bomb.packed_data.len() - 4;
    let lies = |len: u32| [&bomb.packed_data[..trailer], &len.to_le_bytes()].concat();

    let before = Instant::now();
    let left = 1 << 24;
    assert_eq!(opening_error(encode(&bomb)), Error::TooMuchInflated { announced: left + 4, left });
    let elapsed = before.elapsed();
    assert!(elapsed < Duration::from_millis(50), "{elapsed:?}");

    // A wrong length is found where the content ends, or where the budget does.
    for len in [4096, u32::MAX - 3, 1 << 24] {
        let error = opening_error(encode(&GzipPacked { packed_data: lies(len).into() }));
        assert_eq!(error, Error::TooMuchInflated { announced: left + 1, left });
    }
    // All bombs of a container together cost one budget.
    let bombs = container_of(vec![encode(&GzipPacked { packed_data: lies(4096).into() }); 500]);
    let before = Instant::now();
    let opened = message_with_body(4, bombs).open(&mut InflationBudget::default());
    assert!(opened.iter().all(|message| matches!(message.body, Err(Error::TooMuchInflated { .. }))));
    let elapsed = before.elapsed();
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
    let mut budget = InflationBudget::new(&limits);
    assert_eq!(bomb.unpack(&mut budget).unwrap(), object);
}

#[test]
fn all_bodies_share_the_inflation_limit() {
    let part = ack_body(1000);
    let mut budget = InflationBudget::new(&Limits::default().with_inflation(2 * part.len()));
    let opened = message_with_body(100, container_of(vec![gzip_packed(&part); 3])).open(&mut budget);
    let bodies: Vec<_> = opened.into_iter().map(|message| message.body).collect();
    let too_much = Error::TooMuchInflated { announced: part.len(), left: 0 };
    assert_eq!(bodies, [Ok(part.clone()), Ok(part), Err(too_much)]);
}

/// Whether a message with the body `bytes` can be opened. Asserts that all decoded parts are encoded to the same bytes.
fn is_valid_body(bytes: &Bytes) -> bool {
    let mut budget = InflationBudget::default();
    let opened = message_with_body(100, bytes.clone()).open(&mut budget);
    let is_valid = opened.iter().all(|message| message.body.is_ok());
    for message in opened.into_iter().filter_map(|message| message.into_message().ok()) {
        if let Ok(result) = RpcResult::from_shared(&message.body) {
            assert_eq!(result.to_bytes().unwrap(), message.body);
            let _ = result.unpacked(&mut budget);
        }
        let object = Object::<NewSession>::from_shared(&message.body);
        assert!(object.is_err() || object.unwrap().to_bytes().unwrap() == message.body);
    }
    let container = Container::from_shared(bytes);
    assert!(container.is_err() || container.unwrap().to_bytes().unwrap() == *bytes);
    is_valid
}

#[test]
fn damaged_bodies_do_not_panic() {
    let mut rng = fastrand::Rng::with_seed(0x73f1_f8dc);
    let seeds = [server_container(), gzip_packed(&container_without_gzip()), gzip_packed(&ack_body(50))];
    let mut n_accepted = 0;
    for round in 0..20_000 {
        let mut bytes = seeds[round % seeds.len()].to_vec();
        for _ in 0..rng.usize(1..4) {
            let offset = rng.usize(..bytes.len());
            match rng.u8(..8) {
                0 => bytes.truncate(offset.max(4)),
                1 => bytes.insert(offset, rng.u8(..)),
                2 => bytes[offset] = [0, 1, 0x7f, 0x80, 0xff][rng.usize(..5)],
                _ => bytes[offset] ^= 1 << rng.u8(..8),
            }
        }
        n_accepted += usize::from(is_valid_body(&bytes.into()));
    }
    assert!((100..19_000).contains(&n_accepted), "{n_accepted} accepted");
}

fn container_without_gzip() -> Bytes {
    container_of([ack_body(3), RpcResult { req_msg_id: 8, result: encode(&SAMPLE_PONG) }.to_bytes().unwrap().into()])
}

#[test]
fn a_damaged_body_costs_no_other_message() {
    let good = container_of([ack_body(1), ack_body(2), ack_body(3), gzip_packed(&ack_body(40))]);
    let offset_of_second = 8 + 16 + ack_body(1).len();
    let offset_of_third = offset_of_second + 16 + ack_body(2).len();
    let with_second_len = |len: i32| {
        let at = offset_of_second + 12;
        Bytes::from([&good[..at], &len.to_le_bytes(), &good[at + 4..]].concat())
    };
    let open = |body: Bytes| message_with_body(100, body).open(&mut InflationBudget::default());
    let ids = |opened: &[OpenedMessage]| opened.iter().map(|message| message.msg_id).collect::<Vec<_>>();

    // A damaged packed body, a container in the container, a length that is no object: the next messages are found.
    let damaged = container_of([ack_body(1), Bytes::from_static(&[0xa1, 0xcf, 0x72, 0x30]), ack_body(3)]);
    let nested = [&good[..offset_of_second + 16], &CONTAINER_ID.to_le_bytes(), &good[offset_of_second + 20..]].concat();
    for (bytes, kind) in [(damaged, "codec"), (nested.into(), "nested")] {
        let opened = open(bytes);
        assert_eq!(ids(&opened)[..3], [4, 8, 12], "{kind}");
        let verdicts: Vec<_> = opened.iter().map(|message| message.body.is_ok()).collect();
        assert_eq!(verdicts[..3], [true, false, true], "{kind}");
        assert!(opened.iter().all(OpenedMessage::needs_ack), "{kind}");
    }
    // Five bytes are no object; what follows is read from there.
    let five = [&good[..offset_of_second + 12], &[5, 0, 0, 0, 1, 2, 3, 4, 5], &good[offset_of_third..]].concat();
    let opened = open(five.into());
    assert_eq!(ids(&opened), [4, 8, 12, 16]);
    assert_eq!(opened[1].body, Err(Error::ObjectLength { offset: offset_of_second + 12, len: 5 }));
    assert_eq!(opened[3].body, Ok(ack_body(40)));

    // A length behind the end: identifiers up to there are kept, and the container has the error of its end.
    for len in [1 << 20, -4] {
        let opened = open(with_second_len(len));
        assert_eq!(ids(&opened), [4, 8, 100]);
        assert_eq!(opened[0].body, Ok(ack_body(1)));
        assert!(opened[1].body.is_err());
        assert!(matches!(opened[2].body, Err(Error::UnexpectedEnd { left: 0, .. })));
    }
    // A cut container, and one with bytes left over.
    let opened = open(good.slice(..offset_of_second + 8));
    assert_eq!(ids(&opened), [4, 100]);
    assert!(matches!(opened[1].body, Err(Error::UnexpectedEnd { .. })));
    let longer = Bytes::from([&good[..], &[0; 4]].concat());
    assert_eq!(ids(&open(longer.clone())), [4, 8, 12, 16, 100]);
    // In a packed container, the error says so.
    let opened = open(gzip_packed(&container_of([ack_body(1), ack_body(2)]).slice(..40)));
    assert!(matches!(&opened[1].body, Err(Error::Unpacked(_))), "{opened:?}");
}

#[test]
fn messages_take_as_much_memory_as_documented() {
    assert!(size_of::<Message>() <= 48 && size_of::<OpenedMessage>() <= 64, "{}", size_of::<OpenedMessage>());
}

#[test]
fn content_related_messages_need_an_acknowledgement() {
    for (seqno, is_content_related) in
        [(0, false), (1, true), (2, false), (i32::MAX, true), (i32::MIN, false), (-1, true)]
    {
        let message = |body| Message { msg_id: 4, seqno, body };
        assert_eq!(message(ack_body(1)).is_content_related(), is_content_related);
        assert_eq!(message(ack_body(1)).needs_ack(), is_content_related);
        assert!(!message(container_of([])).needs_ack());
    }
    assert_eq!([(0, false), (0, true), (1, false), (1, true)].map(|(n, is)| Message::seqno_after(n, is)), [0, 1, 2, 3]);
    assert_eq!(Message::seqno_after(u32::MAX, true), -1);
}

#[test]
fn padded_messages_are_read() {
    let message = message_with_body(4, ack_body(2));
    let padded = |n| Bytes::from([message.to_bytes().unwrap(), vec![9; n]].concat());
    for n in [0, 1, 12, 2000] {
        let bytes = padded(n);
        let (read, padding) = Message::from_padded(&bytes).unwrap();
        assert_eq!((&read, padding), (&message, Bytes::from(vec![9; n])));
        assert!(bytes.as_ptr_range().contains(&read.body.as_ptr()), "the body is a copy");
    }
    for len in 0..message.to_bytes().unwrap().len() {
        assert!(Message::from_padded(&padded(0).slice(..len)).is_err(), "{len} bytes are no message");
    }
}

#[test]
fn session_messages_have_their_padding_checked() {
    for n_ids in 0..5 {
        let session = SessionMessage { salt: -1, session_id: 2, message: message_with_body(4, ack_body(n_ids)) };
        let bytes = session.to_bytes().unwrap();
        let padded = |n| Bytes::from([&bytes[..], &vec![7; n]].concat());
        let least = session.least_padding();
        assert!((12..28).contains(&least) && (bytes.len() + least).is_multiple_of(16), "{least}");
        for n in [least, least + 16, 12, 1024] {
            assert_eq!(SessionMessage::from_shared(&padded(n)).as_ref(), Ok(&session));
        }
        for len in [0, 11, 1025] {
            assert_eq!(SessionMessage::from_shared(&padded(len)), Err(Error::PaddingLength { len }));
        }
        assert!(matches!(SessionMessage::from_shared(&padded(0).slice(..20)), Err(Error::UnexpectedEnd { .. })));
    }
}

#[test]
fn unencrypted_messages_are_read_and_written() {
    let message = UnencryptedMessage { msg_id: 4, body: ack_body(1) };
    let bytes = Bytes::from(message.to_bytes().unwrap());
    assert_eq!(bytes[..20], [0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0]);
    assert_eq!(UnencryptedMessage::from_shared(&bytes).as_ref(), Ok(&message));
    for len in 0..bytes.len() {
        assert!(UnencryptedMessage::from_shared(&bytes.slice(..len)).is_err(), "{len} bytes are no message");
    }
    let encrypted = Bytes::from([&[7, 0, 0, 0, 0, 0, 0, 0], &bytes[8..]].concat());
    assert_eq!(UnencryptedMessage::from_shared(&encrypted), Err(Error::Encrypted { auth_key_id: 7 }));
    let longer = Bytes::from([&bytes[..], &[0; 4]].concat());
    assert!(matches!(UnencryptedMessage::from_shared(&longer), Err(Error::TrailingBytes { left: 4, .. })));
}

/// Asserts that a value, and an error in its place, are found in an answer, packed and not packed.
fn assert_results_are_found<T: Deserialize + Serialize + PartialEq + std::fmt::Debug>(value: &T) {
    let error = RpcError::new(420, "FLOOD_WAIT_42");
    let answers = [RpcResult::with_value(8, value).unwrap(), RpcResult::with_error(8, &error).unwrap()];
    for (answer, is_value) in answers.into_iter().zip([true, false]) {
        let packed = RpcResult { result: gzip_packed(&answer.result), ..answer };
        for answer in [answer, packed] {
            let result: Result<T, RpcError> = answer.into_result(&mut InflationBudget::default()).unwrap();
            assert_eq!(result.as_ref(), if is_value { Ok(value) } else { Err(&error) });
        }
    }
}

#[test]
fn results_of_every_type_and_errors_in_their_place_are_found() {
    assert_results_are_found(&SAMPLE_PONG);
    assert_results_are_found(&true);
    assert_results_are_found(&false);
    assert_results_are_found(&vec![1, 2]);
    assert_results_are_found(&vec![SAMPLE_PONG]);
    assert_results_are_found(&vec![vec![Bytes::from_static(b"a")]]);
    assert_results_are_found(&7_i32);
    assert_results_are_found(&7_i64);
    assert_results_are_found(&1.5);
    assert_results_are_found(&[7_u8; 32]);
    assert_results_are_found(&Bytes::from_static(b"bytes"));
    assert_results_are_found(&tl_types::Text::from("text"));
    assert_results_are_found(&tl_types::api::types::Peer::from(tl_types::api::constructors::PeerUser { user_id: 5 }));
    // Numbers whose bytes are the id of `rpc_error` are no errors.
    assert_results_are_found(&0x2144_ca19_i32);
    assert_results_are_found(&(0x2144_ca19_i64 << 32 | 0x2144_ca19));
}

#[test]
fn results_of_another_type_and_damaged_errors_are_refused() {
    fn result_of<T: Deserialize>(result: Bytes) -> Result<Result<T, RpcError>, Error> {
        RpcResult { req_msg_id: 4, result }.into_result(&mut InflationBudget::default())
    }
    assert!(matches!(result_of::<bool>(encode(&SAMPLE_PONG)), Err(Error::Codec(_))));
    let error = RpcResult::with_error(4, &RpcError::new(400, "PEER_ID_INVALID")).unwrap().result;
    let Err(Error::Codec(codec)) = result_of::<bool>(error.slice(..12)) else { panic!("a cut error") };
    assert!(codec.to_string().ends_with("in `rpc_error.error_message`"), "{codec}");
    let cut = gzip_packed(&error);
    let cut = encode(&GzipPacked { packed_data: GzipPacked::from_shared(&cut).unwrap().packed_data.slice(..20) });
    assert!(matches!(result_of::<bool>(cut), Err(Error::Gzip(GzipFault::Truncated))));
}

#[test]
fn codes_of_bad_messages_have_texts() {
    let codes: Vec<i32> = (-1000..1000).filter(|code| BadMessageCode::from_code(*code).is_some()).collect();
    assert_eq!(codes, [16, 17, 18, 19, 20, 32, 33, 34, 35, 48, 64]);
    for code in BadMessageCode::ALL {
        assert_eq!(BadMessageCode::from_code(code.code()), Some(code));
        assert_eq!(code.to_string(), code.text());
        assert!(code.text().len() > 20);
    }
}
