//! The generated files that differ between two plans, each with its cause.
//!
//! Texts decide whether a file differs; the cause follows from the plans. Invariant: a file without a declaration of
//! its own is an index, and its cause says so.

use std::collections::BTreeMap;

use tl_parser::difference::Difference;

use super::causes::Causes;
use super::items::TlOrigin;
use crate::emit::{emit_differing, function_file_path, type_file_path, view_file_path};
use crate::plan::Plan;

/// A generated file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The path, relative to the folder of the protocol.
    pub path: String,
    /// The kind of difference.
    pub kind: FileChangeKind,
    /// The change of the schema from which the difference follows.
    pub cause: String,
}

/// The kind of difference between two generated trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileChangeKind {
    /// Only the new tree has the file.
    Added,
    /// The trees have different texts.
    Changed,
    /// Only the old tree has the file.
    Removed,
}

impl FileChangeKind {
    /// The word for this kind in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// Compares the generated trees of two plans; `schema` is the difference of their schemas.
#[must_use]
pub fn compare_files(old: &Plan, new: &Plan, schema: &Difference) -> Vec<FileChange> {
    let [old_files, new_files] = emit_differing([old, new]);
    let causes = Causes::new(schema, new);
    let origins: BTreeMap<_, _> = [old, new].into_iter().flat_map(origins_by_file).collect();
    let kinds = old_files.iter().filter_map(|(path, text)| match new_files.get(path) {
        None => Some((path, FileChangeKind::Removed)),
        Some(new_text) => (new_text != text).then_some((path, FileChangeKind::Changed)),
    });
    let added = new_files.iter().filter(|(path, _)| old_files.get(path).is_none());
    let kinds = kinds.chain(added.map(|(path, _)| (path, FileChangeKind::Added)));
    let mut changes: Vec<_> = kinds
        .map(|(path, kind)| {
            let cause = origins.get(path).map(|origins| causes.cause_of_file_change(origins));
            FileChange { path: path.to_owned(), kind, cause: cause.unwrap_or_else(|| "index of many items".to_owned()) }
        })
        .collect();
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    changes
}

/// The declarations of each file of types, views and functions: the type first, then its constructors.
fn origins_by_file(plan: &Plan) -> Vec<(String, Vec<TlOrigin<'_>>)> {
    let types = plan.types.iter().flat_map(|ty| {
        let origins = TlOrigin::from_type_and_constructors(ty);
        let view = plan.has_view(ty).then(|| (view_file_path(ty), origins.clone()));
        [(type_file_path(ty), origins)].into_iter().chain(view)
    });
    let functions =
        plan.functions.iter().map(|function| (function_file_path(function), vec![TlOrigin::from_function(function)]));
    types.chain(functions).collect()
}
