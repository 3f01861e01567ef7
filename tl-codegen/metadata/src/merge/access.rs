//! Rules 4 to 8: who may call a method.
//!
//! Claims are ranked and the first one wins; they are not counted. Invariant: a claim of lower rank only fills in an
//! answer that is still unknown; if it differs from the chosen one, that is a conflict.

use std::collections::BTreeSet;

use tl_codegen::metadata::{Access, AccessBasis, Keyword, SourceKind};

use super::conflict::{Conflict, ConflictTopic};
use super::model::{AnswerWithEvidence, Recency, Source, sources_sorted_by_rank};
use crate::SourceIds;
use crate::facts::FactKind;

/// The error that only methods for business connections return.
const ERROR_OF_BUSINESS_CALLERS: &str = "BUSINESS_CONNECTION_INVALID";

/// Two answers: whether users may call a method, and whether bots may.
type UserAndBotAccess = (Access, Access);

/// The answers of one source about who may call a method, with the kind of evidence.
struct AccessClaim<'a> {
    source: &'a Source,
    basis: AccessBasis,
    value: UserAndBotAccess,
}

impl AccessClaim<'_> {
    fn is_from_preferred_page(&self) -> bool {
        self.source.row.kind == SourceKind::Preferred
    }
}

/// The reason printed for a conflict that a preferred page decides.
const PREFERRED_PAGE_REASON: &str = "this page was imported with the highest rank, by request";

/// Merges the answers of all sources about users and bots.
pub(super) fn merge_user_and_bot_access(
    name: &str,
    sources: &[Source],
    recency: &Recency,
    conflicts: &mut BTreeSet<Conflict>,
) -> AnswerWithEvidence<UserAndBotAccess> {
    let ranked = sources_sorted_by_rank(sources).into_iter();
    let mut claims: Vec<_> =
        ranked.flat_map(|source| access_claims_of_source(name, source, recency.is_current(source))).collect();
    // The sort is stable: claims with the same basis keep the order of their sources.
    claims.sort_by_key(|claim| (!claim.is_from_preferred_page(), claim.basis));
    let is_evidence = |claim: &&AccessClaim<'_>| !is_same_on_every_page(name, claim);
    let Some(first) = claims.iter().find(is_evidence) else { return AnswerWithEvidence::default() };
    let basis = first.basis;
    let first_known = |side: fn(UserAndBotAccess) -> Access| {
        let said = claims.iter().filter(is_evidence).map(|claim| side(claim.value));
        said.into_iter().find(|access| *access != Access::Unknown).unwrap_or_default()
    };
    let value = (first_known(|pair| pair.0), first_known(|pair| pair.1));
    let why = if first.is_from_preferred_page() { PREFERRED_PAGE_REASON } else { reason_of_basis(basis) };
    let agreeing =
        claims.iter().filter(is_evidence).filter(|claim| supports_chosen_access(claim.value, first.value, value));
    let sources = agreeing.map(|claim| claim.source.id.clone()).collect();
    add_access_conflict(name, ConflictTopic::Users, &claims, (value.0, why), |pair| pair.0, conflicts);
    add_access_conflict(name, ConflictTopic::Bots, &claims, (value.1, why), |pair| pair.1, conflicts);
    AnswerWithEvidence { value, basis, sources }
}

/// Whether a claim is from an edition of pages with the same answer on every page (rule 7).
fn is_same_on_every_page(name: &str, claim: &AccessClaim<'_>) -> bool {
    claim.basis == AccessBasis::Page && claim.source.facts.has_fact(name, FactKind::ConstantBots)
}

/// Whether a claim (`said`) supports the chosen value: both agree, or the claim fills in an answer unknown in `first`.
fn supports_chosen_access(said: UserAndBotAccess, first: UserAndBotAccess, chosen: UserAndBotAccess) -> bool {
    let agrees = |said: Access, chosen: Access| said == Access::Unknown || said == chosen;
    let fills = |said: Access, first: Access, chosen: Access| first == Access::Unknown && said == chosen;
    (agrees(said.0, chosen.0) && agrees(said.1, chosen.1))
        || (fills(said.0, first.0, chosen.0) && chosen.0 != Access::Unknown)
        || (fills(said.1, first.1, chosen.1) && chosen.1 != Access::Unknown)
}

/// The claims of a source about a method.
///
/// Lists of an older source count as a table, and a method that they omit has no claim.
fn access_claims_of_source<'a>(name: &str, source: &'a Source, is_current: bool) -> Vec<AccessClaim<'a>> {
    let facts = &source.facts;
    let claim = |basis, value| AccessClaim { source, basis, value };
    let listed = if is_current { AccessBasis::Listed } else { AccessBasis::Table };
    let mut claims = Vec::new();
    match facts.only_value_of_method(name, FactKind::List).and_then(access_from_word) {
        Some(value) => claims.push(claim(listed, value)),
        None if is_current && source.row.kind == SourceKind::Lists && facts.has_fact(name, FactKind::Documented) => {
            claims.push(claim(AccessBasis::Absence, (Access::Yes, Access::Yes)));
        }
        None => {}
    }
    let basis = if source.row.kind.is_pages() { AccessBasis::Page } else { AccessBasis::Table };
    let said = (
        access_from_yes_or_no(facts.only_value_of_method(name, FactKind::Users)),
        access_from_yes_or_no(facts.only_value_of_method(name, FactKind::Bots)),
    );
    if said != (Access::Unknown, Access::Unknown) {
        claims.push(claim(basis, said));
    }
    claims.extend(
        facts.only_value_of_method(name, FactKind::Access).and_then(access_from_word).map(|value| claim(basis, value)),
    );
    claims
}

