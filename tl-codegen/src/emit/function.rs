//! The file of a function.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::Module;
use super::target::Target;
use super::tokens::ident;
use super::{clone, combinator, debug, docs, groups, inherent, structs, tl_line, ty};
use crate::plan::{Codec, Function, Plan};

/// For `f x:int = R;`:
///
/// ```text
/// pub struct F { pub x: i32 }
/// // impl Clone, Debug, rt::Combinator
/// impl rt::Function for F {
///     type Result = root::types::R;
/// }
/// ```
pub(super) fn file(plan: &Plan, function: &Function) -> TokenStream {
    let item = &function.item;
    let module = Module::new([&item.item_path.local_ident].into_iter().chain(&item.params));
    let target = Target::beside(&module, item);
    let definition = structs::definition(&target, &docs::function(function, &plan.settings));
    let impls = [clone::emit, debug::of_struct, inherent::emit, inherent::default, combinator::emit];
    let impls = impls.map(|emit| emit(&target));
    let result = result(&target, function);
    let (groups, records) = (groups::emit([item]), structs::records([item]));
    let lines = tl_line::definition([item]);
    quote!(#lines #definition #(#impls)* #result #groups #records)
}

/// `impl rt::Function`, which names the result type.
fn result(target: &Target<'_>, function: &Function) -> TokenStream {
    let path = &target.path;
    let (bounds, generics) = (target.bounded(&quote!(rt::Function)), target.generics());
    let result = match &function.result {
        // A result that is a type parameter is the result of the inner call.
        Codec::Param(param) => {
            let param = ident(param);
            quote!(#param::Result)
        }
        codec => ty::argument(target.module, codec),
    };
    quote! {
        impl #bounds rt::Function for #path #generics {
            type Result = #result;
        }
    }
}
