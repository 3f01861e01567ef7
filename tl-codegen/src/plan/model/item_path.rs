//! Paths of generated items.

/// Name of the folder for items without a namespace. The module `naming` gives this name to no namespace.
pub const ROOT_NAMESPACE_FOLDER: &str = "root";

/// Separates the parts of a namespace in the name of its folder: `overlay__node` for `overlay.node`. The name is
/// unique, because no module name in snake case contains two underscores in a row.
const FOLDER_NAMESPACE_SEPARATOR: &str = "__";

/// The path of an item of the generated code, below one of its module trees.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemPath {
    /// Modules below `types`, `constructors`, `functions`, `groups` or `records`; empty in the root namespace.
    pub namespace: Vec<String>,
    /// The identifier of the item.
    pub ident: String,
    /// The identifier of the item in its own file. It differs from `ident` for constructors that are not in the
    /// namespace of their type, with the groups and records of these: several in one file may have one identifier.
    pub local_ident: String,
}

impl ItemPath {
    /// The folder in which the item has its file. All folders are side by side: that of `overlay.node` is
    /// `overlay__node`, so that the type `overlay.Node` can have the file `overlay/node.rs`.
    #[must_use]
    pub fn namespace_folder(&self) -> String {
        if self.namespace.is_empty() {
            ROOT_NAMESPACE_FOLDER.to_owned()
        } else {
            self.namespace.join(FOLDER_NAMESPACE_SEPARATOR)
        }
    }
}
