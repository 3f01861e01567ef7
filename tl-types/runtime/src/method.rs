//! What is known of a method beyond its declaration: who may call it and what can go wrong; and the table of all.
//!
//! Nothing here allocates: tables are sorted by the generator and searched. Invariant: unknown is a state of its own,
//! neither *no* nor an empty list.

use core::fmt;
use core::iter::Copied;
use core::slice;

/// Whether somebody may call a method, as far as the sources tell.
///
/// *Unknown* is not *no*: it says that no source tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// They may.
    Yes,
    /// They may not.
    No,
    /// No source tells.
    Unknown,
}

/// An error that a server may answer a call with.
///
/// What its type means stands once for all methods, in the kinds of errors that were generated for the protocol:
/// [`KnownError::named`](crate::KnownError::named).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodError {
    /// The code: 303, 400, 401, 403, 404, 406, 420, 500 or a negative one.
    pub code: i32,
    /// The type as documented; `%d` stands for a number: `FLOOD_WAIT_%d`.
    pub name: &'static str,
}

/// What is known of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Method {
    /// The TL name: `messages.sendMessage`.
    pub name: &'static str,
    /// The constructor id.
    pub id: u32,
    /// The TL type of the result: `Updates`, `Vector<int>`, `X`.
    pub result: &'static str,
    /// What it does, in a sentence; empty where that isn't known.
    pub description: &'static str,
    /// Whether users may call it.
    pub users: Access,
    /// Whether bots may call it.
    pub bots: Access,
    /// Whether bots may call it in the name of a user, over a business connection.
    pub business: Access,
    /// Its errors, sorted by code and name; `None` if no source tells, empty if the sources list none.
    ///
    /// Errors that any method may return are not repeated here.
    pub errors: Option<&'static [MethodError]>,
}

impl Method {
    /// The namespace: `messages`; empty if there is none.
    #[must_use]
    pub fn namespace(&self) -> &'static str {
        self.name.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }

    /// Whether it returns this TL type: `Updates`, `Vector<int>`.
    #[must_use]
    pub fn returns(&self, result: &str) -> bool {
        self.result == result
    }

    /// Whether an error of this type is listed for it, with whatever code; `None` if its errors are unknown.
    #[must_use]
    pub fn throws(&self, name: &str) -> Option<bool> {
        Some(self.errors?.iter().any(|error| error.name == name))
    }
}

/// A function whose metadata was generated.
pub trait Described {
    /// What is known of it.
    const METHOD: &'static Method;

    /// Its errors, sorted by code and name; `None` if no source tells, empty if the sources list none.
    const ERRORS: Option<&'static [MethodError]> = Self::METHOD.errors;
}

impl<T: Described> Described for &T {
    const METHOD: &'static Method = T::METHOD;
}

/// What is known of all methods of a protocol.
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
    /// The methods of these lists, which have to hold the same ones, sorted by the bytes of their names and by ids.
    #[must_use]
    pub const fn new(by_name: &'static [&'static Method], by_id: &'static [&'static Method]) -> Self {
        Self { by_name, by_id }
    }

    /// The method of this TL name: `messages.sendMessage`.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&'static Method> {
        let found = self.by_name.binary_search_by(|method| method.name.cmp(name)).ok()?;
        self.by_name.get(found).copied()
    }

    /// The method of this constructor id.
    #[must_use]
    pub fn by_id(&self, id: u32) -> Option<&'static Method> {
        let found = self.by_id.binary_search_by_key(&id, |method| method.id).ok()?;
        self.by_id.get(found).copied()
    }

    /// All of them, sorted by name.
    #[must_use]
    pub fn as_slice(&self) -> &'static [&'static Method] {
        self.by_name
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// All of them, sorted by name.
    pub fn iter(&self) -> MethodsIter {
        self.by_name.iter().copied()
    }

    /// Those of a namespace, sorted by name: `messages`; those of none, if it is empty.
    pub fn in_namespace<'a>(&self, namespace: &'a str) -> impl Iterator<Item = &'static Method> + Clone + use<'a> {
        self.iter().filter(move |method| method.namespace() == namespace)
    }

    /// Those that users may call: not those of which that is unknown.
    pub fn for_users(&self) -> impl Iterator<Item = &'static Method> + Clone + use<> {
        self.iter().filter(|method| method.users == Access::Yes)
    }

    /// Those that bots may call: not those of which that is unknown.
    pub fn for_bots(&self) -> impl Iterator<Item = &'static Method> + Clone + use<> {
        self.iter().filter(|method| method.bots == Access::Yes)
    }

    /// Those that bots may call over a business connection: not those of which that is unknown.
    pub fn for_business(&self) -> impl Iterator<Item = &'static Method> + Clone + use<> {
        self.iter().filter(|method| method.business == Access::Yes)
    }

    /// Those that return this TL type: `Updates`, `Vector<int>`.
    pub fn returning<'a>(&self, result: &'a str) -> impl Iterator<Item = &'static Method> + Clone + use<'a> {
        self.iter().filter(move |method| method.returns(result))
    }

    /// Those that an error of this type is listed for, with whatever code: `CHAT_ID_INVALID`, `SLOWMODE_WAIT_%d`.
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
