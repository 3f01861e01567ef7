//! `impl rt::Described` of a function: its metadata.

use proc_macro2::TokenStream;
use quote::quote;

use super::errors;
use super::target::Target;
use super::tokens::hex;
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
            let (some, errors) = (module.prelude("Some"), errors::method_errors(rows));
            quote!(#some(#errors))
        }
    };
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
    }
}

fn access(access: Access) -> TokenStream {
    match access {
        Access::Yes => quote!(rt::Access::Yes),
        Access::No => quote!(rt::Access::No),
        Access::Unknown => quote!(rt::Access::Unknown),
    }
}
