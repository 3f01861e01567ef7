//! The modules that lead to the files of items: a `mod.rs` for each tree and for each folder in it.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::presence::{Items, union};
use super::tokens::ident;
use super::tree::{CodeFiles, Item};
use crate::plan::{Plan, Presence};

/// The modules of items and the features that they need, by tree and folder.
type Trees = BTreeMap<String, BTreeMap<String, BTreeMap<String, Presence>>>;

/// Each `mod.rs` of the owned types and of the functions.
pub(super) fn files(plan: &Plan) -> CodeFiles {
    let mut files = of_items(plan, Item::owned(plan));
    let trees = [("types", plan.types.is_empty()), ("functions", plan.functions.is_empty())];
    let trees = trees.into_iter().filter(|(_, is_empty)| !is_empty).map(|(tree, _)| ident(tree));
    files.push(("items/mod.rs".to_owned(), quote!(#(pub mod #trees;)*)));
    files
}

/// Each `mod.rs` between the protocol and these items, but the outermost.
pub(super) fn of_items<'a>(plan: &Plan, items: impl Iterator<Item = Item<'a>>) -> CodeFiles {
    let mut trees = Trees::new();
    for item in items {
        let [outer, inner, folder, name] = item.segments();
        let tree = trees.entry(format!("{outer}/{inner}")).or_default();
        tree.entry(folder).or_default().insert(name, item.presence(plan));
    }
    let mut files = Vec::new();
    for (path, folders) in &trees {
        let presences: Vec<_> = folders.values().map(|modules| union(modules.values())).collect();
        files.push((format!("{path}/mod.rs"), index(&Presence::Always, folders.keys().zip(&presences))));
        for ((folder, modules), presence) in folders.iter().zip(&presences) {
            files.push((format!("{path}/{folder}/mod.rs"), index(presence, modules)));
        }
    }
    files
}

/// ```text
/// pub mod accept_url_auth;
/// pub mod add_chat_user;
/// ```
fn index<'a>(presence: &Presence, modules: impl IntoIterator<Item = (&'a String, &'a Presence)>) -> TokenStream {
    let mut items = Items::of_module(presence);
    for (name, presence) in modules {
        let name = ident(name);
        items.push(presence, quote!(pub mod #name;));
    }
    items.emit()
}
