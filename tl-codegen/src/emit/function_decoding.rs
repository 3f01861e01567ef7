//! The folder `decoding`: decoding and comparing of functions, which servers and tests need and clients don't.

use super::functions_by_namespace::FunctionsByNamespace;
use super::item_files::CodeFiles;
use super::{arbitrary, bare, eq, json};
use crate::plan::Plan;
use crate::settings::Gate;

/// Whether the protocol has a folder `decoding`.
pub(super) fn has_decoding_folder(plan: &Plan) -> bool {
    plan.settings.function_decoding != Gate::Never && !plan.functions.is_empty()
}

/// The file `decoding/mod.rs`, and for each namespace a file with impls:
///
/// ```text
/// // impl PartialEq, rt::Bare for root::functions::F
/// rt::impl_arbitrary!(root::functions::F);
/// ```
pub(super) fn function_decoding_files(plan: &Plan) -> CodeFiles {
    if !has_decoding_folder(plan) {
        return Vec::new();
    }
    let functions = FunctionsByNamespace::group_functions(plan);
    let mut files = functions.namespace_files("decoding", |target, _| {
        [eq::partial_eq_impl, bare::bare_impls, arbitrary::arbitrary_macro_call, json::macro_call_of_decoded_function]
            .map(|emit| emit(target))
            .into_iter()
            .collect()
    });
    files.push(("decoding/mod.rs".to_owned(), functions.namespace_modules()));
    files
}
