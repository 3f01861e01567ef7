//! The walk over the schema that makes the plan.
//!
//! Types are taken innermost first, so that the size of what a field holds is known when its indirection is decided.

use std::collections::{HashMap, HashSet};

use tl_parser::{
    Code, Combinator, CombinatorId, Diagnostic, Name, ParamKind, Primitive, Schema, Section, Span, Ty, TypeId,
};

use super::graph::Components;
use super::indirection;
use super::model::{BoxedType, Codec, Function, Payload, Place, Plan, Shape, Struct, Variant};
use super::naming::{self, Scopes};
use super::reach::{self, Reach};
use super::size::{Layout, LeastSizes};
use super::{errors, fields, uses};
use crate::metadata::Metadata;
use crate::settings::Settings;

/// `boolTrue#997275b5 = Bool;` and `boolFalse#bc799737 = Bool;`.
const BOOL_IDS: [u32; 2] = [0x9972_75b5, 0xbc79_9737];

/// Namespaces inside each other that a name may stand in.
const MAX_NAMESPACES: usize = 16;

/// Bytes of a part of a name: file systems take 255, `.rs` and what naming adds included.
const MAX_NAME_LEN: usize = 120;

/// Vectors inside each other that rustc takes without complaint.
const MAX_VECTOR_DEPTH: usize = 32;

pub(super) fn build(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    let mut builder = Builder::new(schema);
    let types = builder.types();
    let functions = builder.functions(metadata);
    let supplied = builder.supplied();
    let common_errors = metadata.common_errors.clone();
    let (settings, layer) = (settings.clone(), schema.layer);
    let reach = Reach::of(&types, &functions, &settings.namespaces);
    let mut diagnostics = builder.diagnostics;
    diagnostics.extend(reach::taken_features(schema, &settings));
    let error_types = errors::plan(metadata, &mut builder.scopes, &mut diagnostics);
    let uses = uses::of(&types, &functions);
    let plan = Plan { settings, layer, supplied, types, functions, common_errors, error_types, uses, reach };
    diagnostics.extend(builder.scopes.into_diagnostics());
    (plan, diagnostics)
}

pub(super) struct Builder<'a> {
    pub(super) schema: &'a Schema,
    pub(super) components: Components,
    pub(super) least: LeastSizes,
    pub(super) scopes: Scopes,
    diagnostics: Vec<Diagnostic>,
    type_layouts: HashMap<TypeId, Layout>,
    constructor_layouts: HashMap<CombinatorId, Layout>,
    /// Folders of namespaces in namespaces that are declared already.
    folders: HashSet<(&'static str, Vec<String>)>,
    /// Namespaces that are declared already.
    namespaces: HashSet<Vec<String>>,
}

impl<'a> Builder<'a> {
    fn new(schema: &'a Schema) -> Self {
        Self {
            schema,
            components: Components::of(schema),
            least: LeastSizes::of(schema),
            scopes: Scopes::default(),
            diagnostics: Vec::new(),
            type_layouts: HashMap::new(),
            constructor_layouts: HashMap::new(),
            folders: HashSet::new(),
            namespaces: HashSet::new(),
        }
    }

    /// Notes that something can't be generated.
    pub(super) fn unsupported(&mut self, span: Span, what: &str) {
        let message = format!("{what} can be read but not generated");
        let known = self.diagnostics.iter().any(|other| other.primary.span == span && other.message == message);
        if !known {
            let help = "leave the declaration out, or write it in another way";
            self.diagnostics.push(Diagnostic::error(Code::Unsupported, span, message).help(help));
        }
    }

    fn types(&mut self) -> Vec<BoxedType> {
        let mut types = self.components.innermost_first();
        types.retain(|ty| !self.is_supplied(*ty) && !self.schema.ty(*ty).constructors.is_empty());
        let mut planned: Vec<_> = types.into_iter().filter_map(|ty| self.boxed_type(ty)).collect();
        planned.sort_by(|a, b| a.name.cmp(&b.name));
        planned
    }

    fn functions(&mut self, metadata: &Metadata) -> Vec<Function> {
        let schema = self.schema;
        let ids = (0_u32..).zip(&schema.combinators).filter(|(_, combinator)| combinator.section == Section::Functions);
        let mut planned: Vec<_> = ids.filter_map(|(id, _)| self.function(CombinatorId(id), metadata)).collect();
        planned.sort_by(|a, b| a.body.name.cmp(&b.body.name));
        planned
    }

