//! The file of a boxed type.

use proc_macro2::TokenStream;
use quote::quote;

use super::boxed_enum::{self, BoxedEnum};
use super::module::Module;
use super::tokens::{generics, ident};
use super::{boxed_codec, cross_references, debug, docs, groups, structs, tl_line};
use crate::plan::{BoxedType, Shape, Variant};

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
pub(super) fn file(ty: &BoxedType) -> TokenStream {
    let definition = match &ty.shape {
        Shape::Alias => alias(ty),
        Shape::Enum(variants) => enumeration(ty, variants),
    };
    let (constructors, groups) = (structs::constructors(ty), groups::emit(&ty.constructors));
    let records = structs::records(&ty.constructors);
    let lines = tl_line::definition(&ty.constructors);
    quote!(#lines #definition #constructors #groups #records)
}

/// For `a x:int = A;`:
///
/// ```text
/// pub type A = constructors::A;
/// ```
fn alias(ty: &BoxedType) -> TokenStream {
    let (docs, uses) = (docs::boxed_type(ty), cross_references::docs(&ty.name));
    let (name, generics) = (ident(&ty.item_path.ident), generics(&ty.params, None));
    let constructors = ty.constructors.iter().map(|item| ident(&item.item_path.ident));
    quote!(#docs #uses pub type #name #generics = #(constructors::#constructors #generics)*;)
}

fn enumeration(ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let module = Module::new([&ty.item_path.ident].into_iter().chain(&ty.params));
    let target = BoxedEnum { module: &module, ty, variants };
    let (definition, debug) = (boxed_enum::emit(&target), debug::of_enum(ty));
    let (codec, conversions) = (boxed_codec::emit(&target), boxed_enum::conversions(&target));
    quote!(#definition #debug #codec #conversions)
}
