//! The metadata of a function: `impl rt::Described`, and the marker traits for those who may call it.

use proc_macro2::TokenStream;
use quote::quote;

use super::errors;
use super::target::Target;
use super::tokens::{hex, ident};
use crate::metadata::Access;
use crate::plan::Function;

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
pub(super) fn emit(target: &Target<'_>, function: &Function) -> TokenStream {
    let Target { module, path, item } = target;
    let generics = target.generics();
    let (name, id, result) = (&item.name, hex(item.id), &function.result_tl);
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
    let callable = callable(target, function);
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
/// A call that contains another call (`invokeWithLayer`) is open to those who may make the inner call as well.
fn callable(target: &Target<'_>, function: &Function) -> TokenStream {
    let (path, generics) = (&target.path, target.generics());
    let traits = function.accesses().into_iter().zip(["UserCallable", "BotCallable", "BusinessCallable"]);
    let impls = traits.filter(|(access, _)| *access == Access::Yes).map(|(_, callable)| {
        let callable = ident(callable);
        let bounds = target.bounded(&quote!(rt::#callable));
        quote!(impl #bounds rt::#callable for #path #generics {})
    });
    impls.collect()
}

fn access(access: Access) -> TokenStream {
    match access {
        Access::Yes => quote!(rt::Access::Yes),
        Access::No => quote!(rt::Access::No),
        Access::Unknown => quote!(rt::Access::Unknown),
    }
}
