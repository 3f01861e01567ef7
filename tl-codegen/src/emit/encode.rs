//! Showing of fields to a visitor: straight-line code, one statement for each field.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::module::{Module, ident};
use super::ty::is_plain;
use crate::plan::{Codec, FieldKind, Step, StepKind, Struct, Value};

/// Where a value is.
struct Source {
    /// An expression for a reference to it.
    reference: TokenStream,
    /// An expression for the value.
    value: TokenStream,
}

impl Source {
    /// A field: `self.name`.
    fn place(place: TokenStream) -> Self {
        Self { reference: quote!(&#place), value: place }
    }

    /// A variable that holds a reference.
    fn reference(variable: TokenStream) -> Self {
        Self { value: quote!(*#variable), reference: variable }
    }

    fn behind_pointer(self) -> Self {
        let value = self.value;
        Self { reference: quote!(&*#value), value: quote!(*#value) }
    }
}

/// For `a flags:# b:flags.0?int c:string = A;`:
///
/// ```text
/// fn visit<V: rt::Visitor>(&self, v: &mut V) {
///     v.flags(0, self.b.is_some() as u32);
///     if let Some(value) = &self.b {
///         v.int(1, *value);
///     }
///     v.string(2, &self.c);
/// }
/// ```
pub(super) fn visit(module: &Module, body: &Struct) -> TokenStream {
    let statements: Vec<_> = body.steps.iter().map(|step| statement(module, body, step)).collect();
    let visitor = if statements.iter().all(TokenStream::is_empty) { quote!(_v) } else { quote!(v) };
    quote! {
        fn visit<V: rt::Visitor>(&self, #visitor: &mut V) {
            #(#statements)*
        }
    }
}

fn statement(module: &Module, body: &Struct, step: &Step) -> TokenStream {
    let index = Literal::u32_unsuffixed(step.index);
    match &step.kind {
        StepKind::Flags { bits, .. } => flags(body, bits, &index),
        StepKind::Flag { .. } => TokenStream::new(),
        StepKind::Value { field, member, .. } => {
            let field = &body.fields[*field];
            let name = ident(&field.ident);
            match (&field.kind, member) {
                (FieldKind::Required(value), _) => write(value, &index, Source::place(quote!(self.#name))),
                (FieldKind::Optional(value), _) => {
                    let some = module.prelude("Some");
                    let write = write(value, &index, Source::reference(quote!(value)));
                    quote!(if let #some(value) = &self.#name { #write })
                }
                (FieldKind::Group(group), Some(member)) => {
                    let some = module.prelude("Some");
                    let (member, value) = &group.members[*member];
                    let member = ident(member);
                    let write = write(value, &index, Source::place(quote!(group.#member)));
                    quote!(if let #some(group) = &self.#name { #write })
                }
                (FieldKind::Group(_) | FieldKind::Flag, _) => TokenStream::new(),
            }
        }
    }
}

fn flags(body: &Struct, bits: &[(u8, usize)], index: &Literal) -> TokenStream {
    let terms = bits.iter().map(|(bit, field)| {
        let field = &body.fields[*field];
        let name = ident(&field.ident);
        let is_set = match field.kind {
            FieldKind::Flag => quote!(self.#name),
            _ => quote!(self.#name.is_some()),
        };
        let shift = Literal::u8_unsuffixed(*bit);
        if *bit == 0 { quote!(#is_set as u32) } else { quote!((#is_set as u32) << #shift) }
    });
    quote!(v.flags(#index, #(#terms)|*);)
}

fn write(value: &Value, index: &Literal, source: Source) -> TokenStream {
    let source = if value.is_indirect { source.behind_pointer() } else { source };
    let Source { reference, value: place } = source;
    let method = match &value.codec {
        Codec::Nat => return quote!(v.nat(#index, #place);),
        Codec::Int => return quote!(v.int(#index, #place);),
        Codec::Long => return quote!(v.long(#index, #place);),
        Codec::Double => return quote!(v.double(#index, #place);),
        Codec::Bool => return quote!(v.boolean(#index, #place);),
        Codec::Int128 => "int128",
        Codec::Int256 => "int256",
        Codec::String => "string",
        Codec::Bytes => "bytes",
        Codec::Boxed(_) | Codec::Param(_) if value.is_indirect => "object_indirect",
        Codec::Boxed(_) | Codec::Param(_) => "object",
        Codec::Bare { .. } if value.is_indirect => "bare_indirect",
        Codec::Bare { .. } => "bare",
        Codec::Vector { is_bare, element } => return vector(*is_bare, element, index, &reference),
    };
    let method = ident(method);
    quote!(v.#method(#index, #reference);)
}

fn vector(is_bare: bool, element: &Codec, index: &impl quote::ToTokens, items: &TokenStream) -> TokenStream {
    if is_plain(element) {
        let method = ident(if is_bare { "bare_vector" } else { "vector" });
        return quote!(v.#method(#index, #items););
    }
    let method = ident(if is_bare { "bare_vector_with" } else { "vector_with" });
    let show = match element {
        Codec::Vector { is_bare, element } => vector(*is_bare, element, &quote!(rt::NO_FIELD), &quote!(item)),
        _ => quote!(v.bare(rt::NO_FIELD, item);),
    };
    quote!(v.#method(#index, #items, |item, v| { #show });)
}
