//! Which functions return and accept a type, for the docs of the type.
//!
//! Only the type of a field or result counts, or of the items of a vector. Types further inside are not listed.

use std::collections::{BTreeMap, HashMap};

use super::model::{BoxedType, Codec, CrossReferences, Function, ItemPath};

/// The cross references of types, by TL name. Types without any are left out.
pub(super) fn of(types: &[BoxedType], functions: &[Function]) -> BTreeMap<String, CrossReferences> {
    let names = TypeNames::of(types);
    let mut references: BTreeMap<String, CrossReferences> = BTreeMap::new();
    for function in functions {
        let name = &function.item.name;
        if let Some(ty) = names.of_codec(&function.result) {
            references.entry(ty.to_owned()).or_default().returned_by.insert(name.clone());
        }
        let values = function.item.fields.iter().flat_map(|field| field.kind.values());
        for ty in values.filter_map(|value| names.of_codec(&value.codec)) {
            references.entry(ty.to_owned()).or_default().accepted_by.insert(name.clone());
        }
    }
    references
}

/// TL names of types, by the paths of the types and of their constructors.
struct TypeNames<'a> {
    of_types: HashMap<&'a ItemPath, &'a str>,
    of_constructors: HashMap<&'a ItemPath, &'a str>,
}

impl<'a> TypeNames<'a> {
    fn of(types: &'a [BoxedType]) -> Self {
        let of_types = types.iter().map(|ty| (&ty.item_path, ty.name.as_str()));
        let of_constructors =
            types.iter().flat_map(|ty| ty.constructors.iter().map(|item| (&item.item_path, ty.name.as_str())));
        Self { of_types: of_types.collect(), of_constructors: of_constructors.collect() }
    }

    fn of_codec(&self, codec: &Codec) -> Option<&'a str> {
        match codec {
            Codec::Boxed(item_path) => self.of_types.get(item_path).copied(),
            Codec::Bare { constructor, .. } => self.of_constructors.get(constructor).copied(),
            Codec::Vector { element, .. } => self.of_codec(element),
            _ => None,
        }
    }
}
