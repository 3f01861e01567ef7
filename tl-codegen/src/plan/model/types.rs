//! Boxed types: enums, and aliases of structs.

use super::item_path::ItemPath;
use super::structs::{Annotations, Struct};
use super::value::FieldValue;

/// A result type of constructors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxedType {
    /// The TL name of the type.
    pub name: String,
    /// The path of the type, below `types`.
    pub item_path: ItemPath,
    /// The private module that contains the type, which is also the name of its file.
    pub module: String,
    /// Identifiers of the type parameters.
    pub params: Vec<String>,
    /// Variables for the numbers that the constructors take as parameters: `n` for `{n:#}`.
    pub numbers: Vec<String>,
    /// The Rust item that the type becomes: an alias or an enum.
    pub shape: TypeShape,
    /// Structs of the type's constructors. In an enum, a constructor without fields has no struct.
    pub constructors: Vec<Struct>,
    /// Index of the variant with the smallest values. A decoder returns a value of this variant after an error.
    pub simplest: usize,
    /// Least bytes on the wire, with the constructor id.
    pub least_size: usize,
    /// Most bytes in memory on a 64-bit machine.
    pub memory: usize,
    /// The description of the type, and the attributes of its enum.
    pub notes: Annotations,
    /// Whether the type implements `Eq` and `Hash`, with all structs of its constructors.
    pub is_hashable: bool,
    /// Methods of the enum for the fields that all constructors have.
    pub accessors: Vec<Accessor>,
    /// Whether some field of the plan holds the type behind a `Box`.
    pub is_boxed_in_fields: bool,
    /// Whether encoding a value takes so little code that it is inlined into its callers. Never set for an alias.
    pub is_encoded_inline: bool,
    /// Whether the decoding of the enum refers to the names of the protocol.
    pub has_names: bool,
    /// Whether the enum has JSON, by the table of the protocol.
    pub has_json: bool,
}

/// The Rust item that a boxed type becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeShape {
    /// A type alias for the struct of its only constructor.
    Alias,
    /// An enum with a variant for each constructor.
    Enum(Vec<Variant>),
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The TL name of the constructor.
    pub name: String,
    /// The identifier of the variant.
    pub ident: String,
    /// The id of the constructor.
    pub id: u32,
    /// The constant of the enum that holds the id. `None` for a constructor with a struct, which has the id itself, and
    /// for names that another variant would need too.
    pub id_constant: Option<String>,
    /// The TL line of the constructor.
    pub tl: String,
    /// The struct of the constructor, unless it has no fields.
    pub payload: Option<VariantPayload>,
    /// The description of the constructor in the schema, as written.
    pub description: Option<String>,
    /// A sentence about the layers of the constructor; `None` if they are unknown.
    pub since: Option<String>,
}

/// A method of an enum for a field that all its constructors have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accessor {
    /// The TL name of the field.
    pub name: String,
    /// The name of the method.
    pub ident: String,
    /// The value in the first constructor; `None` for a flag.
    pub value: Option<FieldValue>,
    /// Whether the field is conditional in some constructor, so that the method returns an `Option`.
    pub is_optional: bool,
}

/// The struct that a variant holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantPayload {
    /// The index of the struct in [`BoxedType::constructors`].
    pub constructor: usize,
    /// Whether the variant holds the struct behind a `Box`.
    pub is_indirect: bool,
    /// The type parameters of the struct, as the enum names them.
    pub params: Vec<String>,
    /// The numbers that the struct takes, as the enum names them.
    pub numbers: Vec<String>,
}

impl BoxedType {
    /// Number of constructors, with and without fields.
    #[must_use]
    pub fn n_constructors(&self) -> usize {
        match &self.shape {
            TypeShape::Alias => 1,
            TypeShape::Enum(variants) => variants.len(),
        }
    }
}
