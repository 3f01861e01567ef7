//! What a declaration says of itself: id, name, text; what a function returns.

use crate::declaration::Declaration;
use crate::visit::Visitor;

/// A constructor or a function: something with an id and fields.
pub trait Combinator {
    /// Its declaration.
    const DECLARATION: Declaration;

    /// The constructor id.
    const ID: u32 = Self::DECLARATION.id;

    /// Shows the fields, without the id, in the order of the wire. Those that are absent are not shown.
    fn visit<V: Visitor>(&self, v: &mut V);
}

/// A call that is lent is a call: `InvokeWithLayer { layer, query: &request }`.
impl<T: Combinator> Combinator for &T {
    const DECLARATION: Declaration = T::DECLARATION;

    #[inline]
    fn visit<V: Visitor>(&self, v: &mut V) {
        T::visit(self, v);
    }
}
