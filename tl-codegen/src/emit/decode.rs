//! Reading of fields.
//!
//! Where the flags fields stand before all values, a struct is read as one literal, in the order of the wire; else each
//! value gets a variable first.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::module::{Module, ident, path};
use super::structs::hex;
use super::ty::is_plain;
use crate::plan::{Codec, Field, FieldKind, Group, Step, StepKind, Struct, Value};

/// For `a flags:# b:flags.0?int c:string = A;`:
///
/// ```text
/// fn deserialize_fields<S: rt::Sharing>(r: &mut rt::Reader<'_, S>) -> Self {
///     let flags = r.flags(0, 0x1);
///     Self { b: r.int_if(flags & 1, 1), c: r.string(2) }
/// }
/// ```
pub(super) fn deserialize_fields(module: &Module, body: &Struct) -> TokenStream {
    let (statements, fields) = if is_in_order(body) { in_order(module, body) } else { by_variable(module, body) };
    let reader = if body.steps.is_empty() { quote!(_r) } else { quote!(r) };
    quote! {
        fn deserialize_fields<S: rt::Sharing>(#reader: &mut rt::Reader<'_, S>) -> Self {
            #(#statements)*
            Self { #(#fields),* }
        }
    }
}

/// Whether a literal with one read for each field reads the wire in order.
fn is_in_order(body: &Struct) -> bool {
    let mut has_values = false;
    let mut last_field = None;
    for step in &body.steps {
        match step.kind {
            StepKind::Flags { .. } if has_values => return false,
            StepKind::Flags { .. } | StepKind::Flag { .. } => {}
            StepKind::Value { field, .. } if last_field.is_some_and(|last| field < last) => return false,
            StepKind::Value { field, .. } => {
                has_values = true;
                last_field = Some(field);
            }
        }
    }
    true
}

fn in_order(module: &Module, body: &Struct) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let masks = body.steps.iter().filter_map(mask).collect();
    let fields = body.fields.iter().zip(steps_of_fields(body)).map(|(field, steps)| {
        let name = ident(&field.ident);
        let value = match &field.kind {
            FieldKind::Group(group) => self::group(module, group, &steps),
            _ => single(field, &steps),
        };
        quote!(#name: #value)
    });
    (masks, fields.collect())
}

fn by_variable(module: &Module, body: &Struct) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let mut statements = Vec::new();
    for step in &body.steps {
        statements.extend(mask(step));
        let StepKind::Value { field, member, .. } = &step.kind else { continue };
        let field = &body.fields[*field];
        let (name, value) = match (&field.kind, member) {
            (FieldKind::Group(group), Some(member)) => {
                let (name, value) = &group.members[*member];
                (name, value)
            }
            (FieldKind::Required(value) | FieldKind::Optional(value), _) => (&field.ident, value),
            (FieldKind::Group(_) | FieldKind::Flag, _) => continue,
        };
        let variable = variable(name);
        let read = read(value, step);
        statements.push(quote!(let #variable = #read;));
    }
    let fields = body.fields.iter().zip(steps_of_fields(body)).map(|(field, steps)| {
        let name = ident(&field.ident);
        match &field.kind {
            FieldKind::Flag => {
                let value = single(field, &steps);
                quote!(#name: #value)
            }
            FieldKind::Group(group) => {
                let value = assembled(module, group);
                quote!(#name: #value)
            }
            _ => initialised(&field.ident),
        }
    });
    (statements, fields.collect())
}

/// A field that takes the value of its variable.
pub(super) fn initialised(name: &str) -> TokenStream {
    let (field, variable) = (ident(name), variable(name));
    if field == variable { quote!(#field) } else { quote!(#field: #variable) }
}

/// The variable for a field; `r` is the reader already.
pub(super) fn variable(name: &str) -> proc_macro2::Ident {
    ident(if name == "r" { "r_" } else { name })
}

/// The steps of each field.
pub(super) fn steps_of_fields(body: &Struct) -> Vec<Vec<&Step>> {
    let mut steps = vec![Vec::new(); body.fields.len()];
    for step in &body.steps {
        if let StepKind::Value { field, .. } | StepKind::Flag { field, .. } = step.kind {
            steps[field].push(step);
        }
    }
    steps
}

fn mask(step: &Step) -> Option<TokenStream> {
    let StepKind::Flags { variable, bits } = &step.kind else { return None };
    let variable = ident(variable);
    let index = Literal::u32_unsuffixed(step.index);
    let known = hex(bits.iter().fold(0, |known, (bit, _)| known | 1 << bit));
    Some(quote!(let #variable = r.flags(#index, #known);))
}

/// A field that one step reads.
fn single(field: &Field, steps: &[&Step]) -> TokenStream {
    match (&field.kind, steps.first()) {
        (FieldKind::Required(value) | FieldKind::Optional(value), Some(step)) => read(value, step),
        (_, Some(Step { kind: StepKind::Flag { variable, bit, .. }, .. })) => {
            let bit = masked(variable, *bit);
            quote!(#bit != 0)
        }
        _ => TokenStream::new(),
    }
}

/// A group whose members stand one after the other.
fn group(module: &Module, group: &Group, steps: &[&Step]) -> TokenStream {
    let Some(StepKind::Value { condition: Some((variable, bit)), .. }) = steps.first().map(|step| &step.kind) else {
        return TokenStream::new();
    };
    let bit = masked(variable, *bit);
    let ty = path("groups", &group.place);
    let members = group.members.iter().zip(steps).map(|((name, value), step)| {
        let name = ident(name);
        let read = codec(value, Literal::u32_unsuffixed(step.index), None);
        quote!(#name: #read)
    });
    let (some, none) = (module.prelude("Some"), module.prelude("None"));
    quote!(if #bit != 0 { #some(#ty { #(#members),* }) } else { #none })
}

/// A group whose members were read into variables.
fn assembled(module: &Module, group: &Group) -> TokenStream {
    let (some, none) = (module.prelude("Some"), module.prelude("None"));
    let ty = path("groups", &group.place);
    let variables: Vec<_> = group.members.iter().map(|(name, _)| variable(name)).collect();
    let members = group.members.iter().map(|(name, _)| initialised(name));
    quote! {
        match (#(#variables),*) {
            (#(#some(#variables)),*) => #some(#ty { #(#members),* }),
            _ => #none,
        }
    }
}

fn read(value: &Value, step: &Step) -> TokenStream {
    let condition = match &step.kind {
        StepKind::Value { condition: Some((variable, bit)), .. } => Some(masked(variable, *bit)),
        _ => None,
    };
    codec(value, Literal::u32_unsuffixed(step.index), condition)
}

/// `flags & (1 << 5)`.
pub(super) fn masked(variable: &str, bit: u8) -> TokenStream {
    let variable = ident(variable);
    let shift = Literal::u8_unsuffixed(bit);
    if bit == 0 { quote!(#variable & 1) } else { quote!(#variable & (1 << #shift)) }
}

fn codec(value: &Value, index: Literal, condition: Option<TokenStream>) -> TokenStream {
    let method = match &value.codec {
        Codec::Nat => "nat",
        Codec::Int => "int",
        Codec::Long => "long",
        Codec::Double => "double",
        Codec::Int128 => "int128",
        Codec::Int256 => "int256",
        Codec::String => "string",
        Codec::Bytes => "bytes",
        Codec::Bool => "boolean",
        Codec::Boxed(_) | Codec::Param(_) if value.is_indirect => "object_indirect",
        Codec::Boxed(_) | Codec::Param(_) => "object",
        Codec::Bare { .. } if value.is_indirect => "bare_field_indirect",
        Codec::Bare { .. } => "bare_field",
        Codec::Vector { is_bare: true, element } if is_plain(element) => "bare_vector",
        Codec::Vector { element, .. } if is_plain(element) => "vector",
        codec @ Codec::Vector { .. } => {
            let read = items(codec, &index);
            return match condition {
                Some(bit) => quote!(r.when(#bit, |r| #read)),
                None => read,
            };
        }
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
        Codec::Bare { .. } => quote!(r.bare()),
        _ => quote!(r.object(#index)),
    }
}

/// Least bytes of an item that isn't plain.
fn least_size(codec: &Codec) -> usize {
    match codec {
        Codec::Bare { least_size, .. } => *least_size,
        Codec::Vector { is_bare: false, .. } => 8,
        _ => 4,
    }
}
