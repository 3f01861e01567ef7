//! getdoc: Telegram's reference pages as JSON, one file for each layer.
//!
//! `{"methods": {"chats.get": {"bot_can_use": true, "errors": [{"code": 400, "type": "ID_INVALID"}]}}}` yields `bots
//! yes`, `documented` and `error 400 ID_INVALID`. Newer files have no `bot_can_use` at all, since the wording of the
//! pages changed; they yield no fact about bots.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::SourceFile;
use crate::Error;
use crate::facts::{FactKind, Facts};

#[derive(Deserialize)]
struct GetdocFile {
    methods: BTreeMap<String, GetdocMethod>,
}

#[derive(Deserialize)]
struct GetdocMethod {
    bot_can_use: Option<bool>,
    #[serde(default)]
    errors: Option<Vec<GetdocRpcError>>,
}

#[derive(Deserialize)]
struct GetdocRpcError {
    code: i32,
    #[serde(rename = "type")]
    name: String,
}

pub(super) fn read_getdoc_file(file: &SourceFile) -> Result<Facts, Error> {
    let file: GetdocFile = file.parse_json()?;
    let has_flags = file.methods.values().any(|method| method.bot_can_use.is_some());
    let mut facts = Facts::default();
    for (name, method) in &file.methods {
        facts.add_fact(name, FactKind::Documented, "");
        if has_flags {
            // The file leaves out flags that are false, so a missing flag is a `no`.
            facts.add_yes_or_no_fact(name, FactKind::Bots, method.bot_can_use.unwrap_or_default());
        }
        for error in method.errors.iter().flatten() {
            facts.add_error_of_method(name, Some(error.code), &error.name);
        }
    }
    Ok(facts)
}
