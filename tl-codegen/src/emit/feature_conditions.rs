//! Cargo features of namespaces: the `cfg` attributes of the items of a module.
//!
//! Items of one module that need the same features share one condition, so that an index of hundreds of items stays
//! readable: the macro `gated` repeats the condition before each item.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::plan::{FeatureCondition, Plan};
use crate::settings::NamespaceFeatures;

/// The items of one module, by the features that they need.
pub(super) struct GatedItems<'a> {
    /// The condition under which the module of the items is compiled.
    module: &'a FeatureCondition,
    /// Docs and code of each item, by the condition under which the item is compiled.
    by_presence: BTreeMap<FeatureCondition, Vec<(TokenStream, TokenStream)>>,
}

impl<'a> GatedItems<'a> {
    /// An empty list for a module that needs these features. An item that needs the same features as the module gets no
    /// condition.
    pub(super) fn empty_for_module(module: &'a FeatureCondition) -> Self {
        Self { module, by_presence: BTreeMap::new() }
    }

    /// Adds an item and the features that it needs.
    pub(super) fn push_item(&mut self, feature_condition: &FeatureCondition, code: TokenStream) {
        self.push_with_docs(feature_condition, TokenStream::new(), code);
    }

    /// Adds the module of a namespace, whose docs name its feature if it needs exactly one.
    pub(super) fn push_namespace_module(&mut self, feature_condition: &FeatureCondition, code: TokenStream) {
        let docs = match feature_condition {
            FeatureCondition::AnyOf(features) if features.len() == 1 && feature_condition != self.module => {
                docs::doc_comment(features.iter().map(|feature| format!("Needs the feature `{feature}`.")))
            }
            _ => TokenStream::new(),
        };
        self.push_with_docs(feature_condition, docs, code);
    }

    fn push_with_docs(&mut self, feature_condition: &FeatureCondition, docs: TokenStream, code: TokenStream) {
        let feature_condition =
            if feature_condition == self.module { FeatureCondition::Always } else { feature_condition.clone() };
        self.by_presence.entry(feature_condition).or_default().push((docs, code));
    }

    /// The code of all items: unconditional items first, then the others by the features that they need:
    ///
    /// ```text
    /// pub mod a;
    /// #[cfg(feature = "x")]
    /// pub mod b;
    /// gated! {
    ///     #![cfg(any(feature = "x", feature = "y"))]
    ///     pub mod c;
    ///     pub mod d;
    /// }
    /// ```
    pub(super) fn items_with_cfg(self) -> TokenStream {
        let groups = self.by_presence.into_iter().map(|(feature_condition, items)| {
            match (cfg_predicate(&feature_condition), &items[..]) {
                (Some(condition), [(docs, code)]) => quote!(#docs #[cfg(#condition)] #code),
                (condition, items) => {
                    let items = items.iter().map(|(docs, code)| quote!(#docs #code));
                    match condition {
                        None => quote!(#(#items)*),
                        Some(condition) => quote!(gated! { #![cfg(#condition)] #(#items)* }),
                    }
                }
            }
        });
        groups.collect()
    }
}

/// The condition under which at least one of these items is compiled.
pub(super) fn union_of_feature_conditions<'a>(
    feature_conditions: impl IntoIterator<Item = &'a FeatureCondition>,
) -> FeatureCondition {
    let mut feature_conditions = feature_conditions.into_iter();
    let first = feature_conditions.next().cloned().unwrap_or(FeatureCondition::Always);
    feature_conditions.fold(first, |union, feature_condition| union.union_with(feature_condition))
}

/// The predicate of a `cfg` attribute: `any(feature = "x", feature = "y")`; `None` if the item is always compiled.
fn cfg_predicate(feature_condition: &FeatureCondition) -> Option<TokenStream> {
    let FeatureCondition::AnyOf(features) = feature_condition else { return None };
    let mut features = features.iter().map(|feature| quote!(feature = #feature));
    Some(match features.len() {
        1 => features.next()?,
        _ => quote!(any(#(#features),*)),
    })
}

/// The `cfg` attribute of an item; nothing if the item is always compiled.
pub(super) fn cfg_attribute(feature_condition: &FeatureCondition) -> TokenStream {
    cfg_predicate(feature_condition).map(|condition| quote!(#[cfg(#condition)])).unwrap_or_default()
}

/// The definition of the macro `gated`; nothing if namespaces are no features.
pub(super) fn gated_macro_definition(plan: &Plan) -> TokenStream {
    if plan.settings.namespaces == NamespaceFeatures::Always {
        return TokenStream::new();
    }
    quote! {
        #[allow(unused_macros)]
        macro_rules! gated {
            (#![cfg($condition:meta)] $($item:item)*) => { $(#[cfg($condition)] $item)* };
        }
    }
}

/// Doc lines of a public module of the protocol about the features that its items need.
pub(super) fn feature_doc_lines(plan: &Plan, module: &str) -> Vec<String> {
    let NamespaceFeatures::Features { all, .. } = &plan.settings.namespaces else { return Vec::new() };
    let needs = match module {
        "functions" => "The functions of a namespace need the feature of that name.".to_owned(),
        _ => format!(
            "An item exists with each feature whose functions use it; items that no function uses need the feature `{all}`."
        ),
    };
    vec![String::new(), needs]
}
