//! Types whose layout depends on number parameters.
//!
//! In `matrix {n:#} rows:n*[ double ] = Matrix n;` the number of rows is stored by the combinator that contains the
//! matrix. Such a type is not [`Serialize`] by itself; [`WithNumbers`] and [`BoxedWithNumbers`] combine it with its
//! numbers, in the order of its parameters. The writer checks that the value agrees with the numbers.

use crate::combinator::Combinator;
use crate::declaration::Declaration;
use crate::field_path::{CombinatorNames, PathStep};
use crate::observe::{Observer, ObserverAdapter};
use crate::read::Reader;
use crate::visit::Visitor;
use crate::write::{Serialize, Writer};

/// A constructor with `N` number parameters, or the record type of a repetition (the fields inside `n*[ … ]`).
pub trait Dependent<const N: usize>: Sized {
    /// The declaration. For a record, the id is 0 and the text consists of the fields.
    const DECLARATION: Declaration;

    /// Passes the fields to a visitor in wire order.
    fn visit_with<V: Visitor>(&self, numbers: [u32; N], v: &mut V);

    /// Decodes the fields, without the id.
    fn deserialize_fields_with(numbers: [u32; N], r: &mut Reader<'_>) -> Self;
}

/// A boxed type with `N` number parameters.
pub trait DependentBoxed<const N: usize>: Sized {
    /// Passes the value to a visitor, with its id.
    fn serialize_with<V: Visitor>(&self, numbers: [u32; N], v: &mut V);

    /// Decodes the id and the fields.
    fn deserialize_with(numbers: [u32; N], r: &mut Reader<'_>) -> Self;
}

impl<T: Dependent<N>, const N: usize> DependentBoxed<N> for T {
    fn serialize_with<V: Visitor>(&self, numbers: [u32; N], v: &mut V) {
        v.combinator(&WithNumbers(self, numbers));
    }

    fn deserialize_with(numbers: [u32; N], r: &mut Reader<'_>) -> Self {
        let ids: &'static [u32] = const { &[T::DECLARATION.id] };
        let id = r.constructor_id(ids);
        r.expect_id(id, T::DECLARATION.id);
        r.bare_with(numbers)
    }
}

/// A constructor or record together with its number parameters.
#[derive(Clone, Copy, Debug)]
pub struct WithNumbers<'a, T, const N: usize>(pub &'a T, pub [u32; N]);

impl<T: Dependent<N>, const N: usize> Combinator for WithNumbers<'_, T, N> {
    const DECLARATION: Declaration = T::DECLARATION;

    #[inline]
    fn visit<V: Visitor>(&self, v: &mut V) {
        self.0.visit_with(self.1, v);
    }
}

/// A boxed value together with its number parameters.
#[derive(Clone, Copy, Debug)]
pub struct BoxedWithNumbers<'a, T, const N: usize>(pub &'a T, pub [u32; N]);

impl<T: DependentBoxed<N>, const N: usize> Serialize for BoxedWithNumbers<'_, T, N> {
    #[inline]
    fn serialize(&self, mut w: Writer<'_>) {
        self.0.serialize_with(self.1, &mut w);
    }

    #[inline]
    fn observe(&self, o: &mut dyn Observer) {
        self.0.serialize_with(self.1, &mut ObserverAdapter(o));
    }
}

/// Decoding of dependent types, for generated code.
#[doc(hidden)]
impl Reader<'_> {
    /// Decodes the fields of a constructor or record, without the id.
    #[inline]
    pub fn bare_with<T: Dependent<N>, const N: usize>(&mut self, numbers: [u32; N]) -> T {
        let names = const { &CombinatorNames { id: T::DECLARATION.id, names: T::DECLARATION.names } };
        let start = self.begin_step();
        let value = T::deserialize_fields_with(numbers, self);
        self.end_step(start, PathStep::Combinator(names));
        value
    }
}

/// The length of a slice as a TL number. Lengths above `u32::MAX` become `u32::MAX`; the writer refuses them.
#[must_use]
pub fn item_count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
