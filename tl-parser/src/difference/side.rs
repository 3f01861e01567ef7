//! One of the two schemas, indexed by names and ids, with every type as text.
//!
//! All facts read a schema through this file and [`text`]. Invariant: declarations of types that the codec itself
//! supplies (`int ? = Int`, `vector`) are in no index, so they are in no fact.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::meaning::schema::{
    Arg, Combinator, CombinatorIndex, Condition, Field, Schema, Section, Ty, Type, TypeIndex,
};
use crate::meaning::tl_text;

/// A schema to be compared.
pub(super) struct SchemaSide<'a> {
    pub(super) schema: &'a Schema,
    /// One shape for each combinator of the schema, in the order of the schema.
    shapes: Vec<CombinatorShape<'a>>,
    /// Constructors by name, without those that the codec supplies. Of several with one name, the first.
    constructors: BTreeMap<String, CombinatorIndex>,
    /// Functions by name. Of several with one name, the first.
    functions: BTreeMap<String, CombinatorIndex>,
    /// Types by name, without those whose constructors are all supplied by the codec.
    pub(super) types: BTreeMap<String, TypeIndex>,
    by_id: FxHashMap<u32, CombinatorIndex>,
}

/// A combinator, prepared for comparison.
pub(super) struct CombinatorShape<'a> {
    pub(super) idx: CombinatorIndex,
    pub(super) name: String,
    pub(super) section: Section,
    /// The constructor id.
    pub(super) id: u32,
    /// Whether the combinator declares a type that the codec supplies, or is a `name ? = Type;` declaration.
    is_supplied: bool,
    pub(super) fields: Vec<FieldShape<'a>>,
    pub(super) result: &'a Ty,
    pub(super) result_text: String,
}

/// A field, prepared for comparison.
pub(super) struct FieldShape<'a> {
    /// The name of the field. An anonymous field is called `_` and its number among all fields, counted from 1: `_2`.
    pub(super) name: Cow<'a, str>,
    pub(super) ty: &'a Ty,
    /// The type of the field as TL text, without the condition: `int`.
    pub(super) text: String,
    pub(super) condition: Option<Condition>,
    /// The bit on which the field depends, as TL text: `flags.3`. `None` without a condition.
    pub(super) bit: Option<String>,
    /// Whether the type has no bytes on the wire: a bare constructor without fields, such as `true`.
    pub(super) is_zero_sized: bool,
    /// Whether a constructor with fields is used bare inside the type.
    pub(super) holds_bare: bool,
}

impl FieldShape<'_> {
    /// The type of the field as TL text, with the condition: `flags.3?int`.
    pub(super) fn text_with_bit(&self) -> String {
        self.bit.as_ref().map_or_else(|| self.text.clone(), |bit| format!("{bit}?{}", self.text))
    }

    /// Whether name, type and condition of both fields are the same.
    pub(super) fn has_same_name_type_and_bit(&self, other: &FieldShape<'_>) -> bool {
        self.name == other.name && self.text == other.text && self.bit == other.bit
    }
}

