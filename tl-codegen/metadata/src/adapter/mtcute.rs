//! `@mtcute/core`: `api-schema.json` with errors and access by method, `raw-errors.json` with lists.
//!
//! `api-schema.json` has the key `e`, `raw-errors.json` the key `errors`. Types in `throws` of the latter yield
//! `error ? TYPE` without a code, since the code of a type depends on the method.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{SourceFile, add_facts_of_account_lists};
use crate::Error;
use crate::facts::{FactKind, Facts};

#[derive(Deserialize)]
struct MtcuteFile {
    e: Option<Vec<MtcuteEntry>>,
    errors: Option<BTreeMap<String, MtcuteError>>,
    #[serde(default)]
    throws: BTreeMap<String, Vec<String>>,
    #[serde(default, rename = "userOnly")]
    user_only: BTreeMap<String, IgnoredAny>,
    #[serde(default, rename = "botOnly")]
    bot_only: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct MtcuteEntry {
    kind: String,
    name: String,
    available: Option<MtcuteCallers>,
    #[serde(default)]
    throws: Vec<MtcuteError>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum MtcuteCallers {
    User,
    Bot,
    Both,
}

#[derive(Deserialize)]
struct MtcuteError {
    code: i32,
    name: String,
}

pub(super) fn read_mtcute_file(file: &SourceFile) -> Result<Facts, Error> {
    let contents: MtcuteFile = file.parse_json()?;
    let mut facts = Facts::default();
    match (&contents.e, &contents.errors) {
        (Some(entries), _) => add_facts_of_entries(entries, &mut facts),
        (None, Some(errors)) => {
            errors.values().for_each(|error| facts.add_code_of_error_type(error.code, &error.name));
            add_facts_of_account_lists(&mut facts, contents.user_only.keys(), contents.bot_only.keys());
            for (method, names) in &contents.throws {
                names.iter().for_each(|name| facts.add_error_of_method(method, None, name));
            }
        }
        (None, None) => {
            return Err(file.error_in_file(
                "neither api-schema.json nor raw-errors.json: there is no key `e` and no key `errors`",
            ));
        }
    }
    Ok(facts)
}

fn add_facts_of_entries(entries: &[MtcuteEntry], facts: &mut Facts) {
    for entry in entries.iter().filter(|entry| entry.kind == "method") {
        let who = entry.available.map(|available| match available {
            MtcuteCallers::User => "users",
            MtcuteCallers::Bot => "bots",
            MtcuteCallers::Both => "both",
        });
        if let Some(who) = who {
            facts.add_fact(&entry.name, FactKind::Access, who);
            facts.add_fact(&entry.name, FactKind::Documented, "");
        }
        for error in &entry.throws {
            facts.add_error_of_method(&entry.name, Some(error.code), &error.name);
        }
    }
}
