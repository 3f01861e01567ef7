//! Rustdoc of generated items: the declaration in the schema, and the metadata of functions and errors.
//!
//! Users of generated crates read these sentences. A fact stands at one item and is not repeated at its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::tl_line;
use crate::metadata::{ErrorRow, Keyword};
use crate::plan::{BoxedType, Codec, Field, Function, Group, Implied, Shape, Struct, Variant};
use crate::settings::{Gate, Settings};

/// Doc comments with these lines.
pub(super) fn comment(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let lines = lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Docs of a boxed type.
pub(super) fn boxed_type(ty: &BoxedType) -> TokenStream {
    let name = &ty.name;
    comment([match &ty.shape {
        Shape::Alias => format!("The type `{name}`, with one constructor."),
        Shape::Enum(variants) => format!("The type `{name}`, with {} constructors.", variants.len()),
    }])
}

/// Docs of a variant of an enum. The TL line of a constructor with fields is in the docs of its struct.
pub(super) fn variant(variant: &Variant) -> TokenStream {
    let line = match variant.payload {
        Some(_) => format!("The constructor `{}#{:08x}`.", variant.name, variant.id),
        None => format!("`{}`", variant.tl),
    };
    comment([line])
}

/// Docs of the struct of a constructor.
pub(super) fn constructor(item: &Struct, ty: &BoxedType) -> TokenStream {
    let (first, line) = (comment([constructor_of(item, ty)]), tl_line::docs(item));
    quote!(#first #line)
}

/// Docs of the view of a constructor. The TL line is in the docs of the owned struct.
pub(super) fn view(item: &Struct, ty: &BoxedType) -> TokenStream {
    comment([constructor_of(item, ty)])
}

fn constructor_of(item: &Struct, ty: &BoxedType) -> String {
    format!("The constructor `{}` of [`{}`](super::{}).", item.name, ty.name, ty.item_path.ident)
}

/// Docs of the struct for the fields of a repetition.
pub(super) fn record(item: &Struct) -> TokenStream {
    let (first, line) = (comment(["The fields of a repetition.".to_owned()]), tl_line::docs(item));
    quote!(#first #line)
}

/// Docs of the struct of a group.
pub(super) fn group(item: &Struct, group: &Group) -> TokenStream {
    let names: Vec<_> = group.members.iter().map(|member| format!("`{}`", member.name)).collect();
    comment([format!("The fields {} of `{}`: either all of them are present or none.", names.join(", "), item.name)])
}

/// Docs of the method of a `true` field that another field implies.
pub(super) fn implied(implied: &Implied, decider: &Field) -> TokenStream {
    comment([format!("Whether `{}` is set. It shares its bit with the field `{}`.", implied.name, decider.ident)])
}

/// Docs of the struct of a function.
pub(super) fn function(function: &Function, settings: &Settings) -> TokenStream {
    let has_metadata = settings.metadata != Gate::Never;
    let method = function.method.as_ref().filter(|_| has_metadata);
    let first = match method {
        Some(method) if !method.description.is_empty() => format!("{}.", escape(&method.description)),
        _ => format!("The function `{}`.", function.item.name),
    };
    let mut lines = vec![String::new(), format!("Returns {}.", result(function))];
    if has_metadata {
        lines.extend([String::new(), access(function)]);
        lines.extend(errors(method.and_then(|method| method.errors.as_deref())));
    }
    if let Gate::Feature(feature) = &settings.function_decoding {
        lines.extend([String::new(), format!("`==` and decoding need the feature `{feature}`.")]);
    }
    let (first, line, rest) = (comment([first]), tl_line::docs(&function.item), comment(lines));
    quote!(#first #line #rest)
}

/// The result type of a function, with a link if the type is generated.
fn result(function: &Function) -> String {
    match &function.result {
        Codec::Boxed(item_path) => {
            let namespace = item_path.namespace.iter().map(|part| format!("{part}::")).collect::<String>();
            format!("[`{}`](root::types::{namespace}{})", function.result_tl, item_path.ident)
        }
        _ => format!("`{}`", function.result_tl),
    }
}

/// A sentence about whether users, bots and business connections may call the function.
fn access(function: &Function) -> String {
    let [users, bots, business] = function.accesses().map(Keyword::word);
    format!(
        "Users may call it: {users}. Bots may call it: {bots}. Bots may call it over a business connection: {business}."
    )
}

/// A sentence about an error type.
pub(super) fn error_type(name: &str, description: &str) -> String {
    match description {
        "" => format!("`{name}`."),
        _ => format!("`{name}`: {}.", escape(description)),
    }
}

fn errors(errors: Option<&[ErrorRow]>) -> Vec<String> {
    let mut lines = vec![String::new()];
    match errors {
        None => lines.push("Its errors are not documented.".to_owned()),
        Some([]) => lines.push("No errors are documented for it, except those that any method may return.".to_owned()),
        Some(errors) => {
            lines.extend(["| code | error | meaning |".to_owned(), "|---:|---|---|".to_owned()]);
            let rows =
                errors.iter().map(|row| format!("| {} | `{}` | {} |", row.code, row.name, escape(&row.description)));
            lines.extend(rows);
        }
    }
    lines
}

/// Puts a backslash before characters that have a meaning in Markdown.
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
