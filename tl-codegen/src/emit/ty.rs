//! Rust types of fields and values.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::module::Module;
use super::tokens::{hex, ident, path};
use crate::plan::{Codec, FieldKind, Group, Instance, InstanceKind, Number, Value};

/// The type of a field of a struct.
pub(super) fn field(module: &Module, kind: &FieldKind) -> TokenStream {
    let option = module.prelude("Option");
    match kind {
        FieldKind::Required(value) => self::value(module, value),
        FieldKind::Optional(value) => {
            let ty = self::value(module, value);
            quote!(#option<#ty>)
        }
        FieldKind::Flag => quote!(bool),
        FieldKind::Group(group) => {
            let ty = self::group(group);
            quote!(#option<#ty>)
        }
    }
}

/// Whether the type of a field is `Copy`. Structs, enums, text and vectors never are.
pub(super) fn is_copy(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Required(value) | FieldKind::Optional(value) => !value.is_indirect && is_copy_codec(&value.codec),
        FieldKind::Flag => true,
        FieldKind::Group(_) => false,
    }
}

fn is_copy_codec(codec: &Codec) -> bool {
    match codec {
        Codec::Builtin { value, .. } => is_copy_codec(value),
        Codec::Repetition(repetition) => {
            repetition.is_array && matches!(repetition.count, Number::Constant(_)) && is_copy_codec(&repetition.item)
        }
        codec => primitive_type(codec).is_some_and(|primitive| primitive.is_copy),
    }
}

fn group(group: &Group) -> TokenStream {
    let path = path("groups", &group.item_path);
    let params = group.params.iter().map(|param| ident(param));
    if group.params.is_empty() { path } else { quote!(#path<#(#params),*>) }
}

/// An expression for a number that a type or repetition depends on.
pub(super) fn number(number: &Number) -> TokenStream {
    match number {
        Number::Constant(constant) => {
            let constant = Literal::u32_unsuffixed(*constant);
            quote!(#constant)
        }
        Number::Variable(variable) => {
            let variable = ident(variable);
            quote!(#variable)
        }
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

/// The type of a value, in a `Box` if it is indirect.
pub(super) fn value(module: &Module, value: &Value) -> TokenStream {
    let ty = codec(module, &value.codec);
    let indirect = module.prelude("Box");
    if value.is_indirect { quote!(#indirect<#ty>) } else { ty }
}

/// A primitive type.
pub(super) struct PrimitiveType {
    /// The name of the method that encodes, decodes or views a value.
    pub(super) method: &'static str,
    /// Whether the visitor takes it by value.
    pub(super) is_by_value: bool,
    /// Whether the type is `Copy`.
    pub(super) is_copy: bool,
    /// The Rust type.
    pub(super) ty: TokenStream,
}

/// The primitive type of a codec, if it is one.
pub(super) fn primitive_type(codec: &Codec) -> Option<PrimitiveType> {
    let (method, is_by_value, ty) = match codec {
        Codec::Nat => ("nat", true, quote!(u32)),
        Codec::Int => ("int", true, quote!(i32)),
        Codec::Long => ("long", true, quote!(i64)),
        Codec::Double => ("double", true, quote!(f64)),
        Codec::Float => ("float", true, quote!(f32)),
        Codec::Bool => ("boolean", true, quote!(bool)),
        Codec::Int128 => ("int128", false, quote!([u8; 16])),
        Codec::Int256 => ("int256", false, quote!([u8; 32])),
        Codec::String => ("string", false, quote!(rt::Text)),
        Codec::Bytes => ("bytes", false, quote!(rt::Bytes)),
        _ => return None,
    };
    Some(PrimitiveType { method, is_by_value, is_copy: !matches!(codec, Codec::String | Codec::Bytes), ty })
}

/// The Rust type of a codec.
pub(super) fn codec(module: &Module, codec: &Codec) -> TokenStream {
    match codec {
        Codec::Boxed(item_path) => path("types", item_path),
        Codec::Bare { constructor, .. } => path("constructors", constructor),
        Codec::Param(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Codec::Vector { element, .. } => {
            let vec = module.prelude("Vec");
            let element = self::codec(module, element);
            quote!(#vec<#element>)
        }
        Codec::Builtin { id, value } => {
            let (id, value) = (hex(*id), self::codec(module, value));
            quote!(rt::Builtin<#value, #id>)
        }
        Codec::Instance(instance) => self::instance(module, instance),
        Codec::Repetition(repetition) => {
            let item = self::codec(module, &repetition.item);
            match (&repetition.count, repetition.is_array) {
                (Number::Constant(n), true) => {
                    let n = Literal::u32_unsuffixed(*n);
                    quote!([#item; #n])
                }
                _ => {
                    let vec = module.prelude("Vec");
                    quote!(#vec<#item>)
                }
            }
        }
        Codec::Object => quote!(rt::RawObject),
        codec => primitive_type(codec).map(|primitive| primitive.ty).unwrap_or_default(),
    }
}

/// A type, constructor or record with its type arguments.
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
        Codec::Vector { is_bare, element } => {
            let (vec, element) = (module.prelude("Vec"), argument(module, element));
            if *is_bare { quote!(rt::BareArgument<#vec<#element>>) } else { quote!(#vec<#element>) }
        }
        codec if is_encoded_by_type(codec) => self::codec(module, codec),
        codec => {
            let ty = self::codec(module, codec);
            quote!(rt::BareArgument<#ty>)
        }
    }
}

/// Whether the Rust type alone determines the codec. A bare value has the type of the boxed one, so it doesn't.
pub(super) fn is_encoded_by_type(codec: &Codec) -> bool {
    match codec {
        Codec::Bare { .. } | Codec::Vector { is_bare: true, .. } | Codec::Repetition(_) => false,
        Codec::Instance(instance) => instance.kind == InstanceKind::Boxed && instance.numbers.is_none(),
        Codec::Vector { element, .. } => is_encoded_by_type(element),
        _ => true,
    }
}
