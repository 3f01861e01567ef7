//! The modules that lead to the files: one `mod.rs` for each namespace, and the lists of constructors and groups.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::function;
use super::module::{ident, supers};
use crate::plan::Plan;
use crate::settings::Gate;

/// Items by module, by namespace.
type Tree<'a> = BTreeMap<&'a [String], BTreeMap<&'a str, BTreeSet<&'a str>>>;

/// `mod.rs` of the protocol.
pub(super) fn protocol(plan: &Plan) -> TokenStream {
    let layer = plan.layer.map(|layer| {
        let layer = Literal::u32_unsuffixed(layer);
        let docs = super::docs::comment(["The layer of the schema, for `invokeWithLayer`.".to_owned()]);
        quote!(#docs #[allow(dead_code)] pub const LAYER: u32 = #layer;)
    });
    let common_errors = if plan.common_errors.is_empty() {
        TokenStream::new()
    } else {
        function::gated(&plan.settings.metadata, || {
            let errors = function::errors(&plan.common_errors);
            let docs = super::docs::comment(["Errors that any method may return.".to_owned()]);
            quote!(#docs #[allow(dead_code)] pub const COMMON_ERRORS: &[rt::MethodError] = #errors;)
        })
    };
    let modules = modules(plan).into_iter().map(|(name, docs)| {
        let (name, docs) = (ident(name), super::docs::comment([docs.to_owned()]));
        // Nobody uses all of a schema, and docs are the schema's.
        let allow = quote!(#[allow(dead_code, missing_docs, unreachable_pub, unused_imports)]);
        quote!(#docs #allow pub mod #name;)
    });
    quote!(#(#modules)* #layer #common_errors)
}

/// The modules of a protocol that have something in them.
fn modules(plan: &Plan) -> Vec<(&'static str, &'static str)> {
    let has_constructors = plan.types.iter().any(|ty| !ty.constructors.is_empty());
    let has_groups = plan.structs().any(|body| body.groups().next().is_some());
    [
        (!plan.types.is_empty(), "types", "Boxed types."),
        (has_constructors, "constructors", "Structs of constructors; those without fields are variants only."),
        (!plan.functions.is_empty(), "functions", "Structs of functions."),
        (has_groups, "groups", "Fields that share a bit, and so are there together or not at all."),
    ]
    .into_iter()
    .filter_map(|(is_there, name, docs)| is_there.then_some((name, docs)))
    .collect()
}

/// The `mod.rs` of every namespace below `types` or `functions`, by path.
pub(super) fn namespaces(tree: &str, plan: &Plan) -> BTreeMap<String, TokenStream> {
    let items = match tree {
        "types" => types(plan),
        _ => functions(plan),
    };
    let mut folders: BTreeSet<&[String]> = BTreeSet::from([&[][..]]);
    for namespace in items.keys() {
        folders.extend((0..=namespace.len()).map(|len| &namespace[..len]));
    }
    let mut files = BTreeMap::new();
    for folder in &folders {
        let children = folders.iter().filter(|other| other.len() == folder.len() + 1 && other.starts_with(folder));
        let children = children.map(|child| module_of(child.last()));
        let children = quote!(#(pub mod #children;)*);
        let own = items.get(folder).map(|modules| leaves(modules, folder)).unwrap_or_default();
        if folder.is_empty() {
            let root = (!own.is_empty()).then(|| {
                quote!(
                    pub(super) mod root;
                    pub use self::root::*;
                )
            });
            files.insert(format!("{tree}/mod.rs"), quote!(#root #children));
            if !own.is_empty() {
                files.insert(format!("{tree}/root/mod.rs"), own);
            }
        } else {
            files.insert(format!("{tree}/{}/mod.rs", folder.join("/")), quote!(#children #own));
        }
    }
    files
}

fn module_of(name: Option<&String>) -> Ident {
    ident(name.map_or("root", String::as_str))
}

/// Modules that only the protocol sees, and their items for everybody.
fn leaves(modules: &BTreeMap<&str, BTreeSet<&str>>, folder: &[String]) -> TokenStream {
    let supers = supers(folder.len().max(1) + 1);
    let modules = modules.iter().map(|(module, items)| {
        let is_inception = folder.last().is_some_and(|folder| folder == module);
        let allow = is_inception.then(|| quote!(#[allow(clippy::module_inception)]));
        let (module, items) = (ident(module), items.iter().map(|item| ident(item)));
        quote! {
            #allow
            pub(in #supers) mod #module;
            #(pub use self::#module::#items;)*
        }
    });
    quote!(#(#modules)*)
}

fn types(plan: &Plan) -> Tree<'_> {
    let mut tree = Tree::new();
    for ty in &plan.types {
        let modules = tree.entry(&ty.place.namespace).or_default();
        modules.entry(&ty.module).or_default().insert(&ty.place.ident);
    }
    tree
}

fn functions(plan: &Plan) -> Tree<'_> {
    let mut tree = Tree::new();
    for function in &plan.functions {
        let modules = tree.entry(&function.body.place.namespace).or_default();
        modules.entry(&function.module).or_default().insert(&function.body.place.ident);
    }
    tree
}

/// A module that lists items of other modules by namespace: where they are, and their names.
#[derive(Default)]
struct List {
    items: BTreeMap<String, BTreeSet<String>>,
    namespaces: BTreeMap<String, List>,
}

impl List {
    fn insert(&mut self, namespace: &[String], path: String, name: &str) {
        match namespace.split_first() {
            None => {
                self.items.entry(path).or_default().insert(name.to_owned());
            }
            Some((first, rest)) => self.namespaces.entry(first.clone()).or_default().insert(rest, path, name),
        }
    }

    fn emit(&self, depth: usize) -> TokenStream {
        let supers = supers(depth);
        let items = self.items.iter().map(|(path, names)| {
            let path = path.split("::").map(ident);
            let names = names.iter().map(|name| ident(name));
            quote!(pub use #supers #(::#path)* ::{#(#names),*};)
        });
        let namespaces = self.namespaces.iter().map(|(name, list)| {
            let (name, list) = (ident(name), list.emit(depth + 1));
            quote!(pub mod #name { #list })
        });
        quote!(#(#items)* #(#namespaces)*)
    }
}

/// The path of the module of a file, from the root of the protocol.
fn file_path(tree: &str, namespace: &[String], module: &str) -> String {
    let namespace = if namespace.is_empty() { "root".to_owned() } else { namespace.join("::") };
    format!("{tree}::{namespace}::{module}")
}

/// `constructors.rs`, unless there are none.
pub(super) fn constructors(plan: &Plan) -> Option<TokenStream> {
    let mut list = List::default();
    for ty in &plan.types {
        let path = file_path("types", &ty.place.namespace, &ty.module) + "::constructors";
        for body in &ty.constructors {
            list.insert(&body.place.namespace, path.clone(), &body.place.ident);
        }
    }
    let is_empty = plan.types.iter().all(|ty| ty.constructors.is_empty());
    (!is_empty).then(|| list.emit(1))
}

/// `groups.rs`, unless there are none.
pub(super) fn groups(plan: &Plan) -> Option<TokenStream> {
    let mut list = List::default();
    let mut is_empty = true;
    let of_types = plan
        .types
        .iter()
        .flat_map(|ty| ty.constructors.iter().map(|body| (file_path("types", &ty.place.namespace, &ty.module), body)));
    let of_functions = plan
        .functions
        .iter()
        .map(|function| (file_path("functions", &function.body.place.namespace, &function.module), &function.body));
    for (path, body) in of_types.chain(of_functions) {
        for group in body.groups() {
            is_empty = false;
            list.insert(&group.place.namespace, format!("{path}::groups"), &group.place.ident);
        }
    }
    (!is_empty).then(|| list.emit(1))
}

/// Whether `mod.rs` of the protocol names the runtime.
pub(super) fn needs_runtime(plan: &Plan) -> bool {
    !plan.common_errors.is_empty() && plan.settings.metadata != Gate::Never
}
