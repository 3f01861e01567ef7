//! The resolved schema: names are typed indices, constructor ids are known, bare and boxed types are explicit.
//!
//! Spelling belongs to [`crate::syntax::ast`], Rust types to the generator. Invariant: every index stored in a
//! [`Schema`] is in range for the table of that schema.

use std::fmt;

pub use crate::shared_types::{CombinatorIndex, Doc, ParamKind, Section, TypeIndex};
use crate::text::source::Span;

/// All types and combinators that one or more sources declare, with every name resolved to an index in these lists.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Result types, in order of first declaration.
    pub types: Vec<Type>,
    /// Constructors and functions, in source order.
    pub combinators: Vec<Combinator>,
    /// The layer: the number in the last `// LAYER n` comment, or the layer of a source in JSON; `None` without either.
    pub layer: Option<u32>,
}

/// A TL name: `messages.sendMessage` is namespace `messages`, local part `sendMessage`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The namespace: the parts before the last dot; empty in the root namespace.
    pub namespace: Vec<String>,
    /// The local part, after the last dot.
    pub local: String,
}

/// A result type and its constructors.
#[derive(Clone, Debug)]
pub struct Type {
    /// The name of the type, as written.
    pub name: Name,
    /// Kinds of the type's parameters; empty unless the type is generic.
    pub params: Vec<ParamKind>,
    /// The constructors of the type, in source order.
    pub constructors: Vec<CombinatorIndex>,
    /// The description of the type, from its `//@class` comment.
    pub doc: Option<String>,
}

/// A constructor or a function.
#[derive(Clone, Debug)]
pub struct Combinator {
    /// The name of the combinator, as written.
    pub name: Name,
    /// The section of the combinator: types for a constructor, functions for a function.
    pub section: Section,
    /// The id in force: the written one, or else the computed one.
    pub id: u32,
    /// Whether the schema writes the id after the name: `user#12345678`.
    pub id_is_written: bool,
    /// Whether the id cannot be computed: the source, a schema in JSON, leaves out parts of the declaration.
    pub id_is_unverifiable: bool,
    /// The id computed by [rule A](crate::canonical::Rule::A).
    pub crc_a: u32,
    /// The id computed by [rule B](crate::canonical::Rule::B).
    pub crc_b: u32,
    /// The canonical form of the declaration by rule A.
    pub canonical: String,
    /// The declaration as [`print::line_with_full_id`](crate::print::line_with_full_id) prints it, ending in `;`.
    pub line: String,
    /// The result type of the combinator as text, as printed in `line`.
    pub result_tl: String,
    /// The parameters in curly brackets.
    pub params: Vec<Param>,
    /// The fields; each name of a group `(x y:int)` is a field of its own.
    pub fields: Vec<Field>,
    /// The type right of `=`.
    pub result: Ty,
    /// Whether the combinator is declared as a built-in: `name ? = Type;`.
    pub is_builtin: bool,
    /// The codec type that the combinator declares by its name and shape: `int ? = Int` declares [`Primitive::Int`].
    pub codec_type: Option<CodecType>,
    /// The words of the annotations before the combinator, without the `@`: `read` (VK only).
    pub annotations: Vec<String>,
    /// The documentation comments of the combinator.
    pub doc: Option<Doc>,
    /// The span of the name of the combinator.
    pub span: Span,
}

/// A parameter in curly brackets: `{X:Type}`, `{n:#}`.
#[derive(Clone, Debug)]
pub struct Param {
    /// The name of the parameter.
    pub name: String,
    /// The kind of the parameter: a type or a number.
    pub kind: ParamKind,
}

/// A field of a combinator or of a repetition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// The name of the field; `None` for an anonymous field.
    pub name: Option<String>,
    /// The bit that decides whether the field is present; `None` if the field is always present.
    pub condition: Option<Condition>,
    /// The type of the field.
    pub ty: Ty,
    /// The span of the name, or of the type of an anonymous field.
    pub span: Span,
}

/// `flags.3?`: the field is present if this bit is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Condition {
    /// The number that holds the bit.
    pub flags_field: NatVariable,
    /// The bit, 0 to 31.
    pub bit: u8,
}

/// A parameter or a field of type `#`, as other fields refer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NatVariable {
    /// A field of type `#` of the same combinator, by index into its fields.
    Field(u32),
    /// A parameter in curly brackets of the same combinator, by index.
    Param(u32),
    /// A field of type `#` inside of a repetition that encloses this use too: it has one value per round.
    Inner {
        /// How many repetitions enclose the field, at least 1.
        depth: u32,
        /// The index of the field among the fields of that repetition.
        field: u32,
    },
}

