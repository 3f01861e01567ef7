//! The file of a boxed type: its enum, or the struct of its only constructor, and `mod constructors`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::module::{Module, ident};
use super::{docs, structs};
use crate::plan::{BoxedType, Shape, Variant};

/// For `a = T; b x:int = T;`:
///
/// ```text
/// pub enum T {
///     A,
///     B(constructors::B),
/// }
/// // impl rt::Serialize, rt::Deserialize, From<constructors::B>
/// pub mod constructors { … }
/// ```
pub(super) fn file(ty: &BoxedType) -> TokenStream {
    let module = Module::new([ty.place.ident.as_str()]);
    let definition = match &ty.shape {
        Shape::Alias => alias(ty),
        Shape::Enum(variants) => boxed_enum(&module, ty, variants),
    };
    let constructors = constructors(ty);
    let groups = structs::groups(&ty.constructors);
    quote!(#definition #constructors #groups)
}

fn alias(ty: &BoxedType) -> TokenStream {
    let docs = docs::boxed_type(ty);
    let name = ident(&ty.place.ident);
    let constructors = ty.constructors.iter().map(|body| ident(&body.place.ident));
    quote!(#docs pub type #name = #(constructors::#constructors)*;)
}

fn boxed_enum(module: &Module, ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let docs = docs::boxed_type(ty);
    let name = ident(&ty.place.ident);
    let definitions = variants.iter().map(|variant| {
        let (docs, ident) = (docs::variant(variant), ident(&variant.ident));
        let payload = payload(module, ty, variant).map(|payload| quote!((#payload)));
        quote!(#docs #ident #payload)
    });
    let (serialize, deserialize) = (serialize(ty, variants), deserialize(ty, variants));
    let debug = structs::debug(&name, &TokenStream::new(), &TokenStream::new());
    let conversions = variants.iter().map(|variant| conversion(module, ty, variant));
    quote! {
        #docs
        #[derive(Clone, PartialEq)]
        pub enum #name { #(#definitions),* }
        #debug
        #serialize
        #deserialize
        rt::arbitrary!(#name);
        #(#conversions)*
    }
}

fn payload(module: &Module, ty: &BoxedType, variant: &Variant) -> Option<TokenStream> {
    let payload = variant.payload.as_ref()?;
    let constructor = ident(&ty.constructors[payload.constructor].place.ident);
    let indirect = module.prelude("Box");
    Some(if payload.is_indirect {
        quote!(#indirect<constructors::#constructor>)
    } else {
        quote!(constructors::#constructor)
    })
}

fn serialize(ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let name = ident(&ty.place.ident);
    let arms = variants.iter().map(|variant| {
        let ident = ident(&variant.ident);
        match &variant.payload {
            None => {
                let (id, name) = (structs::hex(variant.id), &variant.name);
                quote!(Self::#ident => v.unit(#id, #name))
            }
            Some(payload) if payload.is_indirect => quote!(Self::#ident(value) => v.indirect(&**value)),
            Some(_) => quote!(Self::#ident(value) => v.combinator(value)),
        }
    });
    quote! {
        impl rt::Serialize for #name {
            fn serialize<V: rt::Visitor>(&self, v: &mut V) {
                match self { #(#arms),* }
            }
        }
    }
}

/// The constructor with the least bytes.
pub(super) fn simplest<'a>(ty: &BoxedType, variants: &'a [Variant]) -> Option<&'a Variant> {
    let size = |variant: &&Variant| variant.payload.as_ref().map_or(0, |it| ty.constructors[it.constructor].least_size);
    variants.iter().min_by_key(size)
}

/// The simplest constructor stands last: it is also what a reader makes up after an error.
fn deserialize(ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let name = ident(&ty.place.ident);
    let least_size = Literal::usize_unsuffixed(ty.least_size);
    let Some(simplest) = simplest(ty, variants) else { return TokenStream::new() };
    let others = variants.iter().filter(|variant| variant.id != simplest.id);
    let ids = std::iter::once(simplest).chain(others.clone()).map(|variant| structs::hex(variant.id));
    let arms = others.map(|variant| {
        let (id, value) = (structs::hex(variant.id), read(variant));
        quote!(#id => #value)
    });
    let (last_id, last) = (structs::hex(simplest.id), read(simplest));
    quote! {
        impl rt::Deserialize for #name {
            const LEAST_SIZE: usize = #least_size;
            const IDS: &'static [u32] = &[#(#ids),*];

            fn deserialize<S: rt::Sharing>(r: &mut rt::Reader<'_, S>) -> Self {
                match r.variant(Self::IDS) {
                    #(#arms,)*
                    id => {
                        r.expect(id, #last_id);
                        #last
                    }
                }
            }
        }
    }
}

fn read(variant: &Variant) -> TokenStream {
    let ident = ident(&variant.ident);
    match &variant.payload {
        None => quote!(Self::#ident),
        Some(payload) if payload.is_indirect => quote!(Self::#ident(r.bare_indirect())),
        Some(_) => quote!(Self::#ident(r.bare())),
    }
}

fn conversion(module: &Module, ty: &BoxedType, variant: &Variant) -> TokenStream {
    let Some(payload) = &variant.payload else { return TokenStream::new() };
    let name = ident(&ty.place.ident);
    let variant = ident(&variant.ident);
    let constructor = ident(&ty.constructors[payload.constructor].place.ident);
    let (from, indirect) = (module.prelude("From"), module.prelude("Box"));
    let value = if payload.is_indirect { quote!(#indirect::new(value)) } else { quote!(value) };
    quote! {
        impl #from<constructors::#constructor> for #name {
            #[inline]
            fn from(value: constructors::#constructor) -> Self { Self::#variant(#value) }
        }
    }
}

fn constructors(ty: &BoxedType) -> TokenStream {
    if ty.constructors.is_empty() {
        return TokenStream::new();
    }
    let module = Module::new(ty.constructors.iter().map(|body| body.place.ident.as_str()));
    let items = ty.constructors.iter().map(|body| {
        let definition = structs::definition(&module, body, &docs::constructor(body, ty));
        let methods = structs::methods(&module, body);
        let arbitrary = structs::arbitrary(body);
        let (combinator, bare) = (structs::combinator(&module, body), structs::bare(&module, body));
        quote!(#definition #methods #combinator #bare #arbitrary)
    });
    let items = quote!(#(#items)*);
    let imports = structs::imports(&items);
    quote! {
        pub mod constructors {
            #imports
            #items
        }
    }
}
