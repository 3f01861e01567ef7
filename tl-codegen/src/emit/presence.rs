//! The features of namespaces: which items of a module exist with which of them.
//!
//! Items of one module that need the same features share one condition, so that an index of hundreds of items stays
//! readable: the macro `gated` repeats the condition before each item.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::plan::{Plan, Presence};
use crate::settings::Namespaces;

/// The items of one module, by the features that they need.
pub(super) struct Items<'a> {
    /// The features that the module itself needs.
    module: &'a Presence,
    /// Docs and code of each item.
    by_presence: BTreeMap<Presence, Vec<(TokenStream, TokenStream)>>,
}

impl<'a> Items<'a> {
    /// No items, in a module that needs these features. An item that needs the same has no condition of its own.
    pub(super) fn of_module(module: &'a Presence) -> Self {
        Self { module, by_presence: BTreeMap::new() }
    }

    /// Adds an item.
    pub(super) fn push(&mut self, presence: &Presence, code: TokenStream) {
        self.push_documented(presence, TokenStream::new(), code);
    }

    /// Adds the module of a namespace, whose docs name its feature if it needs exactly one.
    pub(super) fn push_namespace(&mut self, presence: &Presence, code: TokenStream) {
        let docs = match presence {
            Presence::AnyOf(features) if features.len() == 1 && presence != self.module => {
                docs::comment(features.iter().map(|feature| format!("Needs the feature `{feature}`.")))
            }
            _ => TokenStream::new(),
        };
        self.push_documented(presence, docs, code);
    }

    fn push_documented(&mut self, presence: &Presence, docs: TokenStream, code: TokenStream) {
        let presence = if presence == self.module { Presence::Always } else { presence.clone() };
        self.by_presence.entry(presence).or_default().push((docs, code));
    }

    /// Unconditional items first, then the others by their features:
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
    pub(super) fn emit(self) -> TokenStream {
        let groups = self.by_presence.into_iter().map(|(presence, items)| match (condition(&presence), &items[..]) {
            (Some(condition), [(docs, code)]) => quote!(#docs #[cfg(#condition)] #code),
            (condition, items) => {
                let items = items.iter().map(|(docs, code)| quote!(#docs #code));
                match condition {
                    None => quote!(#(#items)*),
                    Some(condition) => quote!(gated! { #![cfg(#condition)] #(#items)* }),
                }
            }
        });
        groups.collect()
    }
}

/// The features with which some of these items exist.
pub(super) fn union<'a>(presences: impl IntoIterator<Item = &'a Presence>) -> Presence {
    let mut presences = presences.into_iter();
    let first = presences.next().cloned().unwrap_or(Presence::Always);
    presences.fold(first, |union, presence| union.or(presence))
}

/// The predicate of a `cfg`, unless the item always exists.
fn condition(presence: &Presence) -> Option<TokenStream> {
    let Presence::AnyOf(features) = presence else { return None };
    let mut features = features.iter().map(|feature| quote!(feature = #feature));
    Some(match features.len() {
        1 => features.next()?,
        _ => quote!(any(#(#features),*)),
    })
}

/// The attribute `cfg` of an item, unless it always exists.
pub(super) fn cfg(presence: &Presence) -> TokenStream {
    condition(presence).map(|condition| quote!(#[cfg(#condition)])).unwrap_or_default()
}

/// The macro `gated`, if items may need features.
pub(super) fn definition(plan: &Plan) -> TokenStream {
    if plan.settings.namespaces == Namespaces::Always {
        return TokenStream::new();
    }
    quote! {
        #[allow(unused_macros)]
        macro_rules! gated {
            (#![cfg($condition:meta)] $($item:item)*) => { $(#[cfg($condition)] $item)* };
        }
    }
}

/// Lines for the docs of a public module of the protocol about the features that its items need.
pub(super) fn docs(plan: &Plan, module: &str) -> Vec<String> {
    let Namespaces::Features { all, .. } = &plan.settings.namespaces else { return Vec::new() };
    let needs = match module {
        "functions" => "The functions of a namespace need the feature of that name.".to_owned(),
        _ => format!(
            "An item exists with each feature whose functions use it; items that no function uses need the feature `{all}`."
        ),
    };
    vec![String::new(), needs]
}
