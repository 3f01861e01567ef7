//! Rules 9 to 14: the errors of each method.
//!
//! The result is the union over all sources, by code and type. The code of a type depends on the method, so codes come
//! from tables that give them by method. Invariant: each error in the result has a source.

use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::metadata::{ANY_METHOD, ErrorBasis, SourceKind};

use super::conflict::{Conflict, ConflictTopic};
use super::model::{ErrorKey, MergedErrors, MergedFacts, MergedMethod, Recency, Source};
use crate::SourceIds;
use crate::facts::{FactKind, split_error_value};

/// Minimum number of methods with errors in a source for rule 10. In a smaller source, "more than half" proves nothing.
const MIN_METHODS_FOR_COMMON_ERRORS: usize = 20;

/// Error types that any method may return (rule 10), beside those with [`ALWAYS_COMMON_PREFIX`] or
/// [`ALWAYS_COMMON_SUFFIX`].
#[rustfmt::skip]
const ALWAYS_COMMON_ERROR_TYPES: [&str; 18] = [
    "CONNECTION_API_ID_INVALID", "CONNECTION_APP_VERSION_EMPTY", "CONNECTION_DEVICE_MODEL_EMPTY",
    "CONNECTION_LANG_PACK_INVALID", "CONNECTION_LAYER_INVALID", "CONNECTION_NOT_INITED",
    "CONNECTION_SYSTEM_EMPTY", "CONNECTION_SYSTEM_LANG_CODE_EMPTY", "FLOOD_WAIT_%d",
    "INPUT_CONSTRUCTOR_INVALID", "INPUT_FETCH_ERROR", "INPUT_FETCH_FAIL", "INPUT_LAYER_INVALID",
    "INPUT_METHOD_INVALID", "INPUT_REQUEST_TOO_LONG", "SESSION_EXPIRED", "SESSION_PASSWORD_NEEDED",
    "SESSION_REVOKED",
];
/// Prefix of error types that any method may return.
const ALWAYS_COMMON_PREFIX: &str = "AUTH_KEY_";
/// Suffix of error types that any method may return.
const ALWAYS_COMMON_SUFFIX: &str = "_MIGRATE_%d";

/// Whether any method may return an error (rule 10), regardless of the methods that sources name.
fn is_always_common_type(code: Option<i32>, name: &str) -> bool {
    ALWAYS_COMMON_ERROR_TYPES.contains(&name)
        || name.starts_with(ALWAYS_COMMON_PREFIX)
        || name.ends_with(ALWAYS_COMMON_SUFFIX)
        || name == "Timeout"
        || code.is_some_and(|code| code < 0)
}

/// The errors of all sources, indexed for merging.
pub(super) struct ErrorMerger<'a> {
    sources: &'a [Source],
    recency: &'a Recency,
    /// Error types that a source lists with more than half of its methods, with the ids of such sources.
    shared: BTreeMap<&'a str, SourceIds>,
    /// The codes of each error type, with the sources of each code.
    codes: BTreeMap<&'a str, BTreeMap<i32, SourceIds>>,
    /// Errors that older sources list with single methods, but that any method may return.
    common_of_older: BTreeMap<ErrorKey, SourceIds>,
}

impl<'a> ErrorMerger<'a> {
    pub(super) fn new(sources: &'a [Source], recency: &'a Recency) -> Self {
        let mut codes: BTreeMap<&str, BTreeMap<i32, SourceIds>> = BTreeMap::new();
        let mut shared: BTreeMap<&str, SourceIds> = BTreeMap::new();
        for source in sources {
            let facts = source.facts.methods.values().flatten();
            let errors = facts.filter(|(kind, _)| matches!(kind, FactKind::Error | FactKind::Code));
            for (code, name) in errors.filter_map(|(_, value)| split_error_value(value)) {
                if let Some(code) = code {
                    codes.entry(name).or_default().entry(code).or_default().insert(source.id.clone());
                }
            }
            for name in error_types_of_most_methods(source) {
                shared.entry(name).or_default().insert(source.id.clone());
            }
        }
        Self { sources, recency, shared, codes, common_of_older: BTreeMap::new() }
    }

