//! The error with which a server answers a request: a code, and a message that identifies the error type.
//!
//! Invariant: code and message are preserved exactly. An error of a documented type needs no allocation.

use alloc::borrow::Cow;
use alloc::string::ToString as _;
use core::fmt;
use core::time::Duration;

use crate::known_error::{ErrorNumber, KnownError};
use crate::method::{Described, Method, MethodError};
use crate::text::Text;

/// An error that a server returned. `K` is the generated enum of documented error types of the protocol.
///
/// Match on [`kind`](Self::kind): misspelt types don't compile, and a number in the message is a field of the variant.
/// The kind is `None` if the message matches no documented type.
///
/// `Display` prints the message as the server sent it; `{:#}` prints the code before it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RpcError<K> {
    code: i32,
    kind: Option<K>,
    /// The message; empty if `kind` determines the whole message.
    other_message: Text,
}

impl<K: KnownError> RpcError<K> {
    /// Parses an error from the code and message of `rpc_error#2144ca19`.
    ///
    /// Allocates nothing if the message matches a documented type. Undocumented codes are preserved.
    #[must_use]
    pub fn new(code: i32, message: &str) -> Self {
        let kind = K::of_message(message);
        let is_exact = kind.is_some_and(|kind| !K::FAMILIES.iter().any(|(_, family)| *family == kind));
        Self { code, kind, other_message: if is_exact { Text::new() } else { message.into() } }
    }

    /// The error code, such as 400, 420 or 500.
    #[must_use]
    pub fn code(&self) -> i32 {
        self.code
    }

    /// The documented error type; `None` if the message matches no documented type.
    #[must_use]
    pub fn kind(&self) -> Option<K> {
        self.kind
    }

    /// The message as the server sent it: `FLOOD_WAIT_42`. Allocates if the error type has a number.
    #[must_use]
    pub fn message(&self) -> Cow<'_, str> {
        match self.kind_with_whole_message() {
            None => Cow::Borrowed(&self.other_message),
            Some(kind) if kind.number().is_none() => Cow::Borrowed(kind.name()),
            Some(_) => Cow::Owned(self.to_string()),
        }
    }

    /// How long to wait before sending the request again, if the error states a time: `FLOOD_WAIT_%d`,
    /// `SLOWMODE_WAIT_%d` and others.
    #[doc(alias("FLOOD_WAIT", "flood", "retry_after"))]
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        let (number, value) = self.number()?;
        match number {
            ErrorNumber::Seconds => Some(Duration::from_secs(value)),
            ErrorNumber::Minutes => Some(Duration::from_secs(value.saturating_mul(60))),
            _ => None,
        }
    }

    /// The number of the datacenter to which the request must be sent instead, if the error names one:
    /// `PHONE_MIGRATE_%d` and others.
    #[doc(alias("MIGRATE", "datacenter"))]
    #[must_use]
    pub fn dc(&self) -> Option<i32> {
        let (number, value) = self.number()?;
        if number == ErrorNumber::Dc { i32::try_from(value).ok() } else { None }
    }

    /// Whether this error is documented for a function, by code and type; `None` if the function's errors are unknown.
    ///
    /// Errors that any method may return are not included: see [`is_common`](Self::is_common).
    #[must_use]
    pub fn is_error_of<F: Described>(&self) -> Option<bool> {
        self.is_error_of_method(F::METHOD)
    }

    /// Like [`is_error_of`](Self::is_error_of), for a method found by name or id.
    #[must_use]
    pub fn is_error_of_method(&self, method: &Method) -> Option<bool> {
        method.errors.map(|errors| self.is_one_of(errors))
    }

    /// Whether this error, by code and type, is documented as one that any method may return.
    #[must_use]
    pub fn is_common(&self) -> bool {
        self.is_one_of(K::COMMON)
    }

    fn is_one_of(&self, errors: &[MethodError]) -> bool {
        let name = self.kind.map(K::name);
        errors.iter().any(|error| error.code == self.code && Some(error.name) == name)
    }

    fn number(&self) -> Option<(ErrorNumber, u64)> {
        let kind = self.kind?;
        kind.error_type()?.number.zip(kind.number())
    }

    /// The error type, if it determines the whole message.
    fn kind_with_whole_message(&self) -> Option<K> {
        self.kind.filter(|_| self.other_message.is_empty())
    }
}

impl<K: KnownError> fmt::Display for RpcError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            write!(f, "{} ", self.code)?;
        }
        match self.kind_with_whole_message() {
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
