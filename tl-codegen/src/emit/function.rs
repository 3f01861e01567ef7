//! The file of a function.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::module::ModuleScope;
use super::tokens::ident_token;
use super::{bit_groups, clone, combinator, debug, docs, inherent, rust_types, structs, tl_line};
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
pub(super) fn function_file(plan: &Plan, function: &Function) -> TokenStream {
    let item = &function.item;
    let module = ModuleScope::new([&item.item_path.local_ident].into_iter().chain(&item.params));
    let target = ImplTarget::in_module_of_struct(&module, item);
    let definition = structs::struct_definition(&target, &docs::function_docs(function, &plan.settings));
    let impls = [
        clone::clone_impl,
        debug::struct_debug_impl,
        inherent::inherent_impl,
        inherent::default_impl,
        combinator::combinator_impl,
    ];
    let impls = impls.map(|emit| emit(&target));
    let result = function_trait_impl(&target, function);
    let (groups, records) = (bit_groups::bit_groups_module([item]), structs::records_module([item]));
    let lines = tl_line::tl_macro_definition([item]);
    quote!(#lines #definition #(#impls)* #result #groups #records)
}

/// `impl rt::Function`, which names the result type.
fn function_trait_impl(target: &ImplTarget<'_>, function: &Function) -> TokenStream {
    let path = &target.path;
    let (bounds, generics) = (target.generics_with_bound(&quote!(rt::Call)), target.unbounded_generics());
    let result = match &function.result {
        // A result that is a type parameter is the result of the inner call.
        Codec::Param(param) => {
            let param = ident_token(param);
            quote!(#param::Result)
        }
        codec => rust_types::type_argument(target.module, codec),
    };
    quote! {
        impl #bounds rt::Function for #path #generics {
            type Result = #result;
        }
    }
}
