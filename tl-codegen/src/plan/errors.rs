//! Types of errors as variants of an enum: what they are called, and what the number in them counts.
//!
//! Both follow from the name of the type alone. Where the word before a number tells what it counts, the variant is called
//! like the rest, and its field like that: `FLOOD_WAIT_%d` is `FloodWait { seconds }`. Elsewhere `X` stands for the number
//! and the field is a `value`: `AUTH_RESTART_%d` is `AuthRestartX { value }`, as there may be an `AUTH_RESTART` as well.

use tl_parser::{Code, Diagnostic};

use super::naming::{self, Scopes};
use crate::metadata::Metadata;

/// What stands for a number in the name of a type.
const NUMBER: &str = "%d";

/// What stands for anything at the end of the name of a type.
const ANYTHING: &str = "_*";

/// Bytes of the name of a type, at most: what the runtime looks for.
const MAX_LEN: usize = 120;

/// Words that tell what the number after them counts.
const COUNTING_WORDS: &[(&str, ErrorNumber)] = &[
    ("DELAY", ErrorNumber::Seconds),
    ("EARLY", ErrorNumber::Seconds),
    ("FRESH", ErrorNumber::Seconds),
    ("INTERDC", ErrorNumber::Dc),
    ("MIGRATE", ErrorNumber::Dc),
    ("PART", ErrorNumber::Part),
    ("UNTIL", ErrorNumber::Date),
    ("WAIT", ErrorNumber::Seconds),
];

/// A unit that is written behind a number.
const MINUTES: &str = "MIN";

/// A type of errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorType {
    /// Its name: `FLOOD_WAIT_%d`.
    pub name: String,
    /// The variant.
    pub ident: String,
    /// What it means, in a sentence without final dot; empty if unknown.
    pub description: String,
    /// What its number counts, if it has one.
    pub number: Option<ErrorNumber>,
}

/// What the number in the name of an error counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorNumber {
    /// Seconds to wait.
    Seconds,
    /// Minutes to wait.
    Minutes,
    /// A datacenter.
    Dc,
    /// A part of a file.
    Part,
    /// Seconds since 1970.
    Date,
    /// Something that the name doesn't tell.
    Value,
}

impl ErrorNumber {
    /// The field of the variant.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Dc => "dc",
            Self::Part => "part",
            Self::Date => "date",
            Self::Value => "value",
        }
    }
}

impl ErrorType {
    /// What stands before the `*` of a family of types.
    #[must_use]
    pub fn family(&self) -> Option<&str> {
        self.name.strip_suffix('*')
    }

    fn new(name: &str, description: &str) -> Self {
        let (number, words) = match name.split_once(NUMBER) {
            None => (None, name.replace(ANYTHING, "_ANY")),
            Some((before, after)) => {
                let (number, after) = counted(before, after);
                let stands_for_it = if number == ErrorNumber::Value { "X" } else { "" };
                (Some(number), format!("{before}{stands_for_it}{after}"))
            }
        };
        let ident = naming::error_ident(&words);
        Self { name: name.to_owned(), ident, description: description.to_owned(), number }
    }
}

/// What the number between these parts counts, and what of the second one doesn't tell that.
fn counted<'a>(before: &str, after: &'a str) -> (ErrorNumber, &'a str) {
    let word = before.trim_end_matches('_').rsplit('_').next().unwrap_or_default();
    let counting = COUNTING_WORDS.iter().find(|(counting, _)| *counting == word).map(|(_, number)| *number);
    match (counting, after.strip_prefix(MINUTES)) {
        (Some(ErrorNumber::Seconds), Some(after)) if after.is_empty() || after.starts_with('_') => {
            (ErrorNumber::Minutes, after)
        }
        (Some(number), _) => (number, after),
        (None, _) => (ErrorNumber::Value, after),
    }
}

/// All types of errors, sorted by name.
pub(super) fn plan(metadata: &Metadata, scopes: &mut Scopes, diagnostics: &mut Vec<Diagnostic>) -> Vec<ErrorType> {
    let mut types = Vec::new();
    for (name, description) in &metadata.error_types {
        let span = metadata.error_type_spans.get(name).copied().unwrap_or_default();
        let what = if name.matches(NUMBER).count() > 1 {
            "an error with two numbers"
        } else if name.contains(NUMBER) && name.ends_with(ANYTHING) {
            "an error with a number and whatever follows"
        } else if name.len() > MAX_LEN {
            "an error with so long a name"
        } else {
            let ty = ErrorType::new(name, description);
            if scopes.declare("the types of errors", &ty.ident, name, span) {
                types.push(ty);
            }
            continue;
        };
        let message = format!("{what} can be listed but not generated");
        diagnostics.push(Diagnostic::error(Code::Unsupported, span, message).help("leave the type out"));
    }
    types
}

#[cfg(test)]
mod tests {
    use super::ErrorType;

    #[track_caller]
    fn assert_variant(name: &str, expected: &str) {
        let ErrorType { ident, number, .. } = ErrorType::new(name, "");
        let fields = number.map(|number| format!(" {{ {} }}", number.field())).unwrap_or_default();
        assert_eq!(ident + &fields, expected);
    }

    #[test]
    fn variants_are_called_like_their_types() {
        assert_variant("PEER_ID_INVALID", "PeerIdInvalid");
        assert_variant("AUTH_TOKEN_INVALID2", "AuthTokenInvalid2");
        assert_variant("TIMEOUT", "Timeout");
        assert_variant("Timeout", "Timeout_");
        assert_variant("MD5_CHECKSUM_INVALID", "Md5ChecksumInvalid");
        assert_variant("2FA_CONFIRM_WAIT_%d", "TwoFaConfirmWait { seconds }");
        assert_variant("10_TIMES", "OneZeroTimes");
        assert_variant("SELF", "Self_");
        assert_variant("FILE_REFERENCE_*", "FileReferenceAny");
    }

    #[test]
    fn words_tell_what_numbers_count() {
        assert_variant("FLOOD_WAIT_%d", "FloodWait { seconds }");
        assert_variant("PREVIOUS_CHAT_IMPORT_ACTIVE_WAIT_%dMIN", "PreviousChatImportActiveWait { minutes }");
        assert_variant("FILE_PART_%d_MISSING", "FilePartMissing { part }");
        assert_variant("FILE_PART_0_MISSING", "FilePart0Missing");
        assert_variant("INTERDC_%d_CALL_ERROR", "InterdcCallError { dc }");
        assert_variant("PREMIUM_SUB_ACTIVE_UNTIL_%d", "PremiumSubActiveUntil { date }");
        assert_variant("AUTH_RESTART_%d", "AuthRestartX { value }");
        assert_variant("FILE_REFERENCE_%d_EXPIRED", "FileReferenceXExpired { value }");
        assert_variant("WAIT_%dMINUS", "WaitMinus { seconds }");
    }
}
