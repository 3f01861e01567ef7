//! The errors of methods: the union over all sources, by code and type.
//!
//! A type has one code with one method and another with the next, so codes are taken from tables that give them by
//! method; where a source has none, its type is taken only if all sources agree on one code. Errors of any method are
//! set apart. Invariant: each error that is kept has a source.

use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::metadata::{ErrorBasis, SourceKind};

use super::super::facts::{ANY_METHOD, What, error};
use super::{About, Ages, Conflict, Ids, Merged, Method, Pair, Source};

/// From how many methods on it means something that a source lists a type with more than half of them.
const ENOUGH_METHODS: usize = 20;

/// What any method may return, whatever lists it: types, and beginnings and ends of types.
const FIXED: [&str; 18] = [
    "CONNECTION_API_ID_INVALID",
    "CONNECTION_APP_VERSION_EMPTY",
    "CONNECTION_DEVICE_MODEL_EMPTY",
    "CONNECTION_LANG_PACK_INVALID",
    "CONNECTION_LAYER_INVALID",
    "CONNECTION_NOT_INITED",
    "CONNECTION_SYSTEM_EMPTY",
    "CONNECTION_SYSTEM_LANG_CODE_EMPTY",
    "FLOOD_WAIT_%d",
    "INPUT_CONSTRUCTOR_INVALID",
    "INPUT_FETCH_ERROR",
    "INPUT_FETCH_FAIL",
    "INPUT_LAYER_INVALID",
    "INPUT_METHOD_INVALID",
    "INPUT_REQUEST_TOO_LONG",
    "SESSION_EXPIRED",
    "SESSION_PASSWORD_NEEDED",
    "SESSION_REVOKED",
];
const FIXED_START: &str = "AUTH_KEY_";
const FIXED_END: &str = "_MIGRATE_%d";

fn is_fixed(code: Option<i32>, name: &str) -> bool {
    FIXED.contains(&name)
        || name.starts_with(FIXED_START)
        || name.ends_with(FIXED_END)
        || name == "Timeout"
        || code.is_some_and(|code| code < 0)
}

/// The errors of all sources.
pub(super) struct Errors<'a> {
    sources: &'a [Source],
    ages: &'a Ages,
    /// Types that a source lists with most of its methods, and those sources.
    shared: BTreeMap<&'a str, Ids>,
    /// The codes of each type, and who says so.
    codes: BTreeMap<&'a str, BTreeMap<i32, Ids>>,
    /// Errors of any method that were found with single ones.
    apart: BTreeMap<Pair, Ids>,
}

impl<'a> Errors<'a> {
    pub(super) fn new(sources: &'a [Source], ages: &'a Ages) -> Self {
        let mut codes: BTreeMap<&str, BTreeMap<i32, Ids>> = BTreeMap::new();
        let mut shared: BTreeMap<&str, Ids> = BTreeMap::new();
        for source in sources {
            let facts = source.facts.methods.values().flatten();
            let errors = facts.filter(|(what, _)| matches!(what, What::Error | What::Code));
            for (code, name) in errors.filter_map(|(_, value)| error(value)) {
                if let Some(code) = code {
                    codes.entry(name).or_default().entry(code).or_default().insert(source.id.clone());
                }
            }
            for name in most_listed(source) {
                shared.entry(name).or_default().insert(source.id.clone());
            }
        }
        Self { sources, ages, shared, codes, apart: BTreeMap::new() }
    }

    /// Fills in the errors of a method.
    pub(super) fn merge(&mut self, name: &str, method: &mut Method, conflicts: &mut BTreeSet<Conflict>) {
        let (current, older): (Vec<_>, Vec<_>) = self.sources.iter().partition(|source| self.ages.is_current(source));
        for source in &current {
            self.add_current(name, source, method);
        }
        for source in &current {
            self.add_joined(name, source, method, conflicts);
        }
        let documenting = current.iter().filter(|source| is_documented(name, source));
        let documenting: Ids = documenting.map(|source| source.id.clone()).collect();
        for source in &older {
            self.add_older(name, source, method, conflicts);
        }
        add_seconds(method);
        report_older(name, &documenting, method, conflicts);
        let is_older = |basis: &ErrorBasis| *basis == ErrorBasis::Older;
        let known = method.errors.values().filter(|(basis, _)| !is_older(basis));
        let listing: Ids = known.flat_map(|(_, ids)| ids.clone()).collect();
        method.errors_sources = match (listing.is_empty(), documenting.is_empty()) {
            (false, _) => Some(listing),
            (true, false) => Some(documenting),
            (true, true) => None,
        };
        report_missing(name, &older, method, conflicts);
    }

