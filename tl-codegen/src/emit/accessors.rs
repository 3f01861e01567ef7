//! Accessors of an enum: methods for the fields that all its constructors have.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::BoxedEnum;
use super::tokens::ident_token;
use super::{docs, rust_types};
use crate::plan::{Accessor, FieldKind, Variant, VariantPayload};

/// For `a id:int = T; b id:int flags:# name:flags.0?string = T; c id:int name:string = T;`:
///
/// ```text
/// /// The field `id`, which all constructors have.
/// pub fn id(&self) -> i32 {
///     match self {
///         Self::A(value) => value.id,
///         Self::B(value) => value.id,
///         Self::C(value) => value.id,
///     }
/// }
/// ```
pub(super) fn accessor_methods(target: &BoxedEnum<'_>) -> TokenStream {
    target.ty.accessors.iter().map(|accessor| accessor_method(target, accessor)).collect()
}

fn accessor_method(target: &BoxedEnum<'_>, accessor: &Accessor) -> TokenStream {
    let name = ident_token(&accessor.ident);
    let (docs, return_type) = (
        docs::doc_comment([format!("The field `{}`, which all constructors have.", accessor.name)]),
        return_type(target, accessor),
    );
    let arms =
        target.variants.iter().filter_map(|variant| accessor_arm(target, accessor, variant, variant.payload.as_ref()?));
    quote! {
        #docs
        #[inline]
        #[must_use]
        pub fn #name(&self) -> #return_type {
            match self { #(#arms),* }
        }
    }
}

/// `i32`, `&T`, `Option<i32>` or `Option<&T>`.
fn return_type(target: &BoxedEnum<'_>, accessor: &Accessor) -> TokenStream {
    let Some(value) = &accessor.value else { return quote!(bool) };
    let ty = rust_types::codec_type(target.module, &value.codec);
    let ty = if value.codec.is_copy() { ty } else { quote!(&#ty) };
    let option = target.module.prelude_path("Option");
    if accessor.is_optional { quote!(#option<#ty>) } else { ty }
}

/// `Self::B(value) => value.name.as_ref()`.
fn accessor_arm(
    target: &BoxedEnum<'_>,
    accessor: &Accessor,
    variant: &Variant,
    payload: &VariantPayload,
) -> Option<TokenStream> {
    let (variant, name) = (ident_token(&variant.ident), ident_token(&accessor.ident));
    let constructor = &target.ty.constructors[payload.constructor];
    let field = constructor.fields.iter().find(|field| field.ident == accessor.ident)?;
    let some = target.module.prelude_path("Some");
    let value = match &field.kind {
        FieldKind::Required(value) => {
            let value = match (value.codec.is_copy(), value.is_indirect) {
                (true, false) => quote!(value.#name),
                (true, true) => quote!(*value.#name),
                (false, false) => quote!(&value.#name),
                (false, true) => quote!(&*value.#name),
            };
            if accessor.is_optional { quote!(#some(#value)) } else { value }
        }
        FieldKind::Optional(value) => match (value.codec.is_copy(), value.is_indirect) {
            (true, false) => quote!(value.#name),
            (true, true) => quote!(value.#name.as_deref().copied()),
            (false, false) => quote!(value.#name.as_ref()),
            (false, true) => quote!(value.#name.as_deref()),
        },
        FieldKind::Flag => quote!(value.#name),
        FieldKind::Group(_) => return None,
    };
    Some(quote!(Self::#variant(value) => #value))
}
