//! The version of the crate with the generated code, in its manifest and in `Cargo.lock`.
//!
//! Invariant: the rest of both files stays unchanged, and a file without the crate is not changed.

use std::io::ErrorKind;

use tl_commands::{Failure, Outcome};
use toml_edit::{DocumentMut, Item, Value};

use crate::manifest;
use crate::project::Project;

/// The lock file of the workspace, relative to the root of the project.
const CARGO_LOCK_PATH: &str = "Cargo.lock";

/// The files that change when the crate gets this version: path and text.
pub(super) fn files_with_version(project: &Project, version: &str) -> Outcome<Vec<(String, String)>> {
    let Some(mut manifest) = read_toml(project, manifest::MANIFEST_PATH)? else { return Ok(Vec::new()) };
    let Some(package) = manifest.get_mut("package") else { return Ok(Vec::new()) };
    let name = package.get("name").and_then(Item::as_str).unwrap_or_default().to_owned();
    if !replace_string(package.get_mut("version"), version) {
        return Ok(Vec::new());
    }
    let mut texts = vec![(manifest::MANIFEST_PATH.to_owned(), manifest.to_string())];
    if let Some(mut lock) = read_toml(project, CARGO_LOCK_PATH)? {
        let packages = lock.get_mut("package").and_then(Item::as_array_of_tables_mut);
        let ours = packages.into_iter().flat_map(|packages| packages.iter_mut()).find(|package| {
            package.get("name").and_then(Item::as_str) == Some(&name) && !package.contains_key("source")
        });
        if replace_string(ours.and_then(|package| package.get_mut("version")), version) {
            texts.push((CARGO_LOCK_PATH.to_owned(), lock.to_string()));
        }
    }
    Ok(texts)
}

/// Replaces a string, and keeps the blanks and comments around it; returns whether there is a string.
fn replace_string(item: Option<&mut Item>, text: &str) -> bool {
    let Some(value @ Value::String(_)) = item.and_then(Item::as_value_mut) else { return false };
    let decor = value.decor().clone();
    *value = Value::from(text);
    *value.decor_mut() = decor;
    true
}

fn read_toml(project: &Project, path: &str) -> Outcome<Option<DocumentMut>> {
    match project.read_text(path) {
        Ok(text) => text.parse().map(Some).map_err(|why: toml_edit::TomlError| {
            Failure::unable_with_advice(format!("{path} cannot be read: {}", why.message()), "")
        }),
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
        Err(why) => Err(Failure::about_file(&project.full_path(path), &why)),
    }
}
