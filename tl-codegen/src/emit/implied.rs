//! Methods for `true` fields that share their bit with a value, and so are no fields of the struct.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::tokens::ident;
use crate::plan::{FieldKind, Struct};

/// For `a flags:# pinned:flags.0?true pin:flags.0?int = A;`:
///
/// ```text
/// pub fn pinned(&self) -> bool { self.pin.is_some() }
/// ```
pub(super) fn emit(item: &Struct) -> TokenStream {
    let methods = item.implied.iter().map(|implied| {
        let name = ident(&implied.ident);
        let decider = item.field(implied.field);
        let field = ident(&decider.ident);
        let is_set = match decider.kind {
            FieldKind::Flag => quote!(self.#field),
            _ => quote!(self.#field.is_some()),
        };
        let docs = docs::implied(implied, decider);
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub fn #name(&self) -> bool { #is_set }
        }
    });
    methods.collect()
}