    /// Merges the errors of the method `name` into `method`, and records conflicts.
    pub(super) fn merge_errors_of_method(
        &mut self,
        name: &str,
        method: &mut MergedMethod,
        conflicts: &mut BTreeSet<Conflict>,
    ) {
        let (current, older): (Vec<_>, Vec<_>) =
            self.sources.iter().partition(|source| self.recency.is_current(source));
        for source in &current {
            self.add_errors_of_current_source(name, source, method);
        }
        for source in &current {
            self.add_errors_without_codes(name, source, method, conflicts);
        }
        let documenting = current.iter().filter(|source| documents_method(name, source));
        let documenting: SourceIds = documenting.map(|source| source.id.clone()).collect();
        for source in &older {
            self.add_errors_of_older_source(name, source, method, conflicts);
        }
        mark_types_with_second_code(method);
        report_older_errors(name, &documenting, method, conflicts);
        let is_older = |basis: &ErrorBasis| *basis == ErrorBasis::Older;
        let known = method.errors.values().filter(|(basis, _)| !is_older(basis));
        let listing: SourceIds = known.flat_map(|(_, ids)| ids.clone()).collect();
        method.errors_sources = match (listing.is_empty(), documenting.is_empty()) {
            (false, _) => Some(listing),
            (true, false) => Some(documenting),
            (true, true) => None,
        };
        report_errors_missing_on_page(name, &older, method, conflicts);
    }

    fn add_errors_of_current_source(&mut self, name: &str, source: &Source, method: &mut MergedMethod) {
        for (code, error) in source.facts.errors_of_method(name) {
            let Some(code) = code.filter(|_| !self.shared.contains_key(error)) else { continue };
            add_error_sources(&mut method.errors, (code, error.to_owned()), ErrorBasis::Listed, [&source.id]);
        }
    }

    /// Adds the errors of a source that has types without codes (rule 11).
    fn add_errors_without_codes(
        &self,
        name: &str,
        source: &Source,
        method: &mut MergedMethod,
        conflicts: &mut BTreeSet<Conflict>,
    ) {
        for (code, error) in source.facts.errors_of_method(name) {
            if code.is_some() || self.shared.contains_key(error) || add_source_to_error(method, error, &source.id) {
                continue;
            }
            match self.codes.get(error).map(|codes| codes.keys().collect::<Vec<_>>()).as_deref() {
                Some([code]) => {
                    add_error_sources(&mut method.errors, (**code, error.to_owned()), ErrorBasis::Joined, [&source.id])
                }
                _ => _ = conflicts.insert(self.conflict_about_unknown_code(name, error, source)),
            }
        }
    }

    fn add_errors_of_older_source(
        &mut self,
        name: &str,
        source: &Source,
        method: &mut MergedMethod,
        conflicts: &mut BTreeSet<Conflict>,
    ) {
        for (code, error) in source.facts.errors_of_method(name) {
            let key = code.map(|code| (code, error.to_owned()));
            let is_preferred = source.row.kind == SourceKind::Preferred;
            let basis = if is_preferred { ErrorBasis::Listed } else { ErrorBasis::Older };
            if let Some((known, ids)) = key.as_ref().and_then(|key| method.errors.get_mut(key)) {
                *known = (*known).min(basis);
                ids.insert(source.id.clone());
            } else if self.shared.contains_key(error) || is_always_common_type(code, error) {
                self.move_to_common_errors(name, code, error, source, conflicts);
            } else if let Some(key) = key {
                add_error_sources(&mut method.errors, key, basis, [&source.id]);
            } else if !add_source_to_error(method, error, &source.id) {
                conflicts.insert(self.conflict_about_unknown_code(name, error, source));
            }
        }
    }

