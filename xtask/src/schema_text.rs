//! The text of a schema in the project's own form.
//!
//! Constructors are in groups of one result type, functions are sorted by name; ids have eight digits, and comments are
//! dropped. Invariant: the text depends on the declarations and the layer, not on the layout or the package of the source.

use tl_parser::ast::{self, Declaration};
use tl_parser::{Name, Section, print};

/// The whole text of the schema with the declarations of `file`.
pub(crate) fn schema_text(file: &ast::File<'_>, protocol: &str, layer: Option<u32>) -> String {
    let in_section = |section| {
        file.declarations().filter_map(move |declaration| match declaration {
            Declaration::Combinator(combinator) => (combinator.section() == section).then_some(combinator),
            Declaration::Directive(_) | Declaration::Partial(_) => None,
        })
    };
    let constructors = in_section(Section::Types).map(|combinator| (constructor_group(combinator), combinator));
    let functions = in_section(Section::Functions).map(|combinator| (function_group(combinator), combinator));
    let mut text = header_comment(protocol, layer);
    text.push_str("\n---types---\n");
    write_groups(&mut text, constructors);
    text.push_str("\n---functions---\n");
    write_groups(&mut text, functions);
    text
}

/// The comment above the declarations. It names no package, so that the same declarations have the same text.
fn header_comment(protocol: &str, layer: Option<u32>) -> String {
    let layer = layer.map(|layer| format!("// LAYER {layer}\n")).unwrap_or_default();
    format!(
        "// Schema of the protocol `{protocol}`. `schemas/tl.lock` names the package that it was published in.\n\
         // Written by `cargo xtask update`, which sorts the declarations and keeps no comments; not to be edited by hand.\n\
         // To take another version:\n\
         //     cargo xtask update {protocol} --from crate:NAME@VERSION\n\
         {layer}"
    )
}

/// Built-in types form the first group; the others are grouped by result type, sorted by name.
fn constructor_group(combinator: ast::Combinator<'_>) -> (bool, Name) {
    match combinator.is_builtin() {
        true => (false, Name::from("")),
        false => (true, Name::from(combinator.result_name().text)),
    }
}

/// Functions are grouped by namespace.
fn function_group(combinator: ast::Combinator<'_>) -> Vec<String> {
    Name::from(combinator.name().text).namespace
}

/// Writes the lines sorted by group and name, with an empty line before each group.
fn write_groups<'a, G: Ord>(text: &mut String, combinators: impl Iterator<Item = (G, ast::Combinator<'a>)>) {
    let mut lines: Vec<_> = combinators
        .map(|(group, combinator)| (group, Name::from(combinator.name().text), print::line_with_full_id(combinator)))
        .collect();
    lines.sort();
    for group in lines.chunk_by(|one, next| one.0 == next.0) {
        text.push('\n');
        for (_, _, line) in group {
            text.push_str(line);
            text.push('\n');
        }
    }
}
