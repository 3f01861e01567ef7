//! The file of a boxed type: its enum, or the struct of its only constructor, and `mod constructors`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::module::{self, Module, ident};
use super::{cross_references, docs, structs};
use crate::plan::{BoxedType, Payload, Shape, Variant};

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
    let module = Module::new([&ty.item_path.ident].into_iter().chain(&ty.params).map(String::as_str));
    let definition = match &ty.shape {
        Shape::Alias => alias(ty),
        Shape::Enum(variants) => boxed_enum(&module, ty, variants),
    };
    let constructors = constructors(ty);
    let (groups, records) = (structs::groups(&ty.constructors), structs::records(&ty.constructors));
    quote!(#definition #constructors #groups #records)
}

fn alias(ty: &BoxedType) -> TokenStream {
    let docs = docs::boxed_type(ty);
    let name = ident(&ty.item_path.ident);
    let constructors = ty.constructors.iter().map(|body| ident(&body.item_path.ident));
    let uses = cross_references::docs(&ty.name);
    let generics = structs::generics_of(&ty.params, None);
    quote!(#docs #uses pub type #name #generics = #(constructors::#constructors #generics)*;)
}

fn boxed_enum(module: &Module, ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let docs = docs::boxed_type(ty);
    let name = ident(&ty.item_path.ident);
    let definitions = variants.iter().map(|variant| {
        let (docs, ident) = (docs::variant(variant), ident(&variant.ident));
        let payload = payload(module, ty, variant).map(|payload| quote!((#payload)));
        quote!(#docs #ident #payload)
    });
    let generics = structs::generics_of(&ty.params, None);
    let debug = match &ty.numbers[..] {
        [] => structs::debug(&name, &structs::readable(&ty.params), &generics),
        numbers => {
            structs::debug_with(&name, (&structs::readable(&ty.params), &generics), ("BoxedWithNumbers", numbers.len()))
        }
    };
    let codec = codec(ty, variants);
    let conversions = variants.iter().map(|variant| conversion(module, ty, variant));
    let uses = cross_references::docs(&ty.name);
    quote! {
        #docs
        #uses
        #[derive(Clone, PartialEq)]
        pub enum #name #generics { #(#definitions),* }
        #debug
        #codec
        #(#conversions)*
    }
}

fn payload(module: &Module, ty: &BoxedType, variant: &Variant) -> Option<TokenStream> {
    let payload = variant.payload.as_ref()?;
    let constructor = constructor(ty, payload);
    let indirect = module.prelude("Box");
    Some(if payload.is_indirect { quote!(#indirect<#constructor>) } else { constructor })
}

/// The struct of a payload.
fn constructor(ty: &BoxedType, payload: &Payload) -> TokenStream {
    let constructor = ident(&ty.constructors[payload.constructor].item_path.ident);
    let generics = structs::generics_of(&payload.params, None);
    quote!(constructors::#constructor #generics)
}

/// Writing and reading, alone or with the numbers that the constructors depend on.
fn codec(ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let (name, generics) = (ident(&ty.item_path.ident), structs::generics_of(&ty.params, None));
    let (serialize, deserialize) = (serialize(ty, variants), deserialize(ty, variants));
    if !ty.numbers.is_empty() {
        let (bounds, n_numbers) = (structs::readable(&ty.params), Literal::usize_unsuffixed(ty.numbers.len()));
        return quote! {
            impl #bounds rt::DependentBoxed<#n_numbers> for #name #generics {
                #serialize

                #deserialize
            }
        };
    }
    let bounds = structs::readable(&ty.params);
    let (least_size, ids) = (Literal::usize_unsuffixed(ty.least_size), ids(ty, variants));
    quote! {
        impl #bounds rt::Serialize for #name #generics {
            #serialize
        }
        impl #bounds rt::Deserialize for #name #generics {
            const LEAST_SIZE: usize = #least_size;
            const IDS: &'static [u32] = &#ids;

            #deserialize
        }
        rt::arbitrary!(#name #generics);
    }
}

/// The ids of the constructors, the simplest first.
fn ids(ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let others = variants.iter().enumerate().filter(|(index, _)| *index != ty.simplest).map(|(_, variant)| variant);
    let ids = variants.get(ty.simplest).into_iter().chain(others).map(|variant| structs::hex(variant.id));
    quote!([#(#ids),*])
}

fn serialize(ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let ident = ident(&variant.ident);
        match &variant.payload {
            None => {
                let (id, name) = (structs::hex(variant.id), &variant.name);
                quote!(Self::#ident => v.unit(#id, #name))
            }
            Some(payload) if ty.constructors[payload.constructor].numbers.is_some() => {
                let numbers = payload.numbers.iter().map(|number| module::ident(number));
                let (method, value) = if payload.is_indirect {
                    (quote!(indirect), quote!(&**value))
                } else {
                    (quote!(combinator), quote!(value))
                };
                quote!(Self::#ident(value) => v.#method(&rt::WithNumbers(#value, [#(#numbers),*])))
            }
            Some(payload) if payload.is_indirect => quote!(Self::#ident(value) => v.indirect(&**value)),
            Some(_) => quote!(Self::#ident(value) => v.combinator(value)),
        }
    });
    let (method, numbers) = with_numbers("serialize", ty);
    quote! {
        fn #method<V: rt::Visitor>(&self, #numbers v: &mut V) {
            match self { #(#arms),* }
        }
    }
}

/// The name of a method and its argument for the numbers, if the type depends on some.
fn with_numbers(method: &str, ty: &BoxedType) -> (Ident, TokenStream) {
    if ty.numbers.is_empty() {
        return (ident(method), TokenStream::new());
    }
    let numbers = structs::told(&ty.numbers);
    (ident(&format!("{method}_with")), quote!(#numbers,))
}

/// The simplest constructor stands last: it is also what a reader makes up after an error.
fn deserialize(ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let Some(simplest) = variants.get(ty.simplest) else { return TokenStream::new() };
    let others = variants.iter().filter(|variant| variant.id != simplest.id);
    let arms = others.map(|variant| {
        let (id, value) = (structs::hex(variant.id), read(ty, variant));
        quote!(#id => #value)
    });
    let (last_id, last) = (structs::hex(simplest.id), read(ty, simplest));
    let (method, numbers) = with_numbers("deserialize", ty);
    let ids = if ty.numbers.is_empty() {
        quote!(Self::IDS)
    } else {
        let ids = ids(ty, variants);
        quote!(&#ids)
    };
    quote! {
        extern "C" fn #method<S: rt::Sharing>(#numbers r: &mut rt::Reader<'_, S>) -> Self {
            match r.constructor_id(#ids) {
                #(#arms,)*
                id => {
                    r.expect_id(id, #last_id);
                    #last
                }
            }
        }
    }
}

fn read(ty: &BoxedType, variant: &Variant) -> TokenStream {
    let ident = ident(&variant.ident);
    match &variant.payload {
        None => quote!(Self::#ident),
        Some(payload) if ty.constructors[payload.constructor].numbers.is_some() => {
            let numbers = payload.numbers.iter().map(|number| module::ident(number));
            let read = quote!(r.bare_with([#(#numbers),*]));
            if payload.is_indirect { quote!(Self::#ident(r.indirect(|r| #read))) } else { quote!(Self::#ident(#read)) }
        }
        Some(payload) if payload.is_indirect => quote!(Self::#ident(r.bare_indirect())),
        Some(_) => quote!(Self::#ident(r.bare())),
    }
}

fn conversion(module: &Module, ty: &BoxedType, variant: &Variant) -> TokenStream {
    let Some(payload) = &variant.payload else { return TokenStream::new() };
    let name = ident(&ty.item_path.ident);
    let variant = ident(&variant.ident);
    let (constructor, generics) = (constructor(ty, payload), structs::generics_of(&ty.params, None));
    let (from, indirect) = (module.prelude("From"), module.prelude("Box"));
    let value = if payload.is_indirect { quote!(#indirect::new(value)) } else { quote!(value) };
    quote! {
        impl #generics #from<#constructor> for #name #generics {
            #[inline]
            fn from(value: #constructor) -> Self { Self::#variant(#value) }
        }
    }
}

fn constructors(ty: &BoxedType) -> TokenStream {
    if ty.constructors.is_empty() {
        return TokenStream::new();
    }
    let names = ty.constructors.iter().flat_map(|body| [&body.item_path.ident].into_iter().chain(&body.params));
    let module = Module::new(names.map(String::as_str));
    let items = ty.constructors.iter().map(|body| {
        let name = ident(&body.item_path.ident);
        let name = quote!(#name);
        let definition = structs::definition(&module, body, &docs::constructor(body, ty));
        let (eq, methods) = (structs::eq(&module, &name, body), structs::methods(&module, body));
        let (combinator, bare) = (structs::combinator(&module, body), structs::bare(&module, &name, body));
        let arbitrary = structs::arbitrary(&name, body);
        quote!(#definition #eq #methods #combinator #bare #arbitrary)
    });
    structs::module("constructors", items)
}
