//! MadelineProto's `v3.json`: error types by code and method.
//!
//! `{"result": {"400": {"chats.get": {"ID_INVALID": "..."}}}}` yields `error 400 ID_INVALID` about `chats.get`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::SourceFile;
use crate::Error;
use crate::facts::Facts;

#[derive(Deserialize)]
struct MadelineprotoFile {
    result: BTreeMap<String, BTreeMap<String, BTreeMap<String, IgnoredAny>>>,
}

pub(super) fn read_madelineproto_file(file: &SourceFile) -> Result<Facts, Error> {
    let MadelineprotoFile { result } = file.parse_json()?;
    let mut facts = Facts::default();
    for (code, methods) in &result {
        let code = file.parse_error_code_key(code)?;
        for (method, names) in methods {
            names.keys().for_each(|name| facts.add_error_of_method(method, Some(code), name));
        }
    }
    Ok(facts)
}
