//! Bare types as type arguments.

use core::ops::{Deref, DerefMut};

use crate::Vec;
use crate::path::NO_FIELD;
use crate::read::{Bare, Deserialize, Reader, Sharing};
use crate::visit::Visitor;
use crate::write::Serialize;

/// A bare type as the argument of another one: `pair` in `Vector<pair>`, where the type of the argument has to tell that
/// no id stands before it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BareArgument<T>(pub T);

impl<T> Deref for BareArgument<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for BareArgument<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for BareArgument<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// What can stand without the id that it usually has.
pub trait HasBareForm: Sized {
    /// Least number of bytes without the id.
    const LEAST_SIZE: usize;

    /// Shows the value without its id.
    fn serialize_bare<V: Visitor>(&self, v: &mut V);

    /// Reads the value without its id.
    extern "C" fn deserialize_bare<S: Sharing>(r: &mut Reader<'_, S>) -> Self;
}

impl<T: Bare> HasBareForm for T {
    const LEAST_SIZE: usize = T::DECLARATION.least_size;

    fn serialize_bare<V: Visitor>(&self, v: &mut V) {
        v.bare(NO_FIELD, self);
    }

    extern "C" fn deserialize_bare<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        r.bare()
    }
}

impl<T: Serialize + Deserialize> HasBareForm for Vec<T> {
    const LEAST_SIZE: usize = 4;

    fn serialize_bare<V: Visitor>(&self, v: &mut V) {
        v.bare_vector(NO_FIELD, self);
    }

    extern "C" fn deserialize_bare<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        r.bare_vector(NO_FIELD)
    }
}

impl<T: HasBareForm> Serialize for BareArgument<T> {
    fn serialize<V: Visitor>(&self, v: &mut V) {
        self.0.serialize_bare(v);
    }
}

impl<T: HasBareForm> Deserialize for BareArgument<T> {
    const LEAST_SIZE: usize = T::LEAST_SIZE;

    extern "C" fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        Self(T::deserialize_bare(r))
    }
}
