//! The file of a function: its struct, its result, what is known of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Module, ident};
use super::{docs, errors, structs, ty};
use crate::metadata::Access;
use crate::plan::{Codec, Function, Plan};
use crate::settings::Gate;

/// For `f x:int = R;`:
///
/// ```text
/// pub struct F { pub x: i32 }
/// // impl rt::Combinator, rt::Bare and PartialEq (for servers), rt::Described, rt::UserCallable and its like (metadata)
/// impl rt::Function for F {
///     type Result = root::types::R;
/// }
/// ```
pub(super) fn file(plan: &Plan, function: &Function) -> TokenStream {
    let body = &function.body;
    let module = Module::new([&body.place.ident].into_iter().chain(&body.params).map(String::as_str));
    let has_metadata = plan.settings.metadata != Gate::Never;
    let decoding = &plan.settings.function_decoding;
    let definition = structs::definition(&module, body, &docs::function(function, has_metadata), decoding);
    let methods = structs::methods(&module, body);
    let combinator = structs::combinator(&module, body);
    let result = result(&module, function);
    let bare = gated(decoding, || structs::bare(&module, body));
    let arbitrary = gated(decoding, || structs::arbitrary(body));
    let described = gated(&plan.settings.metadata, || described(&module, function));
    let callable = callable(function).map(|code| gated(&plan.settings.metadata, || code));
    let (groups, records) = (structs::groups([body]), structs::records([body]));
    quote!(#definition #methods #combinator #result #bare #arbitrary #described #(#callable)* #groups #records)
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
    let name = ident(&function.body.place.ident);
    let (bounds, generics) =
        (structs::generics(&function.body, Some(&quote!(rt::Function))), structs::generics(&function.body, None));
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

fn described(module: &Module, function: &Function) -> TokenStream {
    let name = ident(&function.body.place.ident);
    let generics = structs::generics(&function.body, None);
    let (tl_name, id, result) = (&function.body.name, structs::hex(function.body.id), &function.result_tl);
    let method = function.method.as_ref();
    let description = method.map_or("", |method| method.description.as_str());
    let [users, bots, business] = accesses(function).map(access);
    let errors = match method.and_then(|method| method.errors.as_deref()) {
        None => module.prelude("None"),
        Some(rows) => {
            let (some, errors) = (module.prelude("Some"), errors::rows_of(rows));
            quote!(#some(#errors))
        }
    };
    quote! {
        impl #generics rt::Described for #name #generics {
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

/// Whether users, bots, and bots over a business connection may call it.
pub(super) fn accesses(function: &Function) -> [Access; 3] {
    function.method.as_ref().map_or_else(Default::default, |method| [method.users, method.bots, method.business])
}

/// The traits of those who may call it; a call that holds another one is open to those who may make that as well.
fn callable(function: &Function) -> impl Iterator<Item = TokenStream> {
    let traits = accesses(function).into_iter().zip(["UserCallable", "BotCallable", "BusinessCallable"]);
    traits.filter(|(access, _)| *access == Access::Yes).map(|(_, callable)| {
        let (callable, name) = (ident(callable), ident(&function.body.place.ident));
        let bounds = structs::generics(&function.body, Some(&quote!(rt::#callable)));
        let generics = structs::generics(&function.body, None);
        quote!(impl #bounds rt::#callable for #name #generics {})
    })
}

fn access(access: Access) -> TokenStream {
    match access {
        Access::Yes => quote!(rt::Access::Yes),
        Access::No => quote!(rt::Access::No),
        Access::Unknown => quote!(rt::Access::Unknown),
    }
}
