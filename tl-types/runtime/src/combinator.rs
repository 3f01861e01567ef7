//! The trait of all constructors and functions.

use crate::declaration::Declaration;
use crate::visit::Visitor;

/// A constructor or a function: a type with a constructor id and fields.
pub trait Combinator {
    /// The declaration in the schema.
    const DECLARATION: Declaration;

    /// The constructor id.
    const ID: u32 = Self::DECLARATION.id;

    /// Passes the fields to a visitor in wire order, without the id. Absent fields are skipped.
    fn visit<V: Visitor>(&self, v: &mut V);
}

/// A borrowed request is a request too, as in `InvokeWithLayer { layer, query: &request }`.
impl<T: Combinator> Combinator for &T {
    const DECLARATION: Declaration = T::DECLARATION;

    #[inline]
    fn visit<V: Visitor>(&self, v: &mut V) {
        T::visit(self, v);
    }
}
