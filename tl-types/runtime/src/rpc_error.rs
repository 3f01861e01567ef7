//! The error that a server answers a request with: a code and a message, which says which type it is of.
//!
//! Invariant: the code and the message come back as they came in, whatever they are; an error of a type that is known
//! costs no allocation.

use alloc::borrow::Cow;
use alloc::string::ToString as _;
use core::fmt;
use core::time::Duration;

use crate::known_error::{ErrorNumber, KnownError};
use crate::method::{Described, Method, MethodError};
use crate::text::Text;

/// An error of a request, with the enum `K` of the types that its protocol documents.
///
/// [`kind`](Self::kind) is what to match on: a type that doesn't exist doesn't compile, and a number is at hand in its
/// variant. It is `None` if the message is of no type that is documented.
///
/// `Display` shows the message as the server sent it, and with `{:#}` the code before it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RpcError<K> {
    code: i32,
    kind: Option<K>,
    /// The message, unless it follows from the kind.
    other_message: Text,
}

impl<K: KnownError> RpcError<K> {
    /// The error of this code and message, as they stand in `rpc_error#2144ca19`.
    ///
    /// Allocates nothing if the type of the message is known. Codes other than those documented are kept.
    #[must_use]
    pub fn new(code: i32, message: &str) -> Self {
        let kind = K::of_message(message);
        let is_exact = kind.is_some_and(|kind| !K::FAMILIES.iter().any(|(_, family)| *family == kind));
        Self { code, kind, other_message: if is_exact { Text::new() } else { message.into() } }
    }

    /// The code: 400, 420, 500 or another one.
    #[must_use]
    pub fn code(&self) -> i32 {
        self.code
    }

    /// The type, if it is documented.
    #[must_use]
    pub fn kind(&self) -> Option<K> {
        self.kind
    }

    /// The message as the server sent it: `FLOOD_WAIT_42`. Allocates if there is a number in it.
    #[must_use]
    pub fn message(&self) -> Cow<'_, str> {
        match self.exact_kind() {
            None => Cow::Borrowed(&self.other_message),
            Some(kind) if kind.number().is_none() => Cow::Borrowed(kind.name()),
            Some(_) => Cow::Owned(self.to_string()),
        }
    }

    /// How long the server wants to be left alone with such requests, if the error says so.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        let (number, value) = self.number()?;
        match number {
            ErrorNumber::Seconds => Some(Duration::from_secs(value)),
            ErrorNumber::Minutes => Some(Duration::from_secs(value.saturating_mul(60))),
            _ => None,
        }
    }

    /// The datacenter that has to be asked instead, if the error says so.
    #[must_use]
    pub fn dc(&self) -> Option<i32> {
        let (number, value) = self.number()?;
        if number == ErrorNumber::Dc { i32::try_from(value).ok() } else { None }
    }

    /// Whether this error is listed for a function, by code and type; `None` if nobody knows its errors.
    ///
    /// Errors that any method may return are not among those of each: see [`is_common`](Self::is_common).
    #[must_use]
    pub fn is_error_of<F: Described>(&self) -> Option<bool> {
        self.is_error_of_method(F::METHOD)
    }

    /// Like [`is_error_of`](Self::is_error_of), for a method that was found by its name or id.
    #[must_use]
    pub fn is_error_of_method(&self, method: &Method) -> Option<bool> {
        method.errors.map(|errors| self.is_in(errors))
    }

    /// Whether this is one of the errors that any method may return, by code and type.
    #[must_use]
    pub fn is_common(&self) -> bool {
        self.is_in(K::COMMON)
    }

    fn is_in(&self, errors: &[MethodError]) -> bool {
        let name = self.kind.map(K::name);
        errors.iter().any(|error| error.code == self.code && Some(error.name) == name)
    }

    fn number(&self) -> Option<(ErrorNumber, u64)> {
        let kind = self.kind?;
        kind.error_type()?.number.zip(kind.number())
    }

    /// The kind, if the message follows from it.
    fn exact_kind(&self) -> Option<K> {
        self.kind.filter(|_| self.other_message.is_empty())
    }
}

impl<K: KnownError> fmt::Display for RpcError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            write!(f, "{} ", self.code)?;
        }
        match self.exact_kind() {
            Some(kind) => kind.write_message(f),
            None => f.write_str(&self.other_message),
        }
    }
}

impl<K: KnownError> fmt::Debug for RpcError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RpcError").field("code", &self.code).field("message", &self.message()).finish()
    }
}

impl<K: KnownError> core::error::Error for RpcError<K> {}
