//! The meaning of a schema: every name resolved to a typed index, every id known, bare and boxed explicit.
//!
//! Nothing here knows how a declaration was spelled (see [`crate::syntax::ast`] for that) nor what Rust it becomes.
//! Invariant: every index stored in a [`Schema`] is in range for the table of that schema.

use std::fmt;

use crate::meaning::resolve::known;
use crate::text::source::Span;
pub use crate::vocabulary::{CombinatorId, Doc, ParamKind, Section, TypeId};

/// A resolved schema: what a set of sources means, independent of their layout and of the order of their declarations.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Result types, in order of first declaration.
    pub types: Vec<Type>,
    /// Constructors and functions, in source order.
    pub combinators: Vec<Combinator>,
    /// The number in a `// LAYER n` comment.
    pub layer: Option<u32>,
}

/// A TL name: `messages.sendMessage` is namespace `messages`, local part `sendMessage`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The parts before the last dot; empty in the root namespace.
    pub namespace: Vec<String>,
    /// The part after the last dot.
    pub local: String,
}

/// A result type, with the constructors that make values of it.
#[derive(Clone, Debug)]
pub struct Type {
    /// Its name as written.
    pub name: Name,
    /// Kinds of its parameters; empty for all but generic types.
    pub params: Vec<ParamKind>,
    /// Its constructors, in source order.
    pub constructors: Vec<CombinatorId>,
    /// What `//@class` says about it.
    pub doc: Option<String>,
}

/// A constructor or a function.
#[derive(Clone, Debug)]
pub struct Combinator {
    /// Its name as written.
    pub name: Name,
    /// Constructor or function.
    pub section: Section,
    /// The id in force: the written one, or else the computed one.
    pub id: u32,
    /// Whether the id was written.
    pub id_is_written: bool,
    /// CRC32 of the canonical form (rule A: TDLib, TON).
    pub crc: u32,
    /// CRC32 by the second rule (rule B: Telegram's own schema).
    pub crc_telegram: u32,
    /// The canonical form that `crc` is taken of.
    pub canonical: String,
    /// The declaration as this crate prints it, with its id in force when one was written, ending in `;`.
    pub line: String,
    /// Parameters in curly brackets.
    pub params: Vec<Param>,
    /// Fields, groups expanded.
    pub fields: Vec<Field>,
    /// What stands right of `=`.
    pub result: Ty,
    /// Whether this is a `name ? = Type;` declaration.
    pub is_builtin: bool,
    /// Words of its annotations, the `@` left out: `read` (VK only).
    pub annotations: Vec<String>,
    /// What its documentation comments say.
    pub doc: Option<Doc>,
    /// The name's place.
    pub span: Span,
}

/// A parameter in curly brackets: `{X:Type}`, `{n:#}`.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ParamKind,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name; `None` for an anonymous field.
    pub name: Option<String>,
    /// The bit it depends on.
    pub condition: Option<Condition>,
    /// Its type.
    pub ty: Ty,
    /// Its place (the name, or the type of an anonymous field).
    pub span: Span,
}

/// `flags.3?`: the field is there when this bit is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Condition {
    /// Where the bits are.
    pub mask: Variable,
    /// Which bit, 0 to 31.
    pub bit: u8,
}

/// Something that holds a number or stands for a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// A field of type `#` of the same combinator, by index into its fields.
    Field(u32),
    /// A parameter in curly brackets of the same combinator, by index.
    Param(u32),
    /// A field of type `#` inside of a repetition that this use stands in too: it has a value for each round.
    Inner {
        /// How many repetitions the field stands in: 1 for the outermost one.
        depth: u32,
        /// Its index among the fields of that repetition.
        field: u32,
    },
}

/// A number as it is used: an argument, or the count of a repetition. Sums are folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nat {
    /// A constant.
    Constant(u32),
    /// The value of a field or parameter.
    Variable(Variable),
    /// The value of a field or parameter and a constant that is not zero: `n+1`.
    Sum(Variable, u32),
}

