//! Rustdoc of generated items: the declaration in the schema, and the metadata of functions and errors.
//!
//! Users of generated crates read these sentences. A fact stands at one item and is not repeated at its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::tl_line;
use crate::metadata::{ErrorRow, Keyword};
use crate::plan::{BoxedType, Codec, Field, Function, Group, Implied, Shape, Struct, Variant};

/// Doc comments with these lines.
pub(super) fn doc_comment(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let lines = lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Docs of a boxed type.
pub(super) fn boxed_type_docs(ty: &BoxedType) -> TokenStream {
    let name = &ty.name;
    doc_comment([match &ty.shape {
        Shape::Alias => format!("The type `{name}`, with one constructor."),
        Shape::Enum(variants) => format!("The type `{name}`, with {} constructors.", variants.len()),
    }])
}

/// Docs of a variant of an enum. The TL line of a constructor with fields is in the docs of its struct.
pub(super) fn variant_docs(variant: &Variant) -> TokenStream {
    let line = match variant.payload {
        Some(_) => format!("The constructor `{}#{:08x}`.", variant.name, variant.id),
        None => format!("`{}`", variant.tl),
    };
    doc_comment([line])
}

/// Docs of the struct of a constructor.
pub(super) fn constructor_docs(item: &Struct, ty: &BoxedType) -> TokenStream {
    let (first, line) = (doc_comment([constructor_of_type_sentence(item, ty)]), tl_line::tl_line_doc_attributes(item));
    quote!(#first #line)
}

/// Docs of the view of a constructor. The TL line is in the docs of the owned struct.
pub(super) fn view_docs(item: &Struct, ty: &BoxedType) -> TokenStream {
    doc_comment([constructor_of_type_sentence(item, ty)])
}

fn constructor_of_type_sentence(item: &Struct, ty: &BoxedType) -> String {
    format!("The constructor `{}` of [`{}`](super::{}).", item.name, ty.name, ty.item_path.ident)
}

/// Docs of the struct for the fields of a repetition.
pub(super) fn record_docs(item: &Struct) -> TokenStream {
    let (first, line) =
        (doc_comment(["The fields of a repetition.".to_owned()]), tl_line::tl_line_doc_attributes(item));
    quote!(#first #line)
}

/// Docs of the struct of a group.
pub(super) fn group_docs(item: &Struct, group: &Group) -> TokenStream {
    let names: Vec<_> = group.members.iter().map(|member| format!("`{}`", member.name)).collect();
    doc_comment([format!(
        "The fields {} of `{}`: either all of them are present or none.",
        names.join(", "),
        item.name
    )])
}

/// Docs of the method of a `true` field that another field implies.
pub(super) fn implied_method_docs(implied: &Implied, decider: &Field) -> TokenStream {
    doc_comment([format!("Whether `{}` is set. It shares its bit with the field `{}`.", implied.name, decider.ident)])
}

/// Docs of the struct of a function.
pub(super) fn function_docs(function: &Function, has_metadata: bool) -> TokenStream {
    let method = function.method.as_ref().filter(|_| has_metadata);
    let first = match method {
        Some(method) if !method.description.is_empty() => format!("{}.", escape_markdown(&method.description)),
        _ => format!("The function `{}`.", function.item.name),
    };
    let mut lines = vec![String::new(), format!("Returns {}.", result_type_with_link(function))];
    if has_metadata {
        lines.extend([String::new(), access_sentence(function)]);
        lines.extend(documented_errors_list(method.and_then(|method| method.errors.as_deref())));
    }
    let (first, line, rest) =
        (doc_comment([first]), tl_line::tl_line_doc_attributes(&function.item), doc_comment(lines));
    quote!(#first #line #rest)
}

/// The result type of a function, with a link if the type is generated.
fn result_type_with_link(function: &Function) -> String {
    match &function.result {
        Codec::Boxed(item_path) => {
            let namespace = item_path.namespace.iter().map(|part| format!("{part}::")).collect::<String>();
            format!("[`{}`](root::types::{namespace}{})", function.result_tl, item_path.ident)
        }
        _ => format!("`{}`", function.result_tl),
    }
}

/// A sentence about whether users, bots and business connections may call the function.
fn access_sentence(function: &Function) -> String {
    let [users, bots, business] = function.access_by_caller().map(Keyword::word);
    format!(
        "Users may call it: {users}. Bots may call it: {bots}. Bots may call it over a business connection: {business}."
    )
}

/// A sentence about an error type.
pub(super) fn error_type_docs(name: &str, description: &str) -> String {
    match description {
        "" => format!("`{name}`."),
        _ => format!("`{name}`: {}.", escape_markdown(description)),
    }
}

fn documented_errors_list(errors: Option<&[ErrorRow]>) -> Vec<String> {
    let mut lines = vec![String::new()];
    match errors {
        None => lines.push("Its errors are not documented.".to_owned()),
        Some([]) => lines.push("No errors are documented for it, except those that any method may return.".to_owned()),
        Some(errors) => {
            lines.extend(["| code | error | meaning |".to_owned(), "|---:|---|---|".to_owned()]);
            let rows = errors
                .iter()
                .map(|row| format!("| {} | `{}` | {} |", row.code, row.name, escape_markdown(&row.description)));
            lines.extend(rows);
        }
    }
    lines
}

/// Puts a backslash before characters that have a meaning in Markdown.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '[' | ']' | '<' | '>' | '|' | '*' | '_' | '\\' | '`') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
