//! `tl-types/Cargo.toml`: the features that generated code needs.
//!
//! People maintain the list of protocols with one feature per namespace (`namespaces` in `package.metadata.codegen`),
//! the default features, and features that enable others. `codegen` maintains the features that are empty lists, and
//! the list of [`ALL_NAMESPACES`]. Invariant: the rest of the file stays unchanged, including comments and layout.

use std::collections::BTreeSet;
use std::io::ErrorKind;

use tl_codegen::fileset::FolderDifferences;
use tl_codegen::{NamespaceFeatures, Plan};
use tl_commands::{Failure, Findings, Outcome};
use tl_parser::{Schema, Section, Severity};
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::project::Project;

/// The path of the manifest, relative to the root of the project.
pub(crate) const MANIFEST_PATH: &str = "tl-types/Cargo.toml";

/// The feature that enables the features of all namespaces.
const ALL_NAMESPACES: &str = "full";

/// Maximum number of columns of a line in the list of [`ALL_NAMESPACES`].
const MAX_LINE_WIDTH: usize = 110;

/// The parsed manifest; a project without the file has no features.
pub(crate) struct Manifest {
    document: Option<DocumentMut>,
}

/// The changes that the manifest needs.
#[derive(Default)]
pub(crate) struct ManifestUpdate {
    /// The new text of the manifest; `None` if nothing changes.
    pub(crate) text: Option<String>,
    /// The features that differ between the manifest and the plans.
    pub(crate) differences: FolderDifferences,
}

impl Manifest {
    pub(crate) fn read(project: &Project) -> Outcome<Self> {
        let path = project.full_path(MANIFEST_PATH);
        let document = match project.read_text(MANIFEST_PATH) {
            Ok(text) => {
                let unreadable =
                    |why: &str| Failure::unable_with_advice(format!("{MANIFEST_PATH} cannot be read: {why}"), "");
                let document: DocumentMut =
                    text.parse().map_err(|why: toml_edit::TomlError| unreadable(why.message()))?;
                if document.get("features").is_some_and(|features| !features.is_table()) {
                    return Err(unreadable("`features` is not a table"));
                }
                Some(document)
            }
            Err(why) if why.kind() == ErrorKind::NotFound => None,
            Err(why) => return Err(Failure::about_file(&path, &why)),
        };
        Ok(Self { document })
    }

    /// The condition under which the namespaces of a protocol are compiled.
    pub(crate) fn namespaces_of_protocol(&self, protocol: &str, schema: &Schema) -> NamespaceFeatures {
        if !self.protocols_with_features().contains(protocol) {
            return NamespaceFeatures::Always;
        }
        let functions = schema.combinators.iter().filter(|combinator| combinator.section == Section::Functions);
        let namespaces: BTreeSet<_> = functions.filter_map(|function| function.name.namespace.first()).collect();
        let default = self
            .feature_table()
            .and_then(|features| features.get("default"))
            .map(strings_of_toml_array)
            .unwrap_or_default();
        let default = default.into_iter().filter(|feature| namespaces.contains(feature)).collect();
        // A feature that enables others is maintained by people and cannot be that of a namespace.
        let lists = self.feature_table().into_iter().flat_map(|features| features.iter());
        let taken = lists
            .filter(|(_, list)| !strings_of_toml_array(list).is_empty())
            .map(|(name, _)| name.to_owned())
            .collect();
        NamespaceFeatures::Features { all: ALL_NAMESPACES.to_owned(), default, taken }
    }

