//! `schemas/tl.lock`: the origin of each schema.
//!
//! `update` and `import` write it; `check` and `codegen` compare it with the schemas. Invariant: the text depends only
//! on the entries, which are sorted by protocol.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tl_commands::{DeclarationCounts, Failure, Findings, Outcome, count_with_noun};
use tl_parser::{Schema, Severity};

use crate::project::{Project, schema_path};

/// The path of the lock file, relative to the root of the project.
pub(crate) const LOCK_PATH: &str = "schemas/tl.lock";

const LOCK_HEADER: &str = "\
# What the schemas were imported from. Written by `cargo xtask update`; sha256 is that of the file in the package.
";

/// The entries of the lock file, by protocol.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct SchemaLock {
    pub(crate) protocols: BTreeMap<String, LockEntry>,
}

/// The published file that a schema was read from: the first three keys of a [`LockEntry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SchemaOrigin {
    pub(crate) package: String,
    pub(crate) version: String,
    pub(crate) file: String,
}

/// The origin of a schema, and the number of its declarations.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LockEntry {
    /// The name of the published package, `npm:NAME` for a package of npm; empty if the file was not in a package.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) package: String,
    /// The version of the published package; empty if the file was not in a package.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) version: String,
    /// The path of the schema file in the package.
    pub(crate) file: String,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub(crate) sha256: String,
    /// The layer, if the schema has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) layer: Option<u32>,
    /// The number of constructors in the schema.
    pub(crate) constructors: usize,
    /// The number of functions in the schema.
    pub(crate) functions: usize,
    /// The number of result types in the schema.
    pub(crate) types: usize,
    /// The last released version of the crate with the generated code. People change it after a release; `update` keeps
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) released: Option<String>,
}

impl SchemaLock {
    /// Reads the lock file; a missing file has no entries.
    pub(crate) fn read(project: &Project) -> Outcome<Self> {
        let path = project.full_path(LOCK_PATH);
        match project.read_text(LOCK_PATH) {
            Ok(text) => toml::from_str(&text).map_err(|why| {
                Failure::unable_with_advice(
                    format!("{LOCK_PATH} cannot be read: {}", why.message()),
                    "restore it from the repository, or remove it and import every schema again",
                )
            }),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(why) => Err(Failure::about_file(&path, &why)),
        }
    }

    /// Checks that a schema has the layer and the number of declarations that it had when it was imported.
    pub(crate) fn compare_with_schema(&self, name: &str, schema: &Schema, findings: &mut Findings) {
        let update = format!("`cargo xtask update {name} --from SOURCE`");
        let Some(entry) = self.protocols.get(name) else {
            let message = format!("{LOCK_PATH} does not say where the schema of `{name}` is from");
            return findings.add_finding_without_span(
                Severity::Warning,
                message,
                format!("take it anew with {update}"),
            );
        };
        let differences = entry.differences_from(schema);
        if !differences.is_empty() {
            let message = format!("{} differs from {LOCK_PATH}: it has {}", schema_path(name), differences.join(", "));
            let help = format!("undo the edits by hand, or take the schema anew with {update}");
            findings.add_finding_without_span(Severity::Error, message, help);
        }
    }

    /// The text of the lock file.
    pub(crate) fn file_text(&self) -> Outcome<String> {
        let entries =
            toml::to_string(self).map_err(|why| Failure::unable_with_advice(format!("{LOCK_PATH}: {why}"), ""))?;
        Ok(format!("{LOCK_HEADER}\n{entries}"))
    }
}

impl LockEntry {
    /// The entry of a schema with this origin.
    pub(crate) fn new(
        origin: SchemaOrigin,
        sha256: String,
        layer: Option<u32>,
        schema: &Schema,
        released: Option<String>,
    ) -> Self {
        let DeclarationCounts { n_constructors, n_functions, n_types } = DeclarationCounts::count_declarations(schema);
        let SchemaOrigin { package, version, file } = origin;
        let [constructors, functions, types] = [n_constructors, n_functions, n_types];
        Self { package, version, file, sha256, layer, constructors, functions, types, released }
    }

    /// Differences of a schema from the entry: `2 constructors instead of 3`.
    fn differences_from(&self, schema: &Schema) -> Vec<String> {
        let DeclarationCounts { n_constructors, n_functions, n_types } = DeclarationCounts::count_declarations(schema);
        let counts = [
            ("constructor", n_constructors, self.constructors),
            ("function", n_functions, self.functions),
            ("type", n_types, self.types),
        ];
        let differing = counts.into_iter().filter(|(_, found, expected)| found != expected);
        let differences =
            differing.map(|(noun, found, expected)| format!("{} instead of {expected}", count_with_noun(found, noun)));
        let layer = |layer: Option<u32>| layer.map_or_else(|| "no layer".to_owned(), |layer| format!("layer {layer}"));
        let (found, expected) = (layer(schema.layer), layer(self.layer));
        let other_layer = (found != expected).then(|| format!("{found} instead of {expected}"));
        differences.chain(other_layer).collect()
    }
}

/// The SHA-256 of some bytes: 64 hexadecimal digits.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The part of a path after the folder `unpacked` of an unpacked package, or else its last segment.
pub(crate) fn path_in_package(path: &Path, unpacked: &str) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let root = parts.iter().rposition(|part| *part == unpacked);
    let first = root.map_or(parts.len().saturating_sub(1), |root| root + 1);
    parts[first..].join("/")
}
