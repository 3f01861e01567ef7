//! Fuzz targets that decode values of the API schema: the constructor id of the input selects the type.

use std::fmt::Debug;

use tl_types::api::types::{PageBlock, RichText, Updates, messages, upload};
use tl_types::envelope::id;
use tl_types::views::Viewable;
use tl_types::{Deserialize, Serialize};

use crate::decoding_checks::{check_lossless_decoding, check_replacing_reader, check_strict_decoding};
use crate::view_comparison::compare_view_with_owned;

/// A type, with functions that check strict decoding, lossless decoding and views of the type.
pub(crate) struct DecodedType {
    /// The TL name.
    pub(crate) ty: &'static str,
    ids: &'static [u32],
    strict: fn(&[u8]),
    lossless: fn(&[u8]),
    borrowed: fn(&[u8]),
}

/// Types that are large, recursive, or frequent in responses of a server. Strict decoding and views of all other types
/// are checked only with the feature `every-type`.
pub(crate) const DECODED_TYPES: &[DecodedType] = &[
    DecodedType::for_type::<Updates>("Updates"),
    DecodedType::for_type::<messages::Messages>("messages.Messages"),
    DecodedType::for_type::<messages::Dialogs>("messages.Dialogs"),
    DecodedType::for_type::<RichText>("RichText"),
    DecodedType::for_type::<PageBlock>("PageBlock"),
    DecodedType::for_type::<upload::File>("upload.File"),
];

impl DecodedType {
    const fn for_type<T: Viewable<Owned = T> + Deserialize + Serialize + PartialEq + Debug>(ty: &'static str) -> Self {
        Self {
            ty,
            ids: T::IDS,
            strict: check_strict_decoding::<T>,
            lossless: check_lossless_decoding::<T>,
            borrowed: compare_view_with_owned::<T>,
        }
    }
}

/// Decodes a value strictly. The constructor id at its start selects the type.
///
/// # Panics
///
/// If decoding allocates more than the limits allow, if a shared input gives another result, or if the encoded value
/// differs from the input in anything but unknown flags.
pub fn decode_strict(data: &[u8]) {
    check_replacing_reader::<Updates>(data);
    match decoded_type_of_first_id(data) {
        Some(decoder) => (decoder.strict)(data),
        #[cfg(feature = "every-type")]
        None => crate::every_type::check_decoding_of_every_type(data),
        #[cfg(not(feature = "every-type"))]
        None => {}
    }
}

/// Decodes a value without loss. The constructor id at its start selects the type.
///
/// # Panics
///
/// If the encoded value differs from the input, if strict decoding gives another value or accepts more inputs, or if
/// the memory limit is exceeded.
pub fn decode_lossless(data: &[u8]) {
    (decoded_type_of_first_id(data).unwrap_or(&DECODED_TYPES[0]).lossless)(data);
}

/// Reads a value as a view and as an owned value. The constructor id at its start selects the type.
///
/// # Panics
///
/// If only the view or only the owned value accepts the bytes, if their contents differ, or if a view allocates.
pub fn compare_view_of_first_id(data: &[u8]) {
    match decoded_type_of_first_id(data) {
        Some(decoder) => (decoder.borrowed)(data),
        #[cfg(feature = "every-type")]
        None => crate::every_type::compare_views_of_every_type(data),
        #[cfg(not(feature = "every-type"))]
        None => {}
    }
}

fn decoded_type_of_first_id(data: &[u8]) -> Option<&'static DecodedType> {
    let id = id(data)?;
    DECODED_TYPES.iter().find(|decoder| decoder.ids.contains(&id))
}
