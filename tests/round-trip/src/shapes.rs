//! Code that goes through every field of every view: the plan as impls of traits of a test or a bench.

use tl_codegen::Plan;
use tl_codegen::plan::{BoxedType, Codec, Field, FieldKind, Group, Shape, Value};

use crate::rows::path;

/// Impls of [`SameAs`](crate::SameAs) for all owned types; `protocol` is the path of the module that they are below.
#[must_use]
pub fn comparisons(plan: &Plan, protocol: &str) -> String {
    let structs = plan.types.iter().flat_map(|ty| &ty.constructors).map(|body| {
        let owned = format!("{protocol}::{}", path("constructors", &body.place));
        let fields: Vec<_> = body.fields.iter().map(comparison).collect();
        let fields = if fields.is_empty() { "true".to_owned() } else { fields.join("\n        && ") };
        let lifetime = lifetime(&body.fields);
        format!(
            "same!(boxed {owned});\nsame!(bare {owned});\n\
             impl SameAs<{protocol}::views::{}{lifetime}> for {owned} {{\n    \
             fn is_same(&self, view: {protocol}::views::{}{lifetime}) -> bool {{\n        {fields}\n    }}\n}}\n",
            path("constructors", &body.place),
            path("constructors", &body.place),
        )
    });
    let enums = plan.types.iter().filter_map(|ty| {
        let Shape::Enum(variants) = &ty.shape else { return None };
        let rust = path("types", &ty.place);
        let (owned, view) = (format!("{protocol}::{rust}"), format!("{protocol}::views::{rust}"));
        let arms = variants.iter().map(|variant| match variant.payload {
            None => format!("            (Self::{0}, {view}::{0}) => true,\n", variant.ident),
            Some(_) => {
                format!("            (Self::{0}(owned), {view}::{0}(view)) => owned.is_same(view),\n", variant.ident)
            }
        });
        let arms: String = arms.collect();
        let others = if variants.len() > 1 { "            _ => false,\n" } else { "" };
        let lifetime = lifetime_of_type(ty);
        Some(format!(
            "same!(boxed {owned});\nimpl SameAs<{view}{lifetime}> for {owned} {{\n    \
             fn is_same(&self, view: {view}{lifetime}) -> bool {{\n        match (self, view) {{\n{arms}{others}        }}\n    }}\n}}\n"
        ))
    });
    structs.chain(enums).collect()
}

fn comparison(field: &Field) -> String {
    let name = &field.ident;
    match &field.kind {
        FieldKind::Group(group) => {
            let members = group.members.iter().map(|(member, _)| format!("owned.{member}.is_same(view.{member})"));
            let members: Vec<_> = members.collect();
            format!(
                "match (&self.{name}, view.{name}) {{ (Some(owned), Some(view)) => {}, (None, None) => true, _ => false }}",
                members.join(" && ")
            )
        }
        _ => format!("self.{name}.is_same(view.{name})"),
    }
}

/// Impls of a trait `Visit` with the method `fn visit(self, sum: &mut u64)` for all views of constructors and types.
#[must_use]
pub fn visits(plan: &Plan, protocol: &str) -> String {
    let structs = plan.types.iter().flat_map(|ty| &ty.constructors).map(|body| {
        let fields: Vec<_> = body.fields.iter().map(visit).collect();
        visit_impl(
            &format!("{protocol}::views::{}", path("constructors", &body.place)),
            &body.fields,
            &fields.join(" "),
        )
    });
    let enums = plan.types.iter().filter_map(|ty| {
        let Shape::Enum(variants) = &ty.shape else { return None };
        let view = format!("{protocol}::views::{}", path("types", &ty.place));
        let arms = variants.iter().map(|variant| match variant.payload {
            None => format!("{view}::{} => {{}}", variant.ident),
            Some(_) => format!("{view}::{}(view) => view.visit(sum)", variant.ident),
        });
        let arms: Vec<_> = arms.collect();
        let fields = ty.constructors.iter().flat_map(|body| &body.fields);
        Some(visit_impl(&view, fields, &format!("match self {{ {} }}", arms.join(", "))))
    });
    structs.chain(enums).collect()
}

fn visit(field: &Field) -> String {
    let name = &field.ident;
    match &field.kind {
        FieldKind::Group(group) => {
            let members = group.members.iter().map(|(member, _)| format!("group.{member}.visit(sum);"));
            let members: String = members.collect();
            format!("if let Some(group) = self.{name} {{ {members} }}")
        }
        _ => format!("self.{name}.visit(sum);"),
    }
}

fn visit_impl<'a>(view: &str, fields: impl IntoIterator<Item = &'a Field>, body: &str) -> String {
    let lifetime = lifetime(fields);
    format!("impl Visit for {view}{lifetime} {{\n    #[inline]\n    fn visit(self, sum: &mut u64) {{ {body} }}\n}}\n")
}

fn lifetime_of_type(ty: &BoxedType) -> &'static str {
    lifetime(ty.constructors.iter().flat_map(|body| &body.fields))
}

/// `<'_>`, if one of the fields borrows.
fn lifetime<'a>(fields: impl IntoIterator<Item = &'a Field>) -> &'static str {
    let borrows = |value: &Value| {
        !matches!(
            value.codec,
            Codec::Nat | Codec::Int | Codec::Long | Codec::Double | Codec::Int128 | Codec::Int256 | Codec::Bool
        )
    };
    let borrows = fields.into_iter().any(|field| match &field.kind {
        FieldKind::Required(value) | FieldKind::Optional(value) => borrows(value),
        FieldKind::Flag => false,
        FieldKind::Group(Group { members, .. }) => members.iter().any(|(_, value)| borrows(value)),
    });
    if borrows { "<'_>" } else { "" }
}
