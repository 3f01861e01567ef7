//! The modules that lead to the files of items: a `mod.rs` for each tree and for each folder in it.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::presence::{Items, union};
use super::tokens::ident;
use super::tree::{CodeFiles, ItemModule, Tree};
use crate::plan::{Plan, Presence};

/// The item modules of a tree and the features that they need, by folder.
type Folders<'a> = BTreeMap<String, BTreeMap<&'a str, Presence>>;

/// The `mod.rs` of each folder of owned types and of functions.
pub(super) fn files(plan: &Plan) -> CodeFiles {
    let types = plan.types.iter().map(|ty| (ItemModule::of_type(ty), plan.presence_of_type(ty).clone()));
    let functions =
        plan.functions.iter().map(|function| (ItemModule::of_function(function), plan.presence_of_function(function)));
    let mut files = [of_tree(Tree::Types, types), of_tree(Tree::Functions, functions)].concat();
    let trees = [("types", plan.types.is_empty()), ("functions", plan.functions.is_empty())];
    let trees = trees.into_iter().filter(|(_, is_empty)| !is_empty).map(|(tree, _)| ident(tree));
    files.push(("items/mod.rs".to_owned(), quote!(#(pub mod #trees;)*)));
    files
}

/// The `mod.rs` of each folder of views.
pub(super) fn files_of_views(plan: &Plan) -> CodeFiles {
    let views = plan.viewed_types().map(|ty| (ItemModule::of_view(ty), plan.presence_of_type(ty).clone()));
    of_tree(Tree::Views, views)
}

fn of_tree<'a>(tree: Tree, modules: impl Iterator<Item = (ItemModule<'a>, Presence)>) -> CodeFiles {
    let mut folders = Folders::new();
    for (module, presence) in modules {
        folders.entry(module.folder).or_default().insert(module.name, presence);
    }
    if folders.is_empty() {
        return Vec::new();
    }
    let path = tree.segments().join("/");
    let mut of_tree = Items::of_module(&Presence::Always);
    let mut files = Vec::new();
    for (folder, modules) in &folders {
        let presence = union(modules.values());
        let name = ident(folder);
        of_tree.push(&presence, quote!(pub mod #name;));
        files.push((format!("{path}/{folder}/mod.rs"), folder_index(&presence, modules)));
    }
    files.push((format!("{path}/mod.rs"), of_tree.emit()));
    files
}

/// ```text
/// pub mod accept_url_auth;
/// pub mod add_chat_user;
/// ```
fn folder_index(presence: &Presence, modules: &BTreeMap<&str, Presence>) -> TokenStream {
    let mut items = Items::of_module(presence);
    for (name, presence) in modules {
        let name = ident(name);
        items.push(presence, quote!(pub mod #name;));
    }
    items.emit()
}
