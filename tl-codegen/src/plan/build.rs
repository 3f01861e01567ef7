//! The walk over the schema that makes the plan.
//!
//! Types are taken innermost first, so that the size of what a field holds is known when its indirection is decided.

use std::collections::{BTreeSet, HashMap, HashSet};

use tl_parser::{Code, Combinator, CombinatorId, Diagnostic, Name, ParamKind, Schema, Section, Span, Ty, TypeId};

use super::codecs::{self, FIXED_ARGUMENT, GROWING_TYPE, NAME_LEN, NAMESPACES};
use super::graph::Components;
use super::indirection;
use super::model::{BoxedType, Function, ItemPath, Payload, Plan, Shape, Struct, Variant};
use super::naming::{self, Scopes};
use super::params::{self, Params};
use super::reach::{self, Reach};
use super::site::{Site, name_of_field};
use super::size::{Layout, LeastSizes};
use super::{cross_references, errors, fields, text, views};
use crate::metadata::Metadata;
use crate::settings::{Gate, Settings};

/// `boolTrue#997275b5 = Bool;` and `boolFalse#bc799737 = Bool;`.
const BOOL_IDS: [u32; 2] = [0x9972_75b5, 0xbc79_9737];

/// Namespaces inside each other that a name may stand in.
const MAX_NAMESPACES: usize = 16;

/// Bytes of a part of a name: file systems take 255, `.rs` and what naming adds included.
const MAX_NAME_LEN: usize = 120;

/// Bytes of the folder of a namespace: file systems take 255.
const MAX_FOLDER_LEN: usize = 255;

pub(super) fn build(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    let mut builder = Builder::new(schema);
    let types = builder.types();
    let functions = builder.functions(metadata);
    let supplied = builder.supplied();
    let common_errors = metadata.common_errors.clone();
    let (settings, layer) = (settings.clone(), schema.layer);
    let reach = Reach::of(&types, &functions, &settings.namespaces);
    let views = if settings.views == Gate::Never { BTreeSet::new() } else { views::of(&types) };
    let mut diagnostics = builder.diagnostics;
    diagnostics.extend(reach::taken_features(schema, &settings));
    let error_types = errors::plan(metadata, &mut builder.scopes, &mut diagnostics);
    let cross_references = cross_references::of(&types, &functions);
    let plan = Plan {
        settings,
        layer,
        supplied,
        types,
        functions,
        common_errors,
        error_types,
        cross_references,
        reach,
        views,
    };
    diagnostics.extend(builder.scopes.into_diagnostics());
    // What is said about a place, in the order of the text.
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span);
    (plan, diagnostics)
}

pub(super) struct Builder<'a> {
    pub(super) schema: &'a Schema,
    pub(super) components: Components,
    pub(super) least: LeastSizes,
    pub(super) params: Params,
    pub(super) scopes: Scopes,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What was said to be unsupported, by place.
    pub(super) reported: HashSet<(Span, Code)>,
    /// Types that hold themselves with larger arguments.
    growing: BTreeSet<TypeId>,
    pub(super) type_layouts: HashMap<TypeId, Layout>,
    pub(super) constructor_layouts: HashMap<CombinatorId, Layout>,
    /// Namespaces that are declared already.
    namespaces: HashSet<Vec<String>>,
}

