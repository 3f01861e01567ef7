//! The facts of a comparison with their verdict: about the schemas, the plans, the versions and the files.

use std::collections::BTreeMap;

use tl_codegen::Plan;
use tl_codegen::difference::{ApiChange, ApiChangeKind, ApiDifference, FileChange, FileChangeKind, compare_files};
use tl_parser::difference::{Difference, Verdict, compare};

use super::plans::{self, PlansOfBothSides};
use super::project::GeneratingProject;
use super::release_versions::ReleaseVersions;
use super::sides::ComparedSchema;
use super::{Repository, facts_in_words};
use crate::failure::Outcome;

/// The difference between two schemas and between the code generated from them.
pub(super) struct Report<'a> {
    pub(super) old: &'a ComparedSchema,
    pub(super) new: &'a ComparedSchema,
    /// The name of the compared protocol.
    pub(super) protocol: String,
    pub(super) difference: Difference,
    pub(super) plans: PlansOfBothSides,
    pub(super) api: ApiDifference,
    pub(super) versions: Option<ReleaseVersions>,
    /// The generated files that differ; empty if they are not asked for.
    pub(super) files: Vec<FileChange>,
    /// A line for each change that needs a decision.
    pub(super) decide: Vec<String>,
}

impl<'a> Report<'a> {
    pub(super) fn from_comparison(
        old: &'a ComparedSchema,
        new: &'a ComparedSchema,
        protocol: &str,
        repository: Repository<'_>,
        with_files: bool,
    ) -> Outcome<Self> {
        let difference = compare(&old.schema, &new.schema);
        let mut decide = required_decision_lines(old, new, &difference);
        let plans = plans::plan_both_sides(old, new, protocol, repository.project)?;
        let api = tl_codegen::difference::compare(&plans.old, &plans.new, &difference);
        decide.extend(exchanged_argument_lines(&api));
        let versions = repository.project.and_then(|project| {
            let lock = old.place.text_of_project_file(project.release_record_path(), repository)?;
            let manifest = new.place.text_of_project_file(project.manifest_path(), repository);
            let present = manifest.and_then(|manifest| project.crate_version(&manifest));
            let released = project.released_version(protocol, &lock);
            ReleaseVersions::new(released.as_deref(), present.as_deref(), api.contract_impact())
        });
        let files = match with_files {
            true => changed_file_list(protocol, &plans, &difference, repository.project),
            false => Vec::new(),
        };
        Ok(Self { old, new, protocol: protocol.to_owned(), difference, plans, api, versions, files, decide })
    }

    /// One line for each silent misreading, and for each function whose callers may compile with exchanged arguments.
    pub(super) fn silent_breakage_lines(&self) -> Vec<String> {
        silent_misreading_lines(&self.difference).chain(exchanged_argument_lines(&self.api)).collect()
    }
}

/// One line for each `new` with reordered arguments: a call compiles with exchanged values if their types agree.
fn exchanged_argument_lines(api: &ApiDifference) -> impl Iterator<Item = String> {
    let reordered = api.changes.iter().filter(|change| change.kind == ApiChangeKind::NewReordered);
    reordered.map(|ApiChange { item, old, new, .. }| {
        let [old, new] = [old, new].map(|call| call.as_deref().unwrap_or_default());
        format!("`{item}`: `{old}` becomes `{new}`: calls compile with exchanged arguments if their types agree")
    })
}

/// The generated files that differ, with paths from the root of the repository; without a project, from the folder of
/// the generated code.
fn changed_file_list(
    protocol: &str,
    plans: &PlansOfBothSides,
    difference: &Difference,
    project: Option<&dyn GeneratingProject>,
) -> Vec<FileChange> {
    let PlansOfBothSides { old, new, tables: [old_tables, new_tables], .. } = plans;
    let mut files = compare_files(old, new, difference);
    let Some(project) = project.filter(|project| project.has_protocol(protocol)) else { return files };
    let folder = project.code_folder(protocol);
    files.iter_mut().for_each(|file| file.path = format!("{folder}/{}", file.path));
    let of_plan = |plan: &Plan| project.files_outside_code_folder(protocol, plan);
    files.extend(changed_files_of_lists(of_plan(old), of_plan(new), "plan of the generated code"));
    files.extend(changed_files_of_lists(
        old_tables.clone(),
        new_tables.clone(),
        "facts about the functions of the schema",
    ));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// The files that differ between two lists of paths and texts.
fn changed_files_of_lists(old: Vec<(String, String)>, new: Vec<(String, String)>, cause: &str) -> Vec<FileChange> {
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (old.into_iter().collect(), new.into_iter().collect());
    let change = |path: &String, kind| FileChange { path: path.clone(), kind, cause: cause.to_owned() };
    let removed = old.keys().filter(|path| !new.contains_key(*path)).map(|path| change(path, FileChangeKind::Removed));
    let others = new.iter().filter_map(|(path, text)| match old.get(path) {
        None => Some(change(path, FileChangeKind::Added)),
        Some(old_text) => (old_text != text).then(|| change(path, FileChangeKind::Changed)),
    });
    removed.chain(others).collect()
}

/// One line for each silent misreading, and one if the layer does not increase.
fn required_decision_lines(old: &ComparedSchema, new: &ComparedSchema, difference: &Difference) -> Vec<String> {
    let mut decide = Vec::new();
    if let (Some(old_layer), Some(new_layer)) = (old.schema.layer, new.schema.layer) {
        if new_layer < old_layer {
            decide.push(format!("layer {new_layer} is older than layer {old_layer}"));
        }
        if new_layer == old_layer && !difference.is_empty() {
            decide.push(format!("layer {new_layer} has another text than before"));
        }
    }
    decide.extend(silent_misreading_lines(difference));
    decide
}

fn silent_misreading_lines(difference: &Difference) -> impl Iterator<Item = String> {
    let silent = difference.changes.iter().filter(|change| change.wire.worst() == Verdict::Silent);
    silent.map(|change| {
        let readers = match (change.wire.old_reader, change.wire.new_reader) {
            (Verdict::Silent, Verdict::Silent) => "both readers misread",
            (Verdict::Silent, _) => "the old reader misreads",
            _ => "the new reader misreads",
        };
        let (subject, name) = (change.subject.as_str(), &change.name);
        format!("{subject} `{name}`: {}: {readers} it without an error", facts_in_words::schema_fact_in_words(change))
    })
}
