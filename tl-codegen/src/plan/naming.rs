//! Turns TL names into Rust identifiers. The only user of `heck`.
//!
//! An identifier depends on the TL name alone, never on other declarations. If two names in one scope become the same
//! identifier, [`PlannerOutput`](super::planner_output::PlannerOutput) reports an error.

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};
use tl_parser::Name;

/// Keywords of any Rust edition that are identifiers with `r#` before them.
const RAW_IDENT_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that are no identifiers even with `r#` before them.
const WORDS_NEVER_IDENTS: &[&str] = &["self", "super", "crate", "Self", "_", ""];

/// Digits as words.
const DIGIT_WORDS: [&str; 10] = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/// File names that Windows refuses or that are special to rustc, and modules that the generated tree has itself.
const RESERVED_FILE_NAMES: &str = "aux com1 com2 com3 com4 com5 com6 com7 com8 com9 con constructors groups lib lpt1 lpt2 lpt3 \
                              lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 main mod nul prn root rt";

/// `sendMessage` as a type: `SendMessage`. Digits stay apart: `slot1_1` becomes `Slot1_1`, and `slot11` `Slot11`.
pub(super) fn type_ident_of_name(local: &str) -> String {
    let ident = split_between_digits(local).map(|part| part.to_upper_camel_case()).collect::<Vec<_>>().join("_");
    let starts_with_digit = ident.starts_with(|first: char| first.is_ascii_digit());
    if WORDS_NEVER_IDENTS.contains(&ident.as_str()) || starts_with_digit { format!("{ident}_") } else { ident }
}

/// The parts of a name between the underscores that have digits on both sides.
fn split_between_digits(name: &str) -> impl Iterator<Item = &str> {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = name.as_bytes();
    let mut cuts = vec![0];
    for at in (1..bytes.len()).filter(|at| bytes[*at] == b'_' && is_digit(bytes.get(at - 1))) {
        let is_between = is_digit(bytes[at..].iter().find(|byte| **byte != b'_'));
        cuts.extend(is_between.then_some(at));
    }
    cuts.push(bytes.len());
    (1..cuts.len()).map(move |idx| &name[cuts[idx - 1]..cuts[idx]])
}

/// `randomId` as a field: `random_id`.
pub(crate) fn field_ident_of_name(name: &str) -> String {
    let ident = name.to_snake_case();
    if WORDS_NEVER_IDENTS.contains(&ident.as_str()) {
        format!("{ident}_")
    } else if RAW_IDENT_KEYWORDS.contains(&ident.as_str()) {
        format!("r#{ident}")
    } else {
        ident
    }
}

/// `2FA_CONFIRM_WAIT` as a variant: `TwoFaConfirmWait`. Leading digits are spelled out. The few names with lowercase
/// letters get a trailing `_`, because both `TIMEOUT` and `Timeout` exist.
pub(super) fn variant_ident_of_error(words: &str) -> String {
    if words.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return type_ident_of_name(words) + "_";
    }
    let rest = words.trim_start_matches(|first: char| first.is_ascii_digit());
    let digits = words[..words.len() - rest.len()].bytes().map(|digit| DIGIT_WORDS[usize::from(digit - b'0')]);
    type_ident_of_name(&(digits.collect::<String>() + "_" + rest))
}

/// The constant with the id of a variant: `RPC_ANSWER_UNKNOWN_ID` of `RpcAnswerUnknown`.
pub(super) fn id_constant_of_variant(ident: &str) -> String {
    format!("{}_ID", ident.to_shouty_snake_case())
}

/// `sendMessage` as a module and file: `send_message`.
pub(super) fn module_ident_of_name(name: &str) -> String {
    let ident = name.to_snake_case();
    let is_reserved = [RAW_IDENT_KEYWORDS, WORDS_NEVER_IDENTS].iter().any(|words| words.contains(&ident.as_str()));
    if is_reserved || RESERVED_FILE_NAMES.split(' ').any(|file| file == ident) { format!("{ident}_") } else { ident }
}

/// The TL name for an anonymous field, made of its index.
pub(super) fn anonymous_field_name(index: usize) -> String {
    format!("field_{index}")
}

/// The identifier of a variable for a TL number. Names of other variables in emitted code are avoided.
pub(super) fn number_variable_ident(name: &str) -> String {
    let ident = field_ident_of_name(name);
    if matches!(ident.as_str(), "group" | "item" | "r" | "v" | "value") { format!("{ident}_") } else { ident }
}

/// The identifier of a variable, in a record, for a number declared outside the repetition. No other identifier has
/// this suffix.
pub(super) fn outer_number_variable_ident(name: &str, depth: u32) -> String {
    format!("{}_{depth}_", name.to_snake_case())
}

