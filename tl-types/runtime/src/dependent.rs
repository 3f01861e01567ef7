//! What can be read and written only together with numbers that stand elsewhere, and type arguments without ids.
//!
//! In `matrix {n:#} rows:n*[ double ] = Matrix n;` the number of rows is told by whoever holds the matrix. So its type
//! isn't [`Serialize`] by itself, but together with the number: [`WithNumbers`], [`BoxedWithNumbers`]. The numbers are passed in the
//! order of the parameters, and a writer checks that the value agrees with them.

use crate::combinator::Combinator;
use crate::declaration::Declaration;
use crate::path::{CombinatorNames, PathStep};
use crate::read::{Reader, Sharing};
use crate::visit::Visitor;
use crate::write::Serialize;

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
        v.combinator(&WithNumbers(self, numbers));
    }

    extern "C" fn deserialize_with<S: Sharing>(numbers: [u32; N], r: &mut Reader<'_, S>) -> Self {
        let ids: &'static [u32] = const { &[T::DECLARATION.id] };
        let id = r.constructor_id(ids);
        r.expect_id(id, T::DECLARATION.id);
        r.bare_with(numbers)
    }
}

/// The fields of a value and the numbers that they depend on.
#[derive(Clone, Copy, Debug)]
pub struct WithNumbers<'a, T, const N: usize>(pub &'a T, pub [u32; N]);

impl<T: Dependent<N>, const N: usize> Combinator for WithNumbers<'_, T, N> {
    const DECLARATION: Declaration = T::DECLARATION;

    #[inline]
    fn visit<V: Visitor>(&self, v: &mut V) {
        self.0.visit_with(self.1, v);
    }
}

/// A boxed value and the numbers that it depends on.
#[derive(Clone, Copy, Debug)]
pub struct BoxedWithNumbers<'a, T, const N: usize>(pub &'a T, pub [u32; N]);

impl<T: DependentBoxed<N>, const N: usize> Serialize for BoxedWithNumbers<'_, T, N> {
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
        let names = const { &CombinatorNames { id: T::DECLARATION.id, names: T::DECLARATION.names } };
        self.within(PathStep::Combinator(names), |r| T::deserialize_fields_with(numbers, r))
    }
}

/// The number of some items, as the wire has it. What doesn't fit is refused when it is written.
#[must_use]
pub fn item_count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
