//! The file of a function: its struct, its result, what is known of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::gated::condition;
use super::module::{Module, ident, path, runtime};
use super::{docs, errors, structs, ty};
use crate::metadata::Access;
use crate::plan::{Codec, Function, Plan};
use crate::settings::Gate;

/// For `f x:int = R;`:
///
/// ```text
/// pub struct F { pub x: i32 }
/// // impl rt::Combinator
/// impl rt::Function for F {
///     type Result = root::types::R;
/// }
/// ```
pub(super) fn file(plan: &Plan, function: &Function) -> TokenStream {
    let body = &function.item;
    let module = Module::new([&body.item_path.ident].into_iter().chain(&body.params).map(String::as_str));
    let has_metadata = plan.settings.metadata != Gate::Never;
    let definition = structs::definition(&module, body, &docs::function(function, has_metadata));
    let methods = structs::methods(&module, body);
    let combinator = structs::combinator(&module, body);
    let result = result(&module, function);
    let (groups, records) = (structs::groups([body]), structs::records([body]));
    quote!(#definition #methods #combinator #result #groups #records)
}

/// What is behind a feature has a file of its own, which isn't even read without it: code about all functions that are
/// there, each of which `of` is told the module that it is for and the path of.
pub(super) fn about_all(
    plan: &Plan,
    of: impl Fn(&Module, &TokenStream, &Function) -> Vec<TokenStream>,
) -> Vec<TokenStream> {
    let about = plan.functions.iter().flat_map(|function| {
        let module = Module::new(function.item.params.iter().map(String::as_str));
        let path = path("functions", &function.item.item_path);
        let condition = condition(&plan.presence_of_function(function)).map(|condition| quote!(#[cfg(#condition)]));
        of(&module, &path, function)
            .into_iter()
            .filter(|item| !item.is_empty())
            .map(move |item| quote!(#condition #item))
    });
    about.collect()
}

/// `decoding.rs`: what servers and tests need of functions.
///
/// ```text
/// // impl PartialEq, rt::Bare for root::functions::F
/// rt::arbitrary!(root::functions::F);
/// ```
pub(super) fn decoding(plan: &Plan) -> Option<TokenStream> {
    has_decoding(plan).then(|| {
        let code = about_all(plan, |module, path, function| {
            let body = &function.item;
            vec![structs::eq(module, path, body), structs::bare(module, path, body), structs::arbitrary(path, body)]
        });
        let runtime = runtime(&plan.settings);
        quote! {
            use super as root;
            use #runtime as rt;
            #(#code)*
        }
    })
}

/// Whether there is such a file.
pub(super) fn has_decoding(plan: &Plan) -> bool {
    plan.settings.function_decoding != Gate::Never && !plan.functions.is_empty()
}

/// Code behind a gate.
pub(super) fn gated(gate: &Gate, code: impl FnOnce() -> TokenStream) -> TokenStream {
    match gate {
        Gate::Never => TokenStream::new(),
        Gate::Always => code(),
        Gate::Feature(feature) => {
            let code = code();
            quote!(#[cfg(feature = #feature)] #code)
        }
    }
}

fn result(module: &Module, function: &Function) -> TokenStream {
    let name = ident(&function.item.item_path.ident);
    let (bounds, generics) =
        (structs::generics(&function.item, Some(&quote!(rt::Function))), structs::generics(&function.item, None));
    let result = match &function.result {
        Codec::Param(param) => {
            let param = ident(param);
            quote!(#param::Result)
        }
        codec => ty::argument(module, codec),
    };
    quote! {
        impl #bounds rt::Function for #name #generics {
            type Result = #result;
        }
    }
}

/// `impl rt::Described` of the function of this path.
pub(super) fn described(module: &Module, path: &TokenStream, function: &Function) -> TokenStream {
    let generics = structs::generics(&function.item, None);
    let (tl_name, id, result) = (&function.item.name, structs::hex(function.item.id), &function.result_tl);
    let method = function.method.as_ref();
    let description = method.map_or("", |method| method.description.as_str());
    let [users, bots, business] = function.accesses().map(access);
    let errors = match method.and_then(|method| method.errors.as_deref()) {
        None => module.prelude("None"),
        Some(rows) => {
            let (some, errors) = (module.prelude("Some"), errors::rows_of(rows));
            quote!(#some(#errors))
        }
    };
    quote! {
        impl #generics rt::Described for #path #generics {
            const METHOD: &'static rt::Method = &rt::Method {
                name: #tl_name,
                id: #id,
                result: #result,
                description: #description,
                users: #users,
                bots: #bots,
                business: #business,
                errors: #errors,
            };
        }
    }
}

/// The traits of those who may call it; a call that holds another one is open to those who may make that as well.
pub(super) fn callable(path: &TokenStream, function: &Function) -> impl Iterator<Item = TokenStream> {
    let traits = function.accesses().into_iter().zip(["UserCallable", "BotCallable", "BusinessCallable"]);
    traits.filter(|(access, _)| *access == Access::Yes).map(move |(_, callable)| {
        let callable = ident(callable);
        let bounds = structs::generics(&function.item, Some(&quote!(rt::#callable)));
        let generics = structs::generics(&function.item, None);
        quote!(impl #bounds rt::#callable for #path #generics {})
    })
}

fn access(access: Access) -> TokenStream {
    match access {
        Access::Yes => quote!(rt::Access::Yes),
        Access::No => quote!(rt::Access::No),
        Access::Unknown => quote!(rt::Access::Unknown),
    }
}
