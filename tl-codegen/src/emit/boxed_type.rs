//! A boxed type in its file: an alias, or an enum and its `impl From` for the structs of its constructors.

use proc_macro2::TokenStream;
use quote::quote;

use super::impl_target::BoxedEnum;
use super::item_file::ItemFile;
use super::module::ModuleScope;
use super::tokens::{attribute_tokens, generic_params, id_hex_literal, ident_token};
use super::{accessors, bit_groups, boxed_codec, cross_references, debug, docs, hash, structs, tl_line};
use crate::plan::{BoxedType, TypeShape, Variant, VariantPayload};
use crate::settings::Settings;

/// For `a = T; b x:int = T;`:
///
/// ```text
/// pub enum T {
///     A,
///     B(constructors::B),
/// }
/// // impl Debug, rt::Serialize, rt::Deserialize, From<constructors::B>
/// pub mod constructors { … }
/// ```
pub(super) fn add_boxed_type(file: &mut ItemFile<'_>, ty: &BoxedType, settings: &Settings) {
    file.add(tl_line::tl_macro_definition(&ty.constructors));
    match &ty.shape {
        TypeShape::Alias => file.add(single_constructor_alias(ty)),
        TypeShape::Enum(variants) => add_enum_with_impls(file, ty, variants, settings),
    }
    structs::add_constructors_module(file, ty, settings);
    bit_groups::add_bit_groups_module(file, &ty.constructors);
    structs::add_records_module(file, &ty.constructors);
}

/// For `a x:int = A;`:
///
/// ```text
/// pub type A = constructors::A;
/// ```
fn single_constructor_alias(ty: &BoxedType) -> TokenStream {
    let (docs, uses) = (docs::boxed_type_docs(ty), cross_references::cross_reference_doc_attribute(&ty.name));
    let (name, generics) = (ident_token(&ty.item_path.local_ident), generic_params(&ty.params, None));
    let constructors = ty.constructors.iter().map(|item| ident_token(&item.item_path.local_ident));
    quote!(#docs #uses pub type #name #generics = #(constructors::#constructors #generics)*;)
}

fn add_enum_with_impls(file: &mut ItemFile<'_>, ty: &BoxedType, variants: &[Variant], settings: &Settings) {
    let module = ModuleScope::new([&ty.item_path.local_ident].into_iter().chain(&ty.params));
    let target = BoxedEnum { module: &module, ty, variants };
    file.add(enum_definition(&target, settings));
    file.add(enum_inherent_impl(&target));
    file.add(debug::enum_debug_impl(ty));
    boxed_codec::boxed_codec_impls(&target).into_iter().for_each(|item| file.add(item));
    variant_from_impls(&target).for_each(|impls| file.add(impls));
}

/// For `a#00000001 = T; b#00000002 x:int = T;`, where `c x:int = T` in place of `a` would add an accessor for `x`:
///
/// ```text
/// impl T {
///     /// The id of `T::A`.
///     pub const A_ID: u32 = 0x00000001;
///     // accessors
/// }
/// ```
fn enum_inherent_impl(target: &BoxedEnum<'_>) -> TokenStream {
    let BoxedEnum { ty, variants, .. } = target;
    let constants = variants.iter().filter_map(|variant| {
        let (name, id) = (ident_token(variant.id_constant.as_ref()?), id_hex_literal(variant.id));
        let docs = docs::doc_comment([format!("The id of [`{}`](Self::{}).", variant.ident, variant.ident)]);
        Some(quote!(#docs pub const #name: u32 = #id;))
    });
    let (constants, accessors): (TokenStream, _) = (constants.collect(), accessors::accessor_methods(target));
    if constants.is_empty() && accessors.is_empty() {
        return TokenStream::new();
    }
    let (name, generics) = (ident_token(&ty.item_path.local_ident), generic_params(&ty.params, None));
    quote!(impl #generics #name #generics { #constants #accessors })
}

/// For `a = T; b x:int = T;`:
///
/// ```text
/// #[derive(Clone, PartialEq)]
/// pub enum T {
///     A,
///     B(constructors::B),
/// }
/// ```
fn enum_definition(target: &BoxedEnum<'_>, settings: &Settings) -> TokenStream {
    let BoxedEnum { module, ty, variants } = target;
    let (docs, uses) = (docs::boxed_type_docs(ty), cross_references::cross_reference_doc_attribute(&ty.name));
    let (name, generics) = (ident_token(&ty.item_path.local_ident), generic_params(&ty.params, None));
    let variants = variants.iter().map(|variant| {
        let (docs, ident) = (docs::variant_docs(variant), ident_token(&variant.ident));
        let payload = variant.payload.as_ref().map(|payload| {
            let (constructor, indirect) = (target.payload_struct_type(payload), module.prelude_path("Box"));
            if payload.is_indirect { quote!((#indirect<#constructor>)) } else { quote!((#constructor)) }
        });
        quote!(#docs #ident #payload)
    });
    let attributes = attribute_tokens(&ty.notes.attributes);
    let hash = hash::hash_derive_attribute(ty, settings);
    quote! {
        #docs
        #uses
        #[derive(Clone, PartialEq)]
        #hash
        #attributes
        pub enum #name #generics { #(#variants),* }
    }
}

/// `impl From` for the structs of the constructors. If a field holds the enum behind a `Box`, the structs convert into
/// the `Box` too, so that callers write `.into()` with and without indirection. For `a = T; b x:int = T;`:
///
/// ```text
/// impl From<constructors::B> for T {
///     fn from(value: constructors::B) -> Self { Self::B(value) }
/// }
/// impl From<constructors::B> for Box<T> {
///     fn from(value: constructors::B) -> Self { Box::new(T::B(value)) }
/// }
/// rt::try_from!(T::B(constructors::B));
/// ```
///
/// An enum with parameters has no `TryFrom`: a struct that doesn't use all of them would have several.
fn variant_from_impls(target: &BoxedEnum<'_>) -> impl Iterator<Item = TokenStream> {
    let payloads = target.variants.iter().filter_map(|variant| Some((variant, variant.payload.as_ref()?)));
    payloads.map(|(variant, payload)| variant_from_impl(target, variant, payload))
}

fn variant_from_impl(target: &BoxedEnum<'_>, variant: &Variant, payload: &VariantPayload) -> TokenStream {
    let BoxedEnum { module, ty, .. } = target;
    let (name, variant) = (ident_token(&ty.item_path.local_ident), ident_token(&variant.ident));
    let (constructor, generics) = (target.payload_struct_type(payload), generic_params(&ty.params, None));
    let (from, indirect) = (module.prelude_path("From"), module.prelude_path("Box"));
    let value = if payload.is_indirect { quote!(#indirect::new(value)) } else { quote!(value) };
    let boxed = ty.is_boxed_in_fields.then(|| {
        quote! {
            impl #generics #from<#constructor> for #indirect<#name #generics> {
                #[inline]
                fn from(value: #constructor) -> Self { #indirect::new(#name::#variant(#value)) }
            }
        }
    });
    let indirect_variant = payload.is_indirect.then(|| quote!(, indirect));
    let try_from =
        ty.params.is_empty().then(|| quote!(rt::try_from!(#name::#variant(#constructor) #indirect_variant);));
    quote! {
        impl #generics #from<#constructor> for #name #generics {
            #[inline]
            fn from(value: #constructor) -> Self { Self::#variant(#value) }
        }
        #boxed
        #try_from
    }
}
