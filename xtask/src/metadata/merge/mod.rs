//! The facts of all sources as one table, by fixed rules.
//!
//! - `declared`: what the schema says, which no source changes;
//! - `gates`: facts that are left out, and why;
//! - `access`: who may call a method, by precedence;
//! - `errors`: what it returns, as a union;
//! - `statements`: what pages say of parameters and results;
//! - `report`: each disagreement;
//! - here: their order.
//!
//! Invariant: the result depends on the facts and the schema alone, not on the order in which they came.

mod access;
mod declared;
mod errors;
mod gates;
mod report;
mod statements;

use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::metadata::{Access, Basis, ErrorBasis, SourceKind, SourceRow};

use super::facts::Facts;

pub(super) use access::word as access_word;
pub(super) use declared::Declared;
pub(super) use report::{About, Conflict};

/// Ids of sources.
pub(super) type Ids = BTreeSet<String>;

/// How many layers a source may be behind the newest and still be one of today.
const CURRENT_LAYERS: u32 = 4;

/// A source and what it says.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) row: SourceRow,
    pub(super) facts: Facts,
}

/// An answer with its reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer<T> {
    pub(super) value: T,
    pub(super) basis: Basis,
    pub(super) sources: Ids,
}

/// An error of a method: code and type.
pub(super) type Pair = (i32, String);

/// What is known about one method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Method {
    /// Users, bots.
    pub(super) access: Answer<(Access, Access)>,
    pub(super) business: Answer<Access>,
    /// `None` if unknown; else who lists them, or documents that there are none.
    pub(super) errors_sources: Option<Ids>,
    pub(super) errors: BTreeMap<Pair, (ErrorBasis, Ids)>,
}

/// What pages say beside that, as far as the schema agrees: method, what it is about, value.
pub(super) type Statements = BTreeMap<(String, String, String), Ids>;

/// The facts as one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) methods: BTreeMap<String, Method>,
    pub(super) common: BTreeMap<Pair, (ErrorBasis, Ids)>,
    /// Errors that are known of no method.
    pub(super) other: BTreeMap<Pair, (ErrorBasis, Ids)>,
    pub(super) statements: Statements,
    pub(super) conflicts: BTreeSet<Conflict>,
}

/// Merges.
pub(super) fn merge(declared: &Declared, sources: &[Source]) -> Merged {
    let mut conflicts = BTreeSet::new();
    let sources = gates::pass(declared, sources, &mut conflicts);
    let ages = Ages::of(&sources);
    let mut errors = errors::Errors::new(&sources, &ages);
    let mut merged = Merged::default();
    for name in declared.names() {
        let mut method = Method { access: access::merge(name, &sources, &ages, &mut conflicts), ..Method::default() };
        errors.merge(name, &mut method, &mut conflicts);
        method.business = access::business(name, &sources, &ages, &mut conflicts);
        statements::merge(name, declared, &sources, &mut merged.statements, &mut conflicts);
        if method != Method::default() {
            merged.methods.insert(name.to_owned(), method);
        }
    }
    merged.common = errors.common();
    merged.other = errors.other(&merged);
    merged.conflicts = conflicts;
    merged
}

/// Which sources are of today.
pub(super) struct Ages {
    newest: u32,
}

impl Ages {
    fn of(sources: &[Source]) -> Self {
        let tables = sources.iter().filter(|source| is_table(source));
        Self { newest: tables.filter_map(|source| source.row.layer).max().unwrap_or_default() }
    }

    /// Whether a source lists errors as they are today.
    fn is_current(&self, source: &Source) -> bool {
        let is_new = source.row.layer.is_some_and(|layer| layer + CURRENT_LAYERS >= self.newest);
        is_new && is_table(source)
    }
}

/// Whether a source lists errors by method, and not page by page.
fn is_table(source: &Source) -> bool {
    matches!(source.row.kind, SourceKind::Lists | SourceKind::Table)
}

/// Sources from the one that is believed first: by kind, then the newest, then by id.
fn by_rank(sources: &[Source]) -> Vec<&Source> {
    let mut ranked: Vec<_> = sources.iter().collect();
    let key = |source: &&Source| {
        let row = &source.row;
        (row.kind, std::cmp::Reverse(row.layer), std::cmp::Reverse(row.version.clone()), source.id.clone())
    };
    ranked.sort_by_key(key);
    ranked
}
