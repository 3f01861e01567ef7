//! `schemas/tl.lock`: what each schema was imported from.
//!
//! Written by `import` alone. Invariant: the text depends on the entries and nothing else, protocols in the order of
//! their names.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tl_codegen::fileset;

use crate::failure::{Failure, Outcome};
use crate::project::Project;

/// The file, relative to the root of the project.
const PATH: &str = "schemas/tl.lock";

const HEADER: &str = "\
# What the schemas were imported from. Written by `cargo xtask import`; sha256 is that of the file in the package.
";

/// The entries of the file, by protocol.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Lock {
    pub(crate) protocols: BTreeMap<String, Entry>,
}

/// Where a schema is from, and how much there is in it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The published package.
    pub(crate) package: String,
    /// The version of the package.
    pub(crate) version: String,
    /// The file in the package.
    pub(crate) file: String,
    /// Checksum of the file.
    pub(crate) sha256: String,
    /// The layer, if the schema has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) layer: Option<u32>,
    /// How many constructors it declares.
    pub(crate) constructors: usize,
    /// How many functions it declares.
    pub(crate) functions: usize,
    /// How many result types it has.
    pub(crate) types: usize,
}

impl Lock {
    /// Reads the file; without one there are no entries.
    pub(crate) fn read(project: &Project) -> Outcome<Self> {
        let path = project.path(PATH);
        match fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|why| {
                Failure::unable(
                    format!("{PATH} cannot be read: {}", why.message()),
                    "restore it from the repository, or remove it and import every schema again",
                )
            }),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(why) => Err(Failure::file(&path, &why)),
        }
    }

    /// Writes the file if that changes it.
    pub(crate) fn write(&self, project: &Project) -> Outcome<bool> {
        let entries = toml::to_string(self).map_err(|why| Failure::unable(format!("{PATH}: {why}"), ""))?;
        Ok(fileset::update_file(&project.path(PATH), &format!("{HEADER}\n{entries}"))?)
    }
}

/// The SHA-256 of a text: 64 hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(text) {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
