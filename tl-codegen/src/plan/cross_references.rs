//! Which functions return and accept a type, for its docs.
//!
//! A function accepts a type that a field of it is of, or a vector of, and returns one that its result is of, or a vector
//! of. What is further inside isn't looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::model::{BoxedType, Codec, FieldKind, Function, ItemPath};

/// The functions that have to do with a type, by their TL names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrossReferences {
    /// Those whose result it is.
    pub returned_by: BTreeSet<String>,
    /// Those with a field of it.
    pub accepted_by: BTreeSet<String>,
}

/// The types that functions use, by their TL names.
pub(super) fn of(types: &[BoxedType], functions: &[Function]) -> BTreeMap<String, CrossReferences> {
    let names = Names::of(types);
    let mut uses: BTreeMap<String, CrossReferences> = BTreeMap::new();
    for function in functions {
        let name = &function.item.name;
        if let Some(ty) = names.of_codec(&function.result) {
            uses.entry(ty.to_owned()).or_default().returned_by.insert(name.clone());
        }
        let fields = function.item.fields.iter().flat_map(|field| codecs(&field.kind));
        for ty in fields.filter_map(|codec| names.of_codec(codec)) {
            uses.entry(ty.to_owned()).or_default().accepted_by.insert(name.clone());
        }
    }
    uses
}

/// What the values of a field are.
fn codecs(kind: &FieldKind) -> Vec<&Codec> {
    match kind {
        FieldKind::Required(value) | FieldKind::Optional(value) => vec![&value.codec],
        FieldKind::Group(group) => group.members.iter().map(|(_, value)| &value.codec).collect(),
        FieldKind::Flag => Vec::new(),
    }
}

/// TL names of types by the places of these and of their constructors.
struct Names<'a> {
    of_types: HashMap<&'a ItemPath, &'a str>,
    of_constructors: HashMap<&'a ItemPath, &'a str>,
}

impl<'a> Names<'a> {
    fn of(types: &'a [BoxedType]) -> Self {
        let of_types = types.iter().map(|ty| (&ty.item_path, ty.name.as_str()));
        let of_constructors =
            types.iter().flat_map(|ty| ty.constructors.iter().map(|body| (&body.item_path, ty.name.as_str())));
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
