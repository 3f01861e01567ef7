//! Sources with their ranks, and the result of merging, as plain data.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::metadata::{Access, AccessBasis, ErrorBasis, SourceKind, SourceRow};

use super::conflict::Conflict;
use crate::SourceIds;
use crate::facts::Facts;

/// Maximum number of layers that a current source may be behind the newest.
const MAX_LAYERS_BEHIND: u32 = 4;

/// A source with its facts.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) row: SourceRow,
    pub(crate) facts: Facts,
}

/// An answer with its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AnswerWithEvidence<T> {
    pub(crate) value: T,
    pub(crate) basis: AccessBasis,
    pub(crate) sources: SourceIds,
}

/// The code and the type of an error.
pub(crate) type ErrorKey = (i32, String);

/// Errors with their evidence and their sources.
pub(crate) type MergedErrors = BTreeMap<ErrorKey, (ErrorBasis, SourceIds)>;

/// The merged facts about one method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MergedMethod {
    /// Two answers: whether users may call the method, and whether bots may.
    pub(crate) access: AnswerWithEvidence<(Access, Access)>,
    /// Whether bots may call the method over a business connection.
    pub(crate) business: AnswerWithEvidence<Access>,
    /// `None` if the errors are unknown; otherwise the sources that list them, or document that there are none.
    pub(crate) errors_sources: Option<SourceIds>,
    pub(crate) errors: MergedErrors,
}

/// Statements of pages that agree with the schema, with their sources: (method, subject, value).
pub(crate) type ConfirmedStatements = BTreeMap<(String, String, String), SourceIds>;

/// The merged facts about all methods, with the conflicts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergedFacts {
    /// The merged facts by function; a function without facts has no entry.
    pub(crate) methods: BTreeMap<String, MergedMethod>,
    /// Errors that any method may return.
    pub(crate) common: MergedErrors,
    /// Errors that no source assigns to a method.
    pub(crate) other: MergedErrors,
    pub(crate) statements: ConfirmedStatements,
    /// All conflicts, sorted by method.
    pub conflicts: BTreeSet<Conflict>,
}

impl MergedFacts {
    /// The number of methods that have merged facts.
    #[must_use]
    pub fn n_methods(&self) -> usize {
        self.methods.len()
    }

    /// The number of pairs of a method and an error.
    #[must_use]
    pub fn n_method_error_pairs(&self) -> usize {
        self.methods.values().map(|method| method.errors.len()).sum()
    }
}

/// Tells current sources from older sources. A source is current if its layer is at most [`MAX_LAYERS_BEHIND`] behind
/// the newest layer of all sources.
pub(crate) struct Recency {
    newest_layer: u32,
}

impl Recency {
    pub(super) fn from_sources(sources: &[Source]) -> Self {
        let tables = sources.iter().filter(|source| covers_all_methods_of_schema(source));
        Self { newest_layer: tables.filter_map(|source| source.row.layer).max().unwrap_or_default() }
    }

    /// Whether a source is a table or a list, and describes one of the newest layers.
    pub(super) fn is_current(&self, source: &Source) -> bool {
        let is_new = source.row.layer.is_some_and(|layer| layer + MAX_LAYERS_BEHIND >= self.newest_layer);
        is_new && covers_all_methods_of_schema(source)
    }
}

/// Whether a source covers all methods in one table, unlike pages about single methods.
fn covers_all_methods_of_schema(source: &Source) -> bool {
    matches!(source.row.kind, SourceKind::Lists | SourceKind::Table)
}

/// The sources from the highest rank to the lowest: by kind, then newest first, then by id.
pub(super) fn sources_sorted_by_rank(sources: &[Source]) -> Vec<&Source> {
    let mut ranked: Vec<_> = sources.iter().collect();
    let key = |source: &&Source| {
        let row = &source.row;
        (row.kind, Reverse(row.layer), Reverse(row.version.clone()), source.id.clone())
    };
    ranked.sort_by_key(key);
    ranked
}
