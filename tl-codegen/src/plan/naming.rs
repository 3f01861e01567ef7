//! From TL names to Rust identifiers. The only user of `heck`.
//!
//! An identifier depends on the name alone, never on what else is declared: two names that meet are an error, found
//! by [`Scopes`].

use std::collections::{HashMap, HashSet};

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
use tl_parser::{Code, Diagnostic, Name, Span};

/// Keywords that `r#` makes into identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that even `r#` doesn't make into identifiers.
const RESERVED: &[&str] = &["self", "super", "crate", "Self", "_", ""];

/// Digits as words.
const DIGITS: [&str; 10] = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/// Names of files that Windows refuses or that mean something to rustc, and of the module for the root namespace.
const RESERVED_FILES: &[&str] = &[
    "aux",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "constructors",
    "groups",
    "lib",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "main",
    "mod",
    "nul",
    "prn",
    "root",
    "rt",
];

/// `sendMessage` as a type: `SendMessage`.
pub(super) fn type_ident(local: &str) -> String {
    let ident = local.to_upper_camel_case();
    let starts_with_digit = ident.starts_with(|first: char| first.is_ascii_digit());
    if RESERVED.contains(&ident.as_str()) || starts_with_digit { format!("{ident}_") } else { ident }
}

/// `randomId` as a field: `random_id`.
pub(super) fn field_ident(name: &str) -> String {
    let ident = name.to_snake_case();
    if RESERVED.contains(&ident.as_str()) {
        format!("{ident}_")
    } else if KEYWORDS.contains(&ident.as_str()) {
        format!("r#{ident}")
    } else {
        ident
    }
}

/// `2FA_CONFIRM_WAIT` as a variant: `TwoFaConfirmWait`. Digits that would stand first are spelled, and the few types that
/// are not written in capitals get a trailing `_`, as there are a `TIMEOUT` and a `Timeout`.
pub(super) fn error_ident(words: &str) -> String {
    if words.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return type_ident(words) + "_";
    }
    let rest = words.trim_start_matches(|first: char| first.is_ascii_digit());
    let digits = words[..words.len() - rest.len()].bytes().map(|digit| DIGITS[usize::from(digit - b'0')]);
    type_ident(&(digits.collect::<String>() + "_" + rest))
}

/// `sendMessage` as a module and file: `send_message`.
pub(super) fn module_ident(name: &str) -> String {
    let ident = name.to_snake_case();
    let is_taken = [KEYWORDS, RESERVED, RESERVED_FILES].iter().any(|words| words.contains(&ident.as_str()));
    if is_taken { format!("{ident}_") } else { ident }
}

/// A field without a name, by its index.
pub(super) fn anonymous(index: usize) -> String {
    format!("field_{index}")
}

/// The variable that holds a number: what the emitted code calls its own variables is taken.
pub(super) fn number_ident(name: &str) -> String {
    let ident = field_ident(name);
    if matches!(ident.as_str(), "group" | "item" | "r" | "v" | "value") { format!("{ident}_") } else { ident }
}

/// The variable that holds a number from outside of a repetition. No other identifier ends like this.
pub(super) fn outer_number_ident(name: &str, depth: u32) -> String {
    format!("{}_{depth}_", name.to_snake_case())
}

/// A type parameter of a struct: what the struct and the parameters of its methods are called is taken.
pub(super) fn param_ident(name: &str, of: &str) -> String {
    let ident = type_ident(name);
    if ident == of || matches!(ident.as_str(), "S" | "V" | "W") { format!("{ident}_") } else { ident }
}

/// The namespace of a name as modules.
pub(super) fn namespace(name: &Name) -> Vec<String> {
    name.namespace.iter().map(|part| module_ident(part)).collect()
}

/// The variant for a constructor: its name without the type's, unless nothing, a digit or `Self` would remain.
pub(super) fn variant_ident(ty: &Name, constructor: &Name) -> String {
    let whole = type_ident(&constructor.local);
    let prefix = type_ident(&ty.local);
    match whole.strip_prefix(&prefix) {
        Some(rest) if rest.starts_with(|first: char| first.is_ascii_uppercase()) && rest != "Self" => rest.to_owned(),
        _ => whole,
    }
}

/// Keeps track of what is declared where, and tells where two TL names meet.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    taken: HashMap<(String, String), (String, Span)>,
    /// Where names met that were complained about: those of two constructors meet as structs and as variants.
    met: HashSet<(Span, Span)>,
    diagnostics: Vec<Diagnostic>,
}

impl Scopes {
    /// Declares `ident` in `scope` for the TL name `name`, and tells whether it was free.
    pub(super) fn declare(&mut self, scope: impl Into<String>, ident: &str, name: &str, span: Span) -> bool {
        let scope = scope.into();
        let key = (scope, ident.to_owned());
        if let Some((first_name, first_span)) = self.taken.get(&key) {
            if !self.met.insert((*first_span, span)) {
                return false;
            }
            let (scope, ident) = key;
            let message = format!("`{name}` and `{first_name}` both become `{ident}` in {scope}");
            self.diagnostics.push(
                Diagnostic::error(Code::NameCollision, span, message)
                    .label("second one")
                    .also(*first_span, "first one")
                    .help("rename one of them in the schema: identifiers depend on the name alone"),
            );
            return false;
        }
        self.taken.insert(key, (name.to_owned(), span));
        true
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idents_follow_the_rules() {
        assert_eq!(type_ident("P_Q_inner_data"), "PQInnerData");
        assert_eq!(type_ident("resPQ"), "ResPq");
        assert_eq!(field_ident("type"), "r#type");
        assert_eq!(field_ident("self"), "self_");
        assert_eq!(field_ident("new_nonce_hash1"), "new_nonce_hash1");
        assert_eq!(module_ident("Mod"), "mod_");
        assert_eq!(module_ident("Aux"), "aux_");
    }

    #[test]
    fn variants_lose_the_name_of_the_type() {
        let variant = |ty: &str, constructor: &str| variant_ident(&Name::from(ty), &Name::from(constructor));
        assert_eq!(variant("messages.Dialogs", "messages.dialogsSlice"), "Slice");
        assert_eq!(variant("InputPeer", "inputPeerSelf"), "InputPeerSelf");
        assert_eq!(variant("Message", "message"), "Message");
        assert_eq!(variant("Photo", "photo2"), "Photo2");
        assert_eq!(variant("User", "userless"), "Userless");
    }
}
