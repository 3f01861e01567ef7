//! The public items of a plan by path, with the TL declarations that they come from.

use std::collections::BTreeMap;

use tl_parser::difference::Subject;

use crate::plan::public_names::item_path_in_tree;
use crate::plan::{BitGroup, BoxedType, Function, Plan, Struct, TypeShape};

/// The public items of a plan, by path.
pub(super) struct PublicItems<'a> {
    items: BTreeMap<String, PublicItem<'a>>,
}

/// A public item.
pub(super) enum PublicItem<'a> {
    /// An enum, or an alias of a struct.
    Type(&'a BoxedType),
    /// The view of a type.
    View(&'a BoxedType),
    /// The struct of a constructor, with its type.
    Constructor(&'a Struct, &'a BoxedType),
    /// The struct of a function.
    Function(&'a Function),
    /// The struct for the fields of a repetition.
    Record(&'a Struct, TlOrigin<'a>),
    /// The struct for the values that share a bit.
    Group(&'a BitGroup, TlOrigin<'a>),
}

/// The TL declaration that an item comes from.
#[derive(Clone, Copy)]
pub(super) struct TlOrigin<'a> {
    pub(super) subject: Subject,
    /// The TL name of the declaration.
    pub(super) name: &'a str,
    /// The TL name of the type to which a constructor belongs.
    pub(super) owner: Option<&'a str>,
}

impl<'a> TlOrigin<'a> {
    pub(super) fn from_type(ty: &'a BoxedType) -> Self {
        Self { subject: Subject::Type, name: &ty.name, owner: None }
    }

    /// A type, and each of its constructors.
    pub(super) fn from_type_and_constructors(ty: &'a BoxedType) -> Vec<Self> {
        let constructor = |name: &'a str| Self { subject: Subject::Constructor, name, owner: None };
        let constructors: Vec<_> = match &ty.shape {
            TypeShape::Alias => ty.constructors.iter().map(|item| constructor(&item.name)).collect(),
            TypeShape::Enum(variants) => variants.iter().map(|variant| constructor(&variant.name)).collect(),
        };
        [Self::from_type(ty)].into_iter().chain(constructors).collect()
    }

    fn from_constructor(item: &'a Struct, ty: &'a BoxedType) -> Self {
        Self { subject: Subject::Constructor, name: &item.name, owner: Some(&ty.name) }
    }

    pub(super) fn from_function(function: &'a Function) -> Self {
        Self { subject: Subject::Function, name: &function.item.name, owner: None }
    }
}

impl<'a> PublicItem<'a> {
    pub(super) fn tl_origin(&self) -> TlOrigin<'a> {
        match self {
            Self::Type(ty) | Self::View(ty) => TlOrigin::from_type(ty),
            Self::Constructor(item, ty) => TlOrigin::from_constructor(item, ty),
            Self::Function(function) => TlOrigin::from_function(function),
            Self::Record(_, origin) | Self::Group(_, origin) => *origin,
        }
    }

    pub(super) fn as_struct(&self) -> Option<&'a Struct> {
        match self {
            Self::Constructor(item, _) | Self::Record(item, _) => Some(item),
            Self::Function(function) => Some(&function.item),
            Self::Type(_) | Self::View(_) | Self::Group(..) => None,
        }
    }
}

impl<'a> PublicItems<'a> {
    pub(super) fn items_of_plan(plan: &'a Plan) -> Self {
        let mut items = Self { items: BTreeMap::new() };
        for ty in &plan.types {
            items.items.insert(item_path_in_tree("types", &ty.item_path), PublicItem::Type(ty));
            if plan.has_view(ty) {
                items.items.insert(item_path_in_tree("views", &ty.item_path), PublicItem::View(ty));
            }
            for item in &ty.constructors {
                items.insert_struct("constructors", item, PublicItem::Constructor(item, ty));
            }
        }
        for function in &plan.functions {
            items.insert_struct("functions", &function.item, PublicItem::Function(function));
        }
        items
    }

    /// Adds a struct, and the structs of its groups and repetitions.
    fn insert_struct(&mut self, tree: &str, item: &'a Struct, entry: PublicItem<'a>) {
        let origin = entry.tl_origin();
        self.items.insert(item_path_in_tree(tree, &item.item_path), entry);
        for record in item.all_records() {
            self.items.insert(item_path_in_tree("records", &record.item_path), PublicItem::Record(record, origin));
        }
        for (_, group) in item.all_bit_groups() {
            self.items.insert(item_path_in_tree("groups", &group.item_path), PublicItem::Group(group, origin));
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &PublicItem<'a>)> {
        self.items.iter()
    }

    pub(super) fn item_at_path(&self, path: &str) -> Option<&PublicItem<'a>> {
        self.items.get(path)
    }

    /// The path of the item in the same module tree as `path` that comes from the TL name `name`.
    pub(super) fn path_of_tl_name(&self, path: &str, name: &str) -> Option<&str> {
        let tree = path.split("::").next().unwrap_or(path);
        let in_tree = self.items.iter().filter(|(path, _)| path.split("::").next() == Some(tree));
        let is_own = |item: &PublicItem<'_>| !matches!(item, PublicItem::Record(..) | PublicItem::Group(..));
        let mut found = in_tree.filter(|(_, item)| is_own(item) && item.tl_origin().name == name);
        found.next().map(|(path, _)| path.as_str())
    }
}

/// Whether a type is an enum.
pub(super) fn is_enum_type(ty: &BoxedType) -> bool {
    matches!(ty.shape, TypeShape::Enum(_))
}
