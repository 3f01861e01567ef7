//! Views: types that read a value in place, from its encoded bytes.
//!
//! Views are in modules like those of the owned types: `views::types`, `views::constructors`, `views::groups`. Fields
//! have the same names as in the owned structs. The plan decides which types have a view.

mod parse;
mod skip;
mod ty;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::item_file::ItemFile;
use super::item_files::{self, CodeFiles, FileItem};
use super::module::ModuleScope;
use super::tokens::{ident_token, item_path_from_root, public_fields_in_braces};
use super::{docs, inherent, reexports};
use crate::plan::{BitGroup, BoxedType, Field, Plan, Struct, TypeShape, Variant};

/// Whether the protocol has a module `views`: at least one type has a view.
pub(super) fn has_views_module(plan: &Plan) -> bool {
    !plan.views.is_empty()
}

/// The modules above the files of views, and lists of re-exports like those of the owned types:
///
/// ```text
/// mod items;
/// pub mod types;
/// pub mod constructors;
/// ```
pub(super) fn views_mod_files(plan: &Plan) -> CodeFiles {
    if !has_views_module(plan) {
        return CodeFiles::new();
    }
    let lists = reexports::reexports_of_items(plan, FileItem::view_items_of_plan(plan));
    let names = lists.iter().map(|(name, _)| ident_token(name));
    let mut files = item_files::mod_files_above_items(plan, FileItem::view_items_of_plan(plan));
    files.push(("views/mod.rs".to_owned(), quote!(mod items; #(pub mod #names;)*)));
    files.extend(lists.iter().map(|(name, list)| (format!("views/{name}.rs"), list.nested_reexport_modules(2))));
    files
}

/// The file of a boxed type. For `a = T; b x:string = T;`:
///
/// ```text
/// pub enum T<'a> {
///     A,
///     B(constructors::B<'a>),
/// }
/// // impl rt::views::Viewable for root::types::T
/// pub mod constructors {
///     pub struct B<'a> { pub x: rt::views::Str<'a> }
///     // impl rt::views::ViewableFields for root::constructors::B
/// }
/// ```
pub(super) fn add_view(file: &mut ItemFile<'_>, ty: &BoxedType) {
    let module = ModuleScope::new([&ty.item_path.local_ident]);
    file.add(match &ty.shape {
        TypeShape::Alias => view_type_alias(ty),
        TypeShape::Enum(variants) => view_enum_with_impls(&module, ty, variants),
    });
    add_view_structs_module(file, ty);
    add_bit_group_views_module(file, ty);
}

/// The lifetime `<'a>`, if the view of one of these fields borrows from the input; otherwise nothing.
fn fields_lifetime<'a>(fields: impl IntoIterator<Item = &'a Field>) -> TokenStream {
    ty::values_lifetime(fields.into_iter().flat_map(|field| field.kind.values_in_field()))
}

fn type_lifetime(ty: &BoxedType) -> TokenStream {
    fields_lifetime(ty.constructors.iter().flat_map(|item| &item.fields))
}

fn view_type_alias(ty: &BoxedType) -> TokenStream {
    let docs = docs::boxed_type_docs(ty);
    let (name, lifetime) = (ident_token(&ty.item_path.local_ident), type_lifetime(ty));
    let constructors = ty.constructors.iter().map(|item| ident_token(&item.item_path.local_ident));
    quote!(#docs pub type #name #lifetime = #(constructors::#constructors #lifetime)*;)
}

fn view_enum_with_impls(module: &ModuleScope, ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let docs = docs::boxed_type_docs(ty);
    let (name, lifetime) = (ident_token(&ty.item_path.local_ident), type_lifetime(ty));
    let definitions = variants.iter().map(|variant| {
        let (docs, ident) = (docs::variant_docs(variant), ident_token(&variant.ident));
        let payload = variant.payload.as_ref().map(|payload| {
            let item = &ty.constructors[payload.constructor];
            let (name, lifetime) =
                (self::ident_token(&item.item_path.local_ident), self::fields_lifetime(&item.fields));
            quote!((constructors::#name #lifetime))
        });
        quote!(#docs #ident #payload)
    });
    let owned = item_path_from_root("types", &ty.item_path);
    let least_size = Literal::usize_unsuffixed(ty.least_size);
    let (look, skip) =
        (parse::parse_variants_function(ty, variants, &lifetime), skip::skip_variants_function(module, ty, variants));
    let debug = view_debug_impl(&name, &lifetime, variants);
    quote! {
        #docs
        #[derive(Clone, Copy)]
        pub enum #name #lifetime { #(#definitions),* }

        #debug

        impl rt::views::Viewable for #owned {
            type Owned = Self;
            type View<'a> = #name #lifetime;
            const LEAST_SIZE: usize = #least_size;

            fn read_owned(r: &mut rt::Reader<'_>) -> Self {
                r.object(rt::NO_FIELD)
            }

            #look
            #skip
        }
    }
}

/// The impl of `Debug` for an enum:
///
/// ```text
/// impl ::core::fmt::Debug for T<'_> {
///     fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
///         match self {
///             Self::A => f.write_str("A"),
///             Self::B(view) => f.debug_tuple("B").field(view).finish(),
///         }
///     }
/// }
/// ```
///
/// The derived impl instantiates `<&T as Debug>::fmt` once more for each level of types.
fn view_debug_impl(name: &Ident, lifetime: &TokenStream, variants: &[Variant]) -> TokenStream {
    let elided = elided_lifetime(lifetime);
    let arms = variants.iter().map(|variant| {
        let (ident, text) = (ident_token(&variant.ident), &variant.ident);
        match variant.payload {
            Some(_) => quote!(Self::#ident(view) => f.debug_tuple(#text).field(view).finish()),
            None => quote!(Self::#ident => f.write_str(#text)),
        }
    });
    quote! {
        impl ::core::fmt::Debug for #name #elided {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#arms),* }
            }
        }
    }
}

/// The lifetime `<'_>`, if the view has a lifetime.
fn elided_lifetime(lifetime: &TokenStream) -> TokenStream {
    if lifetime.is_empty() { TokenStream::new() } else { quote!(<'_>) }
}

fn add_view_structs_module(file: &mut ItemFile<'_>, ty: &BoxedType) {
    let module = ModuleScope::new(ty.constructors.iter().map(|item| &item.item_path.local_ident));
    file.add_module("constructors", ty.constructors.iter().map(|item| constructor_view_struct(&module, ty, item)));
}

fn constructor_view_struct(module: &ModuleScope, ty: &BoxedType, item: &Struct) -> TokenStream {
    let docs = docs::view_docs(item, ty);
    let (name, lifetime) = (ident_token(&item.item_path.local_ident), fields_lifetime(&item.fields));
    let fields =
        public_fields_in_braces(item.fields.iter().map(|field| {
            (docs::doc_comment(field.note.clone()), &field.ident, ty::view_field_type(module, &field.kind))
        }));
    let implied = implied_methods_impl(&name, &lifetime, item);
    let owned = item_path_from_root("constructors", &item.item_path);
    let (look, skip) = (parse::parse_fields_method(module, item), skip::skip_fields_method(module, item));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #name #lifetime #fields

        #implied

        impl rt::views::ViewableFields for #owned {
            type View<'a> = #name #lifetime;

            #look
            #skip
        }
    }
}

fn implied_methods_impl(name: &Ident, lifetime: &TokenStream, item: &Struct) -> TokenStream {
    if item.implied.is_empty() {
        return TokenStream::new();
    }
    let elided = elided_lifetime(lifetime);
    let methods = inherent::implied_field_methods(item);
    quote!(impl #name #elided { #methods })
}

fn add_bit_group_views_module(file: &mut ItemFile<'_>, ty: &BoxedType) {
    let groups = ty.constructors.iter().flat_map(|item| item.bit_groups().map(move |group| (item, group)));
    file.add_module("groups", groups.map(|(item, group)| self::bit_group_view_struct(item, group)));
}

fn bit_group_view_struct(item: &Struct, group: &BitGroup) -> TokenStream {
    let docs = docs::bit_group_docs(item, group);
    let (name, lifetime) = (ident_token(&group.item_path.local_ident), ty::bit_group_lifetime(group));
    let members = group.members.iter();
    let fields = public_fields_in_braces(
        members.map(|member| (TokenStream::new(), &member.ident, ty::view_value_type(&member.value.codec))),
    );
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #name #lifetime #fields
    }
}
