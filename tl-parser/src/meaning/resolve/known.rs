//! Names that the codec itself knows, and the declarations that mean just what it knows.
//!
//! A declaration takes the place of the known name, so it is the declaration's shape that decides whether the name
//! still stands for the primitive. Shapes are compared in canonical form. Invariant: a shape that is not listed here
//! is an ordinary constructor.

use crate::Dialect;
use crate::meaning::schema::{Opaque, Primitive};

/// What a known name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Primitive(Primitive),
    Vector,
    /// `object` and `function`: any value, any call.
    Opaque(Opaque),
}

/// Primitives by name, with the shapes besides `name ? = Name` and `name = Name` that declare them.
const PRIMITIVES: &[(&str, Primitive, &str)] = &[
    ("int", Primitive::Int, "int ? = Int"),
    ("long", Primitive::Long, "long ? = Long"),
    ("double", Primitive::Double, "double ? = Double"),
    ("string", Primitive::String, "string ? = String"),
    ("bytes", Primitive::Bytes, "bytes string = Bytes"),
    ("int128", Primitive::Int128, "int128 4*[ int ] = Int128"),
    ("int256", Primitive::Int256, "int256 8*[ int ] = Int256"),
    ("float", Primitive::Float, "float ? = Float"),
];

/// Pairs that may be declared with a question mark.
const BUILTINS: &[(&str, &str)] = &[
    ("int", "Int"),
    ("long", "Long"),
    ("double", "Double"),
    ("string", "String"),
    ("object", "Object"),
    ("function", "Function"),
];

/// Whether a name may be known at all.
#[inline]
pub(super) fn may_be(name: &str) -> bool {
    // Most names are longer than the longest.
    name.len() <= 8 && (matches!(name, "vector" | "object" | "function") || primitive(name).is_some())
}

/// The primitive of this name.
#[inline]
pub(super) fn primitive(name: &str) -> Option<Primitive> {
    Some(match name {
        "int" => Primitive::Int,
        "long" => Primitive::Long,
        "double" => Primitive::Double,
        "string" => Primitive::String,
        "bytes" => Primitive::Bytes,
        "int128" => Primitive::Int128,
        "int256" => Primitive::Int256,
        "float" => Primitive::Float,
        _ => return None,
    })
}

/// What a name means when nothing declares it.
pub(super) fn undeclared(name: &str, dialect: Dialect) -> Option<Known> {
    match primitive(name) {
        Some(Primitive::Float) if dialect != Dialect::Vk => None,
        Some(primitive) => Some(Known::Primitive(primitive)),
        None => (name == "vector").then_some(Known::Vector),
    }
}

/// What a constructor declared in this shape is known as.
pub(crate) fn declared(name: &str, canonical: &str) -> Option<Known> {
    if name == "vector" {
        return is_vector(canonical).then_some(Known::Vector);
    }
    match canonical {
        "object ? = Object" => return Some(Known::Opaque(Opaque::Object)),
        "function ? = Function" => return Some(Known::Opaque(Opaque::Function)),
        _ => {}
    }
    let (_, primitive, shape) = PRIMITIVES.iter().find(|(known, ..)| *known == name)?;
    let (_, result) = canonical.split_once(" = ")?;
    let is_empty = canonical.len() == name.len() + " = ".len() + result.len();
    let is_of_its_name = result.eq_ignore_ascii_case(name);
    (canonical == *shape || is_empty && is_of_its_name).then_some(Known::Primitive(*primitive))
}

/// `vector t:Type # [ t ] = Vector t`, whatever the parameter is called.
fn is_vector(canonical: &str) -> bool {
    let param = canonical.strip_prefix("vector ").and_then(|rest| rest.split_once(":Type "));
    param.is_some_and(|(param, rest)| rest == format!("# [ {param} ] = Vector {param}"))
}

/// Whether `name ? = ty` is one of the known built-ins.
pub(super) fn is_builtin(name: &str, ty: &str, dialect: Dialect) -> bool {
    BUILTINS.contains(&(name, ty)) || dialect == Dialect::Vk && (name, ty) == ("float", "Float")
}
