//! Reading of fields.
//!
//! Where the flags fields stand before all values, a struct is read as one literal, in the order of the wire; else each
//! value gets a variable first.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::module::{Module, ident, path};
use super::structs;
use super::ty::{self, is_plain};
use crate::plan::{
    BitCondition, BitSetter, Codec, Decoding, Field, FieldKind, Group, Instance, NumberSource, Struct, Tree, Value,
    WireField, WireFieldKind,
};

/// For `a flags:# b:flags.0?int c:string = A;`:
///
/// ```text
/// extern "C" fn deserialize_fields<S: rt::Sharing>(r: &mut rt::Reader<'_, S>) -> Self {
///     let flags = r.flags(0, 0x1);
///     Self { b: r.int_if(flags & 1, 1), c: r.string(2) }
/// }
/// ```
pub(super) fn deserialize_fields(module: &Module, body: &Struct) -> TokenStream {
    let (statements, fields) = match body.impls.decoding {
        Decoding::InLiteral => in_literal(module, body),
        Decoding::ByVariable => by_variable(module, body),
    };
    let reader = if body.wire_fields.is_empty() { quote!(_r) } else { quote!(r) };
    let (name, numbers) = match &body.numbers {
        None => (quote!(deserialize_fields), TokenStream::new()),
        Some(numbers) => {
            let numbers = structs::told(numbers);
            (quote!(deserialize_fields_with), quote!(#numbers,))
        }
    };
    quote! {
        #[inline]
        extern "C" fn #name<S: rt::Sharing>(#numbers #reader: &mut rt::Reader<'_, S>) -> Self {
            #(#statements)*
            Self { #(#fields),* }
        }
    }
}

fn in_literal(module: &Module, body: &Struct) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let masks = body.wire_fields.iter().filter_map(mask).collect();
    let fields = body.fields.iter().zip(wire_fields_of(body)).map(|(field, wire_fields)| {
        let value = match &field.kind {
            FieldKind::Group(group) => self::group(module, group, &wire_fields),
            _ => single(field, &wire_fields),
        };
        set(&field.ident, &value)
    });
    (masks, fields.collect())
}

fn by_variable(module: &Module, body: &Struct) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let mut statements = Vec::new();
    for wire_field in &body.wire_fields {
        statements.extend(mask(wire_field));
        let WireFieldKind::Value { field, member, .. } = &wire_field.kind else { continue };
        let Some((name, value)) = body.field(*field).value(*member) else { continue };
        let variable = variable(name);
        let read = read(value, wire_field);
        statements.push(quote!(let #variable = #read;));
    }
    let fields = body.fields.iter().zip(wire_fields_of(body)).map(|(field, wire_fields)| {
        let is_number = wire_fields.iter().any(|wire_field| matches!(wire_field.kind, WireFieldKind::Number { .. }));
        match &field.kind {
            FieldKind::Flag => set(&field.ident, &single(field, &wire_fields)),
            _ if is_number => set(&field.ident, &single(field, &wire_fields)),
            FieldKind::Group(group) => set(&field.ident, &assembled(module, group)),
            _ => initialised(&field.ident),
        }
    });
    (statements, fields.collect())
}

/// A field that takes the value of its variable.
pub(super) fn initialised(name: &str) -> TokenStream {
    let variable = variable(name);
    set(name, &quote!(#variable))
}

/// A field that takes this value, said once where it is the variable of that name.
fn set(name: &str, value: &TokenStream) -> TokenStream {
    let name = ident(name);
    if name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
}

/// The variable for a field; `r` is the reader already.
pub(super) fn variable(name: &str) -> proc_macro2::Ident {
    ident(if name == "r" { "r_" } else { name })
}

/// The wire_fields of each field.
pub(super) fn wire_fields_of(body: &Struct) -> Vec<Vec<&WireField>> {
    let mut wire_fields = vec![Vec::new(); body.fields.len()];
    for wire_field in &body.wire_fields {
        if let WireFieldKind::Value { field, .. }
        | WireFieldKind::Flag { field, .. }
        | WireFieldKind::Number { source: NumberSource::Stored { field, .. }, .. } = wire_field.kind
        {
            wire_fields[field.0].push(wire_field);
        }
    }
    wire_fields
}

fn mask(wire_field: &WireField) -> Option<TokenStream> {
    let index = Literal::u32_unsuffixed(wire_field.index);
    match &wire_field.kind {
        WireFieldKind::Flags { variable, setters, .. } => {
            let (variable, known) = (ident(variable), structs::bits(setters));
            Some(quote!(let #variable = r.flags(#index, #known);))
        }
        WireFieldKind::Number { variable, condition, source } => {
            let variable = ident(variable);
            let method = match source {
                NumberSource::Stored { is_count: false, .. } => "nat",
                NumberSource::Stored { .. } | NumberSource::Items(_) => "number",
            };
            Some(match condition {
                None => {
                    let method = ident(method);
                    quote!(let #variable = r.#method(#index);)
                }
                Some(condition) => {
                    let (method, bit) = (ident(&format!("{method}_if")), masked(condition));
                    quote!(let #variable = r.#method(#bit, #index).unwrap_or(0);)
                }
            })
        }
        _ => None,
    }
}

/// A number in the field that keeps it, without the bits that others stand for.
fn stored(variable: &str, condition: Option<&BitCondition>, setters: &[BitSetter]) -> TokenStream {
    let variable = ident(variable);
    let value = if setters.is_empty() {
        quote!(#variable)
    } else {
        let known = structs::bits(setters);
        quote!(#variable & !#known)
    };
    match condition {
        None => value,
        Some(condition) => {
            let bit = masked(condition);
            quote!((#bit != 0).then_some(#value))
        }
    }
}

/// A field that one wire_field reads.
fn single(field: &Field, wire_fields: &[&WireField]) -> TokenStream {
    match (&field.kind, wire_fields.first()) {
        (
            _,
            Some(WireField {
                kind: WireFieldKind::Number { variable, condition, source: NumberSource::Stored { setters, .. } },
                ..
            }),
        ) => stored(variable, condition.as_ref(), setters),
        (FieldKind::Required(value) | FieldKind::Optional(value), Some(wire_field)) => read(value, wire_field),
        (_, Some(WireField { kind: WireFieldKind::Flag { bit, .. }, .. })) => {
            let bit = masked(bit);
            quote!(#bit != 0)
        }
        _ => TokenStream::new(),
    }
}

/// A group whose members stand one after the other.
fn group(module: &Module, group: &Group, wire_fields: &[&WireField]) -> TokenStream {
    let Some(WireFieldKind::Value { condition: Some(condition), .. }) =
        wire_fields.first().map(|wire_field| &wire_field.kind)
    else {
        return TokenStream::new();
    };
    let bit = masked(condition);
    let ty = path("groups", &group.item_path);
    let members = group.members.iter().zip(wire_fields).map(|((name, value), wire_field)| {
        let name = ident(name);
        let read = codec(value, Literal::u32_unsuffixed(wire_field.index), None);
        quote!(#name: #read)
    });
    let (some, none) = (module.prelude("Some"), module.prelude("None"));
    quote!(if #bit != 0 { #some(#ty { #(#members),* }) } else { #none })
}

/// A group whose members were read into variables.
fn assembled(module: &Module, group: &Group) -> TokenStream {
    let (some, none) = (module.prelude("Some"), module.prelude("None"));
    let ty = path("groups", &group.item_path);
    let variables: Vec<_> = group.members.iter().map(|(name, _)| variable(name)).collect();
    let members = group.members.iter().map(|(name, _)| initialised(name));
    quote! {
        match (#(#variables),*) {
            (#(#some(#variables)),*) => #some(#ty { #(#members),* }),
            _ => #none,
        }
    }
}

fn read(value: &Value, wire_field: &WireField) -> TokenStream {
    let condition = match &wire_field.kind {
        WireFieldKind::Value { condition, .. } => condition.as_ref().map(masked),
        _ => None,
    };
    codec(value, Literal::u32_unsuffixed(wire_field.index), condition)
}

/// `flags & (1 << 5)`.
pub(super) fn masked(condition: &BitCondition) -> TokenStream {
    let (variable, mask) = (ident(&condition.flags_field), structs::bit(condition.bit));
    if condition.bit == 0 { quote!(#variable & #mask) } else { quote!(#variable & (#mask)) }
}

/// What no method of its own reads.
fn whole(value: &Value, index: &Literal, condition: Option<TokenStream>) -> TokenStream {
    let read = match value.is_indirect {
        true => {
            let read = items(&value.codec, &quote!(rt::NO_FIELD));
            quote!(r.in_field(#index, |r| r.indirect(|r| #read)))
        }
        false => items(&value.codec, index),
    };
    match condition {
        Some(bit) => quote!(r.when(#bit, |r| #read)),
        None => read,
    }
}

fn codec(value: &Value, index: Literal, condition: Option<TokenStream>) -> TokenStream {
    let method = match &value.codec {
        codec if stands_alone(codec, Tree::Types) && value.is_indirect => "object_indirect",
        codec if stands_alone(codec, Tree::Types) => "object",
        codec if stands_alone(codec, Tree::Constructors) && value.is_indirect => "bare_field_indirect",
        codec if stands_alone(codec, Tree::Constructors) => "bare_field",
        Codec::Vector { is_bare: true, element } if is_plain(element) => "bare_vector",
        Codec::Vector { element, .. } if is_plain(element) => "vector",
        codec => match ty::leaf(codec) {
            Some(leaf) => leaf.method,
            None => return whole(value, &index, condition),
        },
    };
    match condition {
        Some(bit) => {
            let method = ident(&format!("{method}_if"));
            quote!(r.#method(#bit, #index))
        }
        None => {
            let method = ident(method);
            quote!(r.#method(#index))
        }
    }
}

/// An expression for a value of a vector whose items are not read by their Rust type.
fn items(codec: &Codec, index: &impl ToTokens) -> TokenStream {
    let no_field = quote!(rt::NO_FIELD);
    match codec {
        Codec::Vector { is_bare, element } if is_plain(element) => {
            let method = ident(if *is_bare { "bare_vector" } else { "vector" });
            quote!(r.#method(#index))
        }
        Codec::Vector { is_bare, element } => {
            let method = ident(if *is_bare { "bare_vector_with" } else { "vector_with" });
            let least_size = Literal::usize_unsuffixed(least_size(element));
            let item = items(element, &no_field);
            quote!(r.#method(#index, #least_size, |r| #item))
        }
        Codec::Repetition(repetition) => {
            let item = items(&repetition.item, &no_field);
            if repetition.is_array {
                return quote!(r.array(#index, |r| #item));
            }
            let (n, least_size) = (ty::number(&repetition.count), Literal::usize_unsuffixed(repetition.least_size));
            quote!(r.repetition(#index, #n, #least_size, |r| #item))
        }
        Codec::Instance(Instance { tree, numbers: Some(numbers), .. }) => {
            let numbers = ty::numbers(numbers);
            let read = match tree {
                Tree::Types => quote!(rt::DependentBoxed::deserialize_with(#numbers, r)),
                Tree::Constructors | Tree::Records => quote!(r.bare_with(#numbers)),
            };
            if index.to_token_stream().to_string() == no_field.to_string() {
                read
            } else {
                quote!(r.in_field(#index, |r| #read))
            }
        }
        codec if stands_alone(codec, Tree::Constructors) => quote!(r.bare()),
        _ => quote!(r.object(#index)),
    }
}

/// Whether a value is of this kind, and needs no numbers.
fn stands_alone(codec: &Codec, kind: Tree) -> bool {
    match codec {
        Codec::Boxed(_) | Codec::Param(_) | Codec::Builtin { .. } | Codec::Object => kind == Tree::Types,
        Codec::Bare { .. } => kind == Tree::Constructors,
        Codec::Instance(found) => found.tree == kind && found.numbers.is_none(),
        _ => false,
    }
}

/// Least bytes of an item that isn't plain.
fn least_size(codec: &Codec) -> usize {
    match codec {
        Codec::Bare { least_size, .. } | Codec::Instance(Instance { least_size, .. }) => *least_size,
        Codec::Vector { is_bare: false, .. } => 8,
        _ => 4,
    }
}