/// The identifier of a type parameter of the item `owner`. The name of the item and the type parameters of its methods
/// are avoided.
pub(super) fn type_param_ident(name: &str, owner: &str) -> String {
    let ident = type_ident_of_name(name);
    if ident == owner || matches!(ident.as_str(), "S" | "V" | "W") { format!("{ident}_") } else { ident }
}

/// The identifier of the variant for a constructor: its name without the name of the type as prefix, unless the rest
/// would be empty, be `Self` or start with a digit.
///
/// Namespaces of the constructor that are not those of the type are a part of its name: of the type `AccountState`,
/// `raw.accountState` becomes `RawAccountState`, and `wallet.v3.accountState` `WalletV3AccountState`.
pub(super) fn variant_ident_of_constructor(ty: &Name, constructor: &Name) -> String {
    let own_name = namespaces_not_shared_with_type(ty, constructor).iter().chain([&constructor.local]);
    let whole = type_ident_of_name(&own_name.map(String::as_str).collect::<Vec<_>>().join("_"));
    let prefix = type_ident_of_name(&ty.local);
    match whole.strip_prefix(&prefix) {
        Some(rest) if rest.starts_with(|first: char| first.is_ascii_uppercase()) && rest != "Self" => rest.to_owned(),
        _ => whole,
    }
}

/// The namespaces of a constructor that are not those of its type, as the start of an identifier.
pub(super) fn ident_prefix_of_namespaces(ty: &Name, constructor: &Name) -> String {
    type_ident_of_name(&namespaces_not_shared_with_type(ty, constructor).join("_")).trim_end_matches('_').to_owned()
}

/// The namespaces of a constructor after those that it shares with its type.
fn namespaces_not_shared_with_type<'n>(ty: &Name, constructor: &'n Name) -> &'n [String] {
    let n_shared = ty.namespace.iter().zip(&constructor.namespace).take_while(|(ty, own)| ty == own).count();
    &constructor.namespace[n_shared..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_case_rules_of_rust() {
        assert_eq!(type_ident_of_name("P_Q_inner_data"), "PQInnerData");
        assert_eq!(type_ident_of_name("resPQ"), "ResPq");
        assert_eq!(field_ident_of_name("type"), "r#type");
        assert_eq!(field_ident_of_name("self"), "self_");
        assert_eq!(field_ident_of_name("new_nonce_hash1"), "new_nonce_hash1");
        assert_eq!(module_ident_of_name("Mod"), "mod_");
        assert_eq!(module_ident_of_name("Aux"), "aux_");
    }

    #[test]
    fn variants_lose_the_name_of_the_type() {
        let variant =
            |ty: &str, constructor: &str| variant_ident_of_constructor(&Name::from(ty), &Name::from(constructor));
        assert_eq!(variant("messages.Dialogs", "messages.dialogsSlice"), "Slice");
        assert_eq!(variant("InputPeer", "inputPeerSelf"), "InputPeerSelf");
        assert_eq!(variant("Message", "message"), "Message");
        assert_eq!(variant("Photo", "photo2"), "Photo2");
        assert_eq!(variant("User", "userless"), "Userless");
    }

    #[test]
    fn variants_keep_the_namespaces_that_the_type_does_not_have() {
        let variant =
            |ty: &str, constructor: &str| variant_ident_of_constructor(&Name::from(ty), &Name::from(constructor));
        assert_eq!(variant("AccountState", "raw.accountState"), "RawAccountState");
        assert_eq!(variant("AccountState", "wallet.v3.accountState"), "WalletV3AccountState");
        assert_eq!(variant("adnl.Message", "adnl.message.query"), "Query");
        assert_eq!(variant("adnl.Message", "adnl.part"), "Part");
        assert_eq!(variant("msg.Data", "messages.photo"), "MessagesPhoto");
        assert_eq!(variant("auth.SentCode", "sentCode"), "SentCode");
    }

    #[test]
    fn digits_on_both_sides_of_an_underscore_stay_apart() {
        assert_eq!([type_ident_of_name("slot1_1"), type_ident_of_name("slot11")], ["Slot1_1", "Slot11"]);
        assert_eq!([type_ident_of_name("v1_2_3"), type_ident_of_name("v1__2")], ["V1_2_3", "V1_2"]);
        assert_eq!(
            [type_ident_of_name("a1_b2"), type_ident_of_name("_1_"), type_ident_of_name("1_1")],
            ["A1B2", "1_", "1_1_"]
        );
    }
}
