//! What would have been right where a statement could not go on.
//!
//! Invariant: only what was expected at the furthest place is kept.

use crate::text::lex::Token;

/// The furthest token that no production took, and what the productions wanted there.
#[derive(Debug, Default)]
pub(crate) struct Expectations {
    /// The token.
    pub(crate) at: Option<Token>,
    wanted: Vec<&'static str>,
}

impl Expectations {
    pub(super) fn note(&mut self, at: Token, what: &'static str) {
        let furthest = self.at.map_or(0, |token| token.start);
        if self.at.is_none() || at.start > furthest {
            self.at = Some(at);
            self.wanted.clear();
        }
        if at.start >= furthest && !self.wanted.contains(&what) {
            self.wanted.push(what);
        }
    }

    /// What was wanted, for a message: "a field or `=`".
    pub(crate) fn describe(&self) -> String {
        let is_implied =
            |what: &str| IMPLIED.iter().any(|(whole, parts)| self.wanted.contains(whole) && parts.contains(&what));
        let is_needed = |what: &&&str| !is_implied(what) && !GOES_ON.contains(*what);
        let mut needed: Vec<_> = self.wanted.iter().filter(is_needed).copied().collect();
        if needed.is_empty() {
            needed.clone_from(&self.wanted);
        }
        match needed.as_slice() {
            [] => "nothing".to_owned(),
            [only] => (*only).to_owned(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        }
    }
}

/// What begins a declaration, a field or a type goes without saying where the whole is named.
const IMPLIED: &[(&str, &[&str])] = &[
    ("a declaration", &["`Final`", "`New`", "`Empty`", "a combinator name", "`_`", "a type name"]),
    ("a field", &["a type", "a name", "a number", "`(`", "`[`", "`!`", "`%`", "`#`", "`{`", "`?`"]),
    ("a type", &["a name", "a number", "`(`", "`[`", "`!`", "`%`", "`#`"]),
];

/// Marks that go on with what is complete without them.
const GOES_ON: &[&str] = &["`<`", "`*`", "`.`", "`+`"];
