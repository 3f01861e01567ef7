//! Facts that are left out before anything is merged.
//!
//! Each with a line in the report: methods the schema doesn't have, columns that never change, pages that nobody wrote
//! or that are about another method, types that are none. Invariant: what passes is about functions of the schema.

use std::collections::{BTreeMap, BTreeSet};

use super::super::facts::{ANY_METHOD, Facts, What, error};
use super::{About, Conflict, Declared, Source};

/// From how many methods on it means something that a column says the same for all of them.
const ENOUGH_METHODS: usize = 20;

/// Parameters that are a library's own and say nothing about the method.
const OWN_PARAMETERS: [&str; 2] = ["parse_mode", "parseMode"];

/// Types that are written in other letters than all others.
const IRREGULAR_TYPES: [&str; 1] = ["Timeout"];

/// What is left of the sources.
pub(super) fn pass(declared: &Declared, sources: &[Source], conflicts: &mut BTreeSet<Conflict>) -> Vec<Source> {
    let mut unknown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut passed = Vec::new();
    for source in sources {
        let mut facts = Facts::default();
        let constant = constant_columns(declared, source);
        for (what, value) in &constant {
            let why = "a column that never changes is no evidence";
            let conflict = Conflict::new(ANY_METHOD, About::Column, word(*what), "ignored", why);
            conflicts.insert(conflict.says(&format!("{value} for every method"), [&source.id]));
        }
        for (method, found) in &source.facts.methods {
            if method != ANY_METHOD && declared.get(method).is_none() {
                unknown.entry(method).or_default().push(&source.id);
                continue;
            }
            if let Some(conflict) = refused_page(declared, source, method) {
                conflicts.insert(conflict);
                continue;
            }
            let kept = found.iter().filter(|(what, _)| !constant.contains_key(what));
            let kept = kept.filter(|(what, value)| !is_no_type(*what, value, method, &source.id, conflicts));
            facts.methods.insert(method.clone(), kept.cloned().collect());
        }
        passed.push(Source { facts, ..source.clone() });
    }
    for (method, ids) in unknown {
        let conflict = Conflict::new(method, About::Name, "", "left out", "the schema has no such function");
        conflicts.insert(conflict.says("named", ids));
    }
    passed
}

fn word(what: What) -> &'static str {
    match what {
        What::Users => "users",
        What::Bots => "bots",
        What::Business => "business",
        _ => "access",
    }
}

/// Columns about access with one value for all of many methods.
fn constant_columns(declared: &Declared, source: &Source) -> BTreeMap<What, String> {
    let columns = [What::Access, What::Users, What::Bots, What::Business];
    let constant = columns.into_iter().filter_map(|what| {
        let names = declared.names().filter(|name| source.facts.has(name, what));
        let values: Vec<_> = names.flat_map(|name| source.facts.values(name, what)).collect();
        let different: BTreeSet<_> = values.iter().collect();
        (values.len() >= ENOUGH_METHODS && different.len() == 1).then(|| (what, values[0].to_owned()))
    });
    constant.collect()
}

/// Why a page is left out, if it is.
fn refused_page(declared: &Declared, source: &Source, method: &str) -> Option<Conflict> {
    if !source.row.kind.is_pages() {
        return None;
    }
    let refused = |why: &str| Conflict::new(method, About::Page, "", "refused", why);
    if source.facts.has(method, What::Placeholder) {
        return Some(refused("nobody wrote the page: what it says are defaults").says("placeholder", [&source.id]));
    }
    let function = declared.get(method)?;
    let is_known =
        |name: &str| OWN_PARAMETERS.contains(&name) || function.parameters.iter().any(|(known, _)| known == name);
    let names = source.facts.values(method, What::Parameter).filter_map(|value| value.split(' ').next());
    let foreign: Vec<_> = names.filter(|name| !is_known(name)).collect();
    (!foreign.is_empty()).then(|| {
        refused("it has parameters that the method doesn't have, and may be the page of another one")
            .says(&format!("parameters {}", foreign.join(", ")), [&source.id])
    })
}

/// Whether this is an error whose type is a sentence, a family, or spelled like none.
fn is_no_type(what: What, value: &str, method: &str, id: &str, conflicts: &mut BTreeSet<Conflict>) -> bool {
    if !matches!(what, What::Error | What::Code) {
        return false;
    }
    let name = error(value).map_or(value, |(_, name)| name);
    if IRREGULAR_TYPES.contains(&name) || is_type(name) {
        return false;
    }
    let conflict = Conflict::new(method, About::Error, name, "left out", "it is not the type of a single error");
    conflicts.insert(conflict.says("listed", [id]));
    true
}

/// Capitals, digits and `_`, with `%d` for a number.
fn is_type(name: &str) -> bool {
    let is_part = |part: &str| {
        let (has_number, letters) = match part.strip_prefix("%d") {
            Some(letters) => (true, letters),
            None => (false, part),
        };
        (has_number || !letters.is_empty())
            && letters.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    name.split('_').all(is_part) && name.bytes().any(|byte| byte.is_ascii_uppercase())
}
