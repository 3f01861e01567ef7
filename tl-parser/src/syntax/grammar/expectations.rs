//! The tokens that could have continued a statement at the position where parsing ended.
//!
//! Invariant: only the expectations at the furthest position are kept.

use crate::text::lex::Token;

/// The furthest token that no production accepted, and the tokens that could have stood in its place.
#[derive(Debug, Default)]
pub(crate) struct Expectations {
    /// The unexpected token.
    pub(crate) at: Option<Token>,
    wanted: Vec<&'static str>,
}

impl Expectations {
    pub(super) fn add_wanted(&mut self, at: Token, wanted: &'static str) {
        let furthest = self.at.map_or(0, |token| token.start);
        if self.at.is_none() || at.start > furthest {
            self.at = Some(at);
            self.wanted.clear();
        }
        if at.start >= furthest && !self.wanted.contains(&wanted) {
            self.wanted.push(wanted);
        }
    }

    /// The alternatives for a message: "a field or `=`".
    pub(crate) fn describe(&self) -> String {
        let is_implied = |wanted: &str| {
            IMPLIED_ALTERNATIVES.iter().any(|(whole, parts)| self.wanted.contains(whole) && parts.contains(&wanted))
        };
        let is_needed = |wanted: &&&str| !is_implied(wanted) && !EXTENDING_MARKS.contains(*wanted);
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

/// Alternatives that are left out of a message that names a more general one: "a type" includes "a number".
const IMPLIED_ALTERNATIVES: &[(&str, &[&str])] = &[
    ("a declaration", &["`Final`", "`New`", "`Empty`", "a combinator name", "`_`", "a type name"]),
    ("a field", &["a type", "a name", "a number", "`(`", "`[`", "`!`", "`%`", "`#`", "`{`", "`?`"]),
    ("a type", &["a name", "a number", "`(`", "`[`", "`!`", "`%`", "`#`"]),
];

/// Marks that a message about expected tokens leaves out, as they only extend a type or number that is complete.
const EXTENDING_MARKS: &[&str] = &["`<`", "`*`", "`.`", "`+`"];
