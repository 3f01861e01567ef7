//! Codec types: names with a meaning that needs no declaration, such as `int`, and declarations that keep this meaning.
//!
//! A declaration of such a name replaces its meaning, unless it is a line of a [prelude](Prelude): `int ? = Int` still
//! declares the primitive, `int x:long = Int` an ordinary constructor. Lines are compared in canonical form by rule A.

use crate::Dialect;
use crate::meaning::scalars::{self, Prelude, Scalars};
use crate::meaning::schema::{CodecType, Opaque, Primitive};

/// The codec type that an undeclared name denotes; `None` for other names.
pub(super) fn codec_type_if_undeclared(name: &str, dialect: Dialect, scalars: &Scalars) -> Option<CodecType> {
    let primitive = scalars.named_scalar(name).or_else(|| match primitive_of_name(name) {
        Some(Primitive::Float) if dialect != Dialect::Vk => None,
        known => known,
    });
    match primitive {
        Some(primitive) => Some(CodecType::Primitive(primitive)),
        None => (name == "vector").then_some(CodecType::Vector),
    }
}

/// The primitive type that a name denotes without a declaration.
fn primitive_of_name(name: &str) -> Option<Primitive> {
    Primitive::ALL.into_iter().find(|primitive| primitive.name() == name && *primitive != Primitive::Int53)
}

/// The codec type that a constructor of this name declares; `None` for an ordinary constructor. `canonical` gives its
/// canonical form.
#[inline]
pub(super) fn codec_type_of_constructor(
    name: &str,
    scalars: &Scalars,
    canonical: impl FnOnce() -> String,
) -> Option<CodecType> {
    if let Some(primitive) = scalars.named_scalar(name) {
        return Some(CodecType::Primitive(primitive));
    }
    let is_opaque_or_vector = matches!(name, "vector" | "object" | "function");
    if !is_opaque_or_vector && !scalars::is_name_in_prelude(name) {
        return None;
    }
    let canonical = canonical();
    match name {
        "vector" => is_vector_line(&canonical).then_some(CodecType::Vector),
        "object" => (canonical == "object ? = Object").then_some(CodecType::Opaque(Opaque::Object)),
        "function" => (canonical == "function ? = Function").then_some(CodecType::Opaque(Opaque::Function)),
        _ => scalars::scalar_of_line(name, &canonical, scalars.prelude == Prelude::None).map(CodecType::Primitive),
    }
}

/// Whether a canonical form is `vector t:Type # [ t ] = Vector t`, with any name for `t`.
fn is_vector_line(canonical: &str) -> bool {
    let param = canonical.strip_prefix("vector ").and_then(|rest| rest.split_once(":Type "));
    param.is_some_and(|(param, rest)| rest == format!("# [ {param} ] = Vector {param}"))
}

/// Whether `name ? = ty` is a built-in of the dialect.
pub(super) fn is_builtin(name: &str, ty: &str, dialect: Dialect) -> bool {
    match primitive_of_name(name) {
        Some(Primitive::Float) if dialect != Dialect::Vk => false,
        Some(_) => scalars::scalar_of_line(name, &format!("{name} ? = {ty}"), true).is_some(),
        None => matches!((name, ty), ("object", "Object") | ("function", "Function")),
    }
}
