//! Telegram's list of errors: `errors`, `user_only`, `bot_only`.
//!
//! `{"errors": {"400": {"ID_INVALID": ["chats.get"]}}, "user_only": ["chats.get"]}` yields `error 400 ID_INVALID`,
//! `list users` and `documented`. An error with an empty list of methods yields `code` about any method.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{SourceFile, add_facts_of_account_lists};
use crate::Error;
use crate::facts::{FactKind, Facts};

#[derive(Deserialize)]
struct OfficialFile {
    errors: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    user_only: Vec<String>,
    #[serde(default)]
    bot_only: Vec<String>,
}

pub(super) fn read_official_file(file: &SourceFile) -> Result<Facts, Error> {
    let list: OfficialFile = file.parse_json()?;
    let mut facts = Facts::default();
    let mut documented = BTreeSet::new();
    for (code, types) in &list.errors {
        let code = file.parse_error_code_key(code)?;
        for (name, methods) in types {
            if methods.is_empty() {
                facts.add_code_of_error_type(code, name);
            }
            methods.iter().for_each(|method| facts.add_error_of_method(method, Some(code), name));
            documented.extend(methods);
        }
    }
    add_facts_of_account_lists(&mut facts, &list.user_only, &list.bot_only);
    documented.extend(list.user_only.iter().chain(&list.bot_only));
    documented.into_iter().for_each(|method| facts.add_fact(method, FactKind::Documented, ""));
    Ok(facts)
}
