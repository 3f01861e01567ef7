//! Boxed types: enums, and aliases of structs.

use super::item_path::ItemPath;
use super::structs::Struct;

/// A result type of constructors.
#[derive(Clone, Debug)]
pub struct BoxedType {
    /// The TL name.
    pub name: String,
    /// Its path below `types`.
    pub item_path: ItemPath,
    /// The private module that contains it, which is also the name of its file.
    pub module: String,
    /// Identifiers of its type parameters.
    pub params: Vec<String>,
    /// Variables for the numbers that its constructors take as parameters: `n` for `{n:#}`.
    pub numbers: Vec<String>,
    /// The kind of Rust item.
    pub shape: Shape,
    /// Structs of its constructors. In an enum, a constructor without fields has none.
    pub constructors: Vec<Struct>,
    /// Index of the variant with the smallest values; a decoder returns one of them after an error.
    pub simplest: usize,
    /// Least bytes on the wire, with the constructor id.
    pub least_size: usize,
    /// Most bytes in memory on a 64-bit machine.
    pub memory: usize,
}

/// The Rust item that a boxed type becomes.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A type alias for the struct of its only constructor.
    Alias,
    /// An enum with a variant for each constructor.
    Enum(Vec<Variant>),
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The TL name of the constructor.
    pub name: String,
    /// The identifier.
    pub ident: String,
    /// The constructor id.
    pub id: u32,
    /// The TL line of the constructor.
    pub tl: String,
    /// The struct of the constructor, unless it has no fields.
    pub payload: Option<Payload>,
}

/// The struct that a variant holds.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Index into [`BoxedType::constructors`].
    pub constructor: usize,
    /// Whether the variant holds it behind a `Box`.
    pub is_indirect: bool,
    /// Its type parameters, as the enum names them.
    pub params: Vec<String>,
    /// The numbers that it takes, as the enum names them.
    pub numbers: Vec<String>,
}

impl BoxedType {
    /// Number of its constructors, with and without fields.
    #[must_use]
    pub fn n_constructors(&self) -> usize {
        match &self.shape {
            Shape::Alias => 1,
            Shape::Enum(variants) => variants.len(),
        }
    }
}