    /// The lines that the runtime stands for, sorted.
    fn supplied(&self) -> Vec<String> {
        let ids = (0_u32..).map(TypeId).zip(&self.schema.types).filter(|(id, _)| self.is_supplied(*id));
        let constructors = ids.flat_map(|(_, ty)| &ty.constructors);
        let mut lines: Vec<_> = constructors.map(|id| self.schema.combinator(*id).line.clone()).collect();
        lines.sort();
        lines
    }

    /// Whether the runtime has this type.
    fn is_supplied(&self, ty: TypeId) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        let is_known = |id: &CombinatorId| self.schema.combinator(*id).is_known();
        self.is_bool(ty) || !constructors.is_empty() && constructors.iter().all(is_known)
    }

    /// Whether this is `Bool`: two constructors without fields, with the ids that the runtime knows.
    fn is_bool(&self, ty: TypeId) -> bool {
        let [a, b] = self.schema.ty(ty).constructors[..] else { return false };
        let (a, b) = (self.schema.combinator(a), self.schema.combinator(b));
        let ids = [a.id.min(b.id), a.id.max(b.id)];
        ids == BOOL_IDS && a.fields.is_empty() && b.fields.is_empty()
    }

    fn boxed_type(&mut self, id: TypeId) -> Option<BoxedType> {
        let ty = self.schema.ty(id);
        let first = self.schema.combinator(*ty.constructors.first()?);
        if !ty.params.is_empty() {
            self.unsupported(first.span, "a generic type other than `Vector`");
            return None;
        }
        for id in &ty.constructors {
            let constructor = self.schema.combinator(*id);
            if !self.has_usable_name(&constructor.name, constructor.span) {
                return None;
            }
        }
        if !self.has_usable_name(&ty.name, first.span) {
            return None;
        }
        let Some(least_size) = self.least.of_type(id) else {
            self.infinite(first, &ty.name.to_string());
            return None;
        };
        let place = self.type_place(id);
        let module = naming::module_ident(&ty.name.local);
        let name = ty.name.to_string();
        self.declare_namespace(&ty.name, first.span);
        if self.scopes.declare(scope("types", &place), &place.ident, &name, first.span) {
            self.declare_file("types", &place, &module, &name, first.span);
        }
        let mut ids = ty.constructors.clone();
        ids.sort_by_key(|id| &self.schema.combinator(*id).name);
        let (shape, constructors, layout) = self.shape(id, &ids);
        self.type_layouts.insert(id, layout);
        Some(BoxedType { name, place, module, shape, constructors, least_size, memory: layout.size })
    }

    fn shape(&mut self, owner: TypeId, ids: &[CombinatorId]) -> (Shape, Vec<Struct>, Layout) {
        let mut structs = Vec::new();
        let mut variants = Vec::new();
        let mut payloads = Vec::new();
        for id in ids {
            let (body, layout) = self.structure(*id, Some(owner));
            self.constructor_layouts.insert(*id, layout);
            if ids.len() == 1 {
                return (Shape::Alias, vec![body], layout);
            }
            let is_indirect = indirection::is_variant_indirect(layout.size);
            let payload = (!body.steps.is_empty()).then_some(Payload { constructor: structs.len(), is_indirect });
            if payload.is_some() {
                payloads.push(if is_indirect { Layout::POINTER } else { layout });
            }
            variants.push(self.variant(owner, *id, payload));
            structs.extend(variants.last().is_some_and(|variant| variant.payload.is_some()).then_some(body));
        }
        let layout = Layout::of_enum(variants.len(), payloads);
        (Shape::Enum(variants), structs, layout)
    }

    fn variant(&mut self, owner: TypeId, id: CombinatorId, payload: Option<Payload>) -> Variant {
        let ty = &self.schema.ty(owner).name;
        let combinator = self.schema.combinator(id);
        let ident = naming::variant_ident(ty, &combinator.name);
        let name = combinator.name.to_string();
        self.scopes.declare(format!("the variants of `{ty}`"), &ident, &name, combinator.span);
        Variant { name, ident, id: combinator.id, tl: combinator.line.clone(), payload }
    }

    fn structure(&mut self, id: CombinatorId, owner: Option<TypeId>) -> (Struct, Layout) {
        let combinator = self.schema.combinator(id);
        self.declare_namespace(&combinator.name, combinator.span);
        let planned = fields::plan(self, combinator, owner);
        let layout = Layout::of_struct(planned.layout);
        let name = combinator.name.to_string();
        let place = place(&combinator.name);
        let tree = if owner.is_some() { "constructors" } else { "functions" };
        self.scopes.declare(scope(tree, &place), &place.ident, &name, combinator.span);
        self.declare_fields(combinator);
        if planned.implied.iter().any(|implied| implied.ident == "new") {
            let message = format!("`new` of `{name}` becomes a method, and so does the way to make the value");
            self.diagnostics.push(Diagnostic::error(Code::NameCollision, combinator.span, message));
        }
        let least_size = self.least.of_fields(id).unwrap_or_else(|| {
            self.infinite(combinator, &name);
            0
        });
        let params: Vec<_> = combinator.params.iter().map(|param| param_ident(combinator, &param.name)).collect();
        for (param, ident) in combinator.params.iter().zip(&params) {
            self.scopes.declare(format!("the parameters of `{name}`"), ident, &param.name, combinator.span);
        }
        let (fields, steps, implied) = (planned.fields, planned.steps, planned.implied);
        let (id, tl, memory) = (combinator.id, combinator.line.clone(), layout.size);
        (Struct { name, place, id, tl, params, fields, steps, implied, least_size, memory }, layout)
    }

    /// Whether modules and files can be called like this.
    fn has_usable_name(&mut self, name: &Name, span: Span) -> bool {
        let what = if name.local == "_" {
            "a constructor without a name"
        } else if name.namespace.len() > MAX_NAMESPACES {
            "a name in so many namespaces"
        } else if name.namespace.iter().chain([&name.local]).any(|part| part.len() > MAX_NAME_LEN) {
            "a name too long for a file"
        } else {
            return true;
        };
        self.unsupported(span, what);
        false
    }

    /// Declares the namespaces of a name: two that become one module would mix what is in them.
    fn declare_namespace(&mut self, name: &Name, span: Span) {
        for len in 1..=name.namespace.len() {
            let folder = &name.namespace[..len];
            if self.namespaces.insert(folder.to_vec()) {
                let parent: Vec<_> = folder[..len - 1].iter().map(|part| naming::module_ident(part)).collect();
                let module = naming::module_ident(&folder[len - 1]);
                let of = format!("namespace {}", folder.join("."));
                self.scopes.declare(format!("the namespaces of {}", root_or(&parent.join("::"))), &module, &of, span);
            }
        }
    }

    /// Declares the file of an item, and the folders that lead there, which a file can't be called like.
    fn declare_file(&mut self, tree: &'static str, place: &Place, module: &str, name: &str, span: Span) {
        let files = format!("the files of `{tree}`");
        self.scopes.declare(scope(&files, place), module, name, span);
        for len in 2..=place.namespace.len() {
            let folder = &place.namespace[..len];
            if self.folders.insert((tree, folder.to_vec())) {
                let parent = Place { namespace: folder[..len - 1].to_vec(), ident: String::new() };
                let of = format!("namespace {}", folder.join("."));
                self.scopes.declare(scope(&files, &parent), &folder[len - 1], &of, span);
            }
        }
    }

    fn declare_fields(&mut self, combinator: &Combinator) {
        let fields = format!("the fields of `{}`", combinator.name);
        for field in &combinator.fields {
            let Some(name) = &field.name else { continue };
            self.scopes.declare(fields.clone(), &naming::field_ident(name), name, field.span);
        }
    }

    fn function(&mut self, id: CombinatorId, metadata: &Metadata) -> Option<Function> {
        let combinator = self.schema.combinator(id);
        if combinator.params.iter().any(|param| param.kind == ParamKind::Nat) {
            self.unsupported(combinator.span, "a function with a number as parameter");
            return None;
        }
        if !self.has_usable_name(&combinator.name, combinator.span) {
            return None;
        }
        for (index, param) in (0..).zip(&combinator.params) {
            if !combinator.fields.iter().any(|field| field.ty == Ty::Call(index)) {
                let what = format!("a function whose parameter `{}` is the result of no call", param.name);
                self.unsupported(combinator.span, &what);
                return None;
            }
        }
        let (body, _) = self.structure(id, None);
        let module = naming::module_ident(&combinator.name.local);
        self.declare_file("functions", &body.place, &module, &body.name, combinator.span);
        let result = match &combinator.result {
            Ty::Param(index) => Codec::Param(param_ident(combinator, &combinator.params.get(*index as usize)?.name)),
            ty => self.codec(ty, combinator, combinator.span)?.0,
        };
        let result_tl = combinator.line.rsplit(" = ").next().unwrap_or_default().trim_end_matches(';').to_owned();
        let method = metadata.methods.get(&body.name).cloned();
        Some(Function { body, module, result, result_tl, method })
    }

    fn infinite(&mut self, combinator: &Combinator, name: &str) {
        let message = format!("no value of `{name}` can be sent");
        let note = "each one holds another value of the type itself, or takes 16 MiB at least";
        self.diagnostics.push(Diagnostic::error(Code::InfiniteType, combinator.span, message).note(note));
    }

    /// How a type stands on the wire, and its layout in memory.
    pub(super) fn codec(&mut self, ty: &Ty, combinator: &Combinator, span: Span) -> Option<(Codec, Layout)> {
        let what = match ty {
            Ty::Nat => return Some((Codec::Nat, Layout::nat())),
            Ty::Primitive(Primitive::Float) => "a `float`",
            Ty::Primitive(primitive) => return Some((primitive_codec(*primitive)?, Layout::primitive(*primitive))),
            Ty::Vector { .. } if vector_depth(ty) > MAX_VECTOR_DEPTH => "a vector of vectors of vectors, so deep,",
            Ty::Vector { element, .. } if self.takes_no_bytes(element) => "a vector of items that take no bytes",
            Ty::Vector { is_bare, element } => {
                let (element, _) = self.codec(element, combinator, span)?;
                return Some((Codec::Vector { is_bare: *is_bare, element: Box::new(element) }, Layout::VEC));
            }
            Ty::Boxed { ty, .. } if self.is_bool(*ty) => return Some((Codec::Bool, Layout::BOOL)),
            Ty::Boxed { ty, args } if args.is_empty() && !self.is_supplied(*ty) => {
                let layout = self.type_layouts.get(ty).copied().unwrap_or(Layout::POINTER);
                return Some((Codec::Boxed(self.type_place(*ty)), layout));
            }
            Ty::Bare { constructor, args } if args.is_empty() => {
                let least_size = self.least.of_fields(*constructor).unwrap_or(0);
                let layout = self.constructor_layouts.get(constructor).copied().unwrap_or(Layout::POINTER);
                let constructor = place(&self.schema.combinator(*constructor).name);
                return Some((Codec::Bare { constructor, least_size }, layout));
            }
            Ty::Call(index) if combinator.section == Section::Functions => {
                let param = combinator.params.get(*index as usize)?;
                return Some((Codec::Param(param_ident(combinator, &param.name)), Layout::POINTER));
            }
            Ty::Boxed { ty, args } if args.is_empty() && self.is_supplied(*ty) => "a boxed built-in type",
            Ty::Boxed { .. } | Ty::Bare { .. } => "a generic type other than `Vector`",
            Ty::Param(_) | Ty::BareParam(_) => "a parameter as a type",
            Ty::Call(_) => "a constructor that holds a call",
            Ty::CallOf(_) => "a call whose result is not a parameter",
            Ty::Opaque(_) => "a value of any type",
            Ty::Repetition { .. } => "a repetition",
        };
        self.unsupported(span, what);
        None
    }

    /// Whether a value of this type may stand on the wire as nothing at all.
    fn takes_no_bytes(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Bare { constructor, .. } if self.least.of_fields(*constructor) == Some(0))
    }

    /// Whether a type is an enum that structs of constructors convert into.
    pub(super) fn has_conversions(&self, ty: TypeId) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        constructors.len() > 1 && constructors.iter().any(|id| !self.schema.combinator(*id).fields.is_empty())
    }

    fn type_place(&self, ty: TypeId) -> Place {
        place(&self.schema.ty(ty).name)
    }
}

