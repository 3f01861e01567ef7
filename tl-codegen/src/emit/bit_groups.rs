//! The module `groups` of a file: a struct for the values that share a flags bit.

use proc_macro2::TokenStream;
use quote::quote;

use super::item_file::ItemFile;
use super::module::{self, ModuleScope};
use super::tokens::{MAX_CHAIN_LEN, attribute_tokens, generic_params, ident_token, public_fields_in_braces};
use super::{docs, rust_types};
use crate::plan::{BitGroup, BitGroupDebug, BitGroupMember, Struct};

/// For `a flags:# x:flags.0?int y:flags.0?int = A;`:
///
/// ```text
/// pub mod groups {
///     #[derive(Clone, Debug, PartialEq)]
///     pub struct AX { pub x: i32, pub y: i32 }
/// }
/// ```
pub(super) fn add_bit_groups_module<'a>(file: &mut ItemFile<'_>, items: impl IntoIterator<Item = &'a Struct>) {
    let groups: Vec<_> = items.into_iter().flat_map(Struct::all_bit_groups).collect();
    let names = groups.iter().flat_map(|(_, group)| [&group.item_path.local_ident].into_iter().chain(&group.params));
    let module = ModuleScope::new(names);
    file.add_module("groups", groups.iter().map(|(item, group)| self::bit_group_struct(&module, item, group)));
}

fn bit_group_struct(module: &ModuleScope, item: &Struct, group: &BitGroup) -> TokenStream {
    let docs = docs::bit_group_docs(item, group);
    let name = ident_token(&group.item_path.local_ident);
    let members = group.members.iter();
    let fields = members.map(|member| {
        let (docs, attributes) = (docs::bit_group_member_docs(member), attribute_tokens(&member.notes.attributes));
        (quote!(#docs #attributes), &member.ident, rust_types::value_type(module, &member.value))
    });
    let (fields, attributes) = (public_fields_in_braces(fields), attribute_tokens(&group.attributes));
    let generics = generic_params(&group.params, None);
    let (derived, debug) = match group.debug {
        BitGroupDebug::Derived => (quote!(Clone, Debug, PartialEq), None),
        BitGroupDebug::WithBounds => (quote!(Clone, PartialEq), Some(bit_group_debug_impl(module, group))),
    };
    quote! {
        #docs
        #[derive(#derived)]
        #attributes
        pub struct #name #generics #fields
        #debug
    }
}

/// `impl Debug` of a generic group, with a bound on the type of each generic member:
///
/// ```text
/// impl<X> ::core::fmt::Debug for AX<X> where X: ::core::fmt::Debug { … }
/// ```
fn bit_group_debug_impl(module: &ModuleScope, group: &BitGroup) -> TokenStream {
    let (name, generics) = (ident_token(&group.item_path.local_ident), generic_params(&group.params, None));
    let types = group.members.iter().map(|member| rust_types::value_type(module, &member.value));
    let types = types.filter(|ty| group.params.iter().any(|param| module::contains_ident(ty, param)));
    let shown = &group.item_path.ident;
    let fields = group.members.iter().map(|BitGroupMember { ident: name, .. }| {
        let (shown, name) = (name.strip_prefix("r#").unwrap_or(name), ident_token(name));
        quote!(.field(#shown, &self.#name))
    });
    let fields: Vec<_> = fields.collect();
    let body = match fields.len() <= MAX_CHAIN_LEN {
        true => quote!(f.debug_struct(#shown) #(#fields)* .finish()),
        false => {
            let chains = fields.chunks(MAX_CHAIN_LEN).map(|chain| quote!(f #(#chain)* ;));
            quote!(let mut f = f.debug_struct(#shown); #(#chains)* f.finish())
        }
    };
    quote! {
        impl #generics ::core::fmt::Debug for #name #generics where #(#types: ::core::fmt::Debug),* {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #body
            }
        }
    }
}
