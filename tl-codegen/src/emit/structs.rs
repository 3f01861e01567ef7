//! Structs of constructors and functions: definition, groups, `new`, methods, identity.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::module::{Module, ident};
use super::{decode, encode, ty};
use crate::plan::{BitSetter, DefaultImpl, Equality, FieldKind, Group, NewMethod, Struct, Value};

/// The struct itself, and the traits of Rust's own that it has.
///
/// ```text
/// pub struct SendMessage {
///     pub silent: bool,
///     pub peer: root::types::InputPeer,
/// }
/// // impl Clone, Debug
/// ```
pub(super) fn definition(module: &Module, body: &Struct, docs: &TokenStream) -> TokenStream {
    let name = ident(&body.item_path.ident);
    let generics = generics(body, None);
    let default = (body.impls.default == DefaultImpl::Derived).then(|| quote!(#[derive(Default)]));
    let fields = body.fields.iter().map(|field| {
        let (name, ty) = (ident(&field.ident), ty::field(module, &field.kind));
        let note = super::docs::comment(field.note.clone());
        quote!(#note pub #name: #ty)
    });
    let debug = match &body.numbers {
        None => debug(&name, &writable(body), &generics),
        Some(numbers) => debug_with(&name, (&readable(&body.params), &generics), ("With", numbers.len())),
    };
    let fields = if body.fields.is_empty() { quote!(;) } else { quote!({ #(#fields),* }) };
    let clone = clone(module, body);
    quote! {
        #docs
        #default
        pub struct #name #generics #fields
        #clone
        #debug
    }
}

/// `impl Clone`: a third less for rustc to look at than what a derive writes.
fn clone(module: &Module, body: &Struct) -> TokenStream {
    let clone = module.prelude("Clone");
    let (name, bounds, generics) = (ident(&body.item_path.ident), generics(body, Some(&clone)), generics(body, None));
    let fields = body.fields.iter().map(|field| {
        let name = ident(&field.ident);
        if ty::is_copy(&field.kind) { quote!(#name: self.#name) } else { quote!(#name: self.#name.clone()) }
    });
    let fields = (!body.fields.is_empty()).then(|| quote!({ #(#fields),* }));
    quote! {
        impl #bounds #clone for #name #generics {
            #[inline]
            fn clone(&self) -> Self { Self #fields }
        }
    }
}

/// `impl PartialEq` of the struct, which is called `name` there: what is compared at once comes first. A struct of many
/// fields is compared by what it shows: less for rustc to look at.
pub(super) fn eq(module: &Module, name: &TokenStream, body: &Struct) -> TokenStream {
    let partial_eq = module.prelude("PartialEq");
    let (bounds, generics) = (generics(body, Some(&partial_eq)), generics(body, None));
    let (quick, slow): (Vec<_>, Vec<_>) = body.fields.iter().partition(|field| ty::is_copy(&field.kind));
    let terms = quick.into_iter().chain(slow).map(|field| {
        let name = ident(&field.ident);
        quote!(self.#name == other.#name)
    });
    let (other, is_same) = match body.impls.equality {
        Equality::ByField if body.fields.is_empty() => (quote!(_other), quote!(true)),
        Equality::ByField => (quote!(other), quote!(#(#terms)&&*)),
        Equality::ByVisitor => (quote!(other), quote!(rt::same(self, other))),
    };
    quote! {
        impl #bounds #partial_eq for #name #generics {
            #[inline]
            fn eq(&self, #other: &Self) -> bool { #is_same }
        }
    }
}

/// `impl Debug`, through the runtime: less for rustc to look at than what a derive writes.
pub(super) fn debug(name: &Ident, bounds: &TokenStream, generics: &TokenStream) -> TokenStream {
    quote! {
        impl #bounds ::core::fmt::Debug for #name #generics {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::debug(self, f)
            }
        }
    }
}

/// `impl Debug` of what depends on numbers: they are of no use to it.
pub(super) fn debug_with(
    name: &Ident,
    (bounds, generics): (&TokenStream, &TokenStream),
    (with, n_numbers): (&str, usize),
) -> TokenStream {
    let (with, n_numbers) = (ident(with), Literal::usize_unsuffixed(n_numbers));
    quote! {
        impl #bounds ::core::fmt::Debug for #name #generics {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::debug(&rt::#with(self, [0; #n_numbers]), f)
            }
        }
    }
}

/// The argument that takes the numbers which fields depend on.
pub(super) fn told(numbers: &[String]) -> TokenStream {
    let n_numbers = Literal::usize_unsuffixed(numbers.len());
    let numbers = numbers.iter().map(|number| ident(number));
    quote!([#(#numbers),*]: [u32; #n_numbers])
}

/// `mod records` with the structs of repetitions, or nothing.
pub(super) fn records<'a>(bodies: impl IntoIterator<Item = &'a Struct>) -> TokenStream {
    let records: Vec<_> = bodies.into_iter().flat_map(Struct::all_records).collect();
    if records.is_empty() {
        return TokenStream::new();
    }
    let names = records.iter().flat_map(|record| [&record.item_path.ident].into_iter().chain(&record.params));
    let module = Module::new(names.map(String::as_str));
    let definitions = records.iter().map(|record| {
        let name = ident(&record.item_path.ident);
        let definition = definition(&module, record, &super::docs::record(record));
        let (eq, methods) = (eq(&module, &quote!(#name), record), methods(&module, record));
        let combinator = combinator(&module, record);
        quote!(#definition #eq #methods #combinator)
    });
    let definitions = quote!(#(#definitions)*);
    let imports = imports(&definitions);
    quote! {
        pub mod records {
            #imports
            #definitions
        }
    }
}

/// `mod groups` with the values of the struct that share a bit, or nothing.
pub(super) fn groups<'a>(bodies: impl IntoIterator<Item = &'a Struct>) -> TokenStream {
    let groups: Vec<_> = bodies.into_iter().flat_map(Struct::all_groups).collect();
    if groups.is_empty() {
        return TokenStream::new();
    }
    let names = groups.iter().flat_map(|(_, group)| [&group.item_path.ident].into_iter().chain(&group.params));
    let module = Module::new(names.map(String::as_str));
    let definitions = groups.iter().map(|(body, group)| self::group(&module, body, group));
    let definitions = quote!(#(#definitions)*);
    let imports = imports(&definitions);
    quote! {
        pub mod groups {
            #imports
            #definitions
        }
    }
}

fn group(module: &Module, body: &Struct, group: &Group) -> TokenStream {
    let docs = super::docs::group(body, group);
    let name = ident(&group.item_path.ident);
    let fields = group.members.iter().map(|(name, value)| {
        let (name, ty) = (ident(name), ty::value(module, value));
        quote!(pub #name: #ty)
    });
    let generics = generics_of(&group.params, None);
    let (derived, debug) = match group.params.is_empty() {
        true => (quote!(Clone, Debug, PartialEq), None),
        false => (quote!(Clone, PartialEq), Some(debug_of_group(module, &name, group, &generics))),
    };
    quote! {
        #docs
        #[derive(#derived)]
        pub struct #name #generics { #(#fields),* }
        #debug
    }
}

/// `impl Debug` of a group with parameters: it asks of each member what a derive asks of the parameters, as the `Debug` of a
/// type that takes one asks more of it.
fn debug_of_group(module: &Module, name: &Ident, group: &Group, generics: &TokenStream) -> TokenStream {
    let params = generics_of(&group.params, None);
    let types = group.members.iter().map(|(_, value)| ty::value(module, value));
    let types = types.filter(|ty| group.params.iter().any(|param| super::module::names(ty, param)));
    let shown = &group.item_path.ident;
    let fields = group.members.iter().map(|(name, _)| {
        let (shown, name) = (name.strip_prefix("r#").unwrap_or(name), ident(name));
        quote!(.field(#shown, &self.#name))
    });
    quote! {
        impl #params ::core::fmt::Debug for #name #generics where #(#types: ::core::fmt::Debug),* {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#shown)#(#fields)*.finish()
            }
        }
    }
}

/// A module inside the module of a file.
pub(super) fn module(name: &str, items: impl Iterator<Item = TokenStream>) -> TokenStream {
    let (name, items) = (ident(name), quote!(#(#items)*));
    let imports = imports(&items);
    quote!(pub mod #name { #imports #items })
}

fn imports(code: &TokenStream) -> TokenStream {
    let names: Vec<_> = ["root", "rt"].into_iter().filter(|name| super::module::names(code, name)).map(ident).collect();
    if names.is_empty() { TokenStream::new() } else { quote!(use super::{#(#names),*};) }
}

/// `impl Name { pub fn new(…) … }`, where fields can be left out: what a layer adds to these changes no call of it.
/// Where none can be, a literal says the same, and names what it gives.
pub(super) fn methods(module: &Module, body: &Struct) -> TokenStream {
    let new = (body.impls.new != NewMethod::Absent).then(|| new(module, body));
    if new.is_none() && body.implied.is_empty() {
        return TokenStream::new();
    }
    let (name, generics) = (ident(&body.item_path.ident), generics(body, None));
    let implied = implied(body);
    let default = (body.impls.default == DefaultImpl::CallsNew).then(|| {
        let default = module.prelude("Default");
        quote! {
            impl #generics #default for #name #generics {
                #[inline]
                fn default() -> Self { Self::new() }
            }
        }
    });
    quote! {
        impl #generics #name #generics {
            #new
            #implied
        }
        #default
    }
}

/// Methods for `true` fields that a value implies.
pub(super) fn implied(body: &Struct) -> TokenStream {
    let implied = body.implied.iter().map(|implied| {
        let name = ident(&implied.ident);
        let decider = body.field(implied.field);
        let field = ident(&decider.ident);
        let is_set = match decider.kind {
            FieldKind::Flag => quote!(self.#field),
            _ => quote!(self.#field.is_some()),
        };
        let docs = super::docs::comment([format!(
            "The field `{}`, which the field `{}` implies.",
            implied.name, decider.ident
        )]);
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub fn #name(&self) -> bool { #is_set }
        }
    });
    quote!(#(#implied)*)
}

fn new(module: &Module, body: &Struct) -> TokenStream {
    let required: Vec<_> = body
        .fields
        .iter()
        .filter_map(|field| match &field.kind {
            FieldKind::Required(value) => Some((ident(&field.ident), value)),
            _ => None,
        })
        .collect();
    let params = required.iter().map(|(name, value)| {
        let ty = argument(module, value);
        quote!(#name: #ty)
    });
    let fields = body.fields.iter().map(|field| {
        let name = ident(&field.ident);
        match &field.kind {
            FieldKind::Required(value) => given(module, &name, value),
            FieldKind::Flag => quote!(#name: false),
            FieldKind::Optional(_) | FieldKind::Group(_) => {
                let none = module.prelude("None");
                quote!(#name: #none)
            }
        }
    });
    let docs = super::docs::comment(["Takes the required fields and leaves the others out.".to_owned()]);
    let allow = (body.impls.new == NewMethod::ManyArguments).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #allow
        #[inline]
        #[must_use]
        pub fn new(#(#params),*) -> Self {
            Self { #(#fields),* }
        }
    }
}

fn argument(module: &Module, value: &Value) -> TokenStream {
    let ty = ty::codec(module, &value.codec);
    let into = module.prelude("Into");
    if value.has_conversions { quote!(impl #into<#ty>) } else { ty }
}

fn given(module: &Module, name: &proc_macro2::Ident, value: &Value) -> TokenStream {
    let indirect = module.prelude("Box");
    match (value.has_conversions, value.is_indirect) {
        (false, false) => quote!(#name),
        (true, false) => quote!(#name: #name.into()),
        (false, true) => quote!(#name: #indirect::new(#name)),
        (true, true) => quote!(#name: #indirect::new(#name.into())),
    }
}

/// Type parameters, with a bound each.
pub(super) fn generics(body: &Struct, bound: Option<&TokenStream>) -> TokenStream {
    generics_of(&body.params, bound)
}

/// Type parameters of what can be written. Those of constructors can be read too: what is in them may want it.
fn writable(body: &Struct) -> TokenStream {
    if body.is_function { generics_of(&body.params, Some(&quote!(rt::Serialize))) } else { readable(&body.params) }
}

/// Type parameters that can be read.
pub(super) fn readable(params: &[String]) -> TokenStream {
    generics_of(params, Some(&quote!(rt::Serialize + rt::Deserialize)))
}

/// Type parameters, with a bound each.
pub(super) fn generics_of(params: &[String], bound: Option<&TokenStream>) -> TokenStream {
    if params.is_empty() {
        return TokenStream::new();
    }
    let params = params.iter().map(|param| {
        let param = ident(param);
        match bound {
            Some(bound) => quote!(#param: #bound),
            None => quote!(#param),
        }
    });
    quote!(<#(#params),*>)
}

/// `impl rt::Combinator`: declaration and fields.
pub(super) fn combinator(module: &Module, body: &Struct) -> TokenStream {
    let name = ident(&body.item_path.ident);
    let (bounds, generics) = (writable(body), generics(body, None));
    let (id, tl, names) = (hex(body.id), &body.tl, &body.names);
    let least_size = Literal::usize_unsuffixed(body.least_size);
    let visit = encode::visit(module, body);
    let declaration = quote! {
        const DECLARATION: rt::Declaration =
            rt::Declaration { id: #id, least_size: #least_size, names: #names, tl: #tl };
    };
    if let Some(numbers) = &body.numbers {
        let n_numbers = Literal::usize_unsuffixed(numbers.len());
        let (bounds, deserialize_fields) = (readable(&body.params), decode::deserialize_fields(module, body));
        return quote! {
            impl #bounds rt::Dependent<#n_numbers> for #name #generics {
                #declaration

                #visit

                #deserialize_fields
            }
        };
    }
    quote! {
        impl #bounds rt::Combinator for #name #generics {
            #declaration

            #visit
        }
    }
}

/// `impl rt::Bare` of the struct, which is called `name` there: reading, unless it can be read only with numbers.
pub(super) fn bare(module: &Module, name: &TokenStream, body: &Struct) -> TokenStream {
    if body.numbers.is_some() {
        return TokenStream::new();
    }
    let (bounds, generics) = (readable(&body.params), generics(body, None));
    let deserialize_fields = decode::deserialize_fields(module, body);
    quote! {
        impl #bounds rt::Bare for #name #generics {
            #deserialize_fields
        }
    }
}

/// `Arbitrary` of the struct, which is called `name` there, where the runtime has it.
pub(super) fn arbitrary(name: &TokenStream, body: &Struct) -> TokenStream {
    if body.numbers.is_some() {
        return TokenStream::new();
    }
    let generics = generics(body, None);
    quote!(rt::arbitrary!(#name #generics);)
}

/// A bit as a mask.
pub(super) fn bit(bit: u8) -> TokenStream {
    let shift = Literal::u8_unsuffixed(bit);
    if bit == 0 { quote!(1) } else { quote!(1 << #shift) }
}

/// All of these bits.
pub(super) fn bits(setters: &[BitSetter]) -> TokenStream {
    hex(setters.iter().fold(0, |known, setter| known | 1 << setter.bit))
}

/// An id as it is written in TL: eight digits.
pub(super) fn hex(id: u32) -> TokenStream {
    let digits = format!("0x{id:08x}");
    digits.parse().unwrap_or_else(|_| quote!(#id))
}
