//! Comparison of views with owned values for one type.

use std::fmt::Debug;

use tl_heap::{format_and_discard, heap_use_of};
use tl_types::views::{OwnedView, View, Viewable};
use tl_types::{Bytes, Deserialize, ErrorKind, Reader, Serialize};

use crate::assertions::is_equal_or_nan;

/// Maximum heap bytes for the error of a refused view, whose path grows to 64 levels.
const MAX_ERROR_HEAP_BYTES: u64 = 16 * 1024;

/// Compares the view and the owned value of the same bytes.
pub(crate) fn compare_view_with_owned<T>(data: &[u8])
where
    T: Viewable<Owned = T> + Deserialize + Serialize + PartialEq + Debug,
{
    let owned = T::from_bytes(data);
    let (view, allocated) = heap_use_of(|| View::<T>::from_bytes(data));
    let held = OwnedView::<T>::from_bytes(Bytes::copy_from_slice(data));
    match view {
        Ok(view) => {
            assert_eq!(allocated.n_bytes, 0, "a view allocates");
            assert_eq!(view.bytes(), data);
            let (_, allocated) = heap_use_of(|| format_and_discard(format_args!("{:?}", view.get())));
            assert_eq!(allocated.n_bytes, 0, "printing a view allocates");
            // Views allocate nothing, so they accept values that exceed the allocation limit.
            let owned = match owned {
                Ok(owned) => owned,
                Err(error) => return assert_eq!(error.kind(), ErrorKind::TooLarge, "a view accepts it"),
            };
            assert!(is_equal_or_nan(&owned, &view.to_value()));
            assert!(is_equal_or_nan(&owned, &held.expect("a view accepts it").to_value()));
        }
        Err(error) => {
            assert!(allocated.n_bytes <= MAX_ERROR_HEAP_BYTES, "the error of a view takes {} bytes", allocated.n_bytes);
            let owned = owned.expect_err("a view refuses it");
            assert!(owned == error || owned.kind() == ErrorKind::TooLarge, "owned {owned:?}, view {error:?}");
            assert_eq!(held.err(), Some(error));
        }
    }
    let strict = Reader::new(data).refuse_unknown_flags().read_all::<T>().map(drop);
    let strict_view = Reader::new(data).refuse_unknown_flags().view_all::<T>().map(drop);
    let is_too_large = strict.as_ref().is_err_and(|error| error.kind() == ErrorKind::TooLarge);
    assert!(strict == strict_view || is_too_large, "owned {strict:?}, view {strict_view:?}");
}
