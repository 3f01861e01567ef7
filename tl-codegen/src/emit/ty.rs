//! Rust types of fields and values.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};
use tl_parser::Primitive;

use super::module::Module;
use super::tokens::{hex, ident, path};
use crate::plan::{Codec, FieldKind, Group, Instance, InstanceKind, Number, Repetition, Value};

/// The Rust type of a field of a struct.
pub(super) fn field(module: &Module, kind: &FieldKind) -> TokenStream {
    field_of(module, kind, |value| self::value(module, value), group)
}

/// The Rust type of a field, where `value` and `group` give the types of values and of groups.
pub(super) fn field_of(
    module: &Module,
    kind: &FieldKind,
    value_type: impl Fn(&Value) -> TokenStream,
    group_type: impl Fn(&Group) -> TokenStream,
) -> TokenStream {
    let ty = match kind {
        FieldKind::Required(value) => return value_type(value),
        FieldKind::Flag => return quote!(bool),
        FieldKind::Optional(value) => value_type(value),
        FieldKind::Group(group) => group_type(group),
    };
    let option = module.prelude("Option");
    quote!(#option<#ty>)
}

fn group(group: &Group) -> TokenStream {
    let path = path("groups", &group.item_path);
    let params = group.params.iter().map(|param| ident(param));
    if group.params.is_empty() { path } else { quote!(#path<#(#params),*>) }
}

/// An expression for a number that a type or repetition depends on.
pub(super) fn number(number: &Number) -> TokenStream {
    match number {
        Number::Constant(constant) => Literal::u32_unsuffixed(*constant).into_token_stream(),
        Number::Variable(variable) => ident(variable).into_token_stream(),
        Number::Sum(variable, more) => {
            let (variable, more) = (ident(variable), Literal::u32_unsuffixed(*more));
            quote!(#variable.saturating_add(#more))
        }
    }
}

/// The numbers that are passed to a dependent type: `[n, m + 1]`.
pub(super) fn numbers(numbers: &[Number]) -> TokenStream {
    let numbers = numbers.iter().map(number);
    quote!([#(#numbers),*])
}

/// The Rust type of a value; `Box<T>` if the plan stores it behind a pointer.
pub(super) fn value(module: &Module, value: &Value) -> TokenStream {
    let ty = codec(module, &value.codec);
    let indirect = module.prelude("Box");
    if value.is_indirect { quote!(#indirect<#ty>) } else { ty }
}

/// The Rust type of a codec whose values contain no other values; no tokens for any other codec.
pub(super) fn leaf(codec: &Codec) -> TokenStream {
    let Some(leaf) = codec.leaf() else { return TokenStream::new() };
    let ty: TokenStream = leaf.rust_type.parse().unwrap_or_default();
    if leaf.is_scalar || leaf.size.is_some() { ty } else { quote!(rt::#ty) }
}

/// The Rust type of the values of a codec.
pub(super) fn codec(module: &Module, codec: &Codec) -> TokenStream {
    match codec {
        Codec::Boxed(item_path) => path("types", item_path),
        Codec::Bare { constructor, .. } => path("constructors", constructor),
        Codec::Param(name) => ident(name).into_token_stream(),
        Codec::Vector { element: item, .. } => vec_of(module, item),
        Codec::Builtin { id, value } => {
            let (id, value) = (hex(*id), argument(module, value));
            quote!(rt::Builtin<#value, #id>)
        }
        Codec::Instance(instance) => self::instance(module, instance),
        Codec::Repetition(Repetition { count: Number::Constant(n), is_array: true, item, .. }) => {
            let (item, n) = (self::codec(module, item), Literal::u32_unsuffixed(*n));
            quote!([#item; #n])
        }
        Codec::Repetition(repetition) => vec_of(module, &repetition.item),
        Codec::Object => quote!(rt::RawObject),
        codec => leaf(codec),
    }
}

fn vec_of(module: &Module, item: &Codec) -> TokenStream {
    let (vec, item) = (module.prelude("Vec"), codec(module, item));
    quote!(#vec<#item>)
}

/// The path of a type, constructor or record with its type arguments.
fn instance(module: &Module, instance: &Instance) -> TokenStream {
    let path = path(instance.kind.module(), &instance.item_path);
    let arguments = instance.arguments.iter().map(|argument| self::argument(module, argument));
    if instance.arguments.is_empty() { path } else { quote!(#path<#(#arguments),*>) }
}

/// The Rust type for a codec where no generated code decodes the value: a type argument, a result.
///
/// A bare value needs the wrapper `rt::BareArgument`, because the runtime decodes its type with a constructor id otherwise.
pub(super) fn argument(module: &Module, codec: &Codec) -> TokenStream {
    match codec {
        Codec::Vector { is_bare, element, .. } => {
            let (vec, element) = (module.prelude("Vec"), argument(module, element));
            if *is_bare { quote!(rt::BareArgument<#vec<#element>>) } else { quote!(#vec<#element>) }
        }
        Codec::Primitive(Primitive::Int53) => quote!(rt::Int53),
        codec if is_encoded_by_type(codec) => self::codec(module, codec),
        codec => {
            let ty = self::codec(module, codec);
            quote!(rt::BareArgument<#ty>)
        }
    }
}

/// Whether the Rust type alone determines the codec. The Rust type of a bare value doesn't: it is also that of the
/// boxed value. That of an `int53` is also that of a `long`.
pub(super) fn is_encoded_by_type(codec: &Codec) -> bool {
    match codec {
        Codec::Bare { .. } | Codec::Vector { is_bare: true, .. } | Codec::Repetition(_) => false,
        Codec::Primitive(Primitive::Int53) => false,
        Codec::Instance(instance) => instance.kind == InstanceKind::Boxed && instance.numbers.is_none(),
        Codec::Vector { element, .. } => is_encoded_by_type(element),
        _ => true,
    }
}

/// The name of the method that decodes or views a vector whose items need no closure.
pub(super) fn vector_method(is_bare: bool) -> &'static str {
    if is_bare { "bare_vector" } else { "vector" }
}
