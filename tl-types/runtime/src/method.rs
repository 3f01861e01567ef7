//! What is known of a method beyond its declaration: who may call it and what can go wrong.

/// Whether something holds, as far as the sources tell.
///
/// *Unknown* is not *no*: it says that no source was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// It may be called.
    Yes,
    /// It may not be called.
    No,
    /// No source tells.
    Unknown,
}

/// An error that a server may answer a call with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MethodError {
    /// The code: 303, 400, 401, 403, 404, 406, 420, 500 or a negative one.
    pub code: i32,
    /// The type as documented; `%d` stands for a number: `FLOOD_WAIT_%d`.
    pub name: &'static str,
    /// What it means, in a sentence; empty where that isn't known.
    pub description: &'static str,
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
    /// Its errors; `None` if no source tells, empty if the sources list none.
    ///
    /// Errors that any method may return are not repeated here.
    pub errors: Option<&'static [MethodError]>,
}

/// A function whose metadata was generated.
pub trait Described {
    /// What is known of it.
    const METHOD: &'static Method;
}
