//! Correction of ids in files: `check --fix`.
//!
//! Each finding about an id contains its edit. An id with an exception has no finding and so stays. Invariant: the
//! output names the line of every change.

use std::collections::BTreeMap;

use clap::ValueEnum;
use tl_parser::{Code, Diagnostic, Edit, Level, SourceId};

use crate::failure::Outcome;
use crate::findings::{Findings, count_with_noun};
use crate::output::Output;
use crate::printable_path::printable_path;
use crate::reporting::ReportingArgs;
use crate::{file_replacement, message, problem};

/// The ids that `check --fix` corrects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum IdsToFix {
    /// Correct wrong ids and add missing ones
    All,
    /// Correct wrong ids only
    Wrong,
    /// Add missing ids only
    Missing,
}

/// The given options, with the levels raised so that every id to correct is reported.
#[must_use]
pub fn reporting_for_fix(reporting: &ReportingArgs, fix: IdsToFix) -> ReportingArgs {
    match fix {
        IdsToFix::Wrong => reporting.clone(),
        IdsToFix::All | IdsToFix::Missing => reporting.with_min_level(Code::MissingId, Level::Warn),
    }
}

/// Corrects the ids in the files, unless there is an error that is not about ids.
///
/// # Errors
///
/// If a file cannot be written.
pub fn apply_fixes(findings: &Findings, fix: IdsToFix, output: &mut Output<'_>) -> Outcome {
    findings.paths_read().for_each(file_replacement::remove_leftovers_beside);
    let is_broken = |diagnostic: &&Diagnostic| diagnostic.is_error() && !may_vanish_with_right_ids(diagnostic.code);
    if findings.diagnostics().iter().any(|diagnostic| is_broken(&diagnostic)) {
        problem!(output, "no id was corrected: ids depend on their declarations, so correct the other errors first\n");
        return Ok(());
    }
    let mut by_source = BTreeMap::<SourceId, Vec<&Edit>>::new();
    for diagnostic in findings.diagnostics().iter().filter(|diagnostic| is_corrected_by(diagnostic.code, fix)) {
        for edit in diagnostic.helps.iter().flat_map(|help| &help.edits) {
            by_source.entry(edit.span.source).or_default().push(edit);
        }
    }
    by_source.into_iter().try_for_each(|(source, edits)| apply_edits_to_file(findings, source, edits, output))
}

fn is_corrected_by(code: Code, fix: IdsToFix) -> bool {
    match code {
        Code::IdMismatch | Code::DuplicateId => fix != IdsToFix::Missing,
        Code::MissingId => fix != IdsToFix::Wrong,
        _ => false,
    }
}

/// Whether an error with this code may disappear once ids are corrected.
fn may_vanish_with_right_ids(code: Code) -> bool {
    matches!(code, Code::IdMismatch | Code::MissingId | Code::DuplicateId | Code::StaleException)
}

fn apply_edits_to_file(
    findings: &Findings,
    source: SourceId,
    mut edits: Vec<&Edit>,
    output: &mut Output<'_>,
) -> Outcome {
    let (Some(path), Some(source)) = (findings.path_of_source(source), findings.sources.get(source)) else {
        return Ok(());
    };
    edits.sort_by_key(|edit| edit.span.start);
    let text = source.text();
    let mut corrected = String::with_capacity(text.len() + edits.len() * 9);
    let mut end = 0;
    for edit in &edits {
        corrected += &text[end..edit.span.start];
        corrected += &edit.text;
        end = edit.span.end;
    }
    corrected += &text[end..];
    file_replacement::replace_existing_file(path, &corrected)?;
    let file = printable_path(path);
    for edit in &edits {
        let line = source.location(edit.span.start).line;
        match (&text[edit.span.start..edit.span.end], name_ending_at(text, edit.span.start)) {
            ("", name) => message!(output, "{file}:{line}: {} added to `{name}`", edit.text),
            // In JSON, the name is in another string.
            (old, "") => message!(output, "{file}:{line}: {old} corrected to {}", edit.text),
            (old, name) => message!(output, "{file}:{line}: {old} corrected to {} at `{name}`", edit.text),
        }
    }
    message!(output, "{file}: {} written", count_with_noun(edits.len(), "id"));
    Ok(())
}

/// The name that ends at the offset `end`: `user` if `end` is the offset of `#` in `user#12345678`.
fn name_ending_at(text: &str, end: usize) -> &str {
    let before = &text[..end];
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    &before[before.trim_end_matches(is_part).len()..]
}
