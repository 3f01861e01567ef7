//! The folder `methods`: the metadata of functions, and a table of it by name and by id.

use proc_macro2::TokenStream;
use quote::quote;

use super::by_namespace::ByNamespace;
use super::module::with_imports;
use super::presence::cfg;
use super::tokens::path_in;
use super::tree::CodeFiles;
use super::{described, docs};
use crate::plan::{Function, Plan};
use crate::settings::Gate;

/// Items of the folder that the protocol re-exports.
pub(super) const ITEMS: [&str; 1] = ["METHODS"];

/// Whether the protocol has this folder.
pub(super) fn exist(plan: &Plan) -> bool {
    plan.settings.metadata != Gate::Never && !plan.functions.is_empty()
}

/// The table, and a file with impls for each namespace:
///
/// ```text
/// // impl rt::Described, rt::UserCallable, rt::BotCallable, rt::BusinessCallable for root::functions::F
/// ```
pub(super) fn files(plan: &Plan) -> CodeFiles {
    if !exist(plan) {
        return Vec::new();
    }
    let functions = ByNamespace::of(plan);
    let mut files = functions.files("methods", described::emit);
    let (modules, table) = (functions.modules(), with_imports(&plan.settings, 1, table(plan)));
    files.push(("methods/mod.rs".to_owned(), quote!(#modules #table)));
    files
}

/// ```text
/// pub static METHODS: rt::Methods = rt::Methods::new(
///     &[<super::functions::F as rt::Described>::METHOD, …],
///     &[<super::functions::F as rt::Described>::METHOD, …],
/// );
/// ```
fn table(plan: &Plan) -> TokenStream {
    let by_name: Vec<_> = plan.functions.iter().collect();
    let mut by_id = by_name.clone();
    by_id.sort_by_key(|function| function.item.id);
    let [by_name, by_id] = [by_name, by_id].map(|functions| functions.into_iter().map(|function| row(plan, function)));
    let docs = docs::comment(["The metadata of all functions of the enabled namespaces.".to_owned()]);
    quote!(#docs pub static METHODS: rt::Methods = rt::Methods::new(&[#(#by_name),*], &[#(#by_id),*]);)
}

/// A row of the table. The metadata of a generic function is the same for all arguments. The name `root` is taken by the
/// module for functions without a namespace.
fn row(plan: &Plan, function: &Function) -> TokenStream {
    let path = path_in("functions", &function.item.item_path);
    let arguments = function.item.params.iter().map(|_| quote!(()));
    let arguments = (!function.item.params.is_empty()).then(|| quote!(<#(#arguments),*>));
    let cfg = cfg(&plan.presence_of_function(function));
    quote!(#cfg <super::#path #arguments as rt::Described>::METHOD)
}
