//! Values: how they are encoded on the wire, from which their Rust types follow.

use super::item_path::ItemPath;

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The encoding of the value.
    pub codec: Codec,
    /// Whether the field holds it behind a `Box`.
    pub is_indirect: bool,
    /// Whether other types convert into it: `&str` into text, the struct of a constructor into an enum.
    pub has_conversions: bool,
}

/// How a value is encoded on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    /// The TL type `#`.
    Nat,
    /// The TL type `int`.
    Int,
    /// The TL type `long`.
    Long,
    /// The TL type `double`.
    Double,
    /// The TL type `float`.
    Float,
    /// The TL type `int128`.
    Int128,
    /// The TL type `int256`.
    Int256,
    /// The TL type `string`.
    String,
    /// The TL type `bytes`.
    Bytes,
    /// The TL type `Bool`.
    Bool,
    /// A value of a boxed type without arguments, after its constructor id.
    Boxed(ItemPath),
    /// A value of one constructor without arguments, and without its id.
    Bare {
        /// The struct of the constructor.
        constructor: ItemPath,
        /// Least bytes on the wire.
        least_size: usize,
    },
    /// A value of the type parameter with this identifier. In a function, such a parameter is the type of a call.
    Param(String),
    /// A vector.
    Vector {
        /// Whether the vector is written without the id of `vector`.
        is_bare: bool,
        /// The encoding of an item.
        element: Box<Codec>,
    },
    /// A value of a type that the runtime supplies, after the id of the constructor in this schema.
    Builtin {
        /// The id of the constructor in the schema.
        id: u32,
        /// The encoding of the value after the id.
        value: Box<Codec>,
    },
    /// A value of a type, constructor or record that takes arguments or numbers.
    Instance(Instance),
    /// Items of a repetition, whose count is not encoded next to them.
    Repetition(Repetition),
    /// A boxed value of any type, as the result of a function. It takes all bytes up to the end.
    Object,
}

/// A type, constructor or record together with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Whether it is a type, a constructor or a record.
    pub kind: InstanceKind,
    /// The path of the item, below the module of its kind.
    pub item_path: ItemPath,
    /// Arguments for its type parameters.
    pub arguments: Vec<Codec>,
    /// Numbers that encoding and decoding need from outside; `None` if the Rust type needs none.
    pub numbers: Option<Vec<Number>>,
    /// Least bytes on the wire.
    pub least_size: usize,
}

/// The kind of an [`Instance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceKind {
    /// A value of a type, after its constructor id.
    Boxed,
    /// A value of a constructor, without the id.
    Bare,
    /// The fields of a repetition.
    Record,
}

/// Items of a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repetition {
    /// The number of items in the repetition.
    pub count: Number,
    /// Whether the Rust type is an array; then the count is a constant.
    pub is_array: bool,
    /// The encoding of an item.
    pub item: Box<Codec>,
    /// Least bytes of an item on the wire.
    pub least_size: usize,
}

/// A number in the code of a struct: an argument, or the count of a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// A constant number.
    Constant(u32),
    /// The value of a variable.
    Variable(String),
    /// The sum of a variable and a constant.
    Sum(String, u32),
}

impl InstanceKind {
    /// The module that contains the structs or types of this kind.
    #[must_use]
    pub fn module(self) -> &'static str {
        match self {
            Self::Boxed => "types",
            Self::Bare => "constructors",
            Self::Record => "records",
        }
    }
}

impl Codec {
    /// Whether encoding a value needs numbers that its Rust type does not contain.
    pub(crate) fn needs_numbers(&self) -> bool {
        match self {
            Self::Vector { element, .. } => element.needs_numbers(),
            Self::Instance(instance) => {
                instance.numbers.is_some() || instance.arguments.iter().any(Self::needs_numbers)
            }
            _ => false,
        }
    }

    /// Whether a field may hold such a value behind a `Box`: only a value of a type or constructor.
    pub(crate) fn can_be_indirect(&self) -> bool {
        match self {
            Self::Boxed(_) | Self::Bare { .. } => true,
            Self::Instance(instance) => instance.kind != InstanceKind::Record,
            _ => false,
        }
    }

    /// Adds the type parameters inside the codec that `params` does not contain yet.
    pub(crate) fn add_params(&self, params: &mut Vec<String>) {
        match self {
            Self::Param(param) if !params.contains(param) => params.push(param.clone()),
            Self::Vector { element, .. } => element.add_params(params),
            Self::Instance(instance) => instance.arguments.iter().for_each(|argument| argument.add_params(params)),
            Self::Repetition(repetition) => repetition.item.add_params(params),
            _ => {}
        }
    }
}
