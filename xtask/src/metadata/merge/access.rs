//! Who may call a method: by precedence, not by vote.
//!
//! A list that names it; that it is documented and in no list; the newest page; an older table. Invariant: what a source
//! of lower rank says changes nothing, and is reported if it differs.

use std::collections::BTreeSet;

use tl_codegen::metadata::{Access, Basis, SourceKind};

use super::super::facts::What;
use super::{About, Ages, Answer, Conflict, Ids, Source, by_rank};

/// The error that tells a method for business connections from others.
const BUSINESS_ERROR: &str = "BUSINESS_CONNECTION_INVALID";

type Pair = (Access, Access);

/// What one source says about users and bots.
struct Claim<'a> {
    source: &'a Source,
    basis: Basis,
    value: Pair,
}

impl Claim<'_> {
    fn is_preferred(&self) -> bool {
        self.source.row.kind == SourceKind::Preferred
    }
}

/// Why a preferred page is believed.
const PREFERRED: &str = "it was asked for that this page goes before everything else";

/// Who may call a method.
pub(super) fn merge(name: &str, sources: &[Source], ages: &Ages, conflicts: &mut BTreeSet<Conflict>) -> Answer<Pair> {
    let ranked = by_rank(sources).into_iter();
    let mut claims: Vec<_> = ranked.flat_map(|source| claims(name, source, ages.is_current(source))).collect();
    // The sort is stable: within one basis the ranks of the sources stay.
    claims.sort_by_key(|claim| (!claim.is_preferred(), claim.basis));
    let is_evidence = |claim: &&Claim<'_>| !is_constant(name, claim);
    let Some(first) = claims.iter().find(is_evidence) else { return Answer::default() };
    let basis = first.basis;
    // What the first doesn't know, the next may.
    let known = |side: fn(Pair) -> Access| {
        let said = claims.iter().filter(is_evidence).map(|claim| side(claim.value));
        said.into_iter().find(|access| *access != Access::Unknown).unwrap_or_default()
    };
    let value = (known(|pair| pair.0), known(|pair| pair.1));
    let why = if first.is_preferred() { PREFERRED } else { reason(basis) };
    let agreeing = claims.iter().filter(is_evidence).filter(|claim| adds(claim.value, first.value, value));
    let sources = agreeing.map(|claim| claim.source.id.clone()).collect();
    report(name, About::Users, &claims, (value.0, why), |pair| pair.0, conflicts);
    report(name, About::Bots, &claims, (value.1, why), |pair| pair.1, conflicts);
    Answer { value, basis, sources }
}

/// Whether a claim is of a page of an edition that says the same everywhere.
fn is_constant(name: &str, claim: &Claim<'_>) -> bool {
    claim.basis == Basis::Page && claim.source.facts.has(name, What::ConstantBots)
}

/// Whether a claim is one of those that the value is from: it says the same, or what the first doesn't know.
fn adds(said: Pair, first: Pair, chosen: Pair) -> bool {
    // Unknown contradicts nothing.
    let agrees = |said: Access, chosen: Access| said == Access::Unknown || said == chosen;
    let fills = |said: Access, first: Access, chosen: Access| first == Access::Unknown && said == chosen;
    (agrees(said.0, chosen.0) && agrees(said.1, chosen.1))
        || (fills(said.0, first.0, chosen.0) && chosen.0 != Access::Unknown)
        || (fills(said.1, first.1, chosen.1) && chosen.1 != Access::Unknown)
}

/// What a source says; lists of former days are no more than older tables, and what they leave out says nothing.
fn claims<'a>(name: &str, source: &'a Source, is_current: bool) -> Vec<Claim<'a>> {
    let facts = &source.facts;
    let claim = |basis, value| Claim { source, basis, value };
    let listed = if is_current { Basis::Listed } else { Basis::Table };
    let mut claims = Vec::new();
    match facts.value(name, What::List) {
        Some("users") => claims.push(claim(listed, (Access::Yes, Access::No))),
        Some("bots") => claims.push(claim(listed, (Access::No, Access::Yes))),
        _ if is_current && source.row.kind == SourceKind::Lists && facts.has(name, What::Documented) => {
            claims.push(claim(Basis::Absence, (Access::Yes, Access::Yes)));
        }
        _ => {}
    }
    let basis = if source.row.kind.is_pages() { Basis::Page } else { Basis::Table };
    let said = (answer(facts.value(name, What::Users)), answer(facts.value(name, What::Bots)));
    if said != (Access::Unknown, Access::Unknown) {
        claims.push(claim(basis, said));
    }
    match facts.value(name, What::Access) {
        Some("users") => claims.push(claim(basis, (Access::Yes, Access::No))),
        Some("bots") => claims.push(claim(basis, (Access::No, Access::Yes))),
        Some("both") => claims.push(claim(basis, (Access::Yes, Access::Yes))),
        _ => {}
    }
    claims
}

