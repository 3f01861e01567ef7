//! Rules 1 to 3: facts that are dropped before merging.
//!
//! Each dropped fact is recorded as a conflict. Invariant: all remaining facts are about functions of the schema, or
//! about any method.

use std::collections::{BTreeMap, BTreeSet};

use tl_codegen::metadata::{ANY_METHOD, Keyword, is_error_type};

use super::conflict::{Conflict, ConflictTopic};
use super::model::Source;
use crate::facts::{FactKind, Facts, split_error_value};
use crate::functions::Functions;

/// Minimum number of answers for rule 2: in a smaller column, equal answers may be a coincidence.
const MIN_ANSWERS_OF_CONSTANT_COLUMN: usize = 20;

/// Parameters that a library adds to methods; the schema does not declare them.
const LIBRARY_PARAMETERS: [&str; 2] = ["parse_mode", "parseMode"];

/// The sources without the facts that rules 1 to 3 drop; each dropped fact becomes a conflict.
pub(super) fn drop_unreliable_facts(
    functions: &Functions,
    sources: &[Source],
    conflicts: &mut BTreeSet<Conflict>,
) -> Vec<Source> {
    let mut unknown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut filtered = Vec::new();
    for source in sources {
        let mut facts = Facts::default();
        let constant = columns_with_one_answer(functions, source);
        for (kind, value) in &constant {
            let why = "a column that never changes is no evidence";
            let conflict = Conflict::new(ANY_METHOD, ConflictTopic::Column, kind.word(), "ignored", why);
            conflicts.insert(conflict.with_value_of_source(&format!("{value} for every method"), [&source.id]));
        }
        for (method, found) in &source.facts.methods {
            if method != ANY_METHOD && functions.function_by_name(method).is_none() {
                unknown.entry(method).or_default().push(&source.id);
                continue;
            }
            if let Some(conflict) = conflict_about_dropped_page(functions, source, method) {
                conflicts.insert(conflict);
                continue;
            }
            let kept = found.iter().filter(|(kind, _)| !constant.contains_key(kind));
            let kept =
                kept.filter(|(kind, value)| !report_malformed_error(*kind, value, method, &source.id, conflicts));
            facts.methods.insert(method.clone(), kept.cloned().collect());
        }
        filtered.push(Source { facts, ..source.clone() });
    }
    for (method, ids) in unknown {
        let conflict = Conflict::new(method, ConflictTopic::Name, "", "left out", "the schema has no such function");
        conflicts.insert(conflict.with_value_of_source("named", ids));
    }
    filtered
}

/// The columns of a source about access with the same answer for every method (rule 2).
fn columns_with_one_answer(functions: &Functions, source: &Source) -> BTreeMap<FactKind, String> {
    let columns = [FactKind::Access, FactKind::Users, FactKind::Bots, FactKind::Business];
    let constant = columns.into_iter().filter_map(|kind| {
        let names = functions.function_names().filter(|name| source.facts.has_fact(name, kind));
        let values: Vec<_> = names.flat_map(|name| source.facts.values_of_method(name, kind)).collect();
        let different: BTreeSet<_> = values.iter().collect();
        (values.len() >= MIN_ANSWERS_OF_CONSTANT_COLUMN && different.len() == 1).then(|| (kind, values[0].to_owned()))
    });
    constant.collect()
}

/// The conflict for a page that is dropped as a whole (rule 1); `None` if the page is kept.
fn conflict_about_dropped_page(functions: &Functions, source: &Source, method: &str) -> Option<Conflict> {
    if !source.row.kind.is_pages() {
        return None;
    }
    let refused = |why: &str| Conflict::new(method, ConflictTopic::Page, "", "refused", why);
    if source.facts.has_fact(method, FactKind::Placeholder) {
        return Some(
            refused("the page is a placeholder, and its answers are defaults")
                .with_value_of_source("placeholder", [&source.id]),
        );
    }
    let function = functions.function_by_name(method)?;
    let is_known =
        |name: &str| LIBRARY_PARAMETERS.contains(&name) || function.parameters.iter().any(|known| known.name == name);
    let names = source.facts.values_of_method(method, FactKind::Parameter).filter_map(|value| value.split(' ').next());
    let foreign: Vec<_> = names.filter(|name| !is_known(name)).collect();
    (!foreign.is_empty()).then(|| {
        refused("it has parameters that the method does not have, so it may be the page of another method")
            .with_value_of_source(&format!("parameters {}", foreign.join(", ")), [&source.id])
    })
}

/// Whether a fact is an error whose type is a sentence, a family of types or misspelled (rule 3).
fn report_malformed_error(
    kind: FactKind,
    value: &str,
    method: &str,
    id: &str,
    conflicts: &mut BTreeSet<Conflict>,
) -> bool {
    if !matches!(kind, FactKind::Error | FactKind::Code) {
        return false;
    }
    let name = split_error_value(value).map_or(value, |(_, name)| name);
    if is_error_type(name) {
        return false;
    }
    let conflict =
        Conflict::new(method, ConflictTopic::Error, name, "left out", "it is not the type of a single error");
    conflicts.insert(conflict.with_value_of_source("listed", [id]));
    true
}
