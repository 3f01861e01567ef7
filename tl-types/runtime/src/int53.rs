//! Numbers of type `int53`: 8 bytes like `long`, but small enough for the numbers of JavaScript.
//!
//! Fields of this type are `i64`. Invariant: a number out of range is neither written nor read.

use core::ops::{Deref, DerefMut};

use crate::field_path::NO_FIELD;
use crate::observe::Observer;
use crate::read::{Deserialize, Reader};
use crate::visit::Visitor;
use crate::write::{Serialize, Writer};

/// The largest number of type `int53`; the smallest one is its negative.
pub const MAX_INT53: i64 = (1 << 53) - 1;

/// Whether a number is of type `int53`.
#[inline(always)]
pub(crate) fn is_int53(value: i64) -> bool {
    value.unsigned_abs() <= MAX_INT53.unsigned_abs()
}

/// A number of type `int53` as a type argument, where `i64` stands for `long`. At most [`MAX_INT53`] in absolute value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Int53(pub i64);

impl Deref for Int53 {
    type Target = i64;

    fn deref(&self) -> &i64 {
        &self.0
    }
}

impl DerefMut for Int53 {
    fn deref_mut(&mut self) -> &mut i64 {
        &mut self.0
    }
}

impl From<i64> for Int53 {
    fn from(value: i64) -> Self {
        Self(value)
    }
}

impl Serialize for Int53 {
    fn serialize(&self, mut w: Writer<'_>) {
        w.int53(NO_FIELD, self.0);
    }

    fn observe(&self, o: &mut dyn Observer) {
        o.long(NO_FIELD, self.0);
    }

    #[inline]
    fn visit_field<V: Visitor>(&self, field: u32, v: &mut V) {
        v.int53(field, self.0);
    }
}

impl Deserialize for Int53 {
    const LEAST_SIZE: usize = 8;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        Self(r.int53(NO_FIELD))
    }
}