impl<'a> SchemaSide<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        let mut side = Self {
            schema,
            shapes: Vec::with_capacity(schema.combinators.len()),
            constructors: BTreeMap::new(),
            functions: BTreeMap::new(),
            types: BTreeMap::new(),
            by_id: FxHashMap::default(),
        };
        for (idx, combinator) in (0..).map(CombinatorIndex).zip(&schema.combinators) {
            let shape = combinator_shape(schema, idx, combinator);
            if !shape.is_supplied {
                let named = match shape.section {
                    Section::Types => &mut side.constructors,
                    Section::Functions => &mut side.functions,
                };
                named.entry(shape.name.clone()).or_insert(idx);
                side.by_id.entry(shape.id).or_insert(idx);
            }
            side.shapes.push(shape);
        }
        for (idx, ty) in (0..).map(TypeIndex).zip(&schema.types) {
            if side.constructors(ty).next().is_some() {
                side.types.entry(ty.name.to_string()).or_insert(idx);
            }
        }
        side
    }

    pub(super) fn shape(&self, idx: CombinatorIndex) -> &CombinatorShape<'a> {
        &self.shapes[idx.0 as usize]
    }

    /// The combinators of a section, sorted by name, without those that the codec supplies.
    pub(super) fn shapes_sorted_by_name(&self, section: Section) -> impl Iterator<Item = &CombinatorShape<'a>> {
        self.indices_by_name(section).values().map(|idx| self.shape(*idx))
    }

    fn indices_by_name(&self, section: Section) -> &BTreeMap<String, CombinatorIndex> {
        match section {
            Section::Types => &self.constructors,
            Section::Functions => &self.functions,
        }
    }

    pub(super) fn find_combinator(&self, section: Section, name: &str) -> Option<&CombinatorShape<'a>> {
        self.indices_by_name(section).get(name).map(|idx| self.shape(*idx))
    }

    /// The first combinator with this constructor id, without those that the codec supplies.
    pub(super) fn find_by_id(&self, id: u32) -> Option<&CombinatorShape<'a>> {
        self.by_id.get(&id).map(|idx| self.shape(*idx))
    }

    /// The type of this name; `None` if the codec supplies all its constructors.
    pub(super) fn find_type(&self, name: &str) -> Option<&'a Type> {
        self.types.get(name).map(|idx| self.schema.ty(*idx))
    }

    /// All combinators of the schema, including those that the codec supplies.
    pub(super) fn shapes(&self) -> &[CombinatorShape<'a>] {
        &self.shapes
    }

    /// The constructors of a type, without those that the codec supplies.
    pub(super) fn constructors(&self, ty: &'a Type) -> impl Iterator<Item = &CombinatorShape<'a>> {
        ty.constructors.iter().map(|idx| self.shape(*idx)).filter(|shape| !shape.is_supplied)
    }

    /// Ids of the constructors of a type, without those that the codec supplies.
    pub(super) fn constructor_ids(&self, ty: &'a Type) -> BTreeSet<u32> {
        self.constructors(ty).map(|shape| shape.id).collect()
    }
}

fn combinator_shape<'a>(schema: &'a Schema, idx: CombinatorIndex, combinator: &'a Combinator) -> CombinatorShape<'a> {
    let fields = combinator.fields.iter().enumerate();
    CombinatorShape {
        idx,
        name: combinator.name.to_string(),
        section: combinator.section,
        id: combinator.id,
        is_supplied: combinator.is_builtin || combinator.declares_codec_type(),
        fields: fields.map(|(idx, field)| field_shape(schema, combinator, idx, field)).collect(),
        result: &combinator.result,
        result_text: tl_text::ty(schema, combinator, &combinator.result),
    }
}

fn field_shape<'a>(schema: &'a Schema, combinator: &'a Combinator, idx: usize, field: &'a Field) -> FieldShape<'a> {
    let mut holds_bare = false;
    visit_nested_types(&field.ty, &mut |ty| {
        if let Ty::Bare { constructor, .. } = ty {
            holds_bare |= !schema.combinator(*constructor).fields.is_empty();
        }
    });
    FieldShape {
        name: field.name.as_deref().map_or_else(|| format!("_{}", idx + 1).into(), Cow::Borrowed),
        ty: &field.ty,
        text: tl_text::ty(schema, combinator, &field.ty),
        condition: field.condition,
        bit: field.condition.map(|condition| tl_text::bit(schema, combinator, condition)),
        is_zero_sized: is_zero_sized(schema, &field.ty),
        holds_bare,
    }
}

fn is_zero_sized(schema: &Schema, ty: &Ty) -> bool {
    matches!(ty, Ty::Bare { constructor, .. } if schema.combinator(*constructor).fields.is_empty())
}

/// Visits a type and all types inside it, those of arguments and repeated fields included.
pub(super) fn visit_nested_types<'a>(ty: &'a Ty, visitor: &mut dyn FnMut(&'a Ty)) {
    visitor(ty);
    match ty {
        Ty::Vector { element, .. } => visit_nested_types(element, visitor),
        Ty::CallOf(result) => visit_nested_types(result, visitor),
        Ty::Repetition { fields, .. } => fields.iter().for_each(|field| visit_nested_types(&field.ty, visitor)),
        Ty::Boxed { args, .. } | Ty::Bare { args, .. } => {
            for arg in args {
                if let Arg::Type(ty) = arg {
                    visit_nested_types(ty, visitor);
                }
            }
        }
        Ty::Nat | Ty::Primitive(_) | Ty::Param(_) | Ty::BareParam(_) | Ty::Call(_) | Ty::Opaque(_) => {}
    }
}
