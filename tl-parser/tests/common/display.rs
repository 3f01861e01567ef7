//! Types in the display form of the conformance cases.
//!
//! A resolved type does not know how it was spelled, so both sides are brought to one spelling: a type after `%` is
//! written as its constructor, and the count of a repetition is left out. Invariant: neither side is looked at to
//! bring the other to it.

use serde_json::Value;
use tl_parser::{Arg, Combinator, Condition, Field, Primitive, Schema, Ty, Variable};

/// A resolved type in display form.
pub(crate) fn display(schema: &Schema, combinator: &Combinator, ty: &Ty) -> String {
    let args = |args: &[Ty]| match args {
        [] => String::new(),
        _ => {
            let args: Vec<_> = args.iter().map(|arg| display(schema, combinator, arg)).collect();
            format!("<{}>", args.join(","))
        }
    };
    let param = |idx: &u32| combinator.params[*idx as usize].name.clone();
    match ty {
        Ty::Nat => "#".to_owned(),
        Ty::Primitive(primitive) => primitive_name(*primitive).to_owned(),
        Ty::Vector { is_bare, element } => {
            let name = if *is_bare { "vector" } else { "Vector" };
            format!("{name}{}", args(std::slice::from_ref(element)))
        }
        Ty::Boxed { ty, args: given } => format!("{}{}", schema.ty(*ty).name, args(given)),
        Ty::Bare { constructor, args: given } => format!("{}{}", schema.combinator(*constructor).name, args(given)),
        Ty::Param(idx) => param(idx),
        Ty::Call(idx) => format!("!{}", param(idx)),
        Ty::Repetition { fields, .. } => {
            let fields: Vec<_> = fields.iter().map(|field| display_field(schema, combinator, field)).collect();
            format!("[{}]", fields.join(" "))
        }
    }
}

fn display_field(schema: &Schema, combinator: &Combinator, field: &Field) -> String {
    let name = field.name.iter().map(|name| format!("{name}:")).collect::<String>();
    let condition = field.condition.map(|Condition { mask, bit }| {
        let mask = match mask {
            Variable::Field(idx) => combinator.fields[idx as usize].name.clone().unwrap_or_default(),
            Variable::Param(idx) => combinator.params[idx as usize].name.clone(),
        };
        format!("{mask}.{bit}?")
    });
    format!("{name}{}{}", condition.unwrap_or_default(), display(schema, combinator, &field.ty))
}

fn primitive_name(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Int => "int",
        Primitive::Long => "long",
        Primitive::Double => "double",
        Primitive::String => "string",
        Primitive::Bytes => "bytes",
        Primitive::Int128 => "int128",
        Primitive::Int256 => "int256",
    }
}

/// An expected type with `%Point` as `point` and `n*[int]` as `[int]`.
pub(crate) fn expected_display(schema: &Schema, expected: &Value) -> String {
    let expected = expected.as_str().unwrap_or_default();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+');
    let mut shown = String::new();
    let mut rest = expected;
    while let Some(first) = rest.chars().next() {
        let is_bare = first == '%';
        rest = if is_bare { &rest[1..] } else { rest };
        let (word, after) = rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
        rest = after;
        if let Some(after) = rest.strip_prefix('*') {
            rest = after;
            continue;
        }
        shown.push_str(&if is_bare { constructor_name(schema, word) } else { word.to_owned() });
        if let Some(mark) = rest.chars().next() {
            shown.push(mark);
            rest = &rest[mark.len_utf8()..];
        }
    }
    shown
}

/// The name of the only constructor of a type.
fn constructor_name(schema: &Schema, ty: &str) -> String {
    let found = schema.types.iter().find(|found| found.name.to_string() == ty);
    match found.map(|found| found.constructors.as_slice()) {
        Some([only]) => schema.combinator(*only).name.to_string(),
        _ => ty.to_lowercase(),
    }
}
