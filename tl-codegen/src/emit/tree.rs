//! Where the file of an item is, and with it its module: `items/types/messages/dialogs.rs`.
//!
//! Public modules (`types`, `functions`, `constructors`) are lists of re-exports. The items themselves are in the private
//! module `items`, which has one folder for each namespace. A path depends on one declaration alone.

use proc_macro2::TokenStream;

use crate::plan::{BoxedType, Function, Plan, Presence};

/// Modules between the protocol and an item.
pub(super) const DEPTH: usize = 4;

/// Files of code by their paths from the folder of the protocol.
pub(super) type CodeFiles = Vec<(String, TokenStream)>;

/// An item with a file of its own, which is a module.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Type(&'a BoxedType),
    Function(&'a Function),
    View(&'a BoxedType),
}

impl<'a> Item<'a> {
    /// The types and functions of a plan.
    pub(super) fn owned(plan: &'a Plan) -> impl Iterator<Item = Self> {
        plan.types.iter().map(Self::Type).chain(plan.functions.iter().map(Self::Function))
    }

    /// The views of a plan.
    pub(super) fn views(plan: &'a Plan) -> impl Iterator<Item = Self> {
        plan.viewed_types().map(Self::View)
    }

    /// The condition under which the item is present.
    pub(super) fn presence(self, plan: &Plan) -> Presence {
        match self {
            Self::Type(ty) | Self::View(ty) => plan.presence_of_type(ty).clone(),
            Self::Function(function) => plan.presence_of_function(function),
        }
    }

    /// The path of the module, by its segments from the protocol. The third is the folder of the namespace.
    pub(super) fn segments(self) -> [String; DEPTH] {
        let (outer, inner, item_path, name) = match self {
            Self::Type(ty) => ("items", "types", &ty.item_path, &ty.module),
            Self::Function(function) => ("items", "functions", &function.item.item_path, &function.module),
            Self::View(ty) => ("views", "items", &ty.item_path, &ty.module),
        };
        [outer.to_owned(), inner.to_owned(), item_path.folder(), name.clone()]
    }

    /// The path of the file, from the folder of the protocol.
    pub(super) fn file(self) -> String {
        self.segments().join("/") + ".rs"
    }
}
