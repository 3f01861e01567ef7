//! Metadata of methods, beyond their declaration: access rights and documented errors.
//!
//! No function of this module allocates. The generator emits sorted tables, and look-ups are binary searches.
//! Invariant: *unknown* is a state of its own, distinct from *no* and from an empty list.

use core::fmt;
use core::iter::Copied;
use core::slice;

/// Whether a group of callers may call a method, according to the metadata sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// A source says that the callers may call the method.
    Yes,
    /// A source says that the callers may not call the method.
    No,
    /// No source says whether the callers may call the method.
    Unknown,
}

/// A documented error of a method.
///
/// The description of its type is shared by all methods: see [`KnownError::named`](crate::KnownError::named).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodError {
    /// The error code: 303, 400, 401, 403, 404, 406, 420, 500 or a negative number.
    pub code: i32,
    /// The documented name of the error type. `%d` is a placeholder for a number: `FLOOD_WAIT_%d`.
    pub name: &'static str,
}

/// Metadata of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Method {
    /// The TL name of the method: `messages.sendMessage`.
    pub name: &'static str,
    /// The constructor id.
    pub id: u32,
    /// The TL type of the result: `Updates`, `Vector<int>`, `X`.
    pub result: &'static str,
    /// A description of the method in one sentence; empty if unknown.
    pub description: &'static str,
    /// Whether users may call the method.
    pub users: Access,
    /// Whether bots may call the method.
    pub bots: Access,
    /// Whether bots may call the method on behalf of a user, over a business connection.
    pub business: Access,
    /// The documented errors of the method, sorted by code and name. `None`: no source documents its errors. Empty: the
    /// sources list none.
    ///
    /// Errors that any method may return are not listed here; see [`KnownError::COMMON`](crate::KnownError::COMMON).
    pub errors: Option<&'static [MethodError]>,
}

impl Method {
    /// The namespace of the method, such as `messages`; empty if there is none.
    #[must_use]
    pub fn namespace(&self) -> &'static str {
        self.name.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }

    /// Whether the result has this TL type, such as `Updates` or `Vector<int>`.
    #[must_use]
    pub fn returns(&self, result: &str) -> bool {
        self.result == result
    }

    /// Whether an error of this type is documented for the method, with any code; `None` if the method's errors are
    /// unknown.
    #[must_use]
    pub fn throws(&self, name: &str) -> Option<bool> {
        Some(self.errors?.iter().any(|error| error.name == name))
    }
}

/// A function whose metadata was generated.
pub trait Described {
    /// The metadata of the function.
    const METHOD: &'static Method;

    /// The documented errors of the function: see [`Method::errors`].
    const ERRORS: Option<&'static [MethodError]> = Self::METHOD.errors;
}

impl<T: Described> Described for &T {
    const METHOD: &'static Method = T::METHOD;
}

/// The metadata of all methods of a protocol.
///
/// ```
/// use tl_runtime::{Access, Method, Methods};
///
/// const A: Method = Method {
///     name: "help.a", id: 7, result: "Bool", description: "", users: Access::Yes, bots: Access::No,
///     business: Access::Unknown, errors: None,
/// };
/// const B: Method = Method { name: "help.b", id: 3, bots: Access::Yes, ..A };
/// static METHODS: Methods = Methods::new(&[&A, &B], &[&B, &A]);
///
/// assert_eq!(METHODS.by_name("help.b"), METHODS.by_id(3));
/// assert_eq!(METHODS.iter().filter(|method| method.bots == Access::Yes).count(), 1);
/// assert_eq!(METHODS.in_namespace("help").count(), 2);
/// ```
#[derive(Clone, Copy)]
pub struct Methods {
    by_name: &'static [&'static Method],
    by_id: &'static [&'static Method],
}

impl Methods {
    /// Builds the table from two lists of the same methods: one sorted by the bytes of the names, one sorted by id.
    #[must_use]
    pub const fn new(by_name: &'static [&'static Method], by_id: &'static [&'static Method]) -> Self {
        Self { by_name, by_id }
    }

    /// Finds a method by TL name: `messages.sendMessage`.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&'static Method> {
        let found = self.by_name.binary_search_by(|method| method.name.cmp(name)).ok()?;
        self.by_name.get(found).copied()
    }

    /// Finds a method by constructor id.
    #[must_use]
    pub fn by_id(&self, id: u32) -> Option<&'static Method> {
        let found = self.by_id.binary_search_by_key(&id, |method| method.id).ok()?;
        self.by_id.get(found).copied()
    }

    /// All methods, sorted by name.
    #[must_use]
    pub fn as_slice(&self) -> &'static [&'static Method] {
        self.by_name
    }

    /// Number of methods.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there are no methods.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// Iterates over all methods, sorted by name.
    pub fn iter(&self) -> MethodsIter {
        self.by_name.iter().copied()
    }

    /// The methods of a namespace such as `messages`, sorted by name. An empty string selects methods without a
    /// namespace.
    pub fn in_namespace<'a>(&self, namespace: &'a str) -> impl Iterator<Item = &'static Method> + Clone + use<'a> {
        self.iter().filter(move |method| method.namespace() == namespace)
    }

    /// The methods that users may call, without those of unknown access.
    pub fn for_users(&self) -> impl Iterator<Item = &'static Method> + Clone + use<> {
        self.iter().filter(|method| method.users == Access::Yes)
    }

    /// The methods that bots may call, without those of unknown access.
    pub fn for_bots(&self) -> impl Iterator<Item = &'static Method> + Clone + use<> {
        self.iter().filter(|method| method.bots == Access::Yes)
    }

    /// The methods that bots may call over a business connection, without those of unknown access.
    pub fn for_business(&self) -> impl Iterator<Item = &'static Method> + Clone + use<> {
        self.iter().filter(|method| method.business == Access::Yes)
    }

    /// The methods with a result of this TL type, such as `Updates` or `Vector<int>`.
    pub fn returning<'a>(&self, result: &'a str) -> impl Iterator<Item = &'static Method> + Clone + use<'a> {
        self.iter().filter(move |method| method.returns(result))
    }

    /// The methods with a documented error of this type, with any code: `CHAT_ID_INVALID`, `SLOWMODE_WAIT_%d`.
    pub fn throwing<'a>(&self, name: &'a str) -> impl Iterator<Item = &'static Method> + Clone + use<'a> {
        self.iter().filter(move |method| method.throws(name) == Some(true))
    }
}

/// Iterator over [`Methods`].
pub type MethodsIter = Copied<slice::Iter<'static, &'static Method>>;

impl IntoIterator for &Methods {
    type Item = &'static Method;
    type IntoIter = MethodsIter;

    fn into_iter(self) -> MethodsIter {
        self.iter()
    }
}

impl fmt::Debug for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|method| method.name)).finish()
    }
}