fn answer(value: Option<&str>) -> Access {
    match value {
        Some("yes") => Access::Yes,
        Some("no") => Access::No,
        _ => Access::Unknown,
    }
}

/// Reports that not all say the same about users, or about bots, and what is no evidence.
fn report(
    name: &str,
    about: About,
    claims: &[Claim<'_>],
    (chosen, why): (Access, &str),
    side: impl Fn(Pair) -> Access,
    conflicts: &mut BTreeSet<Conflict>,
) {
    let said = claims.iter().filter(|claim| side(claim.value) != Access::Unknown);
    if said.clone().all(|claim| side(claim.value) == chosen && !is_constant(name, claim)) {
        return;
    }
    let mut conflict = Conflict::new(name, about, "", word(chosen), why);
    for claim in said {
        let constant = if is_constant(name, claim) { " (on every page of its edition)" } else { "" };
        conflict = conflict.says(&format!("{}{constant}", word(side(claim.value))), [&claim.source.id]);
    }
    conflicts.insert(conflict);
}

/// As in the tables.
pub(in super::super) fn word(access: Access) -> &'static str {
    match access {
        Access::Yes => "yes",
        Access::No => "no",
        Access::Unknown => "unknown",
    }
}

fn reason(basis: Basis) -> &'static str {
    match basis {
        Basis::Listed => "a list of functions for users only, or for bots only, names it",
        Basis::Absence => "it is documented, and no list for users only or bots only names it",
        Basis::Page => "the newest page goes before older ones and before tables",
        Basis::Table => "the newest table goes before older ones",
        Basis::Unknown => "nobody says",
    }
}

/// Whether bots may call a method over a business connection.
pub(super) fn business(
    name: &str,
    sources: &[Source],
    ages: &Ages,
    conflicts: &mut BTreeSet<Conflict>,
) -> Answer<Access> {
    let current = || sources.iter().filter(|source| ages.is_current(source));
    let lists = |source: &&Source| source.facts.errors(name).any(|(_, error)| error == BUSINESS_ERROR);
    let documents = |source: &&Source| source.row.kind == SourceKind::Lists && source.facts.has(name, What::Documented);
    let ids = |sources: Vec<&Source>| -> Ids { sources.into_iter().map(|source| source.id.clone()).collect() };
    let listing = ids(current().filter(lists).collect());
    let documenting = ids(current().filter(documents).collect());
    let pages: Vec<_> = by_rank(sources).into_iter().filter(|source| source.facts.has(name, What::Business)).collect();
    let said = |source: &Source| answer(source.facts.value(name, What::Business));
    let preferred = pages.first().filter(|page| page.row.kind == SourceKind::Preferred);
    let table = match (listing.is_empty(), documenting.is_empty()) {
        (false, _) => Some((Access::Yes, Basis::Listed, listing)),
        (true, false) => Some((Access::No, Basis::Absence, documenting)),
        (true, true) => None,
    };
    let (value, basis, mut ids) = match (preferred, &table, pages.first()) {
        (Some(page), ..) | (None, None, Some(page)) => (said(page), Basis::Page, Ids::new()),
        (None, Some(table), _) => table.clone(),
        (None, None, None) => return Answer::default(),
    };
    let why = match basis {
        Basis::Listed => "it lists the error of business connections",
        Basis::Absence => "it is documented, and doesn't list the error of business connections",
        _ if preferred.is_some() => PREFERRED,
        _ => "the newest page goes before older ones",
    };
    let mut conflict = Conflict::new(name, About::Business, "", word(value), why).says(word(value), ids.clone());
    if let Some((value, _, ids)) = &table {
        conflict = conflict.says(word(*value), ids.clone());
    }
    for page in &pages {
        conflict = conflict.says(word(said(page)), [&page.id]);
    }
    if conflict.values.len() > 1 {
        conflicts.insert(conflict);
    }
    ids.extend(pages.iter().filter(|page| said(page) == value).map(|page| page.id.clone()));
    Answer { value, basis, sources: ids }
}
