//! Functions, and traits that let the compiler check who may call them.
//!
//! A bot client can require `impl BotCallable`. The compiler then rejects functions that are open to users only, and
//! functions whose access is unknown. Invariant: these traits are implemented only where a metadata source says *yes*,
//! and by [`Unchecked`].

use crate::combinator::Combinator;
use crate::declaration::Declaration;
use crate::method::{Described, Method};
use crate::raw_object::RawObject;
use crate::read::{Bare, Deserialize, Reader};
use crate::visit::Visitor;
use crate::write::Serialize;

/// A function: a request that a server answers with a value of type [`Result`](Function::Result).
pub trait Function: Combinator {
    /// The result type, right of `=` in the declaration.
    type Result: Deserialize;
}

impl<T: Function> Function for &T {
    type Result = T::Result;
}

/// A call of a function, as functions with a field `!X` take it: a [`Function`], or a [`RawObject`] with the bytes of a
/// call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no call of a function",
    label = "not a call",
    note = "a call that is encoded already is a `RawObject`"
)]
pub trait Call: Serialize {
    /// The result type of the call; a [`RawObject`] if it is unknown.
    type Result: Deserialize;
}

impl<T: Function> Call for T {
    type Result = <T as Function>::Result;
}

impl Call for RawObject {
    type Result = Self;
}

/// A function that users may call according to a metadata source, or an [`Unchecked`] call.
#[diagnostic::on_unimplemented(
    message = "users may not call `{Self}`, or no metadata source says that they may",
    label = "not known to be open to users",
    note = "`Described::METHOD` has the metadata; `Unchecked(call)` skips this check"
)]
pub trait UserCallable: Function {}

/// A function that bots may call according to a metadata source, or an [`Unchecked`] call.
#[diagnostic::on_unimplemented(
    message = "bots may not call `{Self}`, or no metadata source says that they may",
    label = "not known to be open to bots",
    note = "`Described::METHOD` has the metadata; `Unchecked(call)` skips this check"
)]
pub trait BotCallable: Function {}

/// A function that bots may call in the name of a user, over a business connection, according to a metadata source, or
/// an [`Unchecked`] call.
#[diagnostic::on_unimplemented(
    message = "bots may not call `{Self}` over a business connection, or no metadata source says that they may",
    label = "not known to be open to business connections",
    note = "`Described::METHOD` has the metadata; `Unchecked(call)` skips this check"
)]
pub trait BusinessCallable: Function {}

impl<T: UserCallable> UserCallable for &T {}
impl<T: BotCallable> BotCallable for &T {}
impl<T: BusinessCallable> BusinessCallable for &T {}

/// A call exempt from the access check: it implements all `…Callable` traits.
///
/// Use it for functions whose [`Access`](crate::Access) is unknown, or where the metadata is wrong. It is encoded as
/// the call itself.
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
    fn deserialize_fields(r: &mut Reader<'_>) -> Self {
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
