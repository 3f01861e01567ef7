//! The few types that every layer of the crate uses: dialects, sections, kinds, typed indices, documentation.
//!
//! Only plain data, no behaviour. Invariant: this file imports nothing from the crate.

/// The variant of TL that a schema is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// TL as Telegram, TDLib and TON write it.
    #[default]
    Tl,
    /// TL with VK's additions: annotations (`@read`), the arrow `=>` before the result of a function, `float`.
    Vk,
}

/// How a text is read: its dialect, and additions that no dialect has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Syntax {
    /// The dialect of the text.
    pub dialect: Dialect,
    /// Whether `/* … */` is a comment. No TL compiler reads such comments, but schemas of some Rust programs have them.
    pub block_comments: bool,
}

impl From<Dialect> for Syntax {
    fn from(dialect: Dialect) -> Self {
        Self { dialect, block_comments: false }
    }
}

/// The section of a schema that contains a combinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// `---types---`: the combinator is a constructor.
    Types,
    /// `---functions---`: the combinator is a function.
    Functions,
}

impl Section {
    /// The word between the dashes of a section mark: `types` or `functions`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Functions => "functions",
        }
    }
}

/// The kind of a parameter in curly brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// A type: `{X:Type}`.
    Type,
    /// A number: `{n:#}`.
    Nat,
}

/// Index of a [`Type`](crate::Type) in [`Schema::types`](crate::Schema::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeIndex(pub u32);

/// Index of a [`Combinator`](crate::Combinator) in [`Schema::combinators`](crate::Schema::combinators).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CombinatorIndex(pub u32);

/// The documentation comments of a combinator. Runs of blanks are reduced to one space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// The text after `@description`.
    pub description: Option<String>,
    /// Field names and their descriptions, in the order of the comments.
    pub fields: Vec<(String, String)>,
}
