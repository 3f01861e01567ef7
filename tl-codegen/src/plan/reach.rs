//! Which types the functions of each namespace reach, and so with which cargo features an item is there.
//!
//! A function reaches the types of its fields and of its result; a type reaches those of the fields of all its
//! constructors. Vectors, groups, pointers and bare constructors make no difference. Invariant: with any set of features,
//! whatever an item that is there names is there too.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Code, Diagnostic, Schema, Section};

use super::model::{BoxedType, Codec, FieldKind, Function, ItemPath, Plan, Struct, Tree, Value};
use crate::settings::{Namespaces, Settings};

/// When an item is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// Always.
    Always,
    /// With any of these features, of which there is one at least.
    AnyOf(BTreeSet<String>),
}

static ALWAYS: Presence = Presence::Always;

/// When types are there. Nothing is noted of those that always are.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    types: BTreeMap<ItemPath, Presence>,
}

/// How many items are there with some features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Functions.
    pub functions: usize,
    /// Types.
    pub types: usize,
    /// Constructors.
    pub constructors: usize,
}

impl Presence {
    /// Whether the item is there with these features.
    #[must_use]
    pub fn is_with(&self, features: &[&str]) -> bool {
        match self {
            Self::Always => true,
            Self::AnyOf(any) => features.iter().any(|feature| any.contains(*feature)),
        }
    }

    /// When this item or another one is there.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::AnyOf(one), Self::AnyOf(other)) => Self::AnyOf(one | other),
            _ => Self::Always,
        }
    }

    pub(super) fn feature(name: &str) -> Self {
        Self::AnyOf(BTreeSet::from([name.to_owned()]))
    }
}

impl Extent {
    /// What is left without what others have.
    #[must_use]
    pub fn without(self, others: Self) -> Self {
        Self {
            functions: self.functions - others.functions,
            types: self.types - others.types,
            constructors: self.constructors - others.constructors,
        }
    }
}

impl Reach {
    pub(super) fn of(types: &[BoxedType], functions: &[Function], namespaces: &Namespaces) -> Self {
        let Namespaces::Features { all, .. } = namespaces else { return Self::default() };
        let graph = Graph::of(types);
        let mut starts: BTreeMap<Option<&str>, BTreeSet<&ItemPath>> = BTreeMap::from([(None, BTreeSet::new())]);
        for function in functions {
            let of_function = names(&function.item).chain([&function.result]).flat_map(|codec| graph.types(codec));
            starts.entry(feature_of(function)).or_default().extend(of_function);
        }
        let mut reached: BTreeMap<&ItemPath, Presence> = BTreeMap::new();
        for (feature, start) in starts {
            let presence = feature.map_or(Presence::Always, Presence::feature);
            for ty in graph.closure(start) {
                reached.entry(ty).and_modify(|known| *known = known.or(&presence)).or_insert_with(|| presence.clone());
            }
        }
        let unreached = Presence::feature(all);
        let types = types.iter().map(|ty| (&ty.item_path, reached.get(&ty.item_path).unwrap_or(&unreached)));
        let switched = types.filter(|(_, presence)| **presence != Presence::Always);
        Self { types: switched.map(|(item_path, presence)| (item_path.clone(), presence.clone())).collect() }
    }
}

/// The types that hold each other, by place.
pub(super) struct Graph<'a> {
    /// The types that a type names.
    held: BTreeMap<&'a ItemPath, BTreeSet<&'a ItemPath>>,
    /// The type of each constructor with a struct.
    owners: BTreeMap<&'a ItemPath, &'a ItemPath>,
}

impl<'a> Graph<'a> {
    pub(super) fn of(types: &'a [BoxedType]) -> Self {
        let constructors =
            types.iter().flat_map(|ty| ty.constructors.iter().map(|body| (&body.item_path, &ty.item_path)));
        let mut graph = Self { held: BTreeMap::new(), owners: constructors.collect() };
        for ty in types {
            let held = ty.constructors.iter().flat_map(names).flat_map(|codec| graph.types(codec));
            let held: Vec<_> = held.collect();
            graph.held.entry(&ty.item_path).or_default().extend(held);
        }
        graph
    }