    /// Moves an error to the errors of any method, if an older source lists it with this method.
    fn move_to_common_errors(
        &mut self,
        name: &str,
        code: Option<i32>,
        error: &str,
        source: &Source,
        conflicts: &mut BTreeSet<Conflict>,
    ) {
        let Some(code) = code else { return };
        self.common_of_older.entry((code, error.to_owned())).or_default().insert(source.id.clone());
        let why = "any method may return it, so it is listed as a common error and not with this method";
        let conflict = Conflict::new(name, ConflictTopic::Error, &format!("{code} {error}"), "set apart", why);
        if source.row.kind.is_pages() {
            let others = self.sources.iter().filter(|other| {
                other.facts.has_fact(name, FactKind::ErrorList)
                    && other.facts.errors_of_method(name).all(|(_, other)| other != error)
            });
            let lists = self
                .sources
                .iter()
                .filter(|other| other.facts.errors_of_method(name).any(|found| found == (Some(code), error)));
            let conflict = conflict.with_value_of_source("listed", lists.map(|other| &other.id));
            conflicts.insert(conflict.with_value_of_source("not listed", others.map(|other| &other.id)));
        }
    }

    /// The errors that any method may return (rule 10).
    pub(super) fn common_errors(&self) -> MergedErrors {
        let mut common = MergedErrors::new();
        for source in self.sources {
            for (code, name) in source.facts.values_of_method(ANY_METHOD, FactKind::Code).filter_map(split_error_value)
            {
                let Some((code, basis)) =
                    code.and_then(|code| Some((code, self.evidence_of_common_error(code, name)?)))
                else {
                    continue;
                };
                add_error_sources(&mut common, (code, name.to_owned()), basis, [&source.id]);
            }
        }
        for (key, ids) in &self.common_of_older {
            let Some(basis) = self.evidence_of_common_error(key.0, &key.1) else { continue };
            add_error_sources(&mut common, key.clone(), basis, ids);
        }
        common
    }

    /// The errors whose types are assigned to no method (rule 14).
    pub(super) fn unassigned_errors(&self, merged: &MergedFacts) -> MergedErrors {
        let pairs = merged.methods.values().flat_map(|method| method.errors.keys()).chain(merged.common.keys());
        let placed: BTreeSet<_> = pairs.map(|(_, name)| name.as_str()).collect();
        let codes = self.codes.iter().filter(|(name, _)| !placed.contains(*name));
        let pairs = codes.flat_map(|(name, codes)| codes.iter().map(|(code, ids)| ((*code, (*name).to_owned()), ids)));
        pairs.map(|(pair, ids)| (pair, (ErrorBasis::Unplaced, ids.clone()))).collect()
    }

    /// The conflict for a type that is dropped because its code is unknown.
    fn conflict_about_unknown_code(&self, name: &str, error: &str, source: &Source) -> Conflict {
        let why = "no source gives its code with this method, and codes differ from method to method";
        let conflict = Conflict::new(name, ConflictTopic::Error, error, "left out", why)
            .with_value_of_source("no code", [&source.id]);
        let codes = self.codes.get(error).into_iter().flatten();
        codes.fold(conflict, |conflict, (code, ids)| {
            conflict.with_value_of_source(&format!("{code} elsewhere"), ids.clone())
        })
    }

    /// The evidence that any method may return an error; `None` without such evidence.
    fn evidence_of_common_error(&self, code: i32, name: &str) -> Option<ErrorBasis> {
        match self.shared.contains_key(name) {
            true => Some(ErrorBasis::Share),
            false => is_always_common_type(Some(code), name).then_some(ErrorBasis::Fixed),
        }
    }
}

/// Adds sources to an error; a new error gets the evidence `basis`, a present error keeps its own.
fn add_error_sources<'i>(
    errors: &mut MergedErrors,
    key: ErrorKey,
    basis: ErrorBasis,
    ids: impl IntoIterator<Item = &'i String>,
) {
    errors.entry(key).or_insert_with(|| (basis, SourceIds::new())).1.extend(ids.into_iter().cloned());
}

