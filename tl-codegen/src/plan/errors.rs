//! Error types as variants of an enum: their identifiers, and the meaning of the number in their names.
//!
//! Both follow from the name alone. If the word before the number shows its meaning, the field has that name:
//! `FLOOD_WAIT_%d` becomes `FloodWait { seconds }`. Otherwise the number becomes an `X` in the identifier, and the
//! field is named `value`: `AUTH_RESTART_%d` becomes `AuthRestartX { value }`, because `AUTH_RESTART` may exist too.

use std::collections::BTreeSet;

use tl_parser::{Code, Diagnostic};

use super::model::{ErrorNumberMeaning, ErrorType, Function};
use super::naming;
use super::planner_output::{PlannerOutput, TlName};
use crate::metadata::Metadata;

/// The placeholder of a number in the name of an error type.
const NUMBER_PLACEHOLDER: &str = "%d";

/// The placeholder of any text, at the end of the name of an error type.
const ANY_SUFFIX_PLACEHOLDER: &str = "_*";

/// Maximum bytes of the name of an error type; the runtime doesn't look up longer names.
const MAX_ERROR_NAME_BYTES: usize = 120;

/// Words in names of error types, and the meaning of a number after such a word.
const MEANING_OF_NUMBER_WORDS: &[(&str, ErrorNumberMeaning)] = &[
    ("DELAY", ErrorNumberMeaning::Seconds),
    ("EARLY", ErrorNumberMeaning::Seconds),
    ("FRESH", ErrorNumberMeaning::Seconds),
    ("INTERDC", ErrorNumberMeaning::Dc),
    ("MIGRATE", ErrorNumberMeaning::Dc),
    ("PART", ErrorNumberMeaning::Part),
    ("UNTIL", ErrorNumberMeaning::Date),
    ("WAIT", ErrorNumberMeaning::Seconds),
];

/// A word in names of error types that limit how often something is done. A number after it is a wait in seconds, if
/// the word before the number has no other meaning: `STORY_SEND_FLOOD_MONTHLY_%d`.
const FLOOD: &str = "FLOOD";

/// The unit "minutes" as error types spell it after a number: `%dMIN`.
const MINUTES_UNIT: &str = "MIN";

/// The error types of single functions, of all functions, and of no known function, sorted by name.
///
/// Types that only functions of other layers return have a row and no variant.
pub(super) fn plan_error_types(metadata: &Metadata, functions: &[Function], out: &mut PlannerOutput) -> Vec<ErrorType> {
    let mut types = Vec::new();
    let methods = functions.iter().filter_map(|function| function.method.as_ref());
    let rows = methods.flat_map(|method| method.errors.iter().flatten().chain(&method.older_errors));
    let rows = rows.chain(&metadata.common_errors).chain(&metadata.other_errors);
    let returned: BTreeSet<_> = rows.map(|row| &row.name).collect();
    for (name, description) in metadata.error_types.iter().filter(|(name, _)| returned.contains(name)) {
        let span = metadata.error_type_spans.get(name).copied().unwrap_or_default();
        if let Some(what) = reason_without_variant(name) {
            let message = format!("{what} can be listed but not generated");
            out.add_diagnostic(Diagnostic::error(Code::Unsupported, span, message).help("leave the type out"));
            continue;
        }
        let ty = plan_error_type(name, description);
        if out.declare_ident("the types of errors", &ty.ident, TlName::not_renamable(name), span) {
            types.push(ty);
        }
    }
    types
}

/// A description of the reason why no variant can be made of this name; `None` if one can.
fn reason_without_variant(name: &str) -> Option<&'static str> {
    if name.matches(NUMBER_PLACEHOLDER).count() > 1 {
        Some("an error type with two numbers")
    } else if name.contains(NUMBER_PLACEHOLDER) && name.ends_with(ANY_SUFFIX_PLACEHOLDER) {
        Some("an error type with a number and any suffix")
    } else if name.len() > MAX_ERROR_NAME_BYTES {
        Some("an error type with a name of more than 120 bytes")
    } else {
        None
    }
}