/// Who may call a method according to one word of a list or table.
fn access_from_word(word: &str) -> Option<UserAndBotAccess> {
    match word {
        "users" => Some((Access::Yes, Access::No)),
        "bots" => Some((Access::No, Access::Yes)),
        "both" => Some((Access::Yes, Access::Yes)),
        _ => None,
    }
}

fn access_from_yes_or_no(value: Option<&str>) -> Access {
    value.and_then(Access::from_word).unwrap_or_default()
}

/// Adds a conflict if sources differ about users or about bots, or if a claim is constant.
fn add_access_conflict(
    name: &str,
    about: ConflictTopic,
    claims: &[AccessClaim<'_>],
    (chosen, why): (Access, &str),
    side: impl Fn(UserAndBotAccess) -> Access,
    conflicts: &mut BTreeSet<Conflict>,
) {
    let said = claims.iter().filter(|claim| side(claim.value) != Access::Unknown);
    if said.clone().all(|claim| side(claim.value) == chosen && !is_same_on_every_page(name, claim)) {
        return;
    }
    let mut conflict = Conflict::new(name, about, "", chosen.word(), why);
    for claim in said {
        let constant = if is_same_on_every_page(name, claim) { " (on every page of its edition)" } else { "" };
        conflict =
            conflict.with_value_of_source(&format!("{}{constant}", side(claim.value).word()), [&claim.source.id]);
    }
    conflicts.insert(conflict);
}

fn reason_of_basis(basis: AccessBasis) -> &'static str {
    match basis {
        AccessBasis::Listed => "a list of functions for users only, or for bots only, names it",
        AccessBasis::Absence => "it is documented, and no list for users only or bots only names it",
        AccessBasis::Page => "the newest page ranks above older pages and above tables",
        AccessBasis::Table => "the newest table ranks above older ones",
        AccessBasis::Unknown => "no source has an answer",
    }
}

/// Merges the answers of all sources about business connections (rule 8).
pub(super) fn merge_business_access(
    name: &str,
    sources: &[Source],
    recency: &Recency,
    conflicts: &mut BTreeSet<Conflict>,
) -> AnswerWithEvidence<Access> {
    let current = || sources.iter().filter(|source| recency.is_current(source));
    let lists =
        |source: &&Source| source.facts.errors_of_method(name).any(|(_, error)| error == ERROR_OF_BUSINESS_CALLERS);
    let documents =
        |source: &&Source| source.row.kind == SourceKind::Lists && source.facts.has_fact(name, FactKind::Documented);
    let ids = |sources: Vec<&Source>| -> SourceIds { sources.into_iter().map(|source| source.id.clone()).collect() };
    let listing = ids(current().filter(lists).collect());
    let documenting = ids(current().filter(documents).collect());
    let pages: Vec<_> = sources_sorted_by_rank(sources)
        .into_iter()
        .filter(|source| source.facts.has_fact(name, FactKind::Business))
        .collect();
    let said = |source: &Source| access_from_yes_or_no(source.facts.only_value_of_method(name, FactKind::Business));
    let preferred = pages.first().filter(|page| page.row.kind == SourceKind::Preferred);
    let table = match (listing.is_empty(), documenting.is_empty()) {
        (false, _) => Some((Access::Yes, AccessBasis::Listed, listing)),
        (true, false) => Some((Access::No, AccessBasis::Absence, documenting)),
        (true, true) => None,
    };
    let (value, basis, mut ids) = match (preferred, &table, pages.first()) {
        (Some(page), ..) | (None, None, Some(page)) => (said(page), AccessBasis::Page, SourceIds::new()),
        (None, Some(table), _) => table.clone(),
        (None, None, None) => return AnswerWithEvidence::default(),
    };
    let why = match basis {
        AccessBasis::Listed => "it lists the error of business connections",
        AccessBasis::Absence => "it is documented, and does not list the error of business connections",
        _ if preferred.is_some() => PREFERRED_PAGE_REASON,
        _ => "the newest page ranks above older pages",
    };
    let mut conflict = Conflict::new(name, ConflictTopic::Business, "", value.word(), why)
        .with_value_of_source(value.word(), ids.clone());
    if let Some((value, _, ids)) = &table {
        conflict = conflict.with_value_of_source(value.word(), ids.clone());
    }
    for page in &pages {
        conflict = conflict.with_value_of_source(said(page).word(), [&page.id]);
    }
    if conflict.values.len() > 1 {
        conflicts.insert(conflict);
    }
    ids.extend(pages.iter().filter(|page| said(page) == value).map(|page| page.id.clone()));
    AnswerWithEvidence { value, basis, sources: ids }
}
