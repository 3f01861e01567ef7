//! Rust types of fields and values.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};
use tl_parser::Primitive;

use super::module::ModuleScope;
use super::tokens::{id_hex_literal, ident_token, item_path_from_root};
use crate::plan::{BitGroup, Codec, FieldKind, FieldValue, Instance, InstanceKind, NumberExpression, Repetition};

/// The Rust type of a field of a struct.
pub(super) fn field_type(module: &ModuleScope, kind: &FieldKind) -> TokenStream {
    field_type_with(module, kind, |value| self::value_type(module, value), bit_group_type)
}

/// The Rust type of a field, where `value` and `group` give the types of values and of groups.
pub(super) fn field_type_with(
    module: &ModuleScope,
    kind: &FieldKind,
    value_type: impl Fn(&FieldValue) -> TokenStream,
    group_type: impl Fn(&BitGroup) -> TokenStream,
) -> TokenStream {
    let ty = match kind {
        FieldKind::Required(value) => return value_type(value),
        FieldKind::Flag => return quote!(bool),
        FieldKind::Optional(value) => value_type(value),
        FieldKind::Group(group) => group_type(group),
    };
    let option = module.prelude_path("Option");
    quote!(#option<#ty>)
}

fn bit_group_type(group: &BitGroup) -> TokenStream {
    let path = item_path_from_root("groups", &group.item_path);
    let params = group.params.iter().map(|param| ident_token(param));
    if group.params.is_empty() { path } else { quote!(#path<#(#params),*>) }
}

/// An expression for a number that a type or repetition depends on.
pub(super) fn number_expression(number: &NumberExpression) -> TokenStream {
    match number {
        NumberExpression::Constant(constant) => Literal::u32_unsuffixed(*constant).into_token_stream(),
        NumberExpression::Variable(variable) => ident_token(variable).into_token_stream(),
        NumberExpression::Sum(variable, more) => {
            let (variable, more) = (ident_token(variable), Literal::u32_unsuffixed(*more));
            quote!(#variable.saturating_add(#more))
        }
    }
}

/// The numbers that are passed to a dependent type: `[n, m + 1]`.
pub(super) fn number_array(numbers: &[NumberExpression]) -> TokenStream {
    let numbers = numbers.iter().map(number_expression);
    quote!([#(#numbers),*])
}

/// The Rust type of a value; `Box<T>` if the plan stores it behind a pointer.
pub(super) fn value_type(module: &ModuleScope, value: &FieldValue) -> TokenStream {
    let ty = codec_type(module, &value.codec);
    let indirect = module.prelude_path("Box");
    if value.is_indirect { quote!(#indirect<#ty>) } else { ty }
}

/// The Rust type of a codec whose values contain no other values; no tokens for any other codec.
pub(super) fn leaf_type(codec: &Codec) -> TokenStream {
    let Some(leaf) = codec.leaf_facts() else { return TokenStream::new() };
    let ty: TokenStream = leaf.rust_type.parse().unwrap_or_default();
    if leaf.is_scalar || leaf.size.is_some() { ty } else { quote!(rt::#ty) }
}

/// The Rust type of the values of a codec.
pub(super) fn codec_type(module: &ModuleScope, codec: &Codec) -> TokenStream {
    match codec {
        Codec::Boxed(item_path) => item_path_from_root("types", item_path),
        Codec::Bare { constructor, .. } => item_path_from_root("constructors", constructor),
        Codec::Param(name) => ident_token(name).into_token_stream(),
        Codec::Vector { element: item, .. } => vec_type(module, item),
        Codec::Builtin { id, value } => {
            let (id, value) = (id_hex_literal(*id), type_argument(module, value));
            quote!(rt::Builtin<#value, #id>)
        }
        Codec::Instance(instance) => self::instance_type(module, instance),
        Codec::Repetition(Repetition { count: NumberExpression::Constant(n), is_array: true, item, .. }) => {
            let (item, n) = (self::codec_type(module, item), Literal::u32_unsuffixed(*n));
            quote!([#item; #n])
        }
        Codec::Repetition(repetition) => vec_type(module, &repetition.item),
        Codec::Object => quote!(rt::RawObject),
        codec => leaf_type(codec),
    }
}

fn vec_type(module: &ModuleScope, item: &Codec) -> TokenStream {
    let (vec, item) = (module.prelude_path("Vec"), codec_type(module, item));
    quote!(#vec<#item>)
}

/// The path of a type, constructor or record with its type arguments.
fn instance_type(module: &ModuleScope, instance: &Instance) -> TokenStream {
    let path = item_path_from_root(instance.kind.module_name(), &instance.item_path);
    let arguments = instance.arguments.iter().map(|argument| self::type_argument(module, argument));
    if instance.arguments.is_empty() { path } else { quote!(#path<#(#arguments),*>) }
}

/// The Rust type for a codec where no generated code decodes the value: a type argument, a result.
///
/// A bare value needs the wrapper `rt::BareArgument`, because the runtime decodes its type with a constructor id
/// otherwise.
pub(super) fn type_argument(module: &ModuleScope, codec: &Codec) -> TokenStream {
    match codec {
        Codec::Vector { is_bare, element, .. } => {
            let (vec, element) = (module.prelude_path("Vec"), type_argument(module, element));
            if *is_bare { quote!(rt::BareArgument<#vec<#element>>) } else { quote!(#vec<#element>) }
        }
        Codec::Primitive(Primitive::Int53) => quote!(rt::Int53),
        codec if does_type_determine_codec(codec) => self::codec_type(module, codec),
        codec => {
            let ty = self::codec_type(module, codec);
            quote!(rt::BareArgument<#ty>)
        }
    }
}

/// Whether the Rust type alone determines the codec. The Rust type of a bare value doesn't: it is also that of the
/// boxed value. That of an `int53` is also that of a `long`.
pub(super) fn does_type_determine_codec(codec: &Codec) -> bool {
    match codec {
        Codec::Bare { .. } | Codec::Vector { is_bare: true, .. } | Codec::Repetition(_) => false,
        Codec::Primitive(Primitive::Int53) => false,
        Codec::Instance(instance) => instance.kind == InstanceKind::Boxed && instance.numbers.is_none(),
        Codec::Vector { element, .. } => does_type_determine_codec(element),
        _ => true,
    }
}

/// The name of the method that decodes or views a vector whose items need no closure.
pub(super) fn vector_method_name(is_bare: bool) -> &'static str {
    if is_bare { "bare_vector" } else { "vector" }
}
