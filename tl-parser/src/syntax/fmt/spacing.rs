//! Spaces between the tokens of a declaration.
//!
//! Invariant: the lexer splits two tokens without a space between them into the same two tokens.

/// The last three tokens before a position in a declaration.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LastThreeTokens<'a> {
    last: &'a str,
    second: &'a str,
    third: &'a str,
}

impl<'a> LastThreeTokens<'a> {
    /// The three tokens before the position after `token`.
    pub(super) fn followed_by(self, token: &'a str) -> Self {
        Self { last: token, second: self.last, third: self.second }
    }

    /// Whether a space is written between the last token and `next`.
    pub(super) fn wants_space(self, next: &str) -> bool {
        if self.last.is_empty() || self.forbids_space_after() {
            return false;
        }
        let is_id = next.len() > 1 && next.starts_with('#');
        let is_condition = next == "?" && self.second == ".";
        !(is_id || is_condition || forbids_space_before(next))
    }

    /// Whether no space follows the last token.
    fn forbids_space_after(self) -> bool {
        let is_condition = self.last == "?" && self.third == ".";
        is_condition || matches!(self.last, "(" | "<" | "{" | ":" | "." | "%" | "!" | "+" | "*" | ",")
    }
}

/// Whether no space precedes a token.
fn forbids_space_before(token: &str) -> bool {
    matches!(token, ")" | ">" | "}" | "," | ":" | "." | ";" | "+" | "*" | "<")
}