/// A number: an argument, or the count of a repetition. Sums are folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nat {
    /// A constant number.
    Constant(u32),
    /// The value of a field or parameter.
    Variable(NatVariable),
    /// The value of a field or parameter and a constant that is not zero: `n+1`.
    Sum(NatVariable, u32),
}

/// An argument of a generic type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    /// An argument for a parameter of kind `Type`.
    Type(Ty),
    /// An argument for a parameter of kind `#`.
    Nat(Nat),
}

/// A type in a field, an argument or a result.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ty {
    /// `#`: 32-bit unsigned.
    Nat,
    /// A type with an encoding of its own.
    Primitive(Primitive),
    /// `Vector<T>` (with its id on the wire) or `vector<T>` (without).
    Vector {
        /// Whether the vector has no id on the wire.
        is_bare: bool,
        /// The type of the items.
        element: Box<Ty>,
    },
    /// A value of this type, with its constructor id on the wire.
    Boxed {
        /// The type of the value.
        ty: TypeIndex,
        /// Arguments of a generic type. In the result of a constructor they are parameters, or types that the
        /// constructor fixes.
        args: Vec<Arg>,
    },
    /// A value of this constructor, without its id on the wire.
    Bare {
        /// The constructor of the value.
        constructor: CombinatorIndex,
        /// Arguments of a generic type.
        args: Vec<Arg>,
    },
    /// A type parameter, by index.
    Param(u32),
    /// `%X`: the argument given for the type parameter `X`, bare.
    BareParam(u32),
    /// `!X`: a call of a function whose result is the type parameter `X`.
    Call(u32),
    /// `!User`: a call of a function whose result is this type.
    CallOf(Box<Ty>),
    /// `object` or `Object`: any boxed value. `function` or `Function`: any call.
    Opaque(Opaque),
    /// `4*[ int ]`, `n*[ x:int ]`, `[ t ]`: fields that are repeated as a whole.
    Repetition {
        /// The number of rounds: how often the fields are repeated.
        count: Nat,
        /// The fields of one round.
        fields: Vec<Field>,
    },
}

/// A type with an encoding built into the codec, declared or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodecType {
    /// `int`, `string` and the like.
    Primitive(Primitive),
    /// The vector: `vector`.
    Vector,
    /// The types of values that only their id identifies: `object` and `function`.
    Opaque(Opaque),
}

/// Built-in types for values that only their id identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opaque {
    /// A value of any type.
    Object,
    /// A call of any function.
    Function,
}

/// Types with an encoding of their own, declared or not.
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
    /// `int53`: 64-bit signed, little-endian, at most 2^53 - 1 in absolute value.
    Int53,
}

impl Primitive {
    /// All primitive types, in the order of their declaration.
    pub const ALL: [Self; 9] = [
        Self::Int,
        Self::Long,
        Self::Double,
        Self::Float,
        Self::String,
        Self::Bytes,
        Self::Int128,
        Self::Int256,
        Self::Int53,
    ];

    /// The TL name of the type: `int128`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Long => "long",
            Self::Double => "double",
            Self::Float => "float",
            Self::String => "string",
            Self::Bytes => "bytes",
            Self::Int128 => "int128",
            Self::Int256 => "int256",
            Self::Int53 => "int53",
        }
    }
}

impl Schema {
    /// The type with this index; every [`TypeIndex`] of a schema is in range.
    #[must_use]
    pub fn ty(&self, id: TypeIndex) -> &Type {
        &self.types[id.0 as usize]
    }

    /// The combinator with this index; every [`CombinatorIndex`] of a schema is in range.
    #[must_use]
    pub fn combinator(&self, id: CombinatorIndex) -> &Combinator {
        &self.combinators[id.0 as usize]
    }
}

impl Combinator {
    /// Whether the runtime supplies the declared type: `int ? = Int`, `bytes = Bytes`, `int128 4*[ int ] = Int128`,
    /// `vector {t:Type} # [ t ] = Vector t`.
    ///
    /// A bare use of such a constructor is [`Ty::Primitive`] or [`Ty::Vector`], never [`Ty::Bare`].
    #[must_use]
    pub fn declares_codec_type(&self) -> bool {
        self.codec_type.is_some()
    }

    /// The primitive type that this combinator declares; `None` for most combinators.
    #[must_use]
    pub fn declared_primitive(&self) -> Option<Primitive> {
        match self.codec_type {
            Some(CodecType::Primitive(primitive)) => Some(primitive),
            _ => None,
        }
    }
}

impl From<&str> for Name {
    /// Splits `a.b.c` at its dots.
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
