//! A folder with one file for each top-level namespace of functions, for impls that are behind a cargo feature of their
//! own: without the feature, rustc doesn't even read the files.
//!
//! All functions of a top-level namespace need the same feature, so that one `#[cfg]` switches the file.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::feature_conditions::cfg_attribute;
use super::impl_target::ImplTarget;
use super::item_files::CodeFiles;
use super::module::{ModuleScope, with_imports};
use super::tokens::{ident_token, item_path_from_root};
use crate::plan::{Function, Plan, ROOT_NAMESPACE_FOLDER};

/// The functions of a plan by top-level namespace.
pub(super) struct FunctionsByNamespace<'a> {
    plan: &'a Plan,
    functions: BTreeMap<&'a str, Vec<&'a Function>>,
}

impl<'a> FunctionsByNamespace<'a> {
    /// Groups the functions of the plan by top-level namespace.
    pub(super) fn group_functions(plan: &'a Plan) -> Self {
        let mut by_namespace: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for function in &plan.functions {
            let namespace = function.item.item_path.namespace.first().map_or(ROOT_NAMESPACE_FOLDER, String::as_str);
            by_namespace.entry(namespace).or_default().push(function);
        }
        Self { plan, functions: by_namespace }
    }

    /// The `mod` lines for the files:
    ///
    /// ```text
    /// #[cfg(feature = "account")]
    /// mod account;
    /// mod root;
    /// ```
    pub(super) fn namespace_modules(&self) -> TokenStream {
        let modules = self.functions.iter().map(|(namespace, functions)| {
            let cfg =
                functions.first().map(|function| cfg_attribute(&self.plan.feature_condition_of_function(function)));
            let namespace = ident_token(namespace);
            quote!(#cfg mod #namespace;)
        });
        modules.collect()
    }

    /// One file in `folder` for each namespace, with the impls that `emit` returns for each function.
    pub(super) fn namespace_files(
        &self,
        folder: &str,
        impls: impl Fn(&ImplTarget<'_>, &Function) -> TokenStream,
    ) -> CodeFiles {
        let files = self.functions.iter().map(|(namespace, functions)| {
            let impls = functions.iter().map(|function| {
                let module = ModuleScope::new(&function.item.params);
                let path = item_path_from_root("functions", &function.item.item_path);
                impls(&ImplTarget { module: &module, path, item: &function.item }, function)
            });
            (format!("{folder}/{namespace}.rs"), with_imports(&self.plan.settings, 2, impls.collect()))
        });
        files.collect()
    }
}
