//! getdoc: the official pages as JSON, one file for each layer.
//!
//! Newer files have no `bot_can_use`, as the pages changed their wording; it is then absent for every method.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::super::facts::{Facts, What};
use super::json;
use crate::failure::Outcome;

#[derive(Deserialize)]
struct File {
    methods: BTreeMap<String, Method>,
}

#[derive(Deserialize)]
struct Method {
    bot_can_use: Option<bool>,
    #[serde(default)]
    errors: Option<Vec<Coded>>,
}

#[derive(Deserialize)]
struct Coded {
    code: i32,
    #[serde(rename = "type")]
    name: String,
}

pub(super) fn read(path: &Path) -> Outcome<Facts> {
    let file: File = json(path)?;
    let has_flags = file.methods.values().any(|method| method.bot_can_use.is_some());
    let mut facts = Facts::default();
    for (name, method) in &file.methods {
        facts.add(name, What::Documented, "");
        if has_flags {
            // What is false is left out of the file.
            let can = method.bot_can_use.unwrap_or_default();
            facts.add(name, What::Bots, if can { "yes" } else { "no" });
        }
        for error in method.errors.iter().flatten() {
            facts.add_error(name, Some(error.code), &error.name);
        }
    }
    Ok(facts)
}
