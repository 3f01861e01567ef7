//! Which planned types mention which other planned types in their fields.
//!
//! Vectors, groups, pointers and bare constructors make no difference: only the mentioned types count.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{BoxedType, Codec, InstanceKind, ItemPath, Struct};

/// The graph of the types that a plan has, identified by their paths.
pub(super) struct ContainmentGraph<'a> {
    /// For each type, the types that its constructors mention.
    contained: BTreeMap<&'a ItemPath, BTreeSet<&'a ItemPath>>,
    /// For each constructor that has a struct, the type that it belongs to.
    owners: BTreeMap<&'a ItemPath, &'a ItemPath>,
}

impl<'a> ContainmentGraph<'a> {
    pub(super) fn graph_of_types(types: &'a [BoxedType]) -> Self {
        let constructors =
            types.iter().flat_map(|ty| ty.constructors.iter().map(|item| (&item.item_path, &ty.item_path)));
        let mut graph = Self { contained: BTreeMap::new(), owners: constructors.collect() };
        for ty in types {
            let codecs = ty.constructors.iter().flat_map(Struct::codecs);
            let contained = codecs.flat_map(|codec| graph.boxed_types_mentioned_by_codec(codec)).collect();
            graph.contained.insert(&ty.item_path, contained);
        }
        graph
    }

    /// The types that a type mentions.
    pub(super) fn types_mentioned_by(&self, ty: &ItemPath) -> impl Iterator<Item = &'a ItemPath> {
        self.contained.get(ty).into_iter().flatten().copied()
    }

    /// The types that mention a type.
    pub(super) fn types_mentioning(&self, ty: &ItemPath) -> impl Iterator<Item = &'a ItemPath> {
        self.contained.iter().filter(move |(_, contained)| contained.contains(ty)).map(|(outer, _)| *outer)
    }

    /// The boxed types that a codec mentions.
    pub(super) fn boxed_types_mentioned_by_codec(&self, codec: &'a Codec) -> Vec<&'a ItemPath> {
        match codec {
            Codec::Vector { element, .. } => self.boxed_types_mentioned_by_codec(element),
            Codec::Repetition(repetition) => self.boxed_types_mentioned_by_codec(&repetition.item),
            Codec::Instance(instance) => {
                let own = match instance.kind {
                    InstanceKind::Boxed => Some(&instance.item_path),
                    InstanceKind::Bare => self.owners.get(&instance.item_path).copied(),
                    InstanceKind::Record => None,
                };
                own.into_iter()
                    .chain(instance.arguments.iter().flat_map(|arg| self.boxed_types_mentioned_by_codec(arg)))
                    .collect()
            }
            codec => self.boxed_type_of_codec(codec).into_iter().collect(),
        }
    }

    /// The boxed type to which a boxed or bare value without arguments belongs.
    pub(super) fn boxed_type_of_codec<'c>(&self, codec: &'c Codec) -> Option<&'c ItemPath>
    where
        'a: 'c,
    {
        match codec {
            Codec::Boxed(item_path) => Some(item_path),
            Codec::Bare { constructor, .. } => self.owners.get(constructor).copied(),
            _ => None,
        }
    }
}
