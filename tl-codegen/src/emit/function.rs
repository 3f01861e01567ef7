//! A function in its file.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::item_file::ItemFile;
use super::module::ModuleScope;
use super::tokens::ident_token;
use super::{bit_groups, clone, combinator, debug, docs, inherent, json, rust_types, structs, tl_line};
use crate::plan::{Codec, Function};
use crate::settings::Settings;

/// For `f x:int = R;`:
///
/// ```text
/// pub struct F { pub x: i32 }
/// // impl Clone, Debug, rt::Combinator
/// impl rt::Function for F {
///     type Result = root::types::R;
/// }
/// ```
pub(super) fn add_function(file: &mut ItemFile<'_>, settings: &Settings, function: &Function) {
    let item = &function.item;
    let module = ModuleScope::new([&item.item_path.local_ident].into_iter().chain(&item.params));
    let target = ImplTarget::in_module_of_struct(&module, item);
    let definition = structs::struct_definition(&target, &docs::function_docs(function, settings));
    let impls = [
        clone::clone_impl,
        debug::struct_debug_impl,
        inherent::inherent_impl,
        inherent::default_impl,
        combinator::combinator_impl,
        json::macro_call_of_function,
    ];
    let impls = impls.map(|emit| emit(&target));
    let result = function_trait_impl(&target, function);
    let lines = tl_line::tl_macro_definition([item]);
    file.add(quote!(#lines #definition #(#impls)* #result));
    bit_groups::add_bit_groups_module(file, [item]);
    structs::add_records_module(file, [item]);
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
