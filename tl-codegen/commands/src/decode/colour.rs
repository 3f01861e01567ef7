//! Colours of the forms for people: a colour for each role.

use tl_parser::Style;

use super::leaf::Role;

/// The end of a colour.
const RESET: &str = "\u{1b}[0m";

/// Adds colour to a text, if the style has colour.
pub(super) fn coloured(text: &str, role: Role, style: Style) -> String {
    let code = match role {
        Role::Id => "1;36",
        Role::Flags => "35",
        Role::Length | Role::Count => "33",
        Role::Value => "32",
        Role::Padding => "2",
        Role::Unknown => "1;31",
    };
    match style {
        Style::Coloured if !text.is_empty() => format!("\u{1b}[{code}m{text}{RESET}"),
        _ => text.to_owned(),
    }
}