impl<'a> Builder<'a> {
    fn new(schema: &'a Schema) -> Self {
        Self {
            schema,
            components: Components::of(schema),
            least: LeastSizes::of(schema),
            params: Params::of(schema),
            reported: HashSet::new(),
            growing: params::growing(schema),
            scopes: Scopes::default(),
            diagnostics: Vec::new(),
            type_layouts: HashMap::new(),
            constructor_layouts: HashMap::new(),
            namespaces: HashSet::new(),
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
        planned.sort_by(|a, b| a.item.name.cmp(&b.item.name));
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
    pub(super) fn is_supplied(&self, ty: TypeId) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        let is_known = |id: &CombinatorId| self.schema.combinator(*id).is_known();
        self.is_bool(ty) || !constructors.is_empty() && constructors.iter().all(is_known)
    }

    /// Whether this is `Bool`: two constructors without fields, with the ids that the runtime knows.
    pub(super) fn is_bool(&self, ty: TypeId) -> bool {
        let [a, b] = self.schema.ty(ty).constructors[..] else { return false };
        let (a, b) = (self.schema.combinator(a), self.schema.combinator(b));
        let ids = [a.id.min(b.id), a.id.max(b.id)];
        ids == BOOL_IDS && a.fields.is_empty() && b.fields.is_empty()
    }

    fn boxed_type(&mut self, id: TypeId) -> Option<BoxedType> {
        let ty = self.schema.ty(id);
        let first = self.schema.combinator(*ty.constructors.first()?);
        if self.growing.contains(&id) {
            self.unsupported(first.span, GROWING_TYPE);
            return None;
        }
        for id in &ty.constructors {
            let constructor = self.schema.combinator(*id);
            if !params::is_plain_result(&constructor.result) {
                self.unsupported(constructor.span, FIXED_ARGUMENT);
                return None;
            }
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
        let item_path = self.type_place(id);
        let module = naming::module_ident(&ty.name.local);
        let name = ty.name.to_string();
        self.declare_namespace(&ty.name, first.span);
        let is_free = self.scopes.declare(scope("types", &item_path), &item_path.ident, &name, first.span)
            && self.declare_file("types", &item_path, &module, &name, first.span);
        if !is_free {
            return None;
        }
        let mut ids = ty.constructors.clone();
        ids.sort_by_key(|id| self.name(self.schema.combinator(*id)));
        let simplest = (0..ids.len()).min_by_key(|index| self.least.rank(ids[*index])).unwrap_or(0);
        let (params, numbers) = self.rust_params(&item_path, &ids);
        let (shape, constructors, layout) = self.shape(id, &ids, &item_path, least_size);
        self.type_layouts.insert(id, layout);
        let memory = layout.size;
        Some(BoxedType { name, item_path, module, params, numbers, shape, constructors, simplest, least_size, memory })
    }

    /// What a boxed type calls its type parameters and its numbers: as its first constructor does.
    fn rust_params(&self, item_path: &ItemPath, ids: &[CombinatorId]) -> (Vec<String>, Vec<String>) {
        let mut params = Vec::new();
        let mut numbers = Vec::new();
        for position in self.positions(ids) {
            let (kind, name) = self.param_at(ids[0], position);
            match kind {
                ParamKind::Type => params.push(naming::param_ident(name, &item_path.ident)),
                ParamKind::Nat => numbers.push(naming::number_ident(name)),
            }
        }
        (params, numbers)
    }

    /// The parameters in Rust of the type that these constructors make, by position in TL.
    fn positions(&self, ids: &[CombinatorId]) -> Vec<usize> {
        match &self.schema.combinator(ids[0]).result {
            Ty::Boxed { ty, .. } => self.params.of_type(self.schema, *ty),
            _ => Vec::new(),
        }
    }

    /// Kind and name of the parameter that a constructor has at this position of its result.
    fn param_at(&self, id: CombinatorId, position: usize) -> (ParamKind, &'a str) {
        let combinator = self.schema.combinator(id);
        let own = (0..combinator.params.len()).find(|own| params::position(&combinator.result, *own) == Some(position));
        own.map_or((ParamKind::Type, ""), |own| (combinator.params[own].kind, &combinator.params[own].name))
    }

    /// The parameters of a constructor's struct, as the enum of `all` calls them.
    fn payload_params(
        &self,
        id: CombinatorId,
        all: &[CombinatorId],
        item_path: &ItemPath,
    ) -> (Vec<String>, Vec<String>) {
        let combinator = self.schema.combinator(id);
        let own = self.params.own(self.schema, id, None);
        let mut params = Vec::new();
        let mut numbers = Vec::new();
        for position in own.into_iter().filter_map(|own| params::position(&combinator.result, own)) {
            let (kind, name) = self.param_at(all[0], position);
            match kind {
                ParamKind::Type => params.push(naming::param_ident(name, &item_path.ident)),
                ParamKind::Nat => numbers.push(naming::number_ident(name)),
            }
        }
        (params, numbers)
    }

    fn shape(
        &mut self,
        owner: TypeId,
        ids: &[CombinatorId],
        item_path: &ItemPath,
        least_size: usize,
    ) -> (Shape, Vec<Struct>, Layout) {
        let mut bodies: Vec<_> = ids.iter().map(|id| self.structure(*id, Some(owner))).collect();
        self.constructor_layouts.extend(ids.iter().copied().zip(bodies.iter().map(|(_, layout)| *layout)));
        if bodies.len() == 1 {
            let (body, layout) = bodies.remove(0);
            return (Shape::Alias, vec![body], layout);
        }
        let sizes: Vec<_> = bodies.iter().map(|(_, layout)| layout.size).collect();
        let mut structs = Vec::new();
        let mut variants = Vec::new();
        let mut payloads = Vec::new();
        let are_indirect = indirection::are_indirect(&sizes, least_size);
        for ((id, (body, layout)), is_indirect) in ids.iter().zip(bodies).zip(are_indirect) {
            let (params, numbers) = self.payload_params(*id, ids, item_path);
            let payload = Payload { constructor: structs.len(), is_indirect, params, numbers };
            let payload = (!body.wire_fields.is_empty()).then_some(payload);
            if payload.is_some() {
                payloads.push(if is_indirect { Layout::POINTER } else { layout });
                structs.push(body);
            }
            variants.push(self.variant(owner, *id, payload));
        }
        let layout = Layout::of_enum(variants.len(), payloads);
        (Shape::Enum(variants), structs, layout)
    }

    fn variant(&mut self, owner: TypeId, id: CombinatorId, payload: Option<Payload>) -> Variant {
        let ty = &self.schema.ty(owner).name;
        let combinator = self.schema.combinator(id);
        let ident = naming::variant_ident(ty, &self.name(combinator));
        let name = self.name_of(combinator);
        self.scopes.declare(format!("the variants of `{ty}`"), &ident, &name, combinator.span);
        Variant { name, ident, id: combinator.id, tl: combinator.line.clone(), payload }
    }

    fn structure(&mut self, id: CombinatorId, owner: Option<TypeId>) -> (Struct, Layout) {
        let combinator = self.schema.combinator(id);
        let tl_name = self.name(combinator);
        self.declare_namespace(&tl_name, combinator.span);
        let item_path = item_path(&tl_name);
        let site = Site::of_combinator(self, id, owner, item_path.clone());
        let planned = fields::plan(self, &site);
        let layout = Layout::of_struct(planned.layout);
        let name = site.name.clone();
        let tree = if owner.is_some() { "constructors" } else { "functions" };
        self.scopes.declare(scope(tree, &item_path), &item_path.ident, &name, combinator.span);
        self.declare_fields(&site);
        for (method, way) in [("new", "make"), ("clone", "copy")] {
            if planned.implied.iter().any(|implied| implied.ident == method) {
                let message =
                    format!("`{method}` of `{name}` becomes a method, and so does the way to {way} the value");
                self.diagnostics.push(Diagnostic::error(Code::NameCollision, combinator.span, message));
            }
        }
        let least_size = self.least.of_fields(id).unwrap_or_else(|| {
            self.infinite(combinator, &name);
            0
        });
        let own = self.params.own(self.schema, id, Some(ParamKind::Type));
        let own: Vec<_> = own.into_iter().map(|param| combinator.params[param].name.as_str()).collect();
        let params: Vec<_> = own.iter().map(|param| param_ident(combinator, param)).collect();
        for (param, ident) in own.iter().zip(&params) {
            self.scopes.declare(format!("the parameters of `{name}`"), ident, param, combinator.span);
        }
        let numbers: Vec<_> = site.told.iter().map(|variable| site.locals[variable].ident.clone()).collect();
        let numbers = (!numbers.is_empty()).then_some(numbers);
        let (fields, wire_fields, implied, records) =
            (planned.fields, planned.wire_fields, planned.implied, planned.records);
        let (id, tl, memory, is_function) = (combinator.id, combinator.line.clone(), layout.size, owner.is_none());
        let names = text::names(&site);
        let body = Struct {
            name,
            item_path,
            id,
            tl,
            names,
            is_function,
            params,
            numbers,
            records,
            fields,
            wire_fields,
            implied,
            least_size,
            memory,
        };
        (body, layout)
    }

    /// Whether modules and files can be called like this.
    fn has_usable_name(&mut self, name: &Name, span: Span) -> bool {
        let what = if name.namespace.len() > MAX_NAMESPACES {
            NAMESPACES
        } else if name.namespace.iter().chain([&name.local]).any(|part| part.len() > MAX_NAME_LEN)
            || item_path(name).folder().len() > MAX_FOLDER_LEN
        {
            NAME_LEN
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

    /// Declares the file of an item. Tells whether the file is no other item's.
    fn declare_file(&mut self, tree: &str, item_path: &ItemPath, module: &str, name: &str, span: Span) -> bool {
        self.scopes.declare(scope(&format!("the files of `{tree}`"), item_path), module, name, span)
    }

    /// Declares the fields of a struct, and the numbers that it is told.
    pub(super) fn declare_fields(&mut self, site: &Site<'_>) {
        let fields = format!("the fields of `{}`", site.name);
        let span = site.combinator.span;
        for variable in &site.told {
            let local = &site.locals[variable];
            self.scopes.declare(fields.clone(), &local.ident, &local.name, span);
        }
        for (index, field) in site.fields.iter().enumerate() {
            let name = name_of_field(site.fields, index);
            self.scopes.declare(fields.clone(), &naming::field_ident(&name), &name, field.span);
        }
    }

    fn function(&mut self, id: CombinatorId, metadata: &Metadata) -> Option<Function> {
        let combinator = self.schema.combinator(id);
        if !self.has_usable_name(&combinator.name, combinator.span) {
            return None;
        }
        let is_call = |index| combinator.fields.iter().any(|field| field.ty == Ty::Call(index));
        for (index, param) in (0..).zip(&combinator.params) {
            let what = match param.kind {
                ParamKind::Nat => codecs::RESULT,
                ParamKind::Type if is_call(index) => continue,
                ParamKind::Type => codecs::PARAM,
            };
            self.unsupported(combinator.span, what);
            return None;
        }
        let (body, _) = self.structure(id, None);
        let module = naming::module_ident(&combinator.name.local);
        if !self.declare_file("functions", &body.item_path, &module, &body.name, combinator.span) {
            return None;
        }
        let result = self.result(combinator)?;
        let result_tl = combinator.line.rsplit(" = ").next().unwrap_or_default().trim_end_matches(';').to_owned();
        let method = metadata.methods.get(&body.name).cloned();
        Some(Function { item: body, module, result, result_tl, method })
    }

    fn infinite(&mut self, combinator: &Combinator, name: &str) {
        let message = format!("no value of `{name}` can be sent");
        let note = "each one holds another value of the type itself, or takes 16 MiB at least";
        self.diagnostics.push(Diagnostic::error(Code::InfiniteType, combinator.span, message).note(note));
    }

    /// Whether a type is an enum that structs of constructors convert into.
    pub(super) fn has_conversions(&self, ty: TypeId) -> bool {
        let constructors = &self.schema.ty(ty).constructors;
        constructors.len() > 1 && constructors.iter().any(|id| !self.schema.combinator(*id).fields.is_empty())
    }

    pub(super) fn type_place(&self, ty: TypeId) -> ItemPath {
        item_path(&self.schema.ty(ty).name)
    }
}

/// The identifier of a type parameter of this combinator.
pub(super) fn param_ident(combinator: &Combinator, param: &str) -> String {
    naming::param_ident(param, &naming::type_ident(&combinator.name.local))
}

/// The path of an item by its TL name.
pub(super) fn item_path(name: &Name) -> ItemPath {
    ItemPath { namespace: naming::namespace(name), ident: naming::type_ident(&name.local) }
}

/// The module `tree` of a place, for messages.
fn scope(tree: &str, item_path: &ItemPath) -> String {
    format!("{tree} of {}", root_or(&item_path.namespace.join("::")))
}

fn root_or(namespace: &str) -> String {
    if namespace.is_empty() { "the root namespace".to_owned() } else { format!("namespace `{namespace}`") }
}
