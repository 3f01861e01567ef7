//! `@mtcute/core`: `api-schema.json` with codes and access by method, `raw-errors.json` with the lists.
//!
//! Which of the two a file is, is told by its keys. The types in `throws` of the second have no codes of their own: one
//! type has other codes with other methods.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::facts::{Facts, What};
use super::{bad, json};
use crate::failure::Outcome;

#[derive(Deserialize)]
struct File {
    e: Option<Vec<Entry>>,
    errors: Option<BTreeMap<String, Coded>>,
    #[serde(default)]
    throws: BTreeMap<String, Vec<String>>,
    #[serde(default, rename = "userOnly")]
    user_only: BTreeMap<String, IgnoredAny>,
    #[serde(default, rename = "botOnly")]
    bot_only: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Entry {
    kind: String,
    name: String,
    available: Option<Available>,
    #[serde(default)]
    throws: Vec<Coded>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Available {
    User,
    Bot,
    Both,
}

#[derive(Deserialize)]
struct Coded {
    code: i32,
    name: String,
}

pub(super) fn read(path: &Path) -> Outcome<Facts> {
    let file: File = json(path)?;
    let mut facts = Facts::default();
    match (&file.e, &file.errors) {
        (Some(entries), _) => add_entries(entries, &mut facts),
        (None, Some(errors)) => {
            errors.values().for_each(|error| facts.add_code(error.code, &error.name));
            add_lists(&file, &mut facts);
        }
        (None, None) => {
            return Err(bad(path, "neither api-schema.json nor raw-errors.json: it has no `e` and no `errors`"));
        }
    }
    Ok(facts)
}

fn add_entries(entries: &[Entry], facts: &mut Facts) {
    for entry in entries.iter().filter(|entry| entry.kind == "method") {
        let who = entry.available.map(|available| match available {
            Available::User => "users",
            Available::Bot => "bots",
            Available::Both => "both",
        });
        if let Some(who) = who {
            facts.add(&entry.name, What::Access, who);
            facts.add(&entry.name, What::Documented, "");
        }
        for error in &entry.throws {
            facts.add_error(&entry.name, Some(error.code), &error.name);
        }
    }
}

fn add_lists(file: &File, facts: &mut Facts) {
    for (methods, value) in [(&file.user_only, "users"), (&file.bot_only, "bots")] {
        methods.keys().for_each(|method| facts.add(method, What::List, value));
    }
    for (method, names) in &file.throws {
        names.iter().for_each(|name| facts.add_error(method, None, name));
    }
}
