//! Constructor ids: computed, compared with the written ones, and compared with each other.
//!
//! Invariant: a diagnostic that a list of exceptions can lift is a warning and names its combinators. Two constructors
//! with one id are an error, as values of one could be decoded as the other.

use std::cell::LazyCell;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::symbols::{CombinatorRow, SymbolTable};
use crate::diagnostic::{BoundedDiagnosticList, Code, Diagnostic};
use crate::meaning::canonical::{ComputedIds, IdComputer, Rule};
use crate::meaning::schema::{CombinatorIndex, Section};
use crate::text::source::Span;

/// The computed ids of a combinator and its canonical form by rule A.
pub(super) type IdsAndCanonicalForm = (ComputedIds, String);

/// Computes ids that are not written and checks the written ids; adds all computed ids to `computed` if that is given.
///
/// In a loop of its own: collecting the names of all declarations first is faster than alternating between hash
/// look-ups and hashing.
pub(super) fn compute_and_compare_ids(
    symbols: &mut SymbolTable<'_>,
    mut computed: Option<&mut Vec<IdsAndCanonicalForm>>,
) {
    let mut computer = IdComputer::new();
    for row in 0..symbols.rows.len() as u32 {
        let ast = symbols.ast(row);
        let written = ast.id().map(|id| id.value);
        let (id, is_right) = match (&mut computed, written) {
            (None, Some(id)) => (id, computer.is_id_of(ast, id)),
            (computed, _) => {
                let ids = computer.compute_ids(ast);
                if let Some(computed) = computed {
                    computed.push((ids, computer.last_canonical_form().to_owned()));
                }
                (written.unwrap_or(ids.crc_a), written.is_none_or(|id| ids.has(id)))
            }
        };
        let id_is_wrong = !is_right && !symbols.id_is_unverifiable(row);
        let declared = &mut symbols.rows[row as usize];
        (declared.id, declared.id_is_wrong) = (id, id_is_wrong);
    }
}

/// Reports ids that are wrong or shared.
pub(super) fn report_wrong_and_shared_ids(symbols: &SymbolTable<'_>, diagnostics: &mut BoundedDiagnosticList) {
    let usual_rule = LazyCell::new(|| usual_rule(symbols));
    let is_wrong = |row: &u32| symbols.rows[*row as usize].id_is_wrong;
    // Two constructors that share an id because one of them is wrong are one mistake.
    let mut fatal = FxHashSet::default();
    let has_shared = has_shared_id(symbols);
    for_each_id_clash(symbols, has_shared, |rows| {
        if are_both_constructors(symbols, rows) {
            fatal.extend(rows.into_iter().filter(is_wrong));
        }
    });
    for (row, declared) in first_rows_of_names(symbols) {
        if declared.id_is_wrong && !fatal.contains(&row) {
            diagnostics.push(id_mismatch_warning(symbols, row, *usual_rule));
        }
    }
    for_each_id_clash(symbols, has_shared, |rows| {
        let mut diagnostic = duplicate_id_diagnostic(symbols, rows);
        if diagnostic.is_error() {
            for row in rows.into_iter().rev().filter(is_wrong) {
                let right = IdComputer::new().compute_ids(symbols.ast(row)).by_rule(*usual_rule);
                let help = format!("`{}` hashes to #{right:08x}", symbols.name(row));
                diagnostic = diagnostic.suggest(help, span_of_id(symbols, row), format!("#{right:08x}"));
            }
        }
        diagnostics.push(diagnostic);
    });
}

/// The combinators whose name no earlier combinator has, each with its row number.
fn first_rows_of_names(symbols: &SymbolTable<'_>) -> impl Iterator<Item = (u32, CombinatorRow)> {
    (0_u32..).zip(symbols.rows.iter().copied()).filter(|(_, declared)| !declared.is_repeated)
}

/// Whether two rows have one id. That is rare, and a set is smaller and faster than a map from ids to rows.
fn has_shared_id(symbols: &SymbolTable<'_>) -> bool {
    let mut ids = FxHashSet::with_capacity_and_hasher(symbols.n_likely, FxBuildHasher);
    !first_rows_of_names(symbols).all(|(_, declared)| ids.insert(declared.id))
}

