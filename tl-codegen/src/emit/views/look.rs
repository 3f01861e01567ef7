//! Looking at fields: a variable for each, in the order of the wire, and then the struct.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::decode;
use super::super::module::{Module, ident};
use super::super::structs::{self, hex};
use super::super::ty::leaf;
use super::ty;
use crate::plan::{BoxedType, Codec, FieldKind, Group, Payload, Struct, Value, Variant, WireField, WireFieldKind};

/// For `a flags:# b:flags.0?int c:string = A;`:
///
/// ```text
/// fn look_at_fields<'a, M: rt::views::Mode>(r: &mut rt::views::Cursor<'a, M>) -> Self::View<'a> {
///     let flags = r.flags(0x1);
///     let b = r.when(flags & 1, |r| r.int());
///     let c = r.string();
///     A { b, c }
/// }
/// ```
pub(super) fn fields(module: &Module, body: &Struct) -> TokenStream {
    let name = own(&body.item_path.ident);
    let statements = body.wire_fields.iter().map(|wire_field| statement(body, wire_field));
    let fields = body.fields.iter().zip(decode::wire_fields_of(body)).map(|(field, wire_fields)| {
        let name = ident(&field.ident);
        match (&field.kind, wire_fields.first().map(|wire_field| &wire_field.kind)) {
            (FieldKind::Flag, Some(WireFieldKind::Flag { bit, .. })) => {
                let bit = decode::masked(bit);
                quote!(#name: #bit != 0)
            }
            (FieldKind::Group(group), _) => {
                let group = assembled(module, group);
                quote!(#name: #group)
            }
            _ => decode::initialised(&field.ident),
        }
    });
    let reader = if body.wire_fields.is_empty() { quote!(_r) } else { quote!(r) };
    quote! {
        fn look_at_fields<'a, M: rt::views::Mode>(#reader: &mut rt::views::Cursor<'a, M>) -> Self::View<'a> {
            #(#statements)*
            #name { #(#fields),* }
        }
    }
}

fn statement(body: &Struct, wire_field: &WireField) -> TokenStream {
    match &wire_field.kind {
        // Numbers are in no type with a view.
        WireFieldKind::Flag { .. } | WireFieldKind::Number { .. } => TokenStream::new(),
        WireFieldKind::Flags { variable, setters, .. } => {
            let (variable, known) = (ident(variable), structs::bits(setters));
            quote!(let #variable = r.flags(#known);)
        }
        WireFieldKind::Value { field, member, condition } => {
            let Some((name, value)) = body.field(*field).value(*member) else { return TokenStream::new() };
            let (variable, method) = (decode::variable(name), ident(method(value)));
            match condition {
                Some(condition) => {
                    let bit = decode::masked(condition);
                    quote!(let #variable = r.when(#bit, |r| r.#method());)
                }
                None => quote!(let #variable = r.#method();),
            }
        }
    }
}

/// The method that looks at a value.
pub(super) fn method(value: &Value) -> &'static str {
    match &value.codec {
        Codec::Bare { .. } if value.is_indirect => "bare_indirect",
        Codec::Bare { .. } => "bare",
        Codec::Vector { is_bare: true, .. } => "bare_vector",
        Codec::Vector { .. } => "vector",
        // Leaves and what is boxed: the others are in no type with a view.
        codec => match leaf(codec) {
            Some(leaf) => leaf.method,
            None if value.is_indirect => "object_indirect",
            None => "object",
        },
    }
}

/// A group whose members have variables.
fn assembled(module: &Module, group: &Group) -> TokenStream {
    let (some, none, ty) = (module.prelude("Some"), module.prelude("None"), ty::group(group));
    let variables: Vec<_> = group.members.iter().map(|(name, _)| decode::variable(name)).collect();
    let members = group.members.iter().map(|(name, _)| decode::initialised(name));
    quote! {
        match (#(#variables),*) {
            (#(#some(#variables)),*) => #some(#ty { #(#members),* }),
            _ => #none,
        }
    }
}

/// For `a = T; b x:string = T;`:
///
/// ```text
/// fn look<'a, M: rt::views::Mode>(r: &mut rt::views::Cursor<'a, M>) -> T<'a> {
///     match r.id() {
///         0x… => T::B(r.fields::<constructors::B>()),
///         id => {
///             r.expect(id, 0x…);
///             T::A
///         }
///     }
/// }
/// ```
///
/// The simplest constructor stands last, as in the reader of the owned type. What is given is written out, as `Self::View`
/// may be a variant.
pub(super) fn variants(ty: &BoxedType, variants: &[Variant], lifetime: &TokenStream) -> TokenStream {
    let Some(simplest) = variants.get(ty.simplest) else { return TokenStream::new() };
    let arms = variants.iter().filter(|variant| variant.id != simplest.id).map(|variant| {
        let (id, view) = (hex(variant.id), view(ty, variant));
        quote!(#id => #view)
    });
    let (last_id, last) = (hex(simplest.id), view(ty, simplest));
    let name = own(&ty.item_path.ident);
    quote! {
        fn look<'a, M: rt::views::Mode>(r: &mut rt::views::Cursor<'a, M>) -> #name #lifetime {
            match r.id() {
                #(#arms,)*
                id => {
                    r.expect(id, #last_id);
                    #last
                }
            }
        }
    }
}

fn view(ty: &BoxedType, variant: &Variant) -> TokenStream {
    let (name, ident) = (own(&ty.item_path.ident), ident(&variant.ident));
    let Some(Payload { constructor, is_indirect, .. }) = &variant.payload else { return quote!(#name::#ident) };
    let method = super::ident(if *is_indirect { "fields_indirect" } else { "fields" });
    let owned = super::path("constructors", &ty.constructors[*constructor].item_path);
    quote!(#name::#ident(r.#method::<#owned>()))
}

/// A type of the module, where `M` is the parameter of a method.
fn own(name: &str) -> TokenStream {
    let ident = ident(name);
    if name == "M" { quote!(self::#ident) } else { quote!(#ident) }
}

/// A number without a suffix.
pub(super) fn number(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}
