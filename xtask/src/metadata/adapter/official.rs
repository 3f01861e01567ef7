//! Telegram's own file of errors: `errors`, `user_only`, `bot_only`.
//!
//! An error without methods is one of any method.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::super::facts::{Facts, What};
use super::{bad, json};
use crate::failure::Outcome;

#[derive(Deserialize)]
struct File {
    errors: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    user_only: Vec<String>,
    #[serde(default)]
    bot_only: Vec<String>,
}

pub(super) fn read(path: &Path) -> Outcome<Facts> {
    let file: File = json(path)?;
    let mut facts = Facts::default();
    let mut documented = BTreeSet::new();
    for (code, types) in &file.errors {
        let number = code.parse().map_err(|_| bad(path, &format!("`{code}` is no code of an error")))?;
        for (name, methods) in types {
            if methods.is_empty() {
                facts.add_code(number, name);
            }
            methods.iter().for_each(|method| facts.add_error(method, Some(number), name));
            documented.extend(methods);
        }
    }
    for (methods, value) in [(&file.user_only, "users"), (&file.bot_only, "bots")] {
        methods.iter().for_each(|method| facts.add(method, What::List, value));
        documented.extend(methods);
    }
    documented.into_iter().for_each(|method| facts.add(method, What::Documented, ""));
    Ok(facts)
}
