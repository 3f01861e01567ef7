//! Types on pages, converted to the spelling of TL.
//!
//! If a type is a link, its target gives the name, since the label may be prose. Invariant: a type that is not a link
//! is taken as printed.

use super::markdown::{self, TextOrLink};

/// A type on a page, with a flag for types that are the target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageType {
    pub(super) tl: String,
    pub(super) is_linked: bool,
}

/// A type in MadelineProto's style: `Array of [label](../types/T.md)` is `Vector<T>`.
pub(super) fn parse_madelineproto_type(text: &str) -> PageType {
    let pieces = markdown::split_at_links(text);
    let is_linked = pieces.iter().any(|piece| matches!(piece, TextOrLink::Link(..)));
    let mut n_vectors = 0;
    let mut named = String::new();
    for piece in pieces {
        match piece {
            TextOrLink::Link(label, target) => {
                n_vectors += strip_and_count_vectors(&markdown::remove_backslash_escapes(label)).0;
                let name = type_of_link(label, target);
                let (n_more, name) = strip_and_count_vectors(&name);
                n_vectors += if n_more > n_vectors { n_more } else { 0 };
                named = add_dot_after_namespace(name);
                break;
            }
            TextOrLink::Text(text) => {
                let text = markdown::without_markdown_marks(text);
                let (n_more, rest) = strip_and_count_vectors(&text);
                n_vectors += n_more;
                // With a link, the rest of the text is prose; without one, the text is the type.
                if !is_linked {
                    named.push_str(rest.trim_matches(['[', ']']));
                }
            }
        }
    }
    PageType { tl: format!("{}{named}{}", "Vector<".repeat(n_vectors), ">".repeat(n_vectors)), is_linked }
}

/// The number of prefixes such as `Array of`, and the rest of the text.
fn strip_and_count_vectors(text: &str) -> (usize, &str) {
    let mut rest = text.trim_start();
    let mut n_vectors = 0;
    loop {
        let inner = ["Array of", "Vector of", "Vector_of_"].iter().find_map(|prefix| rest.strip_prefix(prefix));
        match inner {
            Some(inner) => rest = inner.trim_start(),
            None => return (n_vectors, rest),
        }
        n_vectors += 1;
    }
}

/// A type in the style of TL with links: `[Vector](…)<[T](…)>`, `[flags](…).5?[true](…)`.
pub(super) fn parse_tl_type_with_links(text: &str) -> PageType {
    let mut tl = String::new();
    let mut is_linked = false;
    for piece in markdown::split_at_links(text) {
        match piece {
            TextOrLink::Text(text) => tl.push_str(&markdown::remove_backslash_escapes(&text.replace(['`', '*'], ""))),
            TextOrLink::Link(label, target) => {
                is_linked = true;
                tl.push_str(&type_of_link(label, target));
            }
        }
    }
    tl.retain(|character| !character.is_whitespace());
    PageType { tl, is_linked }
}

/// The result type on a line that is either the type alone or a sentence that contains the type.
pub(super) fn parse_result_type(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    let is_prose = |piece: &TextOrLink<'_>| match piece {
        TextOrLink::Text(text) => text.trim().contains(' ') || text.contains(|c: char| c.is_alphabetic()),
        TextOrLink::Link(..) => false,
    };
    let pieces = markdown::split_at_links(text);
    let has_link = pieces.iter().any(|piece| matches!(piece, TextOrLink::Link(..)));
    let is_whole = if has_link { !pieces.iter().any(is_prose) } else { !text.contains(' ') };
    let whole = parse_tl_type_with_links(text).tl;
    match is_whole && has_only_type_characters(&whole) {
        true => Some(whole),
        false => type_in_sentence(text),
    }
}

/// The first link to a type in a sentence, with the vector around it.
fn type_in_sentence(text: &str) -> Option<String> {
    let pieces = markdown::split_at_links(text);
    let is_type_link = |piece: &TextOrLink<'_>| matches!(piece, TextOrLink::Link(_, target) if is_link_to_type(target));
    let first = pieces.iter().position(is_type_link)?;
    let TextOrLink::Link(label, target) = pieces[first] else { return None };
    let name = type_of_link(label, target);
    let item = match pieces.get(first + 1..) {
        Some([TextOrLink::Text(between), TextOrLink::Link(label, target), ..]) if is_opening_angle_bracket(between) => {
            Some(type_of_link(label, target))
        }
        _ => None,
    };
    Some(match item {
        Some(item) if name.eq_ignore_ascii_case("vector") => format!("{name}<{item}>"),
        _ => name,
    })
}

fn is_opening_angle_bracket(text: &str) -> bool {
    markdown::remove_backslash_escapes(text).trim() == "<"
}

fn is_link_to_type(target: &str) -> bool {
    ["/type/", "types/"].iter().any(|part| target.contains(part))
}

/// The type that a link points to; for other links, the label.
fn type_of_link(label: &str, target: &str) -> String {
    let name = match is_link_to_type(target) || target.contains("constructors/") {
        true => markdown::last_path_segment(target),
        false => String::new(),
    };
    match name.split(' ').next() {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => markdown::without_markdown_marks(label),
    }
}

/// A name with `.` after its namespace: `auth_Authorization` becomes `auth.Authorization`, while `future_salt` stays.
fn add_dot_after_namespace(name: &str) -> String {
    let is_type = |name: &str| name.starts_with(|first: char| first.is_ascii_uppercase());
    match name.split_once('_') {
        Some((namespace, rest)) if is_namespace_name(namespace) && is_type(rest) => format!("{namespace}.{rest}"),
        _ => name.to_owned(),
    }
}

fn is_namespace_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Whether a text consists of the characters of a TL type.
fn has_only_type_characters(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._<>#!%?".contains(&byte))
}
