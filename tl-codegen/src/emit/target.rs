//! The struct or enum that impls are emitted for.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::Module;
use super::tokens::{codable, generics, ident};
use crate::plan::{BoxedType, Payload, Struct, Variant};

/// A struct of the plan, in the module where its impls are emitted.
pub(super) struct Target<'a> {
    /// The module that contains the impls.
    pub(super) module: &'a Module,
    /// The path of the struct, from the module of the impls.
    pub(super) path: TokenStream,
    /// The struct in the plan.
    pub(super) item: &'a Struct,
}

impl<'a> Target<'a> {
    /// A target whose impls are in the same module as the struct.
    pub(super) fn beside(module: &'a Module, item: &'a Struct) -> Self {
        let name = ident(&item.item_path.local_ident);
        Self { module, path: quote!(#name), item }
    }

    /// The type parameters of the struct, without bounds.
    pub(super) fn generics(&self) -> TokenStream {
        generics(&self.item.params, None)
    }

    /// The type parameters of the struct, each with this bound.
    pub(super) fn bounded(&self, bound: &TokenStream) -> TokenStream {
        generics(&self.item.params, Some(bound))
    }

    /// The type parameters of the struct, with the bounds that encoding needs. Type parameters of a constructor have
    /// the bounds of decoding too, which fields of generic types need.
    pub(super) fn writable(&self) -> TokenStream {
        if self.item.is_function { self.bounded(&quote!(rt::Serialize)) } else { self.readable() }
    }

    /// The type parameters of the struct, with the bounds that decoding needs.
    pub(super) fn readable(&self) -> TokenStream {
        codable(&self.item.params)
    }
}

/// The enum of a boxed type, in the module where it is emitted.
pub(super) struct BoxedEnum<'a> {
    pub(super) module: &'a Module,
    pub(super) ty: &'a BoxedType,
    pub(super) variants: &'a [Variant],
}

impl BoxedEnum<'_> {
    /// The path of the struct that a variant holds: `constructors::Pair<X>`.
    pub(super) fn constructor(&self, payload: &Payload) -> TokenStream {
        let constructor = ident(&self.ty.constructors[payload.constructor].item_path.local_ident);
        let generics = generics(&payload.params, None);
        quote!(constructors::#constructor #generics)
    }

    /// Whether the struct that a variant holds depends on numbers.
    pub(super) fn is_dependent(&self, payload: &Payload) -> bool {
        self.ty.constructors[payload.constructor].numbers.is_some()
    }
}