/// Error types that a source lists with more than half of those methods that have errors; none if fewer than
/// [`MIN_METHODS_FOR_COMMON_ERRORS`] of its methods have errors.
fn error_types_of_most_methods(source: &Source) -> Vec<&str> {
    let methods = source.facts.methods.iter().filter(|(name, _)| *name != ANY_METHOD);
    let lists: Vec<BTreeSet<_>> = methods
        .map(|(name, _)| source.facts.errors_of_method(name).map(|(_, error)| error).collect())
        .filter(|errors: &BTreeSet<_>| !errors.is_empty())
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    lists.iter().flatten().for_each(|error| *counts.entry(error).or_default() += 1);
    let is_most = |count: usize| lists.len() >= MIN_METHODS_FOR_COMMON_ERRORS && count * 2 > lists.len();
    counts.into_iter().filter(|(_, count)| is_most(*count)).map(|(name, _)| name).collect()
}

fn documents_method(name: &str, source: &Source) -> bool {
    source.facts.has_fact(name, FactKind::Documented)
}

/// Whether the method has an error of this type; if it has exactly one, the source is added to it.
fn add_source_to_error(method: &mut MergedMethod, error: &str, id: &str) -> bool {
    let mut known: Vec<_> = method.errors.iter_mut().filter(|((_, name), _)| name == error).collect();
    if let [(_, (_, ids))] = known.as_mut_slice() {
        ids.insert(id.to_owned());
    }
    !known.is_empty()
}

/// Marks older errors whose type a current source lists with another code (rule 12).
fn mark_types_with_second_code(method: &mut MergedMethod) {
    let listed: BTreeSet<_> = method
        .errors
        .iter()
        .filter(|(_, (basis, _))| *basis != ErrorBasis::Older)
        .map(|((_, name), _)| name.clone())
        .collect();
    for ((_, name), (basis, _)) in &mut method.errors {
        if *basis == ErrorBasis::Older && listed.contains(name) {
            *basis = ErrorBasis::Second;
        }
    }
}

/// Adds a conflict for each error that current sources do not list, or list with another code.
fn report_older_errors(name: &str, documenting: &SourceIds, method: &MergedMethod, conflicts: &mut BTreeSet<Conflict>) {
    for ((code, error), (basis, ids)) in &method.errors {
        let (chosen, why) = match basis {
            ErrorBasis::Older => ("marked as older", "no current source lists it"),
            ErrorBasis::Second => ("kept as a second code", "current sources list the type with another code"),
            _ => continue,
        };
        let conflict = Conflict::new(name, ConflictTopic::Error, &format!("{code} {error}"), chosen, why);
        let conflict = conflict
            .with_value_of_source("listed", ids.clone())
            .with_value_of_source("not listed", documenting.clone());
        conflicts.insert(conflict);
    }
}

/// Adds a conflict for each error that other sources list and a page does not.
fn report_errors_missing_on_page(
    name: &str,
    older: &[&Source],
    method: &MergedMethod,
    conflicts: &mut BTreeSet<Conflict>,
) {
    let is_page = |source: &&&Source| source.row.kind.is_pages() && source.facts.has_fact(name, FactKind::ErrorList);
    let pages: Vec<_> = older.iter().filter(is_page).collect();
    for ((code, error), (basis, ids)) in &method.errors {
        let lacking: Vec<_> = pages.iter().filter(|page| !ids.contains(&page.id)).map(|page| page.id.clone()).collect();
        if lacking.is_empty() || matches!(basis, ErrorBasis::Older | ErrorBasis::Second) {
            continue;
        }
        let why = "errors are the union over all sources";
        let conflict = Conflict::new(name, ConflictTopic::Error, &format!("{code} {error}"), "kept", why);
        conflicts
            .insert(conflict.with_value_of_source("listed", ids.clone()).with_value_of_source("not listed", lacking));
    }
}
