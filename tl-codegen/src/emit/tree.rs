//! Where the file of an item is, and with it its module: `items/types/messages/dialogs.rs`.
//!
//! Public modules (`types`, `functions`, `constructors`) are lists of re-exports. The items themselves are in the private
//! module `items`, which has one folder for each namespace. A path depends on one declaration alone.

use proc_macro2::TokenStream;

use crate::plan::{BoxedType, Function, ItemPath};

/// Modules between the protocol and an item.
pub(super) const DEPTH: usize = 4;

/// Files of code by their paths from the folder of the protocol.
pub(super) type CodeFiles = Vec<(String, TokenStream)>;

/// A folder of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tree {
    Types,
    Functions,
    Views,
}

/// The module of an item, which is a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ItemModule<'a> {
    pub(super) tree: Tree,
    /// The folder of the namespace.
    pub(super) folder: String,
    pub(super) name: &'a str,
}

impl Tree {
    /// The module of this tree, by its segments from the protocol.
    pub(super) const fn segments(self) -> [&'static str; 2] {
        match self {
            Self::Types => ["items", "types"],
            Self::Functions => ["items", "functions"],
            Self::Views => ["views", "items"],
        }
    }
}

impl<'a> ItemModule<'a> {
    /// The module of a boxed type.
    pub(super) fn of_type(ty: &'a BoxedType) -> Self {
        Self::new(Tree::Types, &ty.item_path, &ty.module)
    }

    /// The module of the view of a boxed type.
    pub(super) fn of_view(ty: &'a BoxedType) -> Self {
        Self::new(Tree::Views, &ty.item_path, &ty.module)
    }

    /// The module of a function.
    pub(super) fn of_function(function: &'a Function) -> Self {
        Self::new(Tree::Functions, &function.item.item_path, &function.module)
    }

    fn new(tree: Tree, item_path: &ItemPath, name: &'a str) -> Self {
        Self { tree, folder: item_path.folder(), name }
    }

    /// The path of the file, from the folder of the protocol.
    pub(super) fn file(&self) -> String {
        let [outer, inner] = self.tree.segments();
        format!("{outer}/{inner}/{}/{}.rs", self.folder, self.name)
    }

    /// The path of the module, by its segments from the protocol.
    pub(super) fn segments(&self) -> [&str; DEPTH] {
        let [outer, inner] = self.tree.segments();
        [outer, inner, &self.folder, self.name]
    }
}
