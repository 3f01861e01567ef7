//! The struct or enum that impls are emitted for.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::ModuleScope;
use super::tokens::{generic_params, generics_with_codec_bounds, ident_token};
use crate::plan::{BoxedType, Struct, Variant, VariantPayload};

/// A struct of the plan, in the module where its impls are emitted.
pub(super) struct ImplTarget<'a> {
    /// The module that contains the impls.
    pub(super) module: &'a ModuleScope,
    /// The path of the struct, from the module of the impls.
    pub(super) path: TokenStream,
    /// The struct in the plan.
    pub(super) item: &'a Struct,
}

impl<'a> ImplTarget<'a> {
    /// A target whose impls are in the same module as the struct.
    pub(super) fn in_module_of_struct(module: &'a ModuleScope, item: &'a Struct) -> Self {
        let name = ident_token(&item.item_path.local_ident);
        Self { module, path: quote!(#name), item }
    }

    /// The type parameters of the struct, without bounds.
    pub(super) fn unbounded_generics(&self) -> TokenStream {
        generic_params(&self.item.params, None)
    }

    /// The type parameters of the struct, each with this bound.
    pub(super) fn generics_with_bound(&self, bound: &TokenStream) -> TokenStream {
        generic_params(&self.item.params, Some(bound))
    }

    /// The type parameters of the struct, with the bounds that encoding needs. Those of a function are calls. Those of a
    /// constructor have the bounds of decoding too, which fields of generic types need.
    pub(super) fn encoding_generics(&self) -> TokenStream {
        if self.item.is_function { self.generics_with_bound(&quote!(rt::Call)) } else { self.decoding_generics() }
    }

    /// The type parameters of the struct, with the bounds that decoding needs.
    pub(super) fn decoding_generics(&self) -> TokenStream {
        match self.item.is_function {
            true => self.generics_with_bound(&quote!(rt::Call + rt::Deserialize)),
            false => generics_with_codec_bounds(&self.item.params),
        }
    }
}

/// The enum of a boxed type, in the module where it is emitted.
pub(super) struct BoxedEnum<'a> {
    pub(super) module: &'a ModuleScope,
    pub(super) ty: &'a BoxedType,
    pub(super) variants: &'a [Variant],
}

impl BoxedEnum<'_> {
    /// The path of the struct that a variant holds: `constructors::Pair<X>`.
    pub(super) fn payload_struct_type(&self, payload: &VariantPayload) -> TokenStream {
        let constructor = ident_token(&self.ty.constructors[payload.constructor].item_path.local_ident);
        let generics = generic_params(&payload.params, None);
        quote!(constructors::#constructor #generics)
    }

    /// Whether the struct that a variant holds depends on numbers.
    pub(super) fn does_payload_need_numbers(&self, payload: &VariantPayload) -> bool {
        self.ty.constructors[payload.constructor].numbers.is_some()
    }
}
