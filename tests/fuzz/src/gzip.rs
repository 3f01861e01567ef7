//! Fuzz target that compares our gzip implementation with `zlib-rs`, used through `flate2`.

use std::io::Read as _;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use flate2::write::GzEncoder;
use flate2::{Compression, Crc, GzBuilder};
use tl_types::envelope::{Error, GzipPacked, InflationBudget, id};
use tl_types::{Bytes, Combinator as _, Limits};

use crate::assertions::assert_live_bytes_within;

/// Inflation limit in bytes.
const INFLATION_LIMIT: usize = 64 * 1024;

/// Heap bytes for the state of the inflater and for an error.
const INFLATER_STATE_SIZE: usize = 16 * 1024;

/// The first byte of the input selects the test: inflate a gzip member; inflate a deflate stream in a valid member; or
/// pack an object.
///
/// # Panics
///
/// If both implementations disagree, or if the memory limit is exceeded.
pub fn compare_gzip_with_zlib(data: &[u8]) {
    match data.split_first() {
        None => {}
        Some((0..96, member)) => compare_inflated_member(member),
        Some((96..192, stream)) => compare_inflated_stream(stream),
        Some((&choices, object)) => compare_packed_object(choices, object),
    }
}

/// Inflates a gzip member with our implementation.
fn unpack_with_ours(member: &[u8]) -> Result<Bytes, Error> {
    let mut budget = InflationBudget::new(&Limits::default().with_inflation(INFLATION_LIMIT));
    let packed = GzipPacked { packed_data: Bytes::copy_from_slice(member) };
    let object = assert_live_bytes_within(3 * INFLATION_LIMIT + INFLATER_STATE_SIZE, || packed.unpack(&mut budget))?;
    assert_eq!(budget.left(), INFLATION_LIMIT - object.len(), "inflated bytes are counted");
    Ok(object)
}

fn compare_inflated_member(member: &[u8]) {
    let (theirs, is_whole) = inflate_with_zlib(member);
    match unpack_with_ours(member) {
        Ok(object) => assert!(is_whole && theirs.as_deref() == Some(&*object), "zlib-rs refuses it"),
        Err(error) => {
            if is_whole && let Some(theirs) = theirs {
                assert!(is_object_refused_by_ours(&theirs), "{error}, and zlib-rs inflates {} bytes", theirs.len());
            }
        }
    }
}

/// Tests a deflate stream in a gzip member, whose length and checksum come from `zlib-rs`.
fn compare_inflated_stream(stream: &[u8]) {
    let mut decoder = DeflateDecoder::new(stream).take(INFLATION_LIMIT as u64 + 1);
    let mut inflated = Vec::new();
    let is_sound = decoder.read_to_end(&mut inflated).is_ok();
    if inflated.len() > INFLATION_LIMIT {
        return;
    }
    let is_whole = is_sound && decoder.into_inner().into_inner().is_empty();
    let ours = unpack_with_ours(&gzip_member(stream, &inflated));
    if is_whole && !is_object_refused_by_ours(&inflated) {
        assert!(ours.as_deref() == Ok(&inflated[..]), "{ours:?} instead of {inflated:02x?}");
    } else if !is_whole {
        assert!(ours.is_err(), "zlib-rs refuses it");
    }
}

fn compare_packed_object(choices: u8, object: &[u8]) {
    let packed = GzipPacked::pack(object);
    if object.is_empty() || !object.len().is_multiple_of(4) || id(object) == Some(GzipPacked::ID) {
        assert!(packed.is_err());
        return;
    }
    let packed = packed.expect("an object can be packed");
    let (theirs, is_whole) = inflate_with_zlib(&packed.packed_data);
    assert!(is_whole && theirs.as_deref() == Some(object), "zlib-rs does not inflate our member");
    for member in [&packed.packed_data, &pack_with_zlib(choices, object)[..]] {
        match unpack_with_ours(member) {
            Ok(unpacked) => assert!(unpacked == object),
            Err(error) => assert!(object.len() > INFLATION_LIMIT, "{error}"),
        }
    }
}

/// Packs an object with `zlib-rs`. The bits of `choices` selects the compression level and the optional header fields.
fn pack_with_zlib(choices: u8, object: &[u8]) -> Vec<u8> {
    let mut builder = GzBuilder::new().mtime(u32::from(choices));
    if choices & 1 > 0 {
        builder = builder.extra([choices; 3]);
    }
    if choices & 2 > 0 {
        builder = builder.filename("a name");
    }
    if choices & 4 > 0 {
        builder = builder.comment("a comment");
    }
    let mut encoder: GzEncoder<_> = builder.write(Vec::new(), Compression::new(u32::from(choices >> 3) % 10));
    std::io::Write::write_all(&mut encoder, object).expect("writing to a vector cannot fail");
    encoder.finish().expect("writing to a vector cannot fail")
}

/// Inflates gzip members with `zlib-rs`. Returns the inflated bytes if the members are valid, and whether no input is
/// left after them.
fn inflate_with_zlib(member: &[u8]) -> (Option<Vec<u8>>, bool) {
    let mut decoder = MultiGzDecoder::new(member).take(2 * INFLATION_LIMIT as u64);
    let mut inflated = Vec::new();
    let is_sound = decoder.read_to_end(&mut inflated).is_ok();
    let is_whole = decoder.into_inner().into_inner().is_empty();
    (is_sound.then_some(inflated), is_whole)
}

/// Whether our implementation refuses these inflated bytes: too many, not an object, or packed again.
fn is_object_refused_by_ours(inflated: &[u8]) -> bool {
    inflated.is_empty()
        || inflated.len() > INFLATION_LIMIT
        || !inflated.len().is_multiple_of(4)
        || id(inflated) == Some(GzipPacked::ID)
}

/// A gzip member with the shortest header, the deflate stream `stream`, and the length and checksum of `inflated`.
fn gzip_member(stream: &[u8], inflated: &[u8]) -> Vec<u8> {
    let mut checksum = Crc::new();
    checksum.update(inflated);
    let len = u32::try_from(inflated.len()).expect("few bytes");
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], stream, &checksum.sum().to_le_bytes(), &len.to_le_bytes()].concat()
}
