//! Where a space stands between two tokens of a declaration.
//!
//! Invariant: two tokens without a space between them are read as the same two again.

/// The tokens before a place, the last one first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before<'a> {
    last: &'a str,
    second: &'a str,
    third: &'a str,
}

impl<'a> Before<'a> {
    /// The same, one token further.
    pub(super) fn then(self, token: &'a str) -> Self {
        Self { last: token, second: self.last, third: self.second }
    }

    /// Whether a space stands before `next`.
    pub(super) fn wants_space(self, next: &str) -> bool {
        if self.last.is_empty() || self.opens() {
            return false;
        }
        let is_id = next.len() > 1 && next.starts_with('#');
        let is_condition = next == "?" && self.second == ".";
        !(is_id || is_condition || closes(next))
    }

    /// Whether what comes now belongs to the token before.
    fn opens(self) -> bool {
        let is_condition = self.last == "?" && self.third == ".";
        is_condition || matches!(self.last, "(" | "<" | "{" | ":" | "." | "%" | "!" | "+" | "*" | ",")
    }
}

/// Whether a token belongs to the one before.
fn closes(token: &str) -> bool {
    matches!(token, ")" | ">" | "}" | "," | ":" | "." | ";" | "+" | "*" | "<")
}
