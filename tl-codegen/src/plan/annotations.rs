//! Descriptions, attributes, names and `Arbitrary`, which the schema, its history and the settings add to planned items.
//!
//! Descriptions are copied as written; `emit` escapes them. Invariant: nothing here changes names, types or bytes.

use std::collections::BTreeMap;

use tl_parser::{Combinator, Doc, Schema, Section};

use super::model::{BoxedType, FieldKind, Function, Struct, TypeShape};
use crate::history::History;
use crate::renames::combinator_name;
use crate::selector::{ItemKind, Selector};
use crate::settings::{Gate, Settings};

/// Adds descriptions and attributes to all items.
pub(super) fn annotate_items(
    schema: &Schema,
    settings: &Settings,
    history: &History,
    types: &mut [BoxedType],
    functions: &mut [Function],
) {
    let annotator = Annotator { settings, history, docs: DocsByName::of_schema(schema) };
    types.iter_mut().for_each(|ty| annotator.annotate_type(ty));
    for function in functions {
        let name = function.item.name.clone();
        let attributes = annotator.attributes_of_types(|selector| selector.selects(ItemKind::Function, &name));
        annotator.annotate_struct(&mut function.item, ItemKind::Function, &attributes);
    }
}

/// The descriptions in a schema, by TL name.
struct DocsByName<'a> {
    types: BTreeMap<String, &'a str>,
    constructors: BTreeMap<String, &'a Combinator>,
    functions: BTreeMap<String, &'a Combinator>,
}

impl<'a> DocsByName<'a> {
    fn of_schema(schema: &'a Schema) -> Self {
        let types = schema.types.iter().filter_map(|ty| Some((ty.name.to_string(), ty.doc.as_deref()?)));
        let of_section = |section| {
            let found = schema.combinators.iter().filter(move |found| found.section == section && found.doc.is_some());
            found.map(|found| (combinator_name(schema, found).to_string(), found)).collect()
        };
        Self {
            types: types.collect(),
            constructors: of_section(Section::Types),
            functions: of_section(Section::Functions),
        }
    }

    fn of_combinator(&self, kind: ItemKind, name: &str) -> Option<&'a Doc> {
        let combinators = if kind == ItemKind::Function { &self.functions } else { &self.constructors };
        combinators.get(name)?.doc.as_ref()
    }
}

struct Annotator<'a> {
    settings: &'a Settings,
    history: &'a History,
    docs: DocsByName<'a>,
}

impl Annotator<'_> {
    fn annotate_type(&self, ty: &mut BoxedType) {
        let name = ty.name.clone();
        ty.notes.description = self.docs.types.get(&name).map(|text| (*text).to_owned());
        ty.notes.attributes = self.attributes_of_types(|selector| selector.selects(ItemKind::Type, &name));
        ty.has_names = self.settings.names != Gate::Never;
        ty.has_json = self.settings.json != Gate::Never && ty.numbers.is_empty();
        if let TypeShape::Enum(variants) = &mut ty.shape {
            for variant in variants {
                let doc = self.docs.of_combinator(ItemKind::Constructor, &variant.name);
                variant.description = doc.and_then(|doc| doc.description.clone());
                variant.since = self.history.since_sentence(Section::Types, &variant.name, variant.id);
            }
        }
        if let (None, TypeShape::Alias, [only]) = (&ty.notes.description, &ty.shape, &ty.constructors[..]) {
            let doc = self.docs.of_combinator(ItemKind::Constructor, &only.name);
            ty.notes.description = doc.and_then(|doc| doc.description.clone());
        }
        for constructor in &mut ty.constructors {
            let own = constructor.name.clone();
            let attributes = self.attributes_of_types(|selector| {
                selector.selects(ItemKind::Constructor, &own) || selector.selects(ItemKind::Type, &name)
            });
            self.annotate_struct(constructor, ItemKind::Constructor, &attributes);
        }
    }

    fn annotate_struct(&self, item: &mut Struct, kind: ItemKind, attributes: &[String]) {
        let name = item.name.clone();
        let doc = self.docs.of_combinator(kind, &name);
        item.notes.description = doc.and_then(|doc| doc.description.clone());
        let section = if kind == ItemKind::Function { Section::Functions } else { Section::Types };
        item.notes.since = self.history.since_sentence(section, &name, item.id);
        self.annotate_fields(item, kind, &name, "", doc, attributes);
    }

    /// Annotates the fields of a struct and of its records; `prefix` is the path of a record: `rows/`.
    fn annotate_fields(
        &self,
        item: &mut Struct,
        kind: ItemKind,
        owner: &str,
        prefix: &str,
        doc: Option<&Doc>,
        attributes: &[String],
    ) {
        item.notes.attributes = attributes.to_vec();
        item.impls.has_names = self.settings.names != Gate::Never;
        item.impls.has_json = self.settings.json != Gate::Never && item.numbers.is_none();
        item.impls.has_arbitrary = self.settings.arbitrary && item.numbers.is_none();
        let description = |name: &str| {
            let fields = doc.filter(|_| prefix.is_empty())?.fields.iter();
            fields.rev().find(|(found, _)| found == name).map(|(_, text)| text.clone())
        };
        let attributes_of_field = |name: &str| {
            let path = format!("{prefix}{name}");
            self.settings.attributes.of_field(kind, owner, &path).map(str::to_owned).collect()
        };
        for field in &mut item.fields {
            if let FieldKind::Group(group) = &mut field.kind {
                group.attributes = attributes.to_vec();
                for member in &mut group.members {
                    member.notes.description = description(&member.name);
                    member.notes.attributes = attributes_of_field(&member.name);
                }
            } else {
                field.notes.description = description(&field.name);
                field.notes.attributes = attributes_of_field(&field.name);
            }
        }
        for record in &mut item.records {
            let local = record.name.rsplit('.').next().unwrap_or_default();
            let prefix = format!("{prefix}{local}/");
            self.annotate_fields(record, kind, owner, &prefix, doc, attributes);
        }
    }

    fn attributes_of_types(&self, is_selected: impl Fn(&Selector) -> bool) -> Vec<String> {
        self.settings.attributes.of_types(is_selected).map(str::to_owned).collect()
    }
}
