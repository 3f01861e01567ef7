//! Fields as text: their names, which the paths of errors are made of, and those of a repetition with their types, for
//! the declaration of the struct that they become. Types are as in the canonical form, in round brackets where they are of
//! several words.

use std::iter;

use tl_parser::{Arg, Field, Nat, Opaque, Schema, Ty};

use super::site::{Site, name_of_field, variable_name};

/// `Grid.rows x y`.
pub(super) fn names(site: &Site<'_>) -> String {
    let fields = (0..site.fields.len()).map(|index| name_of_field(site.fields, index));
    iter::once(site.name.clone()).chain(fields).collect::<Vec<_>>().join(" ")
}

/// `Grid.rows x:int y:string`.
pub(super) fn record(schema: &Schema, site: &Site<'_>) -> String {
    let mut out = site.name.clone();
    for (index, field) in site.fields.iter().enumerate() {
        out.push(' ');
        out.push_str(&name_of_field(site.fields, index));
        out.push(':');
        out.push_str(&self::field(schema, site, field));
    }
    out
}

fn field(schema: &Schema, site: &Site<'_>, field: &Field) -> String {
    let ty = ty(schema, site, &field.ty);
    match field.condition {
        None => ty,
        Some(condition) => format!("{}.{}?{ty}", variable_name(site, condition.flags_field), condition.bit),
    }
}

fn ty(schema: &Schema, site: &Site<'_>, ty: &Ty) -> String {
    match ty {
        Ty::Nat => "#".to_owned(),
        Ty::Primitive(primitive) => primitive.name().to_owned(),
        Ty::Vector { is_bare, element } => {
            format!("{}<{}>", if *is_bare { "vector" } else { "Vector" }, self::ty(schema, site, element))
        }
        Ty::Boxed { ty, args } => applied(schema, site, schema.ty(*ty).name.to_string(), args),
        Ty::Bare { constructor, args } => applied(schema, site, schema.combinator(*constructor).name.to_string(), args),
        Ty::Param(param) => self::param(site, *param).to_owned(),
        Ty::BareParam(param) => format!("%{}", self::param(site, *param)),
        Ty::Call(param) => format!("!{}", self::param(site, *param)),
        Ty::CallOf(result) => format!("!{}", self::ty(schema, site, result)),
        Ty::Opaque(Opaque::Object) => "Object".to_owned(),
        Ty::Opaque(Opaque::Function) => "Function".to_owned(),
        Ty::Repetition { count, fields } => {
            let items: Vec<_> = fields.iter().map(|item| field(schema, site, item)).collect();
            format!("{}*[ {} ]", nat(site, *count), items.join(" "))
        }
    }
}

fn applied(schema: &Schema, site: &Site<'_>, name: String, args: &[Arg]) -> String {
    if args.is_empty() {
        return name;
    }
    let args = args.iter().map(|arg| match arg {
        Arg::Type(arg) => ty(schema, site, arg),
        Arg::Nat(number) => nat(site, *number),
    });
    format!("({name} {})", args.collect::<Vec<_>>().join(" "))
}

fn param<'a>(site: &'a Site<'_>, param: u32) -> &'a str {
    site.combinator.params.get(param as usize).map_or("", |param| &param.name)
}

fn nat(site: &Site<'_>, number: Nat) -> String {
    match number {
        Nat::Constant(constant) => constant.to_string(),
        Nat::Variable(variable) => variable_name(site, variable),
        Nat::Sum(variable, more) => format!("({}+{more})", variable_name(site, variable)),
    }
}