/// For each combinator that repeats an id, visits the rows of an earlier combinator with that id and of the repetition.
fn for_each_id_clash(symbols: &SymbolTable<'_>, has_shared: bool, mut visit: impl FnMut([u32; 2])) {
    if !has_shared {
        return;
    }
    let mut owners = FxHashMap::<u32, IdOwners>::default();
    for (row, declared) in first_rows_of_names(symbols) {
        let owners = owners.entry(declared.id).or_insert(IdOwners { first: row, constructor: None });
        let is_constructor = symbols.entry(row).section == Section::Types;
        let earlier = owners.constructor.filter(|_| is_constructor).unwrap_or(owners.first);
        if earlier != row {
            visit([earlier, row]);
        }
        if is_constructor {
            owners.constructor.get_or_insert(row);
        }
    }
}

/// The earlier combinators that have a certain id.
struct IdOwners {
    first: u32,
    /// The first constructor among them: a second constructor with the id is an error.
    constructor: Option<u32>,
}

fn are_both_constructors(symbols: &SymbolTable<'_>, rows: [u32; 2]) -> bool {
    rows.into_iter().all(|row| symbols.entry(row).section == Section::Types)
}

/// The span of the written id of a combinator, or of its name if no id is written.
fn span_of_id(symbols: &SymbolTable<'_>, row: u32) -> Span {
    let ast = symbols.ast(row);
    ast.id().map_or(ast.name().span, |id| id.span)
}

/// The rule that most written ids follow, counting ids that follow only one.
fn usual_rule(symbols: &SymbolTable<'_>) -> Rule {
    let mut computer = IdComputer::new();
    let (mut n_a, mut n_b) = (0_usize, 0_usize);
    for (row, declared) in (0_u32..).zip(&symbols.rows) {
        let ast = symbols.ast(row);
        let ids = computer.compute_ids(ast);
        if ast.id().is_some() && ids.crc_a != ids.crc_b {
            n_a += usize::from(declared.id == ids.crc_a);
            n_b += usize::from(declared.id == ids.crc_b);
        }
    }
    if n_b > n_a { Rule::B } else { Rule::A }
}

/// The diagnostic for a written id that neither rule gives.
fn id_mismatch_warning(symbols: &SymbolTable<'_>, row: u32, usual_rule: Rule) -> Diagnostic {
    let mut computer = IdComputer::new();
    let ids = computer.compute_ids(symbols.ast(row));
    let (name, id, span) = (symbols.name(row), symbols.rows[row as usize].id, span_of_id(symbols, row));
    let message = format!("`{name}` declares #{id:08x} but hashes to #{:08x}", ids.crc_a);
    let right = format!("#{:08x}", ids.by_rule(usual_rule));
    let diagnostic = Diagnostic::warning(Code::IdMismatch, span, message)
        .label("declared here")
        .note(format!("canonical form is `{}`", computer.last_canonical_form()))
        .suggest("correct the id, or record it in exceptions.tsv with a reason", span, right)
        .about_combinators(&[CombinatorIndex(row)]);
    match ids.crc_a == ids.crc_b {
        true => diagnostic,
        false => diagnostic.note(format!("by Telegram's own rule it hashes to #{:08x}", ids.crc_b)),
    }
}

fn duplicate_id_diagnostic(symbols: &SymbolTable<'_>, rows: [u32; 2]) -> Diagnostic {
    let [first, second] = rows;
    let id = symbols.rows[second as usize].id;
    let message = format!("`{}` and `{}` share the id #{id:08x}", symbols.name(first), symbols.name(second));
    let span = |row| self::span_of_id(symbols, row);
    let diagnostic = match are_both_constructors(symbols, rows) {
        true => Diagnostic::error(Code::DuplicateId, span(second), message)
            .label("used again")
            .note("the decoder cannot distinguish two constructors with one id"),
        false => Diagnostic::warning(Code::DuplicateId, span(second), message)
            .label("used again")
            .help("correct the id, or record it in exceptions.tsv with a reason"),
    };
    diagnostic.secondary_label(span(first), "first used here").about_combinators(&rows.map(CombinatorIndex))
}
