//! The plan of a protocol and its functions.

use std::collections::{BTreeMap, BTreeSet};

use super::errors::ErrorType;
use super::item_path::ItemPath;
use super::presence::Presence;
use super::structs::Struct;
use super::types::BoxedType;
use super::value::Codec;
use crate::metadata::{Access, ErrorRow, MethodRow};
use crate::settings::Settings;

/// The generated code of one protocol, as decided.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The settings that the caller chose.
    pub settings: Settings,
    /// The layer, if the schema names one.
    pub layer: Option<u32>,
    /// TL lines of the constructors that the runtime supplies. Nothing is generated for them.
    pub supplied: Vec<String>,
    /// Boxed types.
    pub types: Vec<BoxedType>,
    /// Functions.
    pub functions: Vec<Function>,
    /// Errors that any function may return.
    pub common_errors: Vec<ErrorRow>,
    /// Error types of the protocol, sorted by name.
    pub error_types: Vec<ErrorType>,
    /// For the TL name of a type, the functions that return or accept it.
    pub cross_references: BTreeMap<String, CrossReferences>,
    /// Types that are present with some cargo features only. All other types are always present.
    pub reach: BTreeMap<ItemPath, Presence>,
    /// Types with a view; empty if views are switched off.
    pub views: BTreeSet<ItemPath>,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its struct.
    pub item: Struct,
    /// The private module that contains it, which is also the name of its file.
    pub module: String,
    /// How its result is encoded.
    pub result: Codec,
    /// The result type in TL.
    pub result_tl: String,
    /// The row of the metadata about it, if there is one.
    pub method: Option<MethodRow>,
}

/// The functions that a type is linked to in its docs, by TL name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrossReferences {
    /// Functions whose result is the type, or a vector of it.
    pub returned_by: BTreeSet<String>,
    /// Functions with a field of the type, or of a vector of it.
    pub accepted_by: BTreeSet<String>,
}

impl Plan {
    /// Every struct: constructors first, then functions.
    pub fn structs(&self) -> impl Iterator<Item = &Struct> {
        let constructors = self.types.iter().flat_map(|ty| &ty.constructors);
        constructors.chain(self.functions.iter().map(|function| &function.item))
    }

    /// Whether a type has a view.
    #[must_use]
    pub fn has_view(&self, ty: &BoxedType) -> bool {
        self.views.contains(&ty.item_path)
    }

    /// The types with a view.
    pub fn viewed_types(&self) -> impl Iterator<Item = &BoxedType> {
        self.types.iter().filter(|ty| self.has_view(ty))
    }
}

impl Function {
    /// The first part of its TL name, if it is in a namespace: `messages` of `messages.sendMessage`.
    pub(crate) fn top_namespace(&self) -> Option<&str> {
        self.item.name.split_once('.').map(|(namespace, _)| namespace)
    }

    /// Whether users, bots, and bots over a business connection may call it.
    pub(crate) fn accesses(&self) -> [Access; 3] {
        self.method.as_ref().map_or_else(Default::default, |method| [method.users, method.bots, method.business])
    }
}
