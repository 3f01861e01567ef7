//! The folder `methods`: the metadata of functions, the marker traits that show who may call a function, and a table of
//! the metadata by name and by id.

use proc_macro2::TokenStream;
use quote::quote;

use super::feature_conditions::cfg_attribute;
use super::functions_by_namespace::FunctionsByNamespace;
use super::impl_target::ImplTarget;
use super::item_files::CodeFiles;
use super::module::with_imports;
use super::tokens::{id_hex_literal, ident_token, item_path_within_protocol};
use super::{docs, errors};
use crate::metadata::Access;
use crate::plan::{Function, Plan};
use crate::settings::Gate;

/// Items of the folder `methods` that the module of the protocol re-exports.
pub(super) const METHOD_REEXPORTS: [&str; 1] = ["METHODS"];

/// Whether the protocol has a folder `methods`.
pub(super) fn has_methods_folder(plan: &Plan) -> bool {
    plan.settings.metadata != Gate::Never && !plan.functions.is_empty()
}

/// The file `methods/mod.rs` with the table of metadata, and for each namespace a file with impls:
///
/// ```text
/// // impl rt::Described, rt::UserCallable, rt::BotCallable, rt::BusinessCallable for root::functions::F
/// ```
pub(super) fn method_files(plan: &Plan) -> CodeFiles {
    if !has_methods_folder(plan) {
        return Vec::new();
    }
    let functions = FunctionsByNamespace::group_functions(plan);
    let mut files = functions.namespace_files("methods", described_trait_impl);
    let (modules, table) = (functions.namespace_modules(), with_imports(&plan.settings, 1, methods_table(plan)));
    files.push(("methods/mod.rs".to_owned(), quote!(#modules #table)));
    files
}

/// ```text
/// pub static METHODS: rt::Methods = rt::Methods::new(
///     &[<super::functions::F as rt::Described>::METHOD, …],
///     &[<super::functions::F as rt::Described>::METHOD, …],
/// );
/// ```
fn methods_table(plan: &Plan) -> TokenStream {
    let by_name: Vec<_> = plan.functions.iter().collect();
    let mut by_id = by_name.clone();
    by_id.sort_by_key(|function| function.item.id);
    let [by_name, by_id] =
        [by_name, by_id].map(|functions| functions.into_iter().map(|function| method_table_row(plan, function)));
    let docs = docs::doc_comment(["The metadata of all functions of the enabled namespaces.".to_owned()]);
    quote!(#docs pub static METHODS: rt::Methods = rt::Methods::new(&[#(#by_name),*], &[#(#by_id),*]);)
}

/// A row of the table of metadata. The metadata of a generic function is the same for all type arguments. The path
/// starts with `super`, not with `root`: here `root` is the module for functions without a namespace.
fn method_table_row(plan: &Plan, function: &Function) -> TokenStream {
    let path = item_path_within_protocol("functions", &function.item.item_path);
    let arguments = function.item.params.iter().map(|_| quote!(()));
    let arguments = (!function.item.params.is_empty()).then(|| quote!(<#(#arguments),*>));
    let cfg = cfg_attribute(&plan.feature_condition_of_function(function));
    quote!(#cfg <super::#path #arguments as rt::Described>::METHOD)
}

/// For `help.getConfig#c4f9186b = Config;`:
///
/// ```text
/// impl rt::Described for root::functions::help::GetConfig {
///     const METHOD: &'static rt::Method = &rt::Method {
///         name: "help.getConfig",
///         id: 0xc4f9186b,
///         result: "Config",
///         description: "Returns the configuration of the server",
///         users: rt::Access::Yes,
///         bots: rt::Access::Yes,
///         business: rt::Access::No,
///         errors: Some(&[rt::MethodError { code: 400, name: "CONNECTION_API_ID_INVALID" }]),
///     };
/// }
/// ```
fn described_trait_impl(target: &ImplTarget<'_>, function: &Function) -> TokenStream {
    let ImplTarget { module, path, item } = target;
    let generics = target.unbounded_generics();
    let (name, id, result) = (&item.name, id_hex_literal(item.id), &function.result_tl);
    let method = function.method.as_ref();
    let description = method.map_or("", |method| method.description.as_str());
    let [users, bots, business] = function.access_by_caller().map(access_variant_path);
    let errors = match method.and_then(|method| method.errors.as_deref()) {
        None => module.prelude_path("None"),
        Some(rows) => {
            let (some, errors) = (module.prelude_path("Some"), errors::method_error_slice(rows));
            quote!(#some(#errors))
        }
    };
    let callable = callable_impls(target, function);
    quote! {
        impl #generics rt::Described for #path #generics {
            const METHOD: &'static rt::Method = &rt::Method {
                name: #name,
                id: #id,
                result: #result,
                description: #description,
                users: #users,
                bots: #bots,
                business: #business,
                errors: #errors,
            };
        }

        #callable
    }
}

/// For a function that users and bots may call:
///
/// ```text
/// impl rt::UserCallable for root::functions::help::GetConfig {}
/// impl rt::BotCallable for root::functions::help::GetConfig {}
/// ```
///
/// A call that contains another call (`invokeWithLayer`) may be made by callers that may make both calls.
fn callable_impls(target: &ImplTarget<'_>, function: &Function) -> TokenStream {
    let (path, generics) = (&target.path, target.unbounded_generics());
    let traits = function.access_by_caller().into_iter().zip(["UserCallable", "BotCallable", "BusinessCallable"]);
    let impls = traits.filter(|(access, _)| *access == Access::Yes).map(|(_, callable)| {
        let callable = ident_token(callable);
        let bounds = target.generics_with_bound(&quote!(rt::#callable));
        quote!(impl #bounds rt::#callable for #path #generics {})
    });
    impls.collect()
}

fn access_variant_path(access: Access) -> TokenStream {
    match access {
        Access::Yes => quote!(rt::Access::Yes),
        Access::No => quote!(rt::Access::No),
        Access::Unknown => quote!(rt::Access::Unknown),
    }
}
