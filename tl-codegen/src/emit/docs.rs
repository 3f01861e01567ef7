//! Rustdoc of generated items: what the schema and the tables say, once.

use proc_macro2::TokenStream;
use quote::quote;

use crate::metadata::{Access, ErrorRow};
use crate::plan::{BoxedType, Codec, Field, Function, Group, Implied, Shape, Struct, Variant};

/// Doc comments of these lines.
pub(super) fn comment(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let lines = lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Docs of a boxed type.
pub(super) fn boxed_type(ty: &BoxedType) -> TokenStream {
    let name = &ty.name;
    comment(match &ty.shape {
        Shape::Alias => vec![format!("The type `{name}`, which has one constructor.")],
        Shape::Enum(variants) => vec![format!("The type `{name}`, which has {} constructors.", variants.len())],
    })
}

/// Docs of a variant: its TL line, unless the struct that it holds has it.
pub(super) fn variant(variant: &Variant) -> TokenStream {
    let line = match variant.payload {
        Some(_) => format!("The constructor `{}#{:08x}`.", variant.name, variant.id),
        None => format!("`{}`", variant.tl),
    };
    comment([line])
}

/// Docs of the struct of a constructor.
pub(super) fn constructor(body: &Struct, ty: &BoxedType) -> TokenStream {
    let mut lines = vec![format!("The constructor `{}` of [`{}`](super::{}).", body.name, ty.name, ty.item_path.ident)];
    lines.extend(fence(&body.tl));
    comment(lines)
}

/// Docs of the struct for the fields of a repetition.
pub(super) fn record(body: &Struct) -> TokenStream {
    let (name, fields) = body.tl.split_once(' ').unwrap_or((&body.tl, ""));
    comment([format!("What is repeated in `{name}`: `{fields}`.")])
}

/// Docs of the struct of a group.
pub(super) fn group(body: &Struct, group: &Group) -> TokenStream {
    let names: Vec<_> = group.members.iter().map(|member| format!("`{}`", member.name)).collect();
    comment([format!("The fields {} of `{}`, which are there together or not at all.", names.join(", "), body.name)])
}

/// Docs of the method of a `true` field that another field implies.
pub(super) fn implied(implied: &Implied, decider: &Field) -> TokenStream {
    comment([format!("The field `{}`, which the field `{}` implies.", implied.name, decider.ident)])
}

/// Docs of the struct of a function.
pub(super) fn function(function: &Function, has_metadata: bool) -> TokenStream {
    let method = function.method.as_ref().filter(|_| has_metadata);
    let mut lines = match method {
        Some(method) if !method.description.is_empty() => vec![format!("{}.", escape(&method.description))],
        _ => vec![format!("The function `{}`.", function.item.name)],
    };
    lines.extend(fence(&function.item.tl));
    lines.push(String::new());
    lines.push(format!("Result: {}.", result(function)));
    if has_metadata {
        lines.extend([String::new(), access(function)]);
        lines.extend(errors(method.and_then(|method| method.errors.as_deref())));
    }
    comment(lines)
}

fn fence(tl: &str) -> [String; 4] {
    [String::new(), "```text".to_owned(), tl.to_owned(), "```".to_owned()]
}

/// The type of the result, as a link if it is a boxed one.
fn result(function: &Function) -> String {
    match &function.result {
        Codec::Boxed(item_path) => {
            let namespace = item_path.namespace.iter().map(|part| format!("{part}::")).collect::<String>();
            format!("[`{}`](root::types::{namespace}{})", function.result_tl, item_path.ident)
        }
        _ => format!("`{}`", function.result_tl),
    }
}

/// Who may call it.
fn access(function: &Function) -> String {
    let [users, bots, business] = function.accesses().map(|access| match access {
        Access::Yes => "yes",
        Access::No => "no",
        Access::Unknown => "unknown",
    });
    format!("May be called by users: {users}; by bots: {bots}; by bots over a business connection: {business}.")
}

/// What is said of a type of errors, on one line.
pub(super) fn error_type(name: &str, description: &str) -> String {
    match description {
        "" => format!("`{name}`."),
        _ => format!("`{name}`: {}.", escape(description)),
    }
}

fn errors(errors: Option<&[ErrorRow]>) -> Vec<String> {
    let mut lines = vec![String::new()];
    match errors {
        None => lines.push("Errors: unknown.".to_owned()),
        Some([]) => lines.push("Errors: none listed, but for those that any method may return.".to_owned()),
        Some(errors) => {
            lines.extend(["| code | error | meaning |".to_owned(), "|---:|---|---|".to_owned()]);
            let rows =
                errors.iter().map(|row| format!("| {} | `{}` | {} |", row.code, row.name, escape(&row.description)));
            lines.extend(rows);
        }
    }
    lines
}

/// Takes their meaning from characters that Markdown would take for its own.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '[' | ']' | '<' | '>' | '|' | '*' | '_' | '\\' | '`') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
