//! Items that are there with some features only.
//!
//! Several of them share one condition, so that an index of hundreds of items can be read: the macro `gated` puts it
//! before each.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::plan::{Plan, Presence};
use crate::settings::Namespaces;

/// Items of one module, by when they are there.
pub(super) struct Items<'a> {
    within: &'a Presence,
    by_presence: BTreeMap<Presence, Vec<TokenStream>>,
}

impl<'a> Items<'a> {
    /// No items, in a module that is itself there `within` so many features: those are not asked for again.
    pub(super) fn within(within: &'a Presence) -> Self {
        Self { within, by_presence: BTreeMap::new() }
    }

    /// Adds items, each with when it is there.
    pub(super) fn extend(&mut self, items: impl IntoIterator<Item = (Presence, TokenStream)>) {
        for (presence, item) in items {
            let presence = if presence == *self.within { Presence::Always } else { presence };
            self.by_presence.entry(presence).or_default().push(item);
        }
    }

    /// Adds the module of a namespace, and says which feature it needs if it is one.
    pub(super) fn push_module(&mut self, presence: &Presence, module: TokenStream) {
        let docs = match presence {
            Presence::AnyOf(features) if features.len() == 1 && presence != self.within => {
                docs::comment(features.iter().map(|feature| format!("Needs the feature `{feature}`.")))
            }
            _ => TokenStream::new(),
        };
        self.extend([(presence.clone(), quote!(#docs #module))]);
    }

    /// Those that are always there, and then the others by features:
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
            (None, items) => quote!(#(#items)*),
            (Some(condition), [item]) => quote!(#[cfg(#condition)] #item),
            (Some(condition), items) => quote!(gated! { #![cfg(#condition)] #(#items)* }),
        });
        groups.collect()
    }
}

/// What a `cfg` asks for, if anything.
pub(super) fn condition(presence: &Presence) -> Option<TokenStream> {
    let Presence::AnyOf(features) = presence else { return None };
    let mut features = features.iter().map(|feature| quote!(feature = #feature));
    Some(match features.len() {
        1 => features.next()?,
        _ => quote!(any(#(#features),*)),
    })
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

/// What the docs of a module of the protocol say about features.
pub(super) fn docs(plan: &Plan, module: &str) -> Vec<String> {
    let Namespaces::Features { all, .. } = &plan.settings.namespaces else { return Vec::new() };
    let needs = match module {
        "functions" => "Those of a namespace need the feature of its name.".to_owned(),
        _ => format!("Each is there with any feature whose functions reach it; if none do, with the feature `{all}`."),
    };
    vec![String::new(), needs]
}
