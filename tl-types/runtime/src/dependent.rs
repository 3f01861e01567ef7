//! What can be read and written only together with numbers that stand elsewhere, and type arguments without ids.
//!
//! In `matrix {n:#} rows:n*[ double ] = Matrix n;` the number of rows is told by whoever holds the matrix. So its type
//! isn't [`Serialize`] by itself, but together with the number: [`With`], [`BoxedWith`]. The numbers are passed in the
//! order of the parameters, and a writer checks that the value agrees with them.

use core::ops::{Deref, DerefMut};

use crate::combinator::{Bare, Combinator, Declaration};
use crate::error::{Names, Step};
use crate::read::{Deserialize, Reader, Sharing};
use crate::visit::{NO_FIELD, Visitor};
use crate::write::Serialize;
use crate::{Bytes, Vec};

/// A constructor whose fields depend on `N` numbers, or the record of a repetition.
pub trait Dependent<const N: usize>: Sized {
    /// Its declaration. A record's has no id, and its fields alone as text.
    const DECLARATION: Declaration;

    /// Shows the fields, in the order of the wire.
    fn visit_with<V: Visitor>(&self, numbers: [u32; N], v: &mut V);

    /// Reads the fields, without the id.
    extern "C" fn deserialize_fields_with<S: Sharing>(numbers: [u32; N], r: &mut Reader<'_, S>) -> Self;
}

/// A boxed type whose constructors depend on `N` numbers.
pub trait DependentBoxed<const N: usize>: Sized {
    /// Shows the value, with its id.
    fn serialize_with<V: Visitor>(&self, numbers: [u32; N], v: &mut V);

    /// Reads the id and the fields.
    extern "C" fn deserialize_with<S: Sharing>(numbers: [u32; N], r: &mut Reader<'_, S>) -> Self;
}

impl<T: Dependent<N>, const N: usize> DependentBoxed<N> for T {
    fn serialize_with<V: Visitor>(&self, numbers: [u32; N], v: &mut V) {
        v.combinator(&With(self, numbers));
    }

    extern "C" fn deserialize_with<S: Sharing>(numbers: [u32; N], r: &mut Reader<'_, S>) -> Self {
        let ids: &'static [u32] = const { &[T::DECLARATION.id] };
        let id = r.variant(ids);
        r.expect(id, T::DECLARATION.id);
        r.bare_with(numbers)
    }
}

/// The fields of a value and the numbers that they depend on.
#[derive(Clone, Copy, Debug)]
pub struct With<'a, T, const N: usize>(pub &'a T, pub [u32; N]);

impl<T: Dependent<N>, const N: usize> Combinator for With<'_, T, N> {
    const DECLARATION: Declaration = T::DECLARATION;

    #[inline]
    fn visit<V: Visitor>(&self, v: &mut V) {
        self.0.visit_with(self.1, v);
    }
}

/// A boxed value and the numbers that it depends on.
#[derive(Clone, Copy, Debug)]
pub struct BoxedWith<'a, T, const N: usize>(pub &'a T, pub [u32; N]);

impl<T: DependentBoxed<N>, const N: usize> Serialize for BoxedWith<'_, T, N> {
    #[inline]
    fn serialize<V: Visitor>(&self, v: &mut V) {
        self.0.serialize_with(self.1, v);
    }
}

/// Reads of what depends on numbers, for generated code.
impl<S: Sharing> Reader<'_, S> {
    /// The fields of a constructor or record.
    #[inline]
    pub extern "C" fn bare_with<T: Dependent<N>, const N: usize>(&mut self, numbers: [u32; N]) -> T {
        let names = const { &Names { id: T::DECLARATION.id, words: T::DECLARATION.names } };
        self.noted(Step::Root(names), |r| T::deserialize_fields_with(numbers, r))
    }
}

/// The number of some items, as the wire has it. What doesn't fit is refused when it is written.
#[must_use]
pub fn number_of<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// A bare type as the argument of another one: `pair` in `Vector<pair>`, where the type of the argument has to tell that
/// no id stands before it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unboxed<T>(pub T);

impl<T> Deref for Unboxed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Unboxed<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Unboxed<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// What can stand without the id that it usually has.
pub trait Unbox: Sized {
    /// Least number of bytes without the id.
    const LEAST_SIZE: usize;

    /// Shows the value without its id.
    fn serialize_unboxed<V: Visitor>(&self, v: &mut V);

    /// Reads the value without its id.
    extern "C" fn deserialize_unboxed<S: Sharing>(r: &mut Reader<'_, S>) -> Self;
}

impl<T: Bare> Unbox for T {
    const LEAST_SIZE: usize = T::DECLARATION.least_size;

    fn serialize_unboxed<V: Visitor>(&self, v: &mut V) {
        v.bare(NO_FIELD, self);
    }

    extern "C" fn deserialize_unboxed<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        r.bare()
    }
}

impl<T: Serialize + Deserialize> Unbox for Vec<T> {
    const LEAST_SIZE: usize = 4;

    fn serialize_unboxed<V: Visitor>(&self, v: &mut V) {
        v.bare_vector(NO_FIELD, self);
    }

    extern "C" fn deserialize_unboxed<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        r.bare_vector(NO_FIELD)
    }
}

impl<T: Unbox> Serialize for Unboxed<T> {
    fn serialize<V: Visitor>(&self, v: &mut V) {
        self.0.serialize_unboxed(v);
    }
}

impl<T: Unbox> Deserialize for Unboxed<T> {
    const LEAST_SIZE: usize = T::LEAST_SIZE;

    extern "C" fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        Self(T::deserialize_unboxed(r))
    }
}

/// A value of a built-in type with the id of its declaration before it: `Int`, where `int ? = Int`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Builtin<T, const ID: u32>(pub T);

impl<T, const ID: u32> Deref for Builtin<T, ID> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T, const ID: u32> DerefMut for Builtin<T, ID> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T, const ID: u32> From<T> for Builtin<T, ID> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize, const ID: u32> Serialize for Builtin<T, ID> {
    fn serialize<V: Visitor>(&self, v: &mut V) {
        v.builtin(ID, &self.0);
    }
}

impl<T: Deserialize, const ID: u32> Deserialize for Builtin<T, ID> {
    const LEAST_SIZE: usize = 4 + T::LEAST_SIZE;
    const IDS: &'static [u32] = &[ID];

    extern "C" fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        let id = r.variant(Self::IDS);
        r.expect(id, ID);
        Self(T::deserialize(r))
    }
}

/// A boxed value of any type, as the bytes that it has: all that are left. So it can be a result, and no field.
///
/// Source: `object ? = Object;`.
#[derive(Clone, Debug, PartialEq)]
pub struct Object(pub Bytes);

impl Object {
    /// The id of its constructor, if there are bytes enough for one.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.0.first_chunk().map(|id| u32::from_le_bytes(*id))
    }

    /// Reads it as a value of this type.
    ///
    /// # Errors
    ///
    /// As [`Deserialize::from_shared`].
    pub fn read<T: Deserialize>(&self) -> crate::Result<T> {
        T::from_shared(&self.0)
    }
}

impl Deserialize for Object {
    const LEAST_SIZE: usize = 4;

    extern "C" fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        Self(r.rest())
    }
}
