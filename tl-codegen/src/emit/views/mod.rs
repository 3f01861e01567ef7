//! Views: types that read a value in place, from its encoded bytes.
//!
//! Views are in modules like those of the owned types: `views::types`, `views::constructors`, `views::groups`. Fields have the
//! same names as in the owned structs. The plan decides which types have a view.

mod parse;
mod skip;
mod ty;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::module::{self, Module};
use super::tokens::{ident, path, public_fields};
use super::tree::{self, CodeFiles, Item};
use super::{docs, inherent, lists};
use crate::plan::{BoxedType, Field, Group, Plan, Shape, Struct, Variant};

/// Whether the protocol has a module `views`: at least one type has a view.
pub(super) fn are_emitted(plan: &Plan) -> bool {
    !plan.views.is_empty()
}

/// The modules above the files of views, and lists of re-exports like those of the owned types:
///
/// ```text
/// mod items;
/// pub mod types;
/// pub mod constructors;
/// ```
pub(super) fn index(plan: &Plan) -> CodeFiles {
    if !are_emitted(plan) {
        return CodeFiles::new();
    }
    let lists = lists::of_items(plan, Item::views(plan));
    let names = lists.iter().map(|(name, _)| ident(name));
    let mut files = tree::indices(plan, Item::views(plan));
    files.push(("views/mod.rs".to_owned(), quote!(mod items; #(pub mod #names;)*)));
    files.extend(lists.iter().map(|(name, list)| (format!("views/{name}.rs"), list.emit(2))));
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
pub(super) fn file(ty: &BoxedType) -> TokenStream {
    let module = Module::new([&ty.item_path.local_ident]);
    let definition = match &ty.shape {
        Shape::Alias => view_alias(ty),
        Shape::Enum(variants) => boxed_enum(&module, ty, variants),
    };
    let (constructors, groups) = (constructors_module(ty), groups_module(ty));
    quote!(#definition #constructors #groups)
}

/// The lifetime `<'a>`, if the view of one of these fields borrows from the input; otherwise nothing.
fn lifetime<'a>(fields: impl IntoIterator<Item = &'a Field>) -> TokenStream {
    ty::lifetime(fields.into_iter().flat_map(|field| field.kind.values()))
}

fn lifetime_of_type(ty: &BoxedType) -> TokenStream {
    lifetime(ty.constructors.iter().flat_map(|item| &item.fields))
}

fn view_alias(ty: &BoxedType) -> TokenStream {
    let docs = docs::boxed_type(ty);
    let (name, lifetime) = (ident(&ty.item_path.local_ident), lifetime_of_type(ty));
    let constructors = ty.constructors.iter().map(|item| ident(&item.item_path.local_ident));
    quote!(#docs pub type #name #lifetime = #(constructors::#constructors #lifetime)*;)
}

fn boxed_enum(module: &Module, ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let docs = docs::boxed_type(ty);
    let (name, lifetime) = (ident(&ty.item_path.local_ident), lifetime_of_type(ty));
    let definitions = variants.iter().map(|variant| {
        let (docs, ident) = (docs::variant(variant), ident(&variant.ident));
        let payload = variant.payload.as_ref().map(|payload| {
            let item = &ty.constructors[payload.constructor];
            let (name, lifetime) = (self::ident(&item.item_path.local_ident), self::lifetime(&item.fields));
            quote!((constructors::#name #lifetime))
        });
        quote!(#docs #ident #payload)
    });
    let owned = path("types", &ty.item_path);
    let least_size = Literal::usize_unsuffixed(ty.least_size);
    let (look, skip) = (parse::variants(ty, variants, &lifetime), skip::variants(module, ty, variants));
    let debug = debug(&name, &lifetime, variants);
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
fn debug(name: &Ident, lifetime: &TokenStream, variants: &[Variant]) -> TokenStream {
    let elided = elided(lifetime);
    let arms = variants.iter().map(|variant| {
        let (ident, text) = (ident(&variant.ident), &variant.ident);
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
fn elided(lifetime: &TokenStream) -> TokenStream {
    if lifetime.is_empty() { TokenStream::new() } else { quote!(<'_>) }
}

fn constructors_module(ty: &BoxedType) -> TokenStream {
    let module = Module::new(ty.constructors.iter().map(|item| &item.item_path.local_ident));
    module::inline("constructors", ty.constructors.iter().map(|item| constructor_view(&module, ty, item)))
}

fn constructor_view(module: &Module, ty: &BoxedType, item: &Struct) -> TokenStream {
    let docs = docs::view(item, ty);
    let (name, lifetime) = (ident(&item.item_path.local_ident), lifetime(&item.fields));
    let fields = public_fields(item.fields.iter().map(|field| (&field.ident, ty::field(module, &field.kind))));
    let implied = implied_methods(&name, &lifetime, item);
    let owned = path("constructors", &item.item_path);
    let (look, skip) = (parse::fields(module, item), skip::fields(module, item));
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

fn implied_methods(name: &Ident, lifetime: &TokenStream, item: &Struct) -> TokenStream {
    if item.implied.is_empty() {
        return TokenStream::new();
    }
    let elided = elided(lifetime);
    let methods = inherent::implied(item);
    quote!(impl #name #elided { #methods })
}

fn groups_module(ty: &BoxedType) -> TokenStream {
    let groups = ty.constructors.iter().flat_map(|item| item.groups().map(move |group| (item, group)));
    module::inline("groups", groups.map(|(item, group)| self::group_view(item, group)))
}

fn group_view(item: &Struct, group: &Group) -> TokenStream {
    let docs = docs::group(item, group);
    let (name, lifetime) = (ident(&group.item_path.local_ident), ty::lifetime_of_group(group));
    let members = group.members.iter();
    let fields = public_fields(members.map(|member| (&member.ident, ty::value(&member.value.codec))));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #name #lifetime #fields
    }
}
