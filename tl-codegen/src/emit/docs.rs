//! Rustdoc of generated items: the declaration in the schema, and the metadata of functions and errors.
//!
//! Users of generated crates read these sentences. A fact stands at one item and is not repeated at its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::schema_prose::{escape_markdown, paragraph_of_schema_text};
use super::tl_line;
use crate::metadata::{ErrorRow, Keyword};
use crate::plan::{
    BitGroup, BitGroupMember, BoxedType, Codec, Field, Function, ImpliedMethod, Struct, TypeShape, Variant,
};
use crate::settings::{Gate, Settings};

/// Doc comments with these lines.
pub(super) fn doc_comment(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let lines = lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The description in the schema as the first paragraph, and then a sentence.
fn description_and_sentence(description: Option<&str>, sentence: String) -> TokenStream {
    match description.and_then(paragraph_of_schema_text) {
        Some(description) => doc_comment([description, String::new(), sentence]),
        None => doc_comment([sentence]),
    }
}

/// Docs of a boxed type.
pub(super) fn boxed_type_docs(ty: &BoxedType) -> TokenStream {
    let name = &ty.name;
    let sentence = match &ty.shape {
        TypeShape::Alias => format!("The type `{name}`, with one constructor."),
        TypeShape::Enum(variants) => format!("The type `{name}`, with {} constructors.", variants.len()),
    };
    description_and_sentence(ty.notes.description.as_deref(), sentence)
}

/// Docs of a field: its description in the schema, and its note: for a flags field with bits of its own, which bits
/// it holds.
pub(super) fn field_docs(field: &Field) -> TokenStream {
    match (field.notes.description.as_deref().and_then(paragraph_of_schema_text), &field.note) {
        (Some(description), Some(note)) => doc_comment([description, String::new(), note.clone()]),
        (description, note) => doc_comment(description.or_else(|| note.clone())),
    }
}

/// Docs of a field of a group.
pub(super) fn bit_group_member_docs(member: &BitGroupMember) -> TokenStream {
    doc_comment(member.notes.description.as_deref().and_then(paragraph_of_schema_text))
}

/// Docs of a variant of an enum. The TL line of a constructor with fields is in the docs of its struct.
pub(super) fn variant_docs(variant: &Variant) -> TokenStream {
    let line = match variant.payload {
        Some(_) => format!("The constructor `{}#{:08x}`.", variant.name, variant.id),
        None => with_since(format!("`{}`", variant.tl), variant.since.as_deref()),
    };
    description_and_sentence(variant.description.as_deref(), line)
}

/// Docs of the struct of a constructor.
pub(super) fn constructor_docs(item: &Struct, ty: &BoxedType) -> TokenStream {
    let sentence = with_since(constructor_of_type_sentence(item, ty), item.notes.since.as_deref());
    let (first, line) =
        (description_and_sentence(item.notes.description.as_deref(), sentence), tl_line::tl_line_doc_attributes(item));
    quote!(#first #line)
}

/// Docs of the view of a constructor. The TL line is in the docs of the owned struct.
pub(super) fn view_docs(item: &Struct, ty: &BoxedType) -> TokenStream {
    doc_comment([constructor_of_type_sentence(item, ty)])
}

fn constructor_of_type_sentence(item: &Struct, ty: &BoxedType) -> String {
    format!("The constructor `{}` of [`{}`](super::{}).", item.name, ty.name, ty.item_path.ident)
}

/// A text, and the sentence about the layers of its combinator in the same line.
fn with_since(text: String, since: Option<&str>) -> String {
    match since {
        Some(since) => format!("{text} {since}"),
        None => text,
    }
}

/// Docs of the struct for the fields of a repetition.
pub(super) fn record_docs(item: &Struct) -> TokenStream {
    let (first, line) =
        (doc_comment(["The fields of a repetition.".to_owned()]), tl_line::tl_line_doc_attributes(item));
    quote!(#first #line)
}

/// Docs of the struct of a group.
pub(super) fn bit_group_docs(item: &Struct, group: &BitGroup) -> TokenStream {
    let names: Vec<_> = group.members.iter().map(|member| format!("`{}`", member.name)).collect();
    doc_comment([format!(
        "The fields {} of `{}`: either all of them are present or none.",
        names.join(", "),
        item.name
    )])
}

/// Docs of the method of a `true` field that another field implies.
pub(super) fn implied_method_docs(implied: &ImpliedMethod, decider: &Field) -> TokenStream {
    doc_comment([format!("Whether `{}` is set. It shares its bit with the field `{}`.", implied.name, decider.ident)])
}

/// Docs of the struct of a function.
pub(super) fn function_docs(function: &Function, settings: &Settings) -> TokenStream {
    let has_metadata = settings.metadata != Gate::Never;
    let method = function.method.as_ref().filter(|_| has_metadata);
    let of_table = method.map(|method| method.description.as_str()).filter(|description| !description.is_empty());
    let description = of_table.or(function.item.notes.description.as_deref()).and_then(paragraph_of_schema_text);
    let first = description.unwrap_or_else(|| format!("The function `{}`.", function.item.name));
    let result = format!("Returns {}.", result_type_with_link(function));
    let mut lines = vec![String::new(), with_since(result, function.item.notes.since.as_deref())];
    if has_metadata {
        lines.extend([String::new(), access_sentence(function)]);
        lines.extend(documented_errors_list(method.and_then(|method| method.errors.as_deref())));
    }
    if let Gate::Feature(feature) = &settings.function_decoding {
        lines.extend([String::new(), format!("`==` and decoding need the feature `{feature}`.")]);
    }
    let (first, line, rest) =
        (doc_comment([first]), tl_line::tl_line_doc_attributes(&function.item), doc_comment(lines));
    quote!(#first #line #rest)
}

/// The result type of a function, with a link if the type is generated.
fn result_type_with_link(function: &Function) -> String {
    match &function.result {
        Codec::Boxed(item_path) if item_path.external.is_none() => {
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
