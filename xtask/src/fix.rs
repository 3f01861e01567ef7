//! Ids corrected in place: `cargo xtask check --fix`.
//!
//! What is to change stands with the findings, so that an id that is excepted, and so no finding, stays. Invariant:
//! a file changes in the places that are named in the output and nowhere else.

use std::collections::BTreeMap;

use tl_parser::{Code, Diagnostic, Edit, Level, SourceId};

use crate::failure::{Failure, Outcome};
use crate::findings::{Findings, count};
use crate::flags::Fix;
use crate::reporting::Reporting;
use crate::rewrite;
use crate::say::{complain, say};

/// The same reporting, with findings about all ids that are to be corrected.
pub(crate) fn reporting(reporting: &Reporting, fix: Fix) -> Reporting {
    match fix {
        Fix::Wrong => reporting.clone(),
        Fix::All | Fix::Missing => reporting.at_least(Code::MissingId, Level::Warn),
    }
}

/// Corrects what can be corrected, unless something else is wrong.
pub(crate) fn apply(findings: &Findings, fix: Fix) -> Outcome {
    let is_broken = |diagnostic: &&Diagnostic| diagnostic.is_error() && !is_about_ids(diagnostic.code);
    if findings.diagnostics().iter().any(|diagnostic| is_broken(&diagnostic)) {
        complain!("no id was corrected: they depend on declarations that have to be right first\n");
        return Ok(());
    }
    let mut by_source = BTreeMap::<SourceId, Vec<&Edit>>::new();
    for diagnostic in findings.diagnostics().iter().filter(|diagnostic| is_wanted(diagnostic.code, fix)) {
        for edit in diagnostic.helps.iter().flat_map(|help| &help.edits) {
            by_source.entry(edit.span.source).or_default().push(edit);
        }
    }
    by_source.into_iter().try_for_each(|(source, edits)| correct(findings, source, edits))
}

fn is_wanted(code: Code, fix: Fix) -> bool {
    match code {
        Code::IdMismatch | Code::DuplicateId => fix != Fix::Missing,
        Code::MissingId => fix != Fix::Wrong,
        _ => false,
    }
}

/// Whether correcting ids may be what is missing.
fn is_about_ids(code: Code) -> bool {
    matches!(code, Code::IdMismatch | Code::MissingId | Code::DuplicateId | Code::StaleException)
}

fn correct(findings: &Findings, source: SourceId, mut edits: Vec<&Edit>) -> Outcome {
    let (Some(path), Some(source)) = (findings.path(source), findings.sources.get(source)) else { return Ok(()) };
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
    rewrite::replace(path, &corrected).map_err(|why| Failure::file(path, &why))?;
    for edit in &edits {
        let line = source.location(edit.span.start).line;
        match &text[edit.span.start..edit.span.end] {
            "" => say!("{}:{line}: {} added to `{}`", source.name(), edit.text, name_before(text, edit.span.start)),
            old => {
                let name = name_before(text, edit.span.start);
                say!("{}:{line}: {old} corrected to {} at `{name}`", source.name(), edit.text);
            }
        }
    }
    say!("{}: {} written", source.name(), count(edits.len(), "id"));
    Ok(())
}

/// The name that an id at this place is glued to.
fn name_before(text: &str, end: usize) -> &str {
    let before = &text[..end];
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    &before[before.trim_end_matches(is_part).len()..]
}
