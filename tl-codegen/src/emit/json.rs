//! JSON of types and functions: one macro call for each, and the macro.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::ImplTarget;
use super::module::runtime_crate_path;
use super::module_declaration::with_cfg_gate;
use super::tokens::{generic_params, ident_token};
use crate::plan::{BoxedType, Plan};
use crate::settings::Gate;

/// For a constructor `a x:int = A;`, which is written and read:
///
/// ```text
/// json!(value, root, A);
/// ```
pub(super) fn macro_call_of_struct(target: &ImplTarget<'_>) -> TokenStream {
    macro_call(target, &quote!(value))
}

/// For a function, which is written:
///
/// ```text
/// json!(call, root, F);
/// ```
pub(super) fn macro_call_of_function(target: &ImplTarget<'_>) -> TokenStream {
    macro_call(target, &quote!(call))
}

/// For a function that is decoded too:
///
/// ```text
/// json!(decoded, root, root::functions::F);
/// ```
pub(super) fn macro_call_of_decoded_function(target: &ImplTarget<'_>) -> TokenStream {
    macro_call(target, &quote!(decoded))
}

fn macro_call(target: &ImplTarget<'_>, kind: &TokenStream) -> TokenStream {
    let (path, generics) = (&target.path, target.unbounded_generics());
    if target.item.impls.has_json { quote!(json!(#kind, root, #path #generics);) } else { TokenStream::new() }
}

/// The macro call of an enum.
pub(super) fn macro_call_of_enum(ty: &BoxedType) -> TokenStream {
    let (name, generics) = (ident_token(&ty.item_path.local_ident), generic_params(&ty.params, None));
    if ty.has_json { quote!(json!(value, root, #name #generics);) } else { TokenStream::new() }
}

/// The definition of the macro, which expands to nothing without the feature of the crate.
pub(super) fn json_macro_definition(plan: &Plan) -> TokenStream {
    let (runtime, gate) = (runtime_crate_path(&plan.settings), &plan.settings.json);
    let definition = quote! {
        #[allow(unused_macros)]
        macro_rules! json {
            (value, $($item:tt)*) => { json!(call, $($item)*); json!(decoded, $($item)*); };
            (call, $($item:tt)*) => { #runtime::impl_json!($($item)*); };
            (decoded, $($item:tt)*) => { #runtime::impl_json_reading!($($item)*); };
        }
    };
    let without = match gate {
        Gate::Feature(feature) => quote! {
            #[cfg(not(feature = #feature))]
            #[allow(unused_macros)]
            macro_rules! json { ($($ignored:tt)*) => {}; }
        },
        Gate::Never | Gate::Always => TokenStream::new(),
    };
    let with = with_cfg_gate(gate, &TokenStream::new(), &definition);
    quote!(#with #without)
}
