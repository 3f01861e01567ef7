//! Generates code that visits every field of every view, as implementations of a trait.

use tl_codegen::Plan;
use tl_codegen::plan::{BitGroup, BoxedType, Field, FieldKind, FieldValue, TypeShape};

use crate::type_rows::rust_path;

/// Generates `impl SameAs<View, ThisCrate>` for all types with a view; `protocol` is the path of the module with the
/// types.
#[must_use]
pub fn source_of_view_comparisons(plan: &Plan, protocol: &str) -> String {
    let structs = plan.viewed_types().flat_map(|ty| &ty.constructors).map(|body| {
        let owned = format!("{protocol}::{}", rust_path("constructors", &body.item_path));
        let fields: Vec<_> = body.fields.iter().map(comparison_of_field).collect();
        let fields = if fields.is_empty() { "true".to_owned() } else { fields.join("\n        && ") };
        let view = format!(
            "{protocol}::views::{}{}",
            rust_path("constructors", &body.item_path),
            lifetime_if_borrowed(&body.fields)
        );
        format!("impl_same_as_nested!(bare {owned});\n{}", impls_of_same_as(&owned, &view, &fields))
    });
    let enums = plan.viewed_types().filter_map(|ty| {
        let TypeShape::Enum(variants) = &ty.shape else { return None };
        let rust = rust_path("types", &ty.item_path);
        let (owned, view) = (format!("{protocol}::{rust}"), format!("{protocol}::views::{rust}"));
        let arms = variants.iter().map(|variant| match variant.payload {
            None => format!("            (Self::{0}, {view}::{0}) => true,\n", variant.ident),
            Some(_) => {
                format!(
                    "            (Self::{0}(owned), {view}::{0}(view)) => SameAs::<_, ThisCrate>::has_contents_of(owned, view),\n",
                    variant.ident
                )
            }
        });
        let arms: String = arms.collect();
        let others = if variants.len() > 1 { "            _ => false,\n" } else { "" };
        let body = format!("match (self, view) {{\n{arms}{others}        }}");
        Some(impls_of_same_as(&owned, &format!("{view}{}", lifetime_of_type(ty)), &body))
    });
    structs.chain(enums).collect()
}

/// Implementations of `SameAs` for a view and for the [`View`](tl_runtime::views::View) that holds its unparsed bytes.
fn impls_of_same_as(owned: &str, view: &str, body: &str) -> String {
    format!(
        "impl_same_as_nested!(boxed {owned});\nimpl SameAs<{view}, ThisCrate> for {owned} {{\n    #[allow(unused_parens, unused_variables, clippy::match_like_matches_macro)]\n    \
         fn has_contents_of(&self, view: {view}) -> bool {{\n        {body}\n    }}\n}}\n"
    )
}

fn comparison_of_field(field: &Field) -> String {
    let name = &field.ident;
    match &field.kind {
        FieldKind::Group(group) => {
            let members = group
                .members
                .iter()
                .map(|member| comparison_expression(&format!("owned.{}", member.ident), &member.ident));
            let members: Vec<_> = members.collect();
            format!(
                "(match (&self.{name}, view.{name}) {{ (Some(owned), Some(view)) => {}, (None, None) => true, _ => false }})",
                members.join(" && ")
            )
        }
        _ => comparison_expression(&format!("self.{name}"), name),
    }
}

/// An expression that compares an owned value with a field of its view.
fn comparison_expression(owned: &str, field: &str) -> String {
    format!("SameAs::<_, ThisCrate>::has_contents_of(&{owned}, view.{field})")
}

/// Generates `impl Visit`, with `fn visit(self, sum: &mut u64)`, for the views of all constructors and types.
#[must_use]
pub fn source_of_view_visits(plan: &Plan, protocol: &str) -> String {
    let structs = plan.viewed_types().flat_map(|ty| &ty.constructors).map(|body| {
        let fields: Vec<_> = body.fields.iter().map(visit_of_field).collect();
        impl_of_visit(
            &format!("{protocol}::views::{}", rust_path("constructors", &body.item_path)),
            &body.fields,
            &fields.join("\n        "),
        )
    });
    let enums = plan.viewed_types().filter_map(|ty| {
        let TypeShape::Enum(variants) = &ty.shape else { return None };
        let view = format!("{protocol}::views::{}", rust_path("types", &ty.item_path));
        let arms = variants.iter().map(|variant| match variant.payload {
            None => format!("{view}::{} => {{}}", variant.ident),
            Some(_) => format!("{view}::{}(view) => view.visit(sum)", variant.ident),
        });
        let arms: Vec<_> = arms.collect();
        let fields = ty.constructors.iter().flat_map(|body| &body.fields);
        Some(impl_of_visit(&view, fields, &format!("match self {{ {} }}", arms.join(", "))))
    });
    structs.chain(enums).collect()
}

fn visit_of_field(field: &Field) -> String {
    let name = &field.ident;
    match &field.kind {
        FieldKind::Group(group) => {
            let members = group.members.iter().map(|member| format!("group.{}.visit(sum);", member.ident));
            let members: String = members.collect();
            format!("if let Some(group) = self.{name} {{ {members} }}")
        }
        _ => format!("self.{name}.visit(sum);"),
    }
}

fn impl_of_visit<'a>(view: &str, fields: impl IntoIterator<Item = &'a Field>, body: &str) -> String {
    let lifetime = lifetime_if_borrowed(fields);
    format!(
        "impl Visit for {view}{lifetime} {{\n    #[allow(unused_variables)]\n    #[inline]\n    fn visit(self, sum: &mut u64) {{ {body} }}\n}}\n"
    )
}

fn lifetime_of_type(ty: &BoxedType) -> &'static str {
    lifetime_if_borrowed(ty.constructors.iter().flat_map(|body| &body.fields))
}

/// The lifetime `<'_>` if a field of the view borrows, otherwise nothing.
fn lifetime_if_borrowed<'a>(fields: impl IntoIterator<Item = &'a Field>) -> &'static str {
    let borrows = |value: &FieldValue| value.codec.is_borrowed_by_view();
    let borrows = fields.into_iter().any(|field| match &field.kind {
        FieldKind::Required(value) | FieldKind::Optional(value) => borrows(value),
        FieldKind::Flag => false,
        FieldKind::Group(BitGroup { members, .. }) => members.iter().any(|member| borrows(&member.value)),
    });
    if borrows { "<'_>" } else { "" }
}
