//! gzip beside another implementation, `zlib-rs` behind `flate2`.

use std::io::Read as _;

use flate2::bufread::{DeflateDecoder, GzDecoder};
use flate2::write::GzEncoder;
use flate2::{Compression, Crc, GzBuilder};
use tl_types::envelope::{Error, GzipPacked, InflationBudget, id};
use tl_types::{Bytes, Combinator as _, Limits};

use crate::bound::at_once;

/// Bytes that may be inflated.
const INFLATION: usize = 64 * 1024;

/// Bytes that inflating may hold beside the inflated ones: the state of the inflater, and an error.
const STATE: usize = 16 * 1024;

/// Inflates a member as it is, inflates a deflate stream in a member that is right, or packs an object, by the first
/// byte.
///
/// # Panics
///
/// If the other implementation says something else, or if it takes more memory than it may.
pub fn gzip(data: &[u8]) {
    match data.split_first() {
        None => {}
        Some((0..96, member)) => member_as_it_is(member),
        Some((96..192, stream)) => stream_in_a_member(stream),
        Some((&way, object)) => object_to_pack(way, object),
    }
}

/// Inflates by our rules: `Err` tells why not.
fn unpack(member: &[u8]) -> Result<Bytes, Error> {
    let mut budget = InflationBudget::new(&Limits::default().with_inflation(INFLATION));
    let packed = GzipPacked { packed_data: Bytes::copy_from_slice(member) };
    let object = at_once(3 * INFLATION + STATE, || packed.unpack(&mut budget))?;
    assert_eq!(budget.left(), INFLATION - object.len(), "what is inflated is counted");
    Ok(object)
}

fn member_as_it_is(member: &[u8]) {
    let (theirs, is_whole) = inflate_member(member);
    match unpack(member) {
        Ok(object) => assert!(is_whole && theirs.as_deref() == Some(&*object), "they don't inflate that"),
        Err(error) => {
            if is_whole && let Some(theirs) = theirs {
                assert!(is_none_of_ours(&theirs), "{error}, and they inflate {} bytes", theirs.len());
            }
        }
    }
}

/// A deflate stream, of which the other implementation tells length and checksum.
fn stream_in_a_member(stream: &[u8]) {
    let mut decoder = DeflateDecoder::new(stream).take(INFLATION as u64 + 1);
    let mut inflated = Vec::new();
    let is_sound = decoder.read_to_end(&mut inflated).is_ok();
    if inflated.len() > INFLATION {
        return;
    }
    let is_whole = is_sound && decoder.into_inner().into_inner().is_empty();
    let ours = unpack(&member(stream, &inflated));
    if is_whole && !is_none_of_ours(&inflated) {
        assert!(ours.as_deref() == Ok(&inflated[..]), "{ours:?} instead of {inflated:02x?}");
    } else if !is_whole {
        assert!(ours.is_err(), "they don't inflate that");
    }
}

fn object_to_pack(way: u8, object: &[u8]) {
    let packed = GzipPacked::pack(object);
    if object.is_empty() || !object.len().is_multiple_of(4) || id(object) == Some(GzipPacked::ID) {
        assert!(packed.is_err());
        return;
    }
    let packed = packed.expect("an object can be packed");
    let (theirs, is_whole) = inflate_member(&packed.packed_data);
    assert!(is_whole && theirs.as_deref() == Some(object), "they don't inflate what we pack");
    for member in [&packed.packed_data, &pack(way, object)[..]] {
        match unpack(member) {
            Ok(unpacked) => assert!(unpacked == object),
            Err(error) => assert!(object.len() > INFLATION, "{error}"),
        }
    }
}

/// Packs with one of their levels and all that a header can have.
fn pack(way: u8, object: &[u8]) -> Vec<u8> {
    let mut builder = GzBuilder::new().mtime(u32::from(way));
    if way & 1 > 0 {
        builder = builder.extra([way; 3]);
    }
    if way & 2 > 0 {
        builder = builder.filename("a name");
    }
    if way & 4 > 0 {
        builder = builder.comment("a comment");
    }
    let mut encoder: GzEncoder<_> = builder.write(Vec::new(), Compression::new(u32::from(way >> 3) % 10));
    std::io::Write::write_all(&mut encoder, object).expect("a vector takes all");
    encoder.finish().expect("a vector takes all")
}

/// What the other implementation makes of a member, and whether that takes all of it.
fn inflate_member(member: &[u8]) -> (Option<Vec<u8>>, bool) {
    let mut decoder = GzDecoder::new(member).take(2 * INFLATION as u64);
    let mut inflated = Vec::new();
    let is_sound = decoder.read_to_end(&mut inflated).is_ok();
    let is_whole = decoder.into_inner().into_inner().is_empty();
    (is_sound.then_some(inflated), is_whole)
}

/// Whether these bytes are refused for what they are: too many, no object, or packed again.
fn is_none_of_ours(inflated: &[u8]) -> bool {
    inflated.is_empty()
        || inflated.len() > INFLATION
        || !inflated.len().is_multiple_of(4)
        || id(inflated) == Some(GzipPacked::ID)
}

/// A member with the shortest header.
fn member(stream: &[u8], inflated: &[u8]) -> Vec<u8> {
    let mut checksum = Crc::new();
    checksum.update(inflated);
    let len = u32::try_from(inflated.len()).expect("few bytes");
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], stream, &checksum.sum().to_le_bytes(), &len.to_le_bytes()].concat()
}
