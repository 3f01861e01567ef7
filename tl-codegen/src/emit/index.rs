//! The modules that lead to the files: one `mod.rs` for each namespace, and the lists of constructors and groups.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::gated::{self, Items};
use super::module::{ident, supers};
use super::{cross_references, errors, function, methods};
use crate::plan::{BoxedType, ItemPath, Plan, Presence, Struct};

/// Modules by name, by namespace.
type Tree<'a> = BTreeMap<&'a [String], BTreeMap<&'a str, Leaf<'a>>>;

/// A module and its items for everybody.
struct Leaf<'a> {
    items: BTreeSet<&'a str>,
    presence: Presence,
}

/// `mod.rs` of the protocol.
pub(super) fn protocol(plan: &Plan) -> TokenStream {
    let layer = plan.layer.map(|layer| {
        let layer = Literal::u32_unsuffixed(layer);
        let docs = super::docs::comment(["The layer of the schema, for `invokeWithLayer`.".to_owned()]);
        quote!(#docs #[allow(dead_code)] pub const LAYER: u32 = #layer;)
    });
    let modules = modules(plan).into_iter().map(|(name, docs)| {
        let docs = [docs.to_owned()].into_iter().chain(gated::docs(plan, name));
        let (name, docs, allow) = (ident(name), super::docs::comment(docs), allow());
        quote!(#docs #allow pub mod #name;)
    });
    let (gated, uses, views, metadata) = (gated::definition(plan), uses(plan), view_modules(plan), metadata(plan));
    let decoding = decoding(plan);
    quote!(#gated #uses #(#modules)* #views #layer #metadata #decoding)
}

/// Nobody uses all of a schema; docs and names are the schema's; which variants are behind a pointer is decided by the plan;
/// what reads is `extern "C"` so that it doesn't unwind, and called by Rust alone.
fn allow() -> TokenStream {
    let rustc = quote!(dead_code, improper_ctypes_definitions, missing_docs, unreachable_pub, unused_imports);
    quote!(#[allow(#rustc, clippy::large_enum_variant, clippy::module_inception)])
}

/// The module of views, where there are some.
fn view_modules(plan: &Plan) -> TokenStream {
    if !has_views(plan) {
        return TokenStream::new();
    }
    function::gated(&plan.settings.views, || {
        let docs = super::docs::comment([
            "What values look like where they lie, of types that need nothing but their bytes to be read.".to_owned(),
        ]);
        let allow = allow();
        quote!(#docs #allow pub mod views;)
    })
}

/// Whether there are views.
pub(super) fn has_views(plan: &Plan) -> bool {
    !plan.views.is_empty()
}

/// The module of the macro `uses`, which stands before what takes its docs from there.
fn uses(plan: &Plan) -> TokenStream {
    if !cross_references::is_there(plan) {
        return TokenStream::new();
    }
    quote! {
        #[cfg(doc)]
        #[macro_use]
        mod uses;
    }
}

/// What servers need of functions.
fn decoding(plan: &Plan) -> TokenStream {
    if !function::has_decoding(plan) {
        return TokenStream::new();
    }
    function::gated(&plan.settings.function_decoding, || {
        let allow = allow();
        quote!(#allow mod decoding;)
    })
}

/// What is known of functions, and their errors.
fn metadata(plan: &Plan) -> TokenStream {
    let files = [
        (errors::is_there(plan), "errors", &errors::ITEMS[..]),
        (methods::is_there(plan), "methods", &methods::ITEMS[..]),
    ];
    let items = files.into_iter().filter(|(is_there, ..)| *is_there).flat_map(|(_, module, items)| {
        let (module, items) = (ident(module), items.iter().map(|item| ident(item)));
        let allow = allow();
        [quote!(#allow mod #module;), quote!(#allow pub use self::#module::{#(#items),*};)]
    });
    items.map(|item| function::gated(&plan.settings.metadata, || item)).collect()
}

/// The modules of a protocol that have something in them.
fn modules(plan: &Plan) -> Vec<(&'static str, &'static str)> {
    let has_constructors = plan.types.iter().any(|ty| !ty.constructors.is_empty());
    let has_groups = plan.structs().any(|body| body.all_groups().next().is_some());
    let has_records = plan.structs().any(|body| !body.records.is_empty());
    [
        (!plan.types.is_empty(), "types", "Boxed types."),
        (has_constructors, "constructors", "Structs of constructors; those without fields are variants only."),
        (!plan.functions.is_empty(), "functions", "Structs of functions."),
        (has_groups, "groups", "Fields that share a bit, and so are there together or not at all."),
        (has_records, "records", "Fields that are repeated together."),
    ]
    .into_iter()
    .filter_map(|(is_there, name, docs)| is_there.then_some((name, docs)))
    .collect()
}

/// The `mod.rs` of every namespace below `types` or `functions`, by path.
pub(super) fn namespaces(tree: &str, plan: &Plan) -> BTreeMap<String, TokenStream> {
    match tree {
        "types" => modules_of(tree, &types(plan, plan.types.iter())),
        _ => modules_of(tree, &functions(plan)),
    }
}

fn modules_of(tree: &str, items: &Tree<'_>) -> BTreeMap<String, TokenStream> {
    let folders = folders(items);
    let mut files = BTreeMap::new();
    for (folder, presence) in &folders {
        let mut code = Items::within(presence);
        let own = items.get(folder);
        if folder.is_empty() {
            code.extend(own.into_iter().flat_map(|own| root(own, tree, &mut files)));
        }
        let children = folders.iter().filter(|(other, _)| other.len() == folder.len() + 1 && other.starts_with(folder));
        for (child, presence) in children {
            let name = module_of(child.last());
            code.push_module(presence, quote!(pub mod #name;));
        }
        if folder.is_empty() {
            files.insert(format!("{tree}/mod.rs"), code.emit());
        } else {
            code.extend(own.into_iter().flat_map(|own| leaves(own, folder)));
            files.insert(format!("{tree}/{}/mod.rs", folder.join("/")), code.emit());
        }
    }
    files
}

/// Every namespace and those around it, and when something in it is there.
fn folders<'a>(items: &Tree<'a>) -> BTreeMap<&'a [String], Presence> {
    let mut folders: BTreeMap<&[String], Presence> = BTreeMap::from([(&[][..], Presence::Always)]);
    for (namespace, modules) in items {
        let presence = union(modules.values().map(|leaf| &leaf.presence));
        for len in 1..=namespace.len() {
            let folder = folders.entry(&namespace[..len]);
            folder.and_modify(|known| *known = known.or(&presence)).or_insert_with(|| presence.clone());
        }
    }
    folders
}

/// When any of these is there.
fn union<'a>(presences: impl IntoIterator<Item = &'a Presence>) -> Presence {
    let mut presences = presences.into_iter();
    let first = presences.next().cloned().unwrap_or(Presence::Always);
    presences.fold(first, |union, presence| union.or(presence))
}

fn module_of(name: Option<&String>) -> Ident {
    ident(name.map_or("root", String::as_str))
}

/// The file of what is in no namespace, and what leads there.
fn root(
    own: &BTreeMap<&str, Leaf<'_>>,
    tree: &str,
    files: &mut BTreeMap<String, TokenStream>,
) -> [(Presence, TokenStream); 2] {
    let presence = union(own.values().map(|leaf| &leaf.presence));
    let mut code = Items::within(&presence);
    code.extend(leaves(own, &[]));
    files.insert(format!("{tree}/root/mod.rs"), code.emit());
    [
        quote!(
            pub(super) mod root;
        ),
        quote!(
            pub use self::root::*;
        ),
    ]
    .map(|item| (presence.clone(), item))
}

/// Modules that only the protocol sees, and their items for everybody.
fn leaves(modules: &BTreeMap<&str, Leaf<'_>>, folder: &[String]) -> Vec<(Presence, TokenStream)> {
    let supers = supers(folder.len().max(1) + 1);
    let mut leaves = Vec::new();
    for (module, Leaf { items, presence }) in modules {
        let is_inception = folder.last().is_some_and(|folder| folder == module);
        let allow = is_inception.then(|| quote!(#[allow(clippy::module_inception)]));
        let (module, items) = (ident(module), items.iter().map(|item| ident(item)));
        let uses = items.map(|item| quote!(pub use self::#module::#item;));
        let module = quote!(#allow pub(in #supers) mod #module;);
        leaves.extend([module].into_iter().chain(uses).map(|item| (presence.clone(), item)));
    }
    leaves
}

fn types<'a>(plan: &'a Plan, types: impl Iterator<Item = &'a BoxedType>) -> Tree<'a> {
    let items = types.map(|ty| (&ty.item_path, ty.module.as_str(), plan.presence_of_type(ty).clone()));
    tree(items)
}

fn functions(plan: &Plan) -> Tree<'_> {
    let items = plan
        .functions
        .iter()
        .map(|function| (&function.item.item_path, function.module.as_str(), plan.presence_of_function(function)));
    tree(items)
}

fn tree<'a>(items: impl Iterator<Item = (&'a ItemPath, &'a str, Presence)>) -> Tree<'a> {
    let mut tree = Tree::new();
    for (item_path, module, presence) in items {
        let modules = tree.entry(&item_path.namespace).or_default();
        let leaf = modules.entry(module).or_insert_with(|| Leaf { items: BTreeSet::new(), presence: presence.clone() });
        leaf.items.insert(&item_path.ident);
        leaf.presence = leaf.presence.or(&presence);
    }
    tree
}

/// A module that lists items of other modules by namespace: where they are, and their names.
#[derive(Default)]
struct List {
    items: BTreeMap<String, (Presence, BTreeSet<String>)>,
    namespaces: BTreeMap<String, List>,
}

impl List {
    fn insert(&mut self, namespace: &[String], path: String, name: &str, presence: &Presence) {
        match namespace.split_first() {
            None => {
                let (known, names) = self.items.entry(path).or_insert_with(|| (presence.clone(), BTreeSet::new()));
                *known = known.or(presence);
                names.insert(name.to_owned());
            }
            Some((first, rest)) => {
                self.namespaces.entry(first.clone()).or_default().insert(rest, path, name, presence);
            }
        }
    }

    /// When something in it is there.
    fn presence(&self) -> Presence {
        let namespaces: Vec<_> = self.namespaces.values().map(Self::presence).collect();
        union(self.items.values().map(|(presence, _)| presence).chain(&namespaces))
    }

    /// What is in it, where `within` says when the module around it is there.
    fn emit(&self, depth: usize, within: &Presence) -> TokenStream {
        let supers = supers(depth);
        let mut code = Items::within(within);
        for (path, (presence, names)) in &self.items {
            let path = path.split("::").map(ident);
            let names = names.iter().map(|name| ident(name));
            code.extend([(presence.clone(), quote!(pub use #supers #(::#path)* ::{#(#names),*};))]);
        }
        for (name, list) in &self.namespaces {
            let presence = list.presence();
            let (name, list) = (ident(name), list.emit(depth + 1, &presence));
            code.push_module(&presence, quote!(pub mod #name { #list }));
        }
        code.emit()
    }
}

/// The path of the module of a file, from the root of the protocol.
fn file_path(tree: &str, namespace: &[String], module: &str) -> String {
    let namespace = if namespace.is_empty() { "root".to_owned() } else { namespace.join("::") };
    format!("{tree}::{namespace}::{module}")
}

/// `constructors.rs`, unless there are none.
pub(super) fn constructors(plan: &Plan) -> Option<TokenStream> {
    constructors_of(plan, plan.types.iter())
}

fn constructors_of<'a>(plan: &'a Plan, types: impl Iterator<Item = &'a BoxedType>) -> Option<TokenStream> {
    let mut list = List::default();
    let mut is_empty = true;
    for ty in types {
        is_empty &= ty.constructors.is_empty();
        let path = file_path("types", &ty.item_path.namespace, &ty.module) + "::constructors";
        let presence = plan.presence_of_type(ty);
        for body in &ty.constructors {
            list.insert(&body.item_path.namespace, path.clone(), &body.item_path.ident, presence);
        }
    }
    (!is_empty).then(|| list.emit(1, &Presence::Always))
}

/// `groups.rs`, unless there are none.
pub(super) fn groups(plan: &Plan) -> Option<TokenStream> {
    inside("groups", bodies(plan), groups_of)
}

/// `records.rs`, unless there are none.
pub(super) fn records(plan: &Plan) -> Option<TokenStream> {
    inside("records", bodies(plan), |body| body.all_records().into_iter().map(|record| &record.item_path).collect())
}

fn groups_of(body: &Struct) -> Vec<&ItemPath> {
    body.all_groups().map(|(_, group)| &group.item_path).collect()
}

/// A struct, with the path of its file and when it is there.
type Body<'a> = (String, Presence, &'a Struct);

/// The structs of types and functions.
fn bodies(plan: &Plan) -> impl Iterator<Item = Body<'_>> {
    let of_functions = plan.functions.iter().map(|function| {
        let path = file_path("functions", &function.item.item_path.namespace, &function.module);
        (path, plan.presence_of_function(function), &function.item)
    });
    bodies_of_types(plan, plan.types.iter()).chain(of_functions)
}

fn bodies_of_types<'a>(plan: &'a Plan, types: impl Iterator<Item = &'a BoxedType>) -> impl Iterator<Item = Body<'a>> {
    types.flat_map(|ty| {
        let path = file_path("types", &ty.item_path.namespace, &ty.module);
        let presence = plan.presence_of_type(ty);
        ty.constructors.iter().map(move |body| (path.clone(), presence.clone(), body))
    })
}

/// A list of what stands in modules of this name, inside of the files of types and functions.
fn inside<'a>(
    module: &str,
    bodies: impl Iterator<Item = Body<'a>>,
    places: impl Fn(&'a Struct) -> Vec<&'a ItemPath>,
) -> Option<TokenStream> {
    let mut list = List::default();
    let mut is_empty = true;
    for (path, presence, body) in bodies {
        for item_path in places(body) {
            is_empty = false;
            list.insert(&item_path.namespace, format!("{path}::{module}"), &item_path.ident, &presence);
        }
    }
    (!is_empty).then(|| list.emit(1, &Presence::Always))
}

/// The modules of `views`, by path: alike to those of the owned types, in which the files have the same names. Types without
/// a view are left out.
pub(super) fn views(plan: &Plan) -> BTreeMap<String, TokenStream> {
    let mut files = modules_of("types", &types(plan, plan.viewed_types()));
    let groups = inside("groups", bodies_of_types(plan, plan.viewed_types()), groups_of);
    let lists = [("constructors", constructors_of(plan, plan.viewed_types())), ("groups", groups)];
    let lists = lists.into_iter().filter_map(|(name, code)| Some((name, code?)));
    let mut modules = vec!["types"];
    for (name, code) in lists {
        files.insert(format!("{name}.rs"), code);
        modules.push(name);
    }
    let modules = modules.into_iter().map(ident);
    files.insert("mod.rs".to_owned(), quote!(#(pub mod #modules;)*));
    files
}
