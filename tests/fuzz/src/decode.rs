//! Values of the schemas: strictly read, and without loss.

use std::fmt::{self, Debug, Write as _};

use tl_types::api::types::{PageBlock, RichText, Updates, messages, upload};
use tl_types::envelope::id;
use tl_types::views::Viewable;
use tl_types::{Bytes, Deserialize, Error, ErrorKind, Limits, Lossless, Reader, Serialize};

use crate::borrowed::borrow;
use crate::bound::{at_once, within};

/// A type that is tried with all that can be done with bytes of it.
pub(crate) struct Decoder {
    /// The TL name.
    pub(crate) ty: &'static str,
    ids: &'static [u32],
    strict: fn(&[u8]),
    lossless: fn(&[u8]),
    pub(crate) borrowed: fn(&[u8]),
}

/// Large, recursive, and what a server sends most. All other types are tried with less.
pub(crate) const DECODERS: &[Decoder] = &[
    Decoder::of::<Updates>("Updates"),
    Decoder::of::<messages::Messages>("messages.Messages"),
    Decoder::of::<messages::Dialogs>("messages.Dialogs"),
    Decoder::of::<RichText>("RichText"),
    Decoder::of::<PageBlock>("PageBlock"),
    Decoder::of::<upload::File>("upload.File"),
];

impl Decoder {
    const fn of<T: Viewable<Owned = T> + Deserialize + Serialize + PartialEq + Debug>(ty: &'static str) -> Self {
        Self { ty, ids: T::IDS, strict: strict::<T>, lossless: lossless::<T>, borrowed: borrow::<T> }
    }
}

/// Reads a value strictly. The constructor id that it starts with chooses the type.
///
/// # Panics
///
/// If reading allocates more than the limits allow, if sharing the input makes a difference, or if what was read isn't
/// written as it was, but for bits of flags that no field has.
pub fn decode_strict(data: &[u8]) {
    match decoder(data) {
        Some(decoder) => (decoder.strict)(data),
        #[cfg(feature = "every-type")]
        None => crate::every_type::decode(data),
        #[cfg(not(feature = "every-type"))]
        None => {}
    }
}

/// Reads a value without loss. The constructor id that it starts with chooses the type.
///
/// # Panics
///
/// If what was read isn't written as it was, if a strict reader reads more or something else, or if it takes more
/// memory than it may.
pub fn decode_lossless(data: &[u8]) {
    (decoder(data).unwrap_or(&DECODERS[0]).lossless)(data);
}

pub(crate) fn decoder(data: &[u8]) -> Option<&'static Decoder> {
    let id = id(data)?;
    DECODERS.iter().find(|decoder| decoder.ids.contains(&id))
}

/// Limits that only small values keep.
fn tight() -> Limits {
    Limits::default().with_depth(6).with_allocation(8, 256).with_items(50)
}

fn strict<T: Deserialize + Serialize + PartialEq + Debug>(data: &[u8]) {
    let value = within(Limits::default(), data.len(), || T::from_bytes(data));
    let limited = within(tight(), data.len(), || Reader::new(data).with_limits(tight()).read_all::<T>());
    let shared = T::from_shared(&Bytes::copy_from_slice(data));
    match &value {
        Ok(value) => {
            written_as_read(value, data);
            show(value);
            assert!(is_same(value, &shared.expect("shared bytes are read like others")));
            assert!(limited.is_err() || is_same(value, &limited.expect("it is a value")));
        }
        Err(error) => {
            refused(error, data);
            assert_eq!(shared.err().as_ref(), Some(error), "shared bytes are read like others");
            assert!(limited.is_err(), "limits make nothing readable");
        }
    }
}

/// What `data` was read as is written as `data`, but for bits that no field has, and read again as the same.
fn written_as_read<T: Deserialize + Serialize + PartialEq>(value: &T, data: &[u8]) {
    let written = value.to_bytes().expect("what was read can be written");
    assert_eq!(value.serialized_len().as_ref(), Ok(&written.len()));
    has_fewer_bits(&written, data);
    let again = T::from_bytes(&written).expect("what was written can be read");
    assert!(is_same(value, &again));
    assert!(again.to_bytes().expect("what was read can be written") == written, "a second value is written otherwise");
    match Reader::new(data).refuse_unknown_flags().read_all::<T>() {
        Ok(_) => assert!(written == data, "other bytes without unknown flags"),
        Err(error) => {
            assert!(matches!(error.kind(), ErrorKind::UnknownFlags { .. }), "{error}");
            assert!(written != data, "unknown flags were kept");
        }
    }
}

pub(crate) fn has_fewer_bits(written: &[u8], data: &[u8]) {
    assert_eq!(written.len(), data.len(), "unknown flags take no bytes");
    assert!(written.iter().zip(data).all(|(written, read)| written & !read == 0), "more bits than were read");
}

/// Whether two values are equal, or one isn't even equal to itself: it has a number that is none.
pub(crate) fn is_same<T: PartialEq>(value: &T, other: &T) -> bool {
    let itself = value;
    value == other || value != itself
}

pub(crate) fn refused(error: &Error, data: &[u8]) {
    assert!(error.offset() <= data.len(), "{error}");
    assert!(error.to_string().contains(" at byte "), "{error}");
}

/// Shows a value to nobody.
pub(crate) fn show(value: &impl Debug) {
    struct Nobody;
    impl fmt::Write for Nobody {
        fn write_str(&mut self, _: &str) -> fmt::Result {
            Ok(())
        }
    }
    write!(Nobody, "{value:?}").expect("nobody refuses nothing");
}

fn lossless<T: Deserialize + Serialize + PartialEq>(data: &[u8]) {
    let Limits { allocation_factor, allocation_base, .. } = Limits::default();
    let allowed = 2 * (data.len() * allocation_factor + allocation_base);
    let kept = at_once(allowed, || Lossless::<T>::from_bytes(data));
    let strict = T::from_bytes(data);
    match kept {
        Ok(kept) => {
            let written = kept.to_bytes().expect("what was read can be written");
            assert!(written == data, "something was lost");
            let without_flags = Reader::new(data).refuse_unknown_flags().read_all::<T>();
            assert_eq!(kept.is_canonical(), without_flags.is_ok(), "canonical is what a strict reader takes");
            assert!(data.ends_with(kept.trailing()));
            if let Ok(strict) = strict {
                assert!(is_same(&strict, &kept), "a strict reader reads something else");
            }
        }
        Err(error) => {
            refused(&error, data);
            // What is kept counts as memory; all else that a strict reader takes is taken here too.
            assert!(strict.is_err() || error.kind() == ErrorKind::TooLarge, "{error}");
        }
    }
}
