//! The budgets of a reader: memory and nesting depth, both counted down.

use alloc::boxed::Box;

use super::Reader;
use crate::field_path::{NO_FIELD, PathStep};

#[doc(hidden)]
impl Reader<'_> {
    #[inline]
    pub(crate) extern "C" fn charge(&mut self, n_bytes: usize, field: u32) -> bool {
        match self.allocation_left.checked_sub(n_bytes) {
            Some(left) => {
                self.allocation_left = left;
                true
            }
            None => {
                self.fail_too_large(field);
                false
            }
        }
    }

    /// Enters one nesting level, which [`leave`](Self::leave) leaves in any case. At the depth limit, the reader
    /// records an error; after an error, nothing depends on the depth.
    #[inline]
    pub(super) extern "C" fn enter(&mut self) {
        match self.depth_left.checked_sub(1) {
            Some(left) => self.depth_left = left,
            None => self.enter_beyond_limit(),
        }
    }

    #[inline]
    pub(super) extern "C" fn leave(&mut self) {
        self.depth_left += 1;
    }

    /// Runs `read`, and puts its result into a Rust `Box`, whose memory is charged. A `Box` is no nesting level.
    #[inline(always)]
    pub extern "C" fn indirect<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Box<T> {
        self.charge(size_of::<T>(), NO_FIELD);
        Box::write(Box::new_uninit(), read(self))
    }

    /// Runs `read` for a field with a value of a declared type: one nesting level deeper, with the field in the path of
    /// errors. A value that is no field, such as an item of a vector, adds no level.
    #[inline(always)]
    pub extern "C" fn in_field<T>(&mut self, field: u32, read: impl FnOnce(&mut Self) -> T) -> T {
        if field == NO_FIELD {
            return read(self);
        }
        let start = self.begin_step();
        self.enter();
        let value = read(self);
        self.leave();
        self.end_step(start, PathStep::Field(field));
        value
    }
}
