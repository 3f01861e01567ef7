//! `methods.rs`: what is known of functions, and the table of it by name and by id.

use proc_macro2::TokenStream;
use quote::quote;

use super::gated::condition;
use super::module::{path, runtime};
use super::{docs, function};
use crate::plan::{Function, Plan};
use crate::settings::Gate;

/// Names that the module `methods` has for everybody.
pub(super) const ITEMS: [&str; 1] = ["METHODS"];

/// Whether there is such a file.
pub(super) fn is_there(plan: &Plan) -> bool {
    plan.settings.metadata != Gate::Never && !plan.functions.is_empty()
}

/// ```text
/// // impl rt::Described, rt::UserCallable and its like for root::functions::F
/// pub static METHODS: rt::Methods = rt::Methods::new(
///     &[<root::functions::F as rt::Described>::METHOD, …],
///     &[<root::functions::F as rt::Described>::METHOD, …],
/// );
/// ```
pub(super) fn file(plan: &Plan) -> Option<TokenStream> {
    if !is_there(plan) {
        return None;
    }
    let runtime = runtime(&plan.settings);
    let by_name: Vec<_> = plan.functions.iter().collect();
    let mut by_id = by_name.clone();
    by_id.sort_by_key(|function| function.item.id);
    let [by_name, by_id] = [by_name, by_id].map(|functions| functions.into_iter().map(|function| row(plan, function)));
    let known = function::about_all(plan, |module, path, function| {
        let callable = function::callable(path, function);
        [function::described(module, path, function)].into_iter().chain(callable).collect()
    });
    let docs = docs::comment(["What is known of the functions that are there.".to_owned()]);
    Some(quote! {
        use super as root;
        use #runtime as rt;
        #docs
        pub static METHODS: rt::Methods = rt::Methods::new(&[#(#by_name),*], &[#(#by_id),*]);
        #(#known)*
    })
}

/// What is known of a function whose result is another's is the same for all of these.
fn row(plan: &Plan, function: &Function) -> TokenStream {
    let path = path("functions", &function.item.item_path);
    let arguments = function.item.params.iter().map(|_| quote!(()));
    let arguments = if function.item.params.is_empty() { quote!() } else { quote!(<#(#arguments),*>) };
    let condition = condition(&plan.presence_of_function(function)).map(|condition| quote!(#[cfg(#condition)]));
    quote!(#condition <#path #arguments as rt::Described>::METHOD)
}
