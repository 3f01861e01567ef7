//! Values: how they are encoded on the wire, from which their Rust types follow.

use tl_parser::Primitive;

use super::item_path::ItemPath;

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// The encoding of the value.
    pub codec: Codec,
    /// Whether the field holds the value behind a `Box`.
    pub is_indirect: bool,
    /// Whether other types convert into the type of the value: `&str` into text, the struct of a constructor into an
    /// enum.
    pub has_conversions: bool,
}

/// How a value is encoded on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    /// The TL type `#`.
    Nat,
    /// `Bool`.
    Bool,
    /// `int`, `string` and so on.
    Primitive(Primitive),
    /// `bytes` as a `Vec<u8>`; `Primitive(Bytes)` is the shared type of the runtime.
    ByteVec,
    /// A value of a boxed type without arguments, after its constructor id.
    Boxed(ItemPath),
    /// A value of one constructor without arguments, and without its id.
    Bare {
        /// The struct of the constructor.
        constructor: ItemPath,
        /// Least bytes of a value on the wire.
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
        /// Least bytes of an item on the wire.
        least_item_size: usize,
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
    /// The kind of the item: a type, a constructor or a record.
    pub kind: InstanceKind,
    /// The path of the item, below the module of its kind.
    pub item_path: ItemPath,
    /// The arguments for the type parameters of the item.
    pub arguments: Vec<Codec>,
    /// Numbers that encoding and decoding need from outside; `None` if the Rust type needs none.
    pub numbers: Option<Vec<NumberExpression>>,
    /// Least bytes of a value on the wire.
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
    pub count: NumberExpression,
    /// Whether the Rust type is an array; then the count is a constant.
    pub is_array: bool,
    /// The encoding of an item.
    pub item: Box<Codec>,
    /// Least bytes of an item on the wire.
    pub least_item_size: usize,
}

/// Facts about a codec whose values contain no other values.
pub(crate) struct LeafFacts {
    /// The name of the method that encodes, decodes or views a value. A `Vec<u8>` is decoded by another one.
    pub(crate) method: &'static str,
    /// The Rust type of a value. `Text`, `Bytes` and `Vec` are names of the runtime.
    pub(crate) rust_type: &'static str,
    /// Whether the Rust type is a number or `bool`, which methods take by value.
    pub(crate) is_scalar: bool,
    /// Bytes on the wire, if all values have the same size and any bytes are valid.
    pub(crate) size: Option<usize>,
}

/// A number in the code of a struct: an argument, or the count of a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberExpression {
    /// A constant number.
    Constant(u32),
    /// The value of a variable.
    Variable(String),
    /// The sum of a variable and a constant.
    Sum(String, u32),
}

impl InstanceKind {
    /// The module that contains the items of this kind.
    pub(crate) fn module_name(self) -> &'static str {
        match self {
            Self::Boxed => "types",
            Self::Bare => "constructors",
            Self::Record => "records",
        }
    }
}

impl Codec {
    /// Facts about the codec, if its values contain no other values.
    pub(crate) fn leaf_facts(&self) -> Option<LeafFacts> {
        let (method, rust_type, is_scalar, size) = match self {
            Self::Nat => ("nat", "u32", true, Some(4)),
            Self::Bool => ("boolean", "bool", true, None),
            Self::Primitive(Primitive::Int) => ("int", "i32", true, Some(4)),
            Self::Primitive(Primitive::Long) => ("long", "i64", true, Some(8)),
            // Not every number of 8 bytes is valid, so that a reader must not skip values unchecked.
            Self::Primitive(Primitive::Int53) => ("int53", "i64", true, None),
            Self::Primitive(Primitive::Double) => ("double", "f64", true, Some(8)),
            Self::Primitive(Primitive::Float) => ("float", "f32", true, Some(4)),
            Self::Primitive(Primitive::Int128) => ("int128", "[u8; 16]", false, Some(16)),
            Self::Primitive(Primitive::Int256) => ("int256", "[u8; 32]", false, Some(32)),
            Self::Primitive(Primitive::String) => ("string", "Text", false, None),
            Self::Primitive(Primitive::Bytes) => ("bytes", "Bytes", false, None),
            Self::ByteVec => ("bytes", "Vec<u8>", false, None),
            _ => return None,
        };
        Some(LeafFacts { method, rust_type, is_scalar, size })
    }

    /// Bytes on the wire, if all values have the same size and any bytes are valid.
    pub(crate) fn fixed_wire_size(&self) -> Option<usize> {
        self.leaf_facts()?.size
    }

    /// Whether the Rust type of a value is `Copy`. Structs, enums, text and vectors never are.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        match self {
            Self::Builtin { value, .. } => value.is_copy(),
            Self::Repetition(repetition) => repetition.is_array && repetition.item.is_copy(),
            codec => codec.leaf_facts().is_some_and(|leaf| leaf.is_scalar || leaf.size.is_some()),
        }
    }

    /// Whether a value is a `string` or `bytes`, into whose Rust types others convert.
    pub(crate) fn is_text_or_bytes(&self) -> bool {
        matches!(self, Self::Primitive(Primitive::String | Primitive::Bytes) | Self::ByteVec)
    }

    /// Whether a view of a value borrows from the input.
    #[must_use]
    pub fn is_borrowed_by_view(&self) -> bool {
        let is_text = self.is_text_or_bytes();
        is_text || matches!(self, Self::Boxed(_) | Self::Bare { .. } | Self::Vector { .. })
    }

    /// Whether encoding a value needs numbers that its Rust type doesn't carry.
    pub(crate) fn needs_numbers(&self) -> bool {
        match self {
            Self::Vector { element, .. } => element.needs_numbers(),
            Self::Instance(instance) => {
                instance.numbers.is_some() || instance.arguments.iter().any(Self::needs_numbers)
            }
            _ => false,
        }
    }

    /// Whether a field may hold such a value behind a pointer: a value of a type or constructor behind a `Box`, and an
    /// array as a vector.
    pub(crate) fn can_be_boxed(&self) -> bool {
        match self {
            Self::Boxed(_) | Self::Bare { .. } => true,
            Self::Instance(instance) => instance.kind != InstanceKind::Record,
            Self::Repetition(repetition) => repetition.is_array,
            _ => false,
        }
    }

    /// Adds the type parameters inside the codec that `params` does not contain yet.
    pub(crate) fn collect_type_params(&self, params: &mut Vec<String>) {
        match self {
            Self::Param(param) if !params.contains(param) => params.push(param.clone()),
            Self::Vector { element, .. } => element.collect_type_params(params),
            Self::Instance(instance) => {
                instance.arguments.iter().for_each(|argument| argument.collect_type_params(params))
            }
            Self::Repetition(repetition) => repetition.item.collect_type_params(params),
            _ => {}
        }
    }
}
