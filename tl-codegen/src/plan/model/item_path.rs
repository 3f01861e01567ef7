//! Paths of generated items.

/// The path of an item of the generated code, below one of its module trees.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemPath {
    /// Modules below `types`, `constructors`, `functions`, `groups` or `records`; empty in the root namespace.
    pub namespace: Vec<String>,
    /// The identifier.
    pub ident: String,
}