    fn add_current(&mut self, name: &str, source: &Source, method: &mut Method) {
        for (code, error) in source.facts.errors(name) {
            let Some(code) = code.filter(|_| !self.shared.contains_key(error)) else { continue };
            let entry = method.errors.entry((code, error.to_owned()));
            entry.or_insert_with(|| (ErrorBasis::Listed, Ids::new())).1.insert(source.id.clone());
        }
    }

    /// Types without codes: confirmed where the type is there, else joined with the only code that anybody gives.
    fn add_joined(&self, name: &str, source: &Source, method: &mut Method, conflicts: &mut BTreeSet<Conflict>) {
        for (code, error) in source.facts.errors(name) {
            if code.is_some() || self.shared.contains_key(error) || confirm(method, error, &source.id) {
                continue;
            }
            let codes = self.codes.get(error);
            match codes.and_then(|codes| Some((codes.keys().next()?, codes.len()))) {
                Some((code, 1)) => {
                    let value = (ErrorBasis::Joined, Ids::from([source.id.clone()]));
                    method.errors.insert((*code, error.to_owned()), value);
                }
                _ => {
                    conflicts.insert(without_code(name, error, codes).says("no code", [&source.id]));
                }
            }
        }
    }

    fn add_older(&mut self, name: &str, source: &Source, method: &mut Method, conflicts: &mut BTreeSet<Conflict>) {
        for (code, error) in source.facts.errors(name) {
            let pair = code.map(|code| (code, error.to_owned()));
            let is_preferred = source.row.kind == SourceKind::Preferred;
            let basis = if is_preferred { ErrorBasis::Listed } else { ErrorBasis::Older };
            if let Some((known, ids)) = pair.as_ref().and_then(|pair| method.errors.get_mut(pair)) {
                // What is known already stays as sure as it is.
                *known = (*known).min(basis);
                ids.insert(source.id.clone());
            } else if self.shared.contains_key(error) || is_fixed(code, error) {
                self.set_apart(name, code, error, source, conflicts);
            } else if let Some(pair) = pair {
                method.errors.insert(pair, (basis, Ids::from([source.id.clone()])));
            } else if !confirm(method, error, &source.id) {
                let codes = self.codes.get(error);
                conflicts.insert(without_code(name, error, codes).says("no code", [&source.id]));
            }
        }
    }

    /// Takes note of an error of any method that an older source lists with one.
    fn set_apart(
        &mut self,
        name: &str,
        code: Option<i32>,
        error: &str,
        source: &Source,
        conflicts: &mut BTreeSet<Conflict>,
    ) {
        let Some(code) = code else { return };
        self.apart.entry((code, error.to_owned())).or_default().insert(source.id.clone());
        let why = "any method may return it: it is in the table of those, and not among the errors of this one";
        let conflict = Conflict::new(name, About::Error, &format!("{code} {error}"), "set apart", why);
        if source.row.kind.is_pages() {
            let others = self.sources.iter().filter(|other| {
                other.facts.has(name, What::ErrorList) && other.facts.errors(name).all(|(_, other)| other != error)
            });
            let lists =
                self.sources.iter().filter(|other| other.facts.errors(name).any(|found| found == (Some(code), error)));
            let conflict = conflict.says("listed", lists.map(|other| &other.id));
            conflicts.insert(conflict.says("not listed", others.map(|other| &other.id)));
        }
    }

    /// The errors that any method may return.
    pub(super) fn common(&self) -> BTreeMap<Pair, (ErrorBasis, Ids)> {
        let mut common: BTreeMap<Pair, (ErrorBasis, Ids)> = BTreeMap::new();
        for source in self.sources {
            let codes = source.facts.values(ANY_METHOD, What::Code).filter_map(error);
            for (code, name) in codes {
                let Some((code, basis)) = code.and_then(|code| Some((code, self.basis(code, name)?))) else { continue };
                let entry = common.entry((code, name.to_owned())).or_insert_with(|| (basis, Ids::new()));
                entry.1.insert(source.id.clone());
            }
        }
        for (pair, ids) in &self.apart {
            let Some(basis) = self.basis(pair.0, &pair.1) else { continue };
            common.entry(pair.clone()).or_insert_with(|| (basis, Ids::new())).1.extend(ids.clone());
        }
        common
    }