    /// Adds the features that these protocols need; removes all others if the plans are complete (`is_whole`).
    pub(crate) fn update_with_features(
        &self,
        plans: &[&Plan],
        is_whole: bool,
        findings: &mut Findings,
    ) -> ManifestUpdate {
        let Some(document) = &self.document else { return ManifestUpdate::default() };
        let none = Table::new();
        let features = self.feature_table().unwrap_or(&none);
        let namespaces: BTreeSet<String> =
            plans.iter().flat_map(|plan| plan.namespace_features()).map(str::to_owned).collect();
        let gates = plans.iter().flat_map(|plan| plan.settings.features_of_gates()).map(str::to_owned);
        let needed: BTreeSet<String> = namespaces.iter().cloned().chain(gates).collect();
        let missing: Vec<_> = needed.iter().filter(|feature| !features.contains_key(feature)).cloned().collect();
        let empty = features.iter().filter(|(name, list)| {
            *name != "default" && *name != ALL_NAMESPACES && strings_of_toml_array(list).is_empty()
        });
        let superfluous = empty.map(|(name, _)| name.to_owned()).filter(|name| is_whole && !needed.contains(name));
        let superfluous: Vec<_> = superfluous.collect();
        self.report_lists_of_superfluous(&superfluous, findings);

        let listed = features.get(ALL_NAMESPACES).map(strings_of_toml_array).unwrap_or_default();
        let kept = listed.iter().filter(|name| !superfluous.contains(name));
        let list: BTreeSet<String> = kept.chain(&namespaces).cloned().collect();
        let is_stale = list != listed || !namespaces.is_empty() && !features.contains_key(ALL_NAMESPACES);
        let mut document = document.clone();
        if is_stale || !missing.is_empty() || !superfluous.is_empty() {
            let features = document.entry("features").or_insert_with(toml_edit::table);
            let features = features.as_table_mut().expect("`read` accepts only a table");
            edit_features(features, &missing, &superfluous, is_stale.then_some(&list), &namespaces);
        }
        let [missing, orphaned] =
            [missing, superfluous].map(|features| features.iter().map(|it| difference_line(it)).collect());
        let stale = is_stale.then(|| difference_line(ALL_NAMESPACES)).into_iter().collect();
        let differences = FolderDifferences { missing, stale, orphaned, ..FolderDifferences::default() };
        ManifestUpdate {
            text: (differences != FolderDifferences::default()).then(|| document.to_string()),
            differences,
        }
    }

    /// Reports each list maintained by people that enables a superfluous feature.
    fn report_lists_of_superfluous(&self, superfluous: &[String], findings: &mut Findings) {
        let lists = self
            .feature_table()
            .into_iter()
            .flat_map(|features| features.iter())
            .filter(|(name, _)| *name != ALL_NAMESPACES);
        for (name, list) in lists {
            for feature in strings_of_toml_array(list).iter().filter(|feature| superfluous.contains(feature)) {
                let message = format!("feature `{name}` of {MANIFEST_PATH} enables `{feature}`, which no code needs");
                findings.add_finding_without_span(
                    Severity::Error,
                    message,
                    format!("take `{feature}` out of `{name}`"),
                );
            }
        }
    }

    /// The protocols with one feature per namespace.
    fn protocols_with_features(&self) -> BTreeSet<String> {
        let package = self.document.as_ref().and_then(|document| document.get("package"));
        let codegen = package.and_then(|package| package.get("metadata")).and_then(|metadata| metadata.get("codegen"));
        codegen.and_then(|codegen| codegen.get("namespaces")).map(strings_of_toml_array).unwrap_or_default()
    }

    fn feature_table(&self) -> Option<&Table> {
        self.document.as_ref()?.get("features")?.as_table()
    }
}

/// The version of the package with this manifest; `None` if it is inherited or missing.
pub(crate) fn package_version(manifest: &str) -> Option<String> {
    let document: DocumentMut = manifest.parse().ok()?;
    document.get("package")?.get("version")?.as_str().map(str::to_owned)
}

/// The line of [`FolderDifferences`] that names a feature.
fn difference_line(feature: &str) -> String {
    format!("Cargo.toml: feature `{feature}`")
}

/// The strings of a TOML array.
fn strings_of_toml_array(list: &Item) -> BTreeSet<String> {
    let values = list.as_array().into_iter().flatten();
    values.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn edit_features(
    features: &mut Table,
    missing: &[String],
    superfluous: &[String],
    list: Option<&BTreeSet<String>>,
    namespaces: &BTreeSet<String>,
) {
    for feature in superfluous {
        features.remove(feature);
    }
    for feature in missing {
        features.insert(feature, toml_edit::value(Array::new()));
    }
    if let Some(list) = list {
        *features.entry(ALL_NAMESPACES).or_insert(Item::None) = toml_edit::value(wrapped_list(list));
    }
    // Features of namespaces come last, sorted by name; the others keep their order.
    let rank = |name: &str| namespaces.get(name).cloned();
    features.sort_values_by(|one, _, other, _| rank(one).cmp(&rank(other)));
}

/// A list with as many names per line as fit into [`MAX_LINE_WIDTH`] columns.
fn wrapped_list(names: &BTreeSet<String>) -> Array {
    let mut array = Array::new();
    let mut column = MAX_LINE_WIDTH;
    for name in names {
        let mut value = Value::from(name.as_str());
        let width = name.len() + "\"\", ".len();
        let is_new_line = column + width > MAX_LINE_WIDTH;
        value.decor_mut().set_prefix(if is_new_line { "\n    " } else { " " });
        column = width + if is_new_line { "    ".len() } else { column };
        array.push_formatted(value);
    }
    array.set_trailing("\n");
    array.set_trailing_comma(true);
    array
}