/// How many vectors are inside each other.
fn vector_depth(mut ty: &Ty) -> usize {
    let mut depth = 0;
    while let Ty::Vector { element, .. } = ty {
        depth += 1;
        ty = element;
    }
    depth
}

/// The identifier of a type parameter of this combinator.
fn param_ident(combinator: &Combinator, param: &str) -> String {
    naming::param_ident(param, &naming::type_ident(&combinator.name.local))
}

/// The path of an item by its TL name.
fn place(name: &Name) -> Place {
    Place { namespace: naming::namespace(name), ident: naming::type_ident(&name.local) }
}

/// The module `tree` of a place, for messages.
fn scope(tree: &str, place: &Place) -> String {
    format!("{tree} of {}", root_or(&place.namespace.join("::")))
}

fn root_or(namespace: &str) -> String {
    if namespace.is_empty() { "the root namespace".to_owned() } else { format!("namespace `{namespace}`") }
}

fn primitive_codec(primitive: Primitive) -> Option<Codec> {
    Some(match primitive {
        Primitive::Float => return None,
        Primitive::Int => Codec::Int,
        Primitive::Long => Codec::Long,
        Primitive::Double => Codec::Double,
        Primitive::String => Codec::String,
        Primitive::Bytes => Codec::Bytes,
        Primitive::Int128 => Codec::Int128,
        Primitive::Int256 => Codec::Int256,
    })
}