fn plan_error_type(name: &str, description: &str) -> ErrorType {
    let (number, words) = match name.split_once(NUMBER_PLACEHOLDER) {
        None => (None, name.replace(ANY_SUFFIX_PLACEHOLDER, "_ANY")),
        Some((before, after)) => {
            let (number, after) = number_meaning_and_rest(before, after);
            let placeholder = if number == ErrorNumberMeaning::Value { "X" } else { "" };
            (Some(number), format!("{before}{placeholder}{after}"))
        }
    };
    let ident = naming::variant_ident_of_error(&words);
    ErrorType { name: name.to_owned(), ident, description: description.to_owned(), number }
}

/// The meaning of the number between two parts of an error name, and the second part without the unit of the number.
fn number_meaning_and_rest<'a>(before: &str, after: &'a str) -> (ErrorNumberMeaning, &'a str) {
    let mut words = before.trim_end_matches('_').rsplit('_').peekable();
    let word = words.peek().copied().unwrap_or_default();
    let number = MEANING_OF_NUMBER_WORDS.iter().find(|(other, _)| *other == word).map(|(_, number)| *number);
    let number = number.or_else(|| words.any(|word| word == FLOOD).then_some(ErrorNumberMeaning::Seconds));
    match (number, after.strip_prefix(MINUTES_UNIT)) {
        (Some(ErrorNumberMeaning::Seconds), Some(after)) if after.is_empty() || after.starts_with('_') => {
            (ErrorNumberMeaning::Minutes, after)
        }
        (Some(number), _) => (number, after),
        (None, _) => (ErrorNumberMeaning::Value, after),
    }
}

#[cfg(test)]
mod tests {
    use super::{ErrorType, plan_error_type};

    #[track_caller]
    fn assert_variant_name(name: &str, expected: &str) {
        let ErrorType { ident, number, .. } = plan_error_type(name, "");
        let fields = number.map(|number| format!(" {{ {} }}", number.field_name())).unwrap_or_default();
        assert_eq!(ident + &fields, expected);
    }

    #[test]
    fn error_variants_are_named_after_types() {
        assert_variant_name("PEER_ID_INVALID", "PeerIdInvalid");
        assert_variant_name("AUTH_TOKEN_INVALID2", "AuthTokenInvalid2");
        assert_variant_name("TIMEOUT", "Timeout");
        assert_variant_name("Timeout", "Timeout_");
        assert_variant_name("MD5_CHECKSUM_INVALID", "Md5ChecksumInvalid");
        assert_variant_name("2FA_CONFIRM_WAIT_%d", "TwoFaConfirmWait { seconds }");
        assert_variant_name("10_TIMES", "OneZeroTimes");
        assert_variant_name("SELF", "Self_");
        assert_variant_name("FILE_REFERENCE_*", "FileReferenceAny");
    }

    #[test]
    fn words_in_error_names_explain_numbers() {
        assert_variant_name("FLOOD_WAIT_%d", "FloodWait { seconds }");
        assert_variant_name("PREVIOUS_CHAT_IMPORT_ACTIVE_WAIT_%dMIN", "PreviousChatImportActiveWait { minutes }");
        assert_variant_name("STORY_SEND_FLOOD_MONTHLY_%d", "StorySendFloodMonthly { seconds }");
        assert_variant_name("FLOOD_%d", "Flood { seconds }");
        assert_variant_name("FLOOD_MIGRATE_%d", "FloodMigrate { dc }");
        assert_variant_name("FLOODED_%d", "FloodedX { value }");
        assert_variant_name("FILE_PART_%d_MISSING", "FilePartMissing { part }");
        assert_variant_name("FILE_PART_0_MISSING", "FilePart0Missing");
        assert_variant_name("INTERDC_%d_CALL_ERROR", "InterdcCallError { dc }");
        assert_variant_name("PREMIUM_SUB_ACTIVE_UNTIL_%d", "PremiumSubActiveUntil { date }");
        assert_variant_name("AUTH_RESTART_%d", "AuthRestartX { value }");
        assert_variant_name("FILE_REFERENCE_%d_EXPIRED", "FileReferenceXExpired { value }");
        assert_variant_name("WAIT_%dMINUS", "WaitMinus { seconds }");
    }
}