    /// The errors whose types are known of no method.
    pub(super) fn other(&self, merged: &Merged) -> BTreeMap<Pair, (ErrorBasis, Ids)> {
        let pairs = merged.methods.values().flat_map(|method| method.errors.keys()).chain(merged.common.keys());
        let placed: BTreeSet<_> = pairs.map(|(_, name)| name.as_str()).collect();
        let codes = self.codes.iter().filter(|(name, _)| !placed.contains(*name));
        let pairs = codes.flat_map(|(name, codes)| codes.iter().map(|(code, ids)| ((*code, (*name).to_owned()), ids)));
        pairs.map(|(pair, ids)| (pair, (ErrorBasis::Unplaced, ids.clone()))).collect()
    }

    fn basis(&self, code: i32, name: &str) -> Option<ErrorBasis> {
        match self.shared.contains_key(name) {
            true => Some(ErrorBasis::Share),
            false => is_fixed(Some(code), name).then_some(ErrorBasis::Fixed),
        }
    }
}

/// Types that a source lists with more than half of its methods.
fn most_listed(source: &Source) -> Vec<&str> {
    let methods = source.facts.methods.iter().filter(|(name, _)| *name != ANY_METHOD);
    let lists: Vec<BTreeSet<_>> = methods
        .map(|(name, _)| source.facts.errors(name).map(|(_, error)| error).collect())
        .filter(|errors: &BTreeSet<_>| !errors.is_empty())
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    lists.iter().flatten().for_each(|error| *counts.entry(error).or_default() += 1);
    let is_most = |count: usize| lists.len() >= ENOUGH_METHODS && count * 2 > lists.len();
    counts.into_iter().filter(|(_, count)| is_most(*count)).map(|(name, _)| name).collect()
}

fn is_documented(name: &str, source: &Source) -> bool {
    source.facts.has(name, What::Documented)
}

/// Names a source with a type that is there already; if it is there with two codes, it can't be told which is meant.
fn confirm(method: &mut Method, error: &str, id: &str) -> bool {
    let mut known: Vec<_> = method.errors.iter_mut().filter(|((_, name), _)| name == error).collect();
    if let [(_, (_, ids))] = known.as_mut_slice() {
        ids.insert(id.to_owned());
    }
    !known.is_empty()
}

fn without_code(name: &str, error: &str, codes: Option<&BTreeMap<i32, Ids>>) -> Conflict {
    let why = "no source gives its code with this method, and codes differ from method to method";
    let mut conflict = Conflict::new(name, About::Error, error, "left out", why);
    for (code, ids) in codes.into_iter().flatten() {
        conflict = conflict.says(&format!("{code} elsewhere"), ids.clone());
    }
    conflict
}

/// Older errors whose types are listed with other codes today.
fn add_seconds(method: &mut Method) {
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

/// Reports errors that sources of today don't list, or with other codes.
fn report_older(name: &str, documenting: &Ids, method: &Method, conflicts: &mut BTreeSet<Conflict>) {
    for ((code, error), (basis, ids)) in &method.errors {
        let (chosen, why) = match basis {
            ErrorBasis::Older => ("marked as older", "no source of today lists it"),
            ErrorBasis::Second => ("kept as a second code", "sources of today list the type with another code"),
            _ => continue,
        };
        let conflict = Conflict::new(name, About::Error, &format!("{code} {error}"), chosen, why);
        let conflict = conflict.says("listed", ids.clone()).says("not listed", documenting.clone());
        conflicts.insert(conflict);
    }
}

/// Reports errors that are listed elsewhere and not on a page.
fn report_missing(name: &str, older: &[&Source], method: &Method, conflicts: &mut BTreeSet<Conflict>) {
    let is_page = |source: &&&Source| source.row.kind.is_pages() && source.facts.has(name, What::ErrorList);
    let pages: Vec<_> = older.iter().filter(is_page).collect();
    for ((code, error), (basis, ids)) in &method.errors {
        let lacking: Vec<_> = pages.iter().filter(|page| !ids.contains(&page.id)).map(|page| page.id.clone()).collect();
        if lacking.is_empty() || matches!(basis, ErrorBasis::Older | ErrorBasis::Second) {
            continue;
        }
        let why = "errors are the union over all sources";
        let conflict = Conflict::new(name, About::Error, &format!("{code} {error}"), "kept", why);
        conflicts.insert(conflict.says("listed", ids.clone()).says("not listed", lacking));
    }
}
