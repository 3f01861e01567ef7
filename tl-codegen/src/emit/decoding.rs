//! The folder `decoding`: decoding and comparing of functions, which servers and tests need and clients don't.

use super::by_namespace::ByNamespace;
use super::tree::CodeFiles;
use super::{arbitrary, bare, eq};
use crate::plan::Plan;
use crate::settings::Gate;

/// Whether the protocol has a folder `decoding`.
pub(super) fn is_emitted(plan: &Plan) -> bool {
    plan.settings.function_decoding != Gate::Never && !plan.functions.is_empty()
}

/// The file `decoding/mod.rs`, and for each namespace a file with impls:
///
/// ```text
/// // impl PartialEq, rt::Bare for root::functions::F
/// rt::arbitrary!(root::functions::F);
/// ```
pub(super) fn files(plan: &Plan) -> CodeFiles {
    if !is_emitted(plan) {
        return Vec::new();
    }
    let functions = ByNamespace::of(plan);
    let mut files = functions.files("decoding", |target, _| {
        [eq::emit, bare::emit, arbitrary::emit].map(|emit| emit(target)).into_iter().collect()
    });
    files.push(("decoding/mod.rs".to_owned(), functions.modules()));
    files
}
