//! The budgets of a reader: memory and nesting depth, both counted down.

use alloc::boxed::Box;

use super::Reader;
use crate::error::ErrorKind;
use crate::path::NO_FIELD;

/// Nesting depth that arbitrary values keep in reserve for their innermost values, which are the simplest ones.
const RESERVED_LEVELS: u32 = 16;
#[doc(hidden)]
impl Reader<'_> {
    #[inline]
    pub(super) extern "C" fn charge(&mut self, n_bytes: usize, field: u32) -> bool {
        match self.allocation_left.checked_sub(n_bytes) {
            Some(left) => {
                self.allocation_left = left;
                true
            }
            None => {
                self.too_large(field);
                false
            }
        }
    }

    /// Enters one nesting level; returns whether the level was entered. At the depth limit, the reader records an error
    /// instead.
    ///
    /// For arbitrary values, the input ends as soon as fewer than `RESERVED_LEVELS` levels remain.
    #[inline]
    pub(super) extern "C" fn enter(&mut self) -> bool {
        match self.depth_left.checked_sub(1) {
            Some(left) => {
                self.depth_left = left;
                if self.is_arbitrary() && left < RESERVED_LEVELS {
                    self.rest = &[];
                }
                true
            }
            None => {
                self.fail(ErrorKind::TooDeep);
                false
            }
        }
    }

    #[inline]
    pub(super) extern "C" fn leave(&mut self) {
        self.depth_left += 1;
    }

    /// Enters one nesting level, and charges the `n_bytes` bytes of its value, which gets an allocation of its own.
    #[inline(never)]
    extern "C" fn enter_indirection(&mut self, n_bytes: usize) {
        self.charge(n_bytes, NO_FIELD);
        self.enter();
    }

    /// Runs `read` one nesting level deeper, and puts its result into a Rust `Box`.
    #[inline(always)]
    pub extern "C" fn indirect<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Box<T> {
        self.enter_indirection(size_of::<T>());
        let value = Box::write(Box::new_uninit(), read(self));
        self.leave();
        value
    }
}
