//! Selectors: texts that select declarations of a schema in settings.
//!
//! Invariant: a selector selects by TL names and kinds alone, never by order.

use std::fmt;
use std::str::FromStr;

/// Selects declarations by name: `*`, `auth.*`, `auth.sentCode`, `auth.SentCode`; fields after a slash,
/// `auth.sentCode/type`; by kind, `type auth.SentCode` and `fn auth.sendCode`.
///
/// A `*` at the end of a name stands for any rest of it. A type is selected with all its constructors.
///
/// ```
/// use tl_codegen::{ItemKind, Selector};
///
/// let selector: Selector = "auth.*".parse()?;
/// assert!(selector.selects(ItemKind::Function, "auth.sendCode"));
/// assert!(!selector.selects(ItemKind::Function, "users.getUsers"));
/// # Ok::<(), tl_codegen::BadSelector>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    text: String,
    kind: Option<ItemKind>,
    name: NamePattern,
    field: Option<NamePattern>,
}

/// The kind of a declaration that a selector may select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A result type of constructors.
    Type,
    /// A constructor.
    Constructor,
    /// A function.
    Function,
}

/// A name, or the start of names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NamePattern {
    start: String,
    /// Whether any rest may follow.
    is_open: bool,
}

/// The error for a text that is no selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSelector(String);

impl fmt::Display for BadSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no selector such as `auth.*`, `fn auth.sendCode` or `auth.sentCode/type`", self.0)
    }
}

impl std::error::Error for BadSelector {}

impl FromStr for Selector {
    type Err = BadSelector;

    fn from_str(text: &str) -> Result<Self, BadSelector> {
        let (kind, rest) = match text.split_once(' ') {
            Some(("type", rest)) => (Some(ItemKind::Type), rest.trim_start()),
            Some(("fn", rest)) => (Some(ItemKind::Function), rest.trim_start()),
            _ => (None, text),
        };
        let (name, field) = match rest.split_once('/') {
            Some((name, field)) => (name, Some(field)),
            None => (rest, None),
        };
        let pattern = |name: &str| NamePattern::parse(name).ok_or_else(|| BadSelector(text.to_owned()));
        Ok(Self { text: text.to_owned(), kind, name: pattern(name)?, field: field.map(pattern).transpose()? })
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Selector {
    /// Whether the selector selects a declaration as a whole. A selector of fields selects none.
    #[must_use]
    pub fn selects(&self, kind: ItemKind, name: &str) -> bool {
        self.field.is_none() && self.matches_declaration(kind, name)
    }

    /// Whether the selector selects a field of a declaration. In a repetition, the name is a path: `rows/x`.
    #[must_use]
    pub fn selects_field(&self, kind: ItemKind, name: &str, field: &str) -> bool {
        self.field.as_ref().is_some_and(|pattern| pattern.matches(field)) && self.matches_declaration(kind, name)
    }

    /// Whether the selector names a single declaration: it has no `*` and no field.
    pub(crate) fn is_exact_name(&self) -> bool {
        self.field.is_none() && !self.name.is_open
    }

    /// Whether the selector selects fields.
    pub(crate) fn is_field_selector(&self) -> bool {
        self.field.is_some()
    }

    fn matches_declaration(&self, kind: ItemKind, name: &str) -> bool {
        self.kind.is_none_or(|own| own == kind) && self.name.matches(name)
    }
}

impl NamePattern {
    fn parse(text: &str) -> Option<Self> {
        let (start, is_open) = text.strip_suffix('*').map_or((text, false), |start| (start, true));
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'/');
        let is_valid = start.bytes().all(is_name) && (is_open || !start.is_empty());
        is_valid.then(|| Self { start: start.to_owned(), is_open })
    }

    fn matches(&self, name: &str) -> bool {
        if self.is_open { name.starts_with(&self.start) } else { name == self.start }
    }
}

#[cfg(test)]
mod tests {
    use super::{ItemKind, Selector};

    #[track_caller]
    fn parsed_selector(text: &str) -> Selector {
        text.parse().unwrap()
    }

    #[test]
    fn selectors_match_name_kind_or_field() {
        assert!(parsed_selector("*").selects(ItemKind::Type, "User"));
        assert!(parsed_selector("auth.sentCode").selects(ItemKind::Constructor, "auth.sentCode"));
        assert!(!parsed_selector("auth.sentCode").selects(ItemKind::Constructor, "auth.sentCodeSuccess"));
        assert!(parsed_selector("type auth.*").selects(ItemKind::Type, "auth.SentCode"));
        assert!(!parsed_selector("type auth.*").selects(ItemKind::Constructor, "auth.sentCode"));
        assert!(parsed_selector("fn auth.sendCode").selects(ItemKind::Function, "auth.sendCode"));
        let field = parsed_selector("auth.sentCode/type");
        assert!(field.selects_field(ItemKind::Constructor, "auth.sentCode", "type"));
        assert!(!field.selects(ItemKind::Constructor, "auth.sentCode"));
        assert!(parsed_selector("grid/rows/x").selects_field(ItemKind::Constructor, "grid", "rows/x"));
        assert!(parsed_selector("*/hash").selects_field(ItemKind::Function, "users.get", "hash"));
    }

    #[test]
    fn malformed_selectors_are_refused() {
        for text in ["", " ", "type", "au*th", "auth.sentCode/", "enum a", "a b", "a-b", "**"] {
            let parsed = text.parse::<Selector>();
            assert!(parsed.is_err() || text == "type", "{text}: {parsed:?}");
        }
    }
}
