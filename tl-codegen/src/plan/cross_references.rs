//! Which functions return and accept a type, for the docs of the type.
//!
//! Only the type of a field or result counts, or of the items of a vector. Types further inside are not listed.

use std::collections::BTreeMap;

use super::containment::ContainmentGraph;
use super::model::{BoxedType, Codec, CrossReferences, Function, ItemPath};

/// The cross references of types, by TL name. Types that no function returns or accepts are left out.
pub(super) fn plan_cross_references(
    types: &[BoxedType],
    functions: &[Function],
    graph: &ContainmentGraph<'_>,
) -> BTreeMap<String, CrossReferences> {
    let names: BTreeMap<&ItemPath, &String> = types.iter().map(|ty| (&ty.item_path, &ty.name)).collect();
    let name_of = |codec| names.get(graph.boxed_type_of_codec(strip_vectors(codec))?).copied().cloned();
    let mut references: BTreeMap<String, CrossReferences> = BTreeMap::new();
    for function in functions {
        let name = &function.item.name;
        if let Some(ty) = name_of(&function.result) {
            references.entry(ty).or_default().returned_by.insert(name.clone());
        }
        let values = function.item.fields.iter().flat_map(|field| field.kind.values_in_field());
        for ty in values.filter_map(|value| name_of(&value.codec)) {
            references.entry(ty).or_default().accepted_by.insert(name.clone());
        }
    }
    references
}

fn strip_vectors(mut codec: &Codec) -> &Codec {
    while let Codec::Vector { element, .. } = codec {
        codec = element;
    }
    codec
}