    /// The types that a type names.
    pub(super) fn held(&self, ty: &ItemPath) -> impl Iterator<Item = &'a ItemPath> {
        self.held.get(ty).into_iter().flatten().copied()
    }

    /// The types that a value is of, its items are, or its arguments.
    fn types(&self, codec: &'a Codec) -> Vec<&'a ItemPath> {
        match codec {
            Codec::Boxed(item_path) => vec![item_path],
            Codec::Bare { constructor, .. } => self.owners.get(constructor).copied().into_iter().collect(),
            Codec::Vector { element, .. } => self.types(element),
            Codec::Repetition(repetition) => self.types(&repetition.item),
            Codec::Instance(found) => {
                let own = match found.tree {
                    Tree::Types => Some(&found.item_path),
                    Tree::Constructors => self.owners.get(&found.item_path).copied(),
                    Tree::Records => None,
                };
                own.into_iter().chain(found.arguments.iter().flat_map(|argument| self.types(argument))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// These types and all that they reach.
    fn closure(&self, start: BTreeSet<&'a ItemPath>) -> BTreeSet<&'a ItemPath> {
        let mut open: Vec<_> = start.iter().copied().collect();
        let mut closed = start;
        while let Some(ty) = open.pop() {
            let held = self.held.get(ty).into_iter().flatten();
            open.extend(held.filter(|held| closed.insert(held)));
        }
        closed
    }
}

/// The values of a struct and of its records.
pub(super) fn names(body: &Struct) -> impl Iterator<Item = &Codec> {
    let fields = std::iter::once(body).chain(body.all_records()).flat_map(|body| &body.fields);
    let values = fields.flat_map(|field| -> Vec<&Value> {
        match &field.kind {
            FieldKind::Required(value) | FieldKind::Optional(value) => vec![value],
            FieldKind::Flag => Vec::new(),
            FieldKind::Group(group) => group.members.iter().map(|(_, value)| value).collect(),
        }
    });
    values.map(|value| &value.codec)
}

/// The feature of a function: the first part of its TL name, if it is in a namespace.
fn feature_of(function: &Function) -> Option<&str> {
    function.item.name.split_once('.').map(|(namespace, _)| namespace)
}

/// Namespaces called like a feature that means something else.
pub(super) fn taken_features(schema: &Schema, settings: &Settings) -> Vec<Diagnostic> {
    let Namespaces::Features { all, taken, .. } = &settings.namespaces else { return Vec::new() };
    let own = settings.features().chain(["default", all]);
    let mut taken: BTreeSet<&str> = own.chain(taken.iter().map(String::as_str)).collect();
    let functions = schema.combinators.iter().filter(|combinator| combinator.section == Section::Functions);
    let mut found = Vec::new();
    for function in functions {
        let Some(namespace) = function.name.namespace.first() else { continue };
        // Each once.
        if taken.remove(namespace.as_str()) {
            let message = format!("the feature of namespace `{namespace}` is called like one with another meaning");
            found.push(Diagnostic::error(Code::NameCollision, function.span, message));
        }
    }
    found
}

impl Plan {
    /// When a type is there.
    #[must_use]
    pub fn presence_of_type(&self, ty: &BoxedType) -> &Presence {
        self.reach.types.get(&ty.item_path).unwrap_or(&ALWAYS)
    }

    /// When a function is there.
    #[must_use]
    pub fn presence_of_function(&self, function: &Function) -> Presence {
        match self.settings.namespaces {
            Namespaces::Always => Presence::Always,
            Namespaces::Features { .. } => feature_of(function).map_or(Presence::Always, Presence::feature),
        }
    }

    /// The features of namespaces, sorted; none if everything is always there.
    #[must_use]
    pub fn features(&self) -> BTreeSet<&str> {
        match self.settings.namespaces {
            Namespaces::Always => BTreeSet::new(),
            Namespaces::Features { .. } => self.functions.iter().filter_map(feature_of).collect(),
        }
    }

    /// How much is there with these features.
    #[must_use]
    pub fn extent(&self, features: &[&str]) -> Extent {
        let types: Vec<_> = self.types.iter().filter(|ty| self.presence_of_type(ty).is_with(features)).collect();
        let functions = self.functions.iter().filter(|function| self.presence_of_function(function).is_with(features));
        Extent {
            functions: functions.count(),
            types: types.len(),
            constructors: types.iter().map(|ty| ty.n_constructors()).sum(),
        }
    }

    /// How much is there by default.
    #[must_use]
    pub fn extent_of_default(&self) -> Extent {
        self.extent(&self.default_features())
    }

    /// How much is there by default and with one more feature.
    #[must_use]
    pub fn extent_with_default(&self, feature: &str) -> Extent {
        self.extent(&[&self.default_features()[..], &[feature]].concat())
    }

    /// How much there is at all.
    #[must_use]
    pub fn extent_of_all(&self) -> Extent {
        Extent {
            functions: self.functions.len(),
            types: self.types.len(),
            constructors: self.types.iter().map(BoxedType::n_constructors).sum(),
        }
    }

    fn default_features(&self) -> Vec<&str> {
        match &self.settings.namespaces {
            Namespaces::Always => Vec::new(),
            Namespaces::Features { default, .. } => default.iter().map(String::as_str).collect(),
        }
    }
}
