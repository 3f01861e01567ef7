//! Who may call a function, for the compiler: traits that a client asks for, and the way around them.
//!
//! A client of a bot takes `impl BotCallable`, and so refuses at compile time what only users may call, and what nobody
//! has said anything about. Invariant: the traits are implemented where a source says *yes*, and nowhere else but by
//! [`Unchecked`].

use crate::combinator::Combinator;
use crate::declaration::Declaration;
use crate::method::{Described, Method};
use crate::read::{Bare, Deserialize, Reader, Sharing};
use crate::visit::Visitor;

/// A function: a request that a server answers with a value of type [`Result`](Function::Result).
pub trait Function: Combinator {
    /// The type right of `=`.
    type Result: Deserialize;
}

impl<T: Function> Function for &T {
    type Result = T::Result;
}

/// A function that users may call.
#[diagnostic::on_unimplemented(
    message = "users may not call `{Self}`, or no source tells that they may",
    label = "not known to be open to users",
    note = "`Described::METHOD` tells what is known; `Unchecked` calls it all the same"
)]
pub trait UserCallable: Function {}

/// A function that bots may call.
#[diagnostic::on_unimplemented(
    message = "bots may not call `{Self}`, or no source tells that they may",
    label = "not known to be open to bots",
    note = "`Described::METHOD` tells what is known; `Unchecked` calls it all the same"
)]
pub trait BotCallable: Function {}

/// A function that bots may call in the name of a user, over a business connection.
#[diagnostic::on_unimplemented(
    message = "bots may not call `{Self}` over a business connection, or no source tells that they may",
    label = "not known to be open to business connections",
    note = "`Described::METHOD` tells what is known; `Unchecked` calls it all the same"
)]
pub trait BusinessCallable: Function {}

impl<T: UserCallable> UserCallable for &T {}
impl<T: BotCallable> BotCallable for &T {}
impl<T: BusinessCallable> BusinessCallable for &T {}

/// A call that its author answers for: anybody may make it, as far as the compiler is concerned.
///
/// It is for functions of which [`Access::Unknown`] is all that is known, and for what the sources are wrong about. It
/// stands on the wire as the call itself.
///
/// ```
/// use tl_runtime::{BotCallable, Unchecked};
/// # use tl_runtime::{Combinator, Declaration, Function, Visitor};
/// # struct New;
/// # impl Combinator for New {
/// #     const DECLARATION: Declaration = Declaration { id: 1, least_size: 0, names: "new", tl: "new#00000001 = Bool;" };
/// #     fn visit<V: Visitor>(&self, _: &mut V) {}
/// # }
/// # impl Function for New {
/// #     type Result = bool;
/// # }
///
/// fn call_as_bot<F: BotCallable>(_: &F) {}
///
/// call_as_bot(&Unchecked(New));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unchecked<F>(pub F);

impl<F: Combinator> Combinator for Unchecked<F> {
    const DECLARATION: Declaration = F::DECLARATION;

    #[inline]
    fn visit<V: Visitor>(&self, v: &mut V) {
        self.0.visit(v);
    }
}

impl<F: Bare> Bare for Unchecked<F> {
    #[inline]
    extern "C" fn deserialize_fields<S: Sharing>(r: &mut Reader<'_, S>) -> Self {
        Self(F::deserialize_fields(r))
    }
}

impl<F: Function> Function for Unchecked<F> {
    type Result = F::Result;
}

impl<F: Described> Described for Unchecked<F> {
    const METHOD: &'static Method = F::METHOD;
}

impl<F: Function> UserCallable for Unchecked<F> {}
impl<F: Function> BotCallable for Unchecked<F> {}
impl<F: Function> BusinessCallable for Unchecked<F> {}
