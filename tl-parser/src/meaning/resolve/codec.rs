//! Codec types: names with a meaning that needs no declaration, such as `int`, and declarations that keep this meaning.
//!
//! A declaration of such a name replaces its meaning, unless it has the usual shape: `int ? = Int` still declares the
//! primitive, `int x:long = Int` an ordinary constructor. Shapes are compared in canonical form by rule A.

use crate::Dialect;
use crate::meaning::schema::{CodecType, Opaque, Primitive};

/// Whether a constructor of this name may declare a codec type.
#[inline]
pub(super) fn may_be_declared(name: &str) -> bool {
    // Most names are longer than the longest codec type, `function`.
    name.len() <= 8 && (matches!(name, "vector" | "object" | "function") || primitive(name).is_some())
}

fn primitive(name: &str) -> Option<Primitive> {
    Primitive::ALL.into_iter().find(|primitive| primitive.name() == name)
}

/// The codec type that an undeclared name denotes; `None` for other names.
pub(super) fn undeclared(name: &str, dialect: Dialect) -> Option<CodecType> {
    match primitive(name) {
        Some(Primitive::Float) if dialect != Dialect::Vk => None,
        Some(primitive) => Some(CodecType::Primitive(primitive)),
        None => (name == "vector").then_some(CodecType::Vector),
    }
}

/// The codec type that a constructor with this canonical form declares; `None` for an ordinary constructor.
pub(super) fn declared(name: &str, canonical: &str) -> Option<CodecType> {
    match name {
        "vector" => is_vector(canonical).then_some(CodecType::Vector),
        "object" => (canonical == "object ? = Object").then_some(CodecType::Opaque(Opaque::Object)),
        "function" => (canonical == "function ? = Function").then_some(CodecType::Opaque(Opaque::Function)),
        _ => {
            let primitive = primitive(name)?;
            // `string = String` is how schemas without built-ins declare it.
            let result = canonical.strip_prefix(name).and_then(|rest| rest.strip_prefix(" = "));
            let is_empty = result.is_some_and(|result| result.eq_ignore_ascii_case(name));
            (is_empty || canonical == usual_canonical_form(primitive)).then_some(CodecType::Primitive(primitive))
        }
    }
}

/// The canonical form of the usual declaration of a primitive type.
fn usual_canonical_form(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Int => "int ? = Int",
        Primitive::Long => "long ? = Long",
        Primitive::Double => "double ? = Double",
        Primitive::Float => "float ? = Float",
        Primitive::String => "string ? = String",
        Primitive::Bytes => "bytes string = Bytes",
        Primitive::Int128 => "int128 4*[ int ] = Int128",
        Primitive::Int256 => "int256 8*[ int ] = Int256",
    }
}

/// Whether a canonical form is `vector t:Type # [ t ] = Vector t`, with any name for `t`.
fn is_vector(canonical: &str) -> bool {
    let param = canonical.strip_prefix("vector ").and_then(|rest| rest.split_once(":Type "));
    param.is_some_and(|(param, rest)| rest == format!("# [ {param} ] = Vector {param}"))
}

/// Whether `name ? = ty` is a built-in of the dialect.
pub(super) fn is_builtin(name: &str, ty: &str, dialect: Dialect) -> bool {
    match primitive(name) {
        Some(Primitive::Float) if dialect != Dialect::Vk => false,
        Some(primitive) => {
            usual_canonical_form(primitive).strip_prefix(name).and_then(|rest| rest.strip_prefix(" ? = ")) == Some(ty)
        }
        None => matches!((name, ty), ("object", "Object") | ("function", "Function")),
    }
}
