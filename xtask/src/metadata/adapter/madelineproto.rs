//! MadelineProto's `v3.json`: codes, methods, types.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::facts::Facts;
use super::{bad, json};
use crate::failure::Outcome;

#[derive(Deserialize)]
struct File {
    result: BTreeMap<String, BTreeMap<String, BTreeMap<String, IgnoredAny>>>,
}

pub(super) fn read(path: &Path) -> Outcome<Facts> {
    let file: File = json(path)?;
    let mut facts = Facts::default();
    for (code, methods) in &file.result {
        let number = code.parse().map_err(|_| bad(path, &format!("`{code}` is no code of an error")))?;
        for (method, names) in methods {
            names.keys().for_each(|name| facts.add_error(method, Some(number), name));
        }
    }
    Ok(facts)
}
