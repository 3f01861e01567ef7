//! Bare types as type arguments, such as `pair` in `Vector<pair>`.

use core::ops::{Deref, DerefMut};

use crate::Vec;
use crate::field_path::NO_FIELD;
use crate::observe::{ListForm, Observer, ObserverAdapter};
use crate::read::{Bare, Deserialize, Reader};
use crate::visit::Visitor;
use crate::write::{Serialize, Writer};

/// A bare value as a type argument: `Vec<BareArgument<T>>` is a vector of values without constructor ids.
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

/// A type that can be encoded without its constructor id.
pub trait HasBareForm: Sized {
    /// Minimum size without the id, in bytes.
    const LEAST_SIZE: usize;

    /// Passes the value to a visitor, without its id.
    fn serialize_bare<V: Visitor>(&self, v: &mut V);

    /// Decodes a value without an id.
    fn deserialize_bare(r: &mut Reader<'_>) -> Self;
}

impl<T: Bare> HasBareForm for T {
    const LEAST_SIZE: usize = T::DECLARATION.least_size;

    fn serialize_bare<V: Visitor>(&self, v: &mut V) {
        v.bare(NO_FIELD, self);
    }

    fn deserialize_bare(r: &mut Reader<'_>) -> Self {
        r.bare()
    }
}

impl<T: Serialize + Deserialize> HasBareForm for Vec<T> {
    const LEAST_SIZE: usize = 4;

    fn serialize_bare<V: Visitor>(&self, v: &mut V) {
        v.list(NO_FIELD, ListForm::Bare, self);
    }

    fn deserialize_bare(r: &mut Reader<'_>) -> Self {
        r.bare_vector(NO_FIELD)
    }
}

impl<T: HasBareForm> Serialize for BareArgument<T> {
    fn serialize(&self, mut w: Writer<'_>) {
        self.0.serialize_bare(&mut w);
    }

    fn observe(&self, o: &mut dyn Observer) {
        self.0.serialize_bare(&mut ObserverAdapter(o));
    }
}

impl<T: HasBareForm> Deserialize for BareArgument<T> {
    const LEAST_SIZE: usize = T::LEAST_SIZE;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        Self(T::deserialize_bare(r))
    }
}
