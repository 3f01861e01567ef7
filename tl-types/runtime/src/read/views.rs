//! Views of a reader's input, checked as strictly and with the same errors as by decoding with that reader. Only memory
//! limits don't apply.

use bytes::Bytes;

use super::error_search::ErrorSearch;
use super::{Deserialize, Reader};
use crate::error::{Error, ErrorKind, Result};
use crate::views::{CheckSettings, Checked, Cursor, OwnedView, View, Viewable};

impl<'a> Reader<'a> {
    /// Returns a view of a value that takes all remaining bytes.
    ///
    /// The limits of this reader apply, except for those of memory: nothing is allocated unless there is an error.
    ///
    /// # Errors
    ///
    /// As [`read_all`](Self::read_all).
    pub fn view_all<T: Viewable>(self) -> Result<T::View<'a>> {
        let rules = self.check_settings();
        let mut cursor = Cursor::new(self.rest, Checked { rules: &rules, depth_left: self.depth_left });
        let view = T::parse(&mut cursor);
        match cursor.finish() {
            Some([]) if self.error.is_none() => Ok(view),
            _ => Err(self.error_of_refused_view::<T>()),
        }
    }

    /// Checks that the remaining bytes are exactly one value.
    ///
    /// # Errors
    ///
    /// As [`view_all`](Self::view_all).
    pub fn check_all<T: Viewable>(self) -> Result<View<'a, T>> {
        let rules = self.check_settings();
        match T::skip(self.rest, Checked { rules: &rules, depth_left: self.depth_left }) {
            Some([]) if self.error.is_none() => Ok(View::new(self.rest)),
            _ => Err(self.error_of_refused_view::<T>()),
        }
    }

    fn check_settings(&self) -> CheckSettings {
        CheckSettings { refuses_unknown_flags: self.refuses_unknown_flags, max_items: self.max_items }
    }

    /// The error for a value that a view refuses.
    #[cold]
    #[inline(never)]
    fn error_of_refused_view<T: Viewable>(self) -> Error {
        let offset = self.offset();
        // The default is for input that a view refuses and the search accepts. No such input is known.
        let error = ErrorSearch::first_error::<T>(self);
        let error = error.unwrap_or_else(|| Error::new(ErrorKind::UnexpectedEnd { needed: 0, left: 0 }, offset));
        error.named_by(<T::Owned as Deserialize>::NAMES)
    }

    /// Checks that the remaining bytes are exactly one value, and returns it with shared ownership of the input.
    ///
    /// A reader of a slice copies the bytes.
    ///
    /// # Errors
    ///
    /// As [`view_all`](Self::view_all).
    pub fn owned_view_all<T: Viewable>(self) -> Result<OwnedView<T>> {
        let input = self.shared;
        let bytes = self.check_all::<T>()?.bytes();
        Ok(OwnedView::new(input.map_or_else(|| Bytes::copy_from_slice(bytes), |input| input.slice_ref(bytes))))
    }
}
