//! Constructor ids: the written against the computed ones, and against each other.
//!
//! Invariant: what a list of exceptions can lift is a warning and names its combinators; two constructors with one id
//! can never be told apart and are an error.

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::names::Names;
use crate::diagnostic::{Code, Diagnostic, Found};
use crate::meaning::canonical::{Rule, canonical};
use crate::meaning::schema::{CombinatorId, Section};
use crate::text::source::Span;

/// Checks all ids of a schema.
pub(super) fn check(names: &Names<'_>, diagnostics: &mut Found) {
    let has_shared = has_shared(names);
    let mut owners = HashTable::<Owners>::new();
    let mut rule = None;
    let mut shared = FxHashSet::default();
    for (row, declared) in (0_u32..).zip(&names.rows) {
        if declared.is_repeated {
            continue;
        }
        let entry = names.entry(row);
        let id = declared.id;
        if is_wrong(names, row) {
            let rule = *rule.get_or_insert_with(|| usual_rule(names));
            diagnostics.push(mismatch(names, row, id, rule).about(&[CombinatorId(row)]));
        }
        if !has_shared {
            continue;
        }
        let spread = |id: u32| u64::from(id).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let new = Owners { id, any: row, constructor: None };
        let owners = owners.entry(spread(id), |owners| owners.id == id, |owners| spread(owners.id));
        let mut owners = owners.or_insert(new);
        let owners = owners.get_mut();
        if let Some(first) = owners.clash(row, entry.section) {
            let diagnostic = duplicate(names, first, row, id).about(&[CombinatorId(first), CombinatorId(row)]);
            if diagnostic.is_error() {
                shared.extend([first, row].into_iter().filter(|row| is_wrong(names, *row)));
                let rule = *rule.get_or_insert_with(|| usual_rule(names));
                diagnostics.push(right_ids(diagnostic, names, [row, first], rule));
            } else {
                diagnostics.push(diagnostic);
            }
        }
        if entry.section == Section::Types {
            owners.constructor.get_or_insert(row);
        }
    }
    if !shared.is_empty() {
        // That one of two has a wrong id is what makes them share it: one mistake.
        let is_told = |diagnostic: &Diagnostic| {
            diagnostic.code == Code::IdMismatch && diagnostic.combinators.iter().any(|id| shared.contains(&id.0))
        };
        diagnostics.retain(|diagnostic| !is_told(diagnostic));
    }
}

/// Whether two combinators have one id, which is rare: who they are is looked up only then.
fn has_shared(names: &Names<'_>) -> bool {
    let mut ids = FxHashSet::with_capacity_and_hasher(names.n_likely, FxBuildHasher);
    !names.rows.iter().filter(|row| !row.is_repeated).all(|row| ids.insert(row.id))
}

/// Whether the id is written and neither rule gives it.
fn is_wrong(names: &Names<'_>, row: u32) -> bool {
    names.rows[row as usize].is_wrong && !is_trusted(names, row)
}

/// The id by a rule.
fn right_id(names: &Names<'_>, row: u32, rule: Rule) -> u32 {
    let (crc, crc_telegram) = names.crcs(row);
    match rule {
        Rule::A => crc,
        Rule::B => crc_telegram,
    }
}

/// Proposes the right ids for those of two that have a wrong one.
fn right_ids(diagnostic: Diagnostic, names: &Names<'_>, rows: [u32; 2], rule: Rule) -> Diagnostic {
    let wrong = rows.into_iter().filter(|row| is_wrong(names, *row));
    wrong.fold(diagnostic, |diagnostic, row| {
        let right = right_id(names, row, rule);
        let help = format!("`{}` hashes to #{right:08x}", names.name(row));
        diagnostic.suggest(help, place(names, row), format!("#{right:08x}"))
    })
}

/// The id in force: the written one, or else the computed one.
pub(crate) fn id_of(names: &Names<'_>, row: u32) -> u32 {
    names.rows[row as usize].id
}

/// Whether the form that a combinator was read from leaves out what its id would be computed of.
pub(crate) fn is_trusted(names: &Names<'_>, row: u32) -> bool {
    names.files[names.file_of(row)].id_is_unverifiable(names.rows[row as usize].entry)
}

/// Who has an id so far.
#[derive(Clone, Copy)]
struct Owners {
    id: u32,
    any: u32,
    constructor: Option<u32>,
}

impl Owners {
    /// The combinator that one of this section clashes with; another constructor first, since that is worse.
    fn clash(&self, row: u32, section: Section) -> Option<u32> {
        let clashing = match section {
            Section::Types => self.constructor.unwrap_or(self.any),
            Section::Functions => self.any,
        };
        (clashing != row).then_some(clashing)
    }
}

/// The `#` of a written id, or else the name.
fn place(names: &Names<'_>, row: u32) -> Span {
    let ast = names.ast(row);
    ast.id().map_or(ast.name().span, |id| id.span)
}

/// The rule that most written ids follow, of those that follow just one.
fn usual_rule(names: &Names<'_>) -> Rule {
    let (mut n_a, mut n_b) = (0_usize, 0_usize);
    for (row, declared) in (0_u32..).zip(&names.rows) {
        let (crc, crc_telegram) = names.crcs(row);
        if names.entry(row).n_digits > 0 && crc != crc_telegram {
            n_a += usize::from(declared.id == crc);
            n_b += usize::from(declared.id == crc_telegram);
        }
    }
    if n_b > n_a { Rule::B } else { Rule::A }
}

fn mismatch(names: &Names<'_>, row: u32, id: u32, rule: Rule) -> Diagnostic {
    let (crc, crc_telegram) = names.crcs(row);
    let right = right_id(names, row, rule);
    let ast = names.ast(row);
    let place = place(names, row);
    let message = format!("`{}` declares #{id:08x} but hashes to #{crc:08x}", ast.name());
    let diagnostic = Diagnostic::warning(Code::IdMismatch, place, message)
        .label("declared here")
        .note(format!("canonical form is `{}`", canonical(ast, Rule::A)))
        .suggest("correct the id, or record it in exceptions.tsv with a reason", place, format!("#{right:08x}"));
    match crc == crc_telegram {
        true => diagnostic,
        false => diagnostic.note(format!("by Telegram's own rule it hashes to #{crc_telegram:08x}")),
    }
}

fn duplicate(names: &Names<'_>, first: u32, second: u32, id: u32) -> Diagnostic {
    let message = format!("`{}` and `{}` share the id #{id:08x}", names.name(first), names.name(second));
    let is_fatal = [first, second].into_iter().all(|row| names.entry(row).section == Section::Types);
    let place = place(names, second);
    let diagnostic = match is_fatal {
        true => Diagnostic::error(Code::DuplicateId, place, message)
            .label("used again")
            .note("two constructors with one id cannot be told apart"),
        false => Diagnostic::warning(Code::DuplicateId, place, message)
            .label("used again")
            .help("correct the id, or record it in exceptions.tsv with a reason"),
    };
    diagnostic.also(self::place(names, first), "first used here")
}