/// An argument of a generic type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    /// For a parameter of kind `Type`.
    Type(Ty),
    /// For a parameter of kind `#`.
    Nat(Nat),
}

/// A type as it is used: in a field, as an argument, or as a result.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ty {
    /// `#`: 32-bit unsigned.
    Nat,
    /// A type that the codec itself knows.
    Primitive(Primitive),
    /// `Vector<T>` (with its id on the wire) or `vector<T>` (without).
    Vector {
        /// Whether the vector's own id is left out.
        is_bare: bool,
        /// The items.
        element: Box<Ty>,
    },
    /// A value with its constructor id.
    Boxed {
        /// The type.
        ty: TypeId,
        /// Arguments of a generic type: in the result of a constructor its parameters, or what it fixes.
        args: Vec<Arg>,
    },
    /// A value of one known constructor, without its id.
    Bare {
        /// The constructor.
        constructor: CombinatorId,
        /// Arguments of a generic type.
        args: Vec<Arg>,
    },
    /// A type parameter.
    Param(u32),
    /// `%X`: the bare form of whatever the type parameter `X` stands for.
    BareParam(u32),
    /// `!X`: a call of a function whose result is the type parameter `X`.
    Call(u32),
    /// `!User`: a call of a function whose result is this type.
    CallOf(Box<Ty>),
    /// `object` or `Object`: any boxed value, told by its id. Also `function` and `Function`: any call.
    Opaque(Opaque),
    /// `4*[ int ]`, `n*[ x:int ]`, `[ t ]`: repeated fields without a name of their own.
    Repetition {
        /// How often.
        count: Nat,
        /// What is repeated.
        fields: Vec<Field>,
    },
}

/// Built-ins that stand for many types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opaque {
    /// A value of any type.
    Object,
    /// A call of any function.
    Function,
}

/// Types that the codec itself knows, whether or not a schema declares them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Primitive {
    /// `int`: 32-bit signed, little-endian.
    Int,
    /// `long`: 64-bit signed, little-endian.
    Long,
    /// `double`: IEEE 754 binary64, little-endian.
    Double,
    /// `float`: IEEE 754 binary32, little-endian (VK only).
    Float,
    /// `string`: length-prefixed, padded to 4 bytes, UTF-8.
    String,
    /// `bytes`: like `string`, any bytes.
    Bytes,
    /// `int128`: 16 bytes.
    Int128,
    /// `int256`: 32 bytes.
    Int256,
}

impl Schema {
    /// The type with this index; every [`TypeId`] of a schema is in range.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// The combinator with this index; every [`CombinatorId`] of a schema is in range.
    #[must_use]
    pub fn combinator(&self, id: CombinatorId) -> &Combinator {
        &self.combinators[id.0 as usize]
    }
}

impl Combinator {
    /// Whether the codec itself knows what this declares: `int ? = Int`, `bytes = Bytes`, `int128 4*[ int ] = Int128`,
    /// `vector {t:Type} # [ t ] = Vector t`.
    ///
    /// Bare uses of such a constructor are [`Ty::Primitive`] or [`Ty::Vector`], never [`Ty::Bare`].
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.section == Section::Types && known::declared(&self.name.to_string(), &self.canonical).is_some()
    }

    /// The primitive that this declares, if it declares one: `int ? = Int`.
    #[must_use]
    pub fn known_primitive(&self) -> Option<Primitive> {
        match known::declared(&self.name.to_string(), &self.canonical) {
            Some(known::Known::Primitive(primitive)) if self.section == Section::Types => Some(primitive),
            _ => None,
        }
    }
}

impl From<&str> for Name {
    /// Takes `a.b.c` apart at its dots.
    fn from(name: &str) -> Self {
        let mut parts = name.split('.').map(str::to_owned);
        let local = parts.next_back().unwrap_or_default();
        Self { namespace: parts.collect(), local }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.namespace {
            write!(f, "{part}.")?;
        }
        f.write_str(&self.local)
    }
}
