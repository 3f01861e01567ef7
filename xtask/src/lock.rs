//! `schemas/tl.lock`: what each schema was imported from.
//!
//! Written by `import` alone, compared with the schemas by `check` and `codegen`. Invariant: the text depends on the entries and nothing else, protocols in the order of
//! their names.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tl_codegen::fileset;
use tl_parser::{Schema, Severity};

use crate::failure::{Failure, Outcome};
use crate::findings::{Findings, count};
use crate::project::Project;
use crate::protocol::{self, Counts};

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

    /// Checks that a schema is as large as it was when it was imported, and of the same layer.
    pub(crate) fn check(&self, name: &str, schema: &Schema, findings: &mut Findings) {
        let import = format!("`cargo xtask import {name} FILE --package NAME --version VERSION`");
        let Some(entry) = self.protocols.get(name) else {
            let message = format!("{PATH} does not say where the schema of `{name}` is from");
            return findings.remark(Severity::Warning, message, format!("import it with {import}"));
        };
        let differences = entry.differences(schema);
        if !differences.is_empty() {
            let message =
                format!("{} is not what {PATH} says: it has {}", protocol::schema_path(name), differences.join(", "));
            let help = format!("undo what was edited by hand, or import the schema anew with {import}");
            findings.remark(Severity::Error, message, help);
        }
    }

    /// Writes the file if that changes it.
    pub(crate) fn write(&self, project: &Project) -> Outcome<bool> {
        let entries = toml::to_string(self).map_err(|why| Failure::unable(format!("{PATH}: {why}"), ""))?;
        Ok(fileset::update_file(&project.path(PATH), &format!("{HEADER}\n{entries}"))?)
    }
}

impl Entry {
    /// `2 constructors instead of 3`
    fn differences(&self, schema: &Schema) -> Vec<String> {
        let Counts { n_constructors, n_functions, n_types } = Counts::of(schema);
        let counts = [
            ("constructor", n_constructors, self.constructors),
            ("function", n_functions, self.functions),
            ("type", n_types, self.types),
        ];
        let differing = counts.into_iter().filter(|(_, found, expected)| found != expected);
        let differences =
            differing.map(|(what, found, expected)| format!("{} instead of {expected}", count(found, what)));
        let layer = |layer: Option<u32>| layer.map_or_else(|| "no layer".to_owned(), |layer| format!("layer {layer}"));
        let (found, expected) = (layer(schema.layer), layer(self.layer));
        let other_layer = (found != expected).then(|| format!("{found} instead of {expected}"));
        differences.chain(other_layer).collect()
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
