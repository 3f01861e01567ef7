//! Values that are read where they lie, beside owned ones.

use std::fmt::Debug;

use tl_heap::allocated_by;
use tl_types::views::{OwnedView, View, Viewable};
use tl_types::{Bytes, Deserialize, ErrorKind, Reader, Serialize};

use crate::decode::{decoder, is_same, show};

/// Looks at a value where it lies. The constructor id that it starts with chooses the type.
///
/// # Panics
///
/// If views take what an owned reader refuses, refuse what it takes, make something else of it, or allocate.
pub fn borrowed(data: &[u8]) {
    match decoder(data) {
        Some(decoder) => (decoder.borrowed)(data),
        #[cfg(feature = "every-type")]
        None => crate::every_type::view(data),
        #[cfg(not(feature = "every-type"))]
        None => {}
    }
}

/// Reads bytes in both ways.
pub(crate) fn borrow<T>(data: &[u8])
where
    T: Viewable<Owned = T> + Deserialize + Serialize + PartialEq + Debug,
{
    let owned = T::from_bytes(data);
    let (view, allocated) = allocated_by(|| View::<T>::from_bytes(data));
    let held = OwnedView::<T>::from_bytes(Bytes::copy_from_slice(data));
    match view {
        Ok(view) => {
            assert_eq!(allocated.n_bytes, 0, "a view allocates");
            assert_eq!(view.bytes(), data);
            let (_, allocated) = allocated_by(|| show(&view.get()));
            assert_eq!(allocated.n_bytes, 0, "looking allocates");
            // Views allocate nothing, so that limits of that don't count.
            let owned = match owned {
                Ok(owned) => owned,
                Err(error) => return assert_eq!(error.kind(), ErrorKind::TooLarge, "a view takes it"),
            };
            assert!(is_same(&owned, &view.to_owned()));
            assert!(is_same(&owned, &held.expect("a view takes it").to_owned()));
        }
        Err(error) => {
            assert_eq!(owned.err(), Some(error.clone()));
            assert_eq!(held.err(), Some(error));
        }
    }
    let strict = Reader::new(data).refuse_unknown_flags().read_all::<T>().map(drop);
    let strict_view = Reader::new(data).refuse_unknown_flags().view_all::<T>().map(drop);
    let is_too_large = strict.as_ref().is_err_and(|error| error.kind() == ErrorKind::TooLarge);
    assert!(strict == strict_view || is_too_large, "{strict:?} and {strict_view:?}");
}
