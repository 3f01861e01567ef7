//! The forms for people: plain text and Markdown.
//!
//! Both begin with one screen: sides, verdict, decisions, broken callers, readers, removed and new declarations by
//! namespace. Facts about each declaration follow. Invariant: a declaration or item takes one line in each part.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use tl_codegen::difference::{ApiChange, ApiDifference, FileChange, FileChangeKind, Impact};
use tl_codegen::table::MissingRule;
use tl_parser::diagnostic::printable;
use tl_parser::difference::{Change, ChangeKind, Subject, Verdict};

use super::plans::MetadataChange;
use super::release_versions::ReleaseVersions;
use super::report::Report;
use super::report_part::ReportPart;
use super::sides::ComparedSchema;
use super::{api_report_text, facts_in_words};
use crate::findings::count_with_noun;

/// The report as plain text.
pub(super) fn report_as_plain_text(report: &Report<'_>) -> String {
    let mut text = format!("{}\n", comparison_title_line(report));
    for (side, input) in [("old", report.old), ("new", report.new)] {
        let _ = writeln!(
            text,
            "  {side}: {}, sha256 {}, {}",
            printable(&input.name),
            &input.sha256[..16],
            input.counts.summary_in_words()
        );
    }
    text.push('\n');
    verdict_lines(report).iter().for_each(|line| text.push_str(&format!("{line}\n")));
    for ReportPart { heading, lines } in parts_of_report(report) {
        let _ = writeln!(text, "\n{heading}");
        lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    text
}

/// The report as Markdown.
pub(super) fn report_as_markdown(report: &Report<'_>) -> String {
    let mut text = format!("## {}\n\n", comparison_title_line(report));
    text.push_str("| | constructors | functions | sha256 |\n|---|---|---|---|\n");
    for (side, input) in [("old", report.old), ("new", report.new)] {
        let (n_constructors, n_functions) = (input.counts.n_constructors, input.counts.n_functions);
        let _ = writeln!(text, "| {side} | {n_constructors} | {n_functions} | `{}` |", input.sha256);
    }
    text.push('\n');
    verdict_lines(report).iter().for_each(|line| text.push_str(&format!("- {}\n", escape_markdown(line))));
    for ReportPart { heading, lines } in parts_of_report(report) {
        let _ = writeln!(text, "\n### {heading}\n");
        lines.iter().for_each(|line| text.push_str(&format!("- {}\n", escape_markdown(line))));
    }
    text
}

/// The line with a backslash before each character that Markdown would read as markup, outside of code.
fn escape_markdown(line: &str) -> String {
    let parts = line.split('`').enumerate().map(|(n, part)| match n % 2 {
        0 => part.replace('_', "\\_").replace('<', "\\<").replace('#', "\\#"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("`")
}

fn comparison_title_line(report: &Report<'_>) -> String {
    let layer =
        |input: &ComparedSchema| input.schema.layer.map_or_else(|| "no layer".to_owned(), |layer| layer.to_string());
    format!("{}: layer {} to {}", printable(&report.protocol), layer(report.old), layer(report.new))
}

/// The verdict: facts, wire, Rust code, and version, each on a line.
fn verdict_lines(report: &Report<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let changes = &report.difference.changes;
    if changes.is_empty() {
        lines.push("The schemas mean the same.".to_owned());
    } else {
        let declarations = grouped_by_declaration(changes.iter()).len();
        let (facts, declarations) =
            (count_with_noun(changes.len(), "fact"), count_with_noun(declarations, "declaration"));
        lines.push(format!("{facts} about {declarations}, {} to decide.", report.decide.len()));
        let meaning = match report.difference.worst_verdict() {
            Verdict::Compatible => "either reader gets every value",
            Verdict::Lost => "a reader ignores bits that it does not know",
            Verdict::Unknown => "a reader meets ids that it does not know, and fails",
            Verdict::Silent => "a reader takes bytes for another value, without an error",
        };
        lines.push(format!("On the wire: {}, {meaning}.", report.difference.worst_verdict().as_str()));
    }
    if !changes.is_empty() || !report.api.changes.is_empty() {
        lines.push(rust_verdict_line(&report.api));
    }
    lines.extend(report.versions.as_ref().map(version_verdict_line));
    if report.plans.n_errors > 0 {
        let errors = count_with_noun(report.plans.n_errors, "error");
        lines.push(format!("The Rust part is incomplete: {errors} about declarations that cannot be generated."));
    }
    lines
}

/// The verdict about callers of the generated code, with the number of items that break.
fn rust_verdict_line(api: &ApiDifference) -> String {
    let n_broken = |impact: fn(&ApiChange) -> Impact| {
        let broken = api.changes.iter().filter(|change| impact(change) == Impact::Major);
        count_with_noun(broken.map(|change| &change.item).collect::<BTreeSet<_>>().len(), "item")
    };
    let word = |impact: Impact, n_broken: String| match impact {
        Impact::Major => format!("major, {n_broken} to mend"),
        impact => impact.as_str().to_owned(),
    };
    let contract = word(api.contract_impact(), n_broken(|change| change.contract));
    let strict = word(api.strict_impact(), n_broken(|change| change.strict));
    format!("Rust code: by contract {contract}; strictly {strict}.")
}

fn version_verdict_line(versions: &ReleaseVersions) -> String {
    let ReleaseVersions { released, needed, present } = versions;
    let present = match present {
        Some(present) if versions.does_current_suffice() => format!(", which the present {present} satisfies"),
        Some(present) => format!("; the present {present} is too low"),
        None => String::new(),
    };
    format!("Version: {needed} or higher after the released {released}{present}.")
}

fn parts_of_report(report: &Report<'_>) -> Vec<ReportPart> {
    let changes = || report.difference.changes.iter();
    let is = |kind: ChangeKind| move |change: &&Change| change.kind == kind;
    let decide = ReportPart { heading: format!("To decide ({})", report.decide.len()), lines: report.decide.clone() };
    let renamed: Vec<_> = changes().filter(is(ChangeKind::Renamed)).map(facts_in_words::schema_fact_in_words).collect();
    let parts = [
        decide,
        api_report_text::part_about_broken_callers(&report.api),
        part_about_reader_verdicts(changes()),
        part_about_names("Removed", changes().filter(is(ChangeKind::Removed))),
        part_about_names("New", changes().filter(is(ChangeKind::Added))),
        ReportPart { heading: format!("Likely renamed ({})", renamed.len()), lines: renamed },
        part_about_changed_declarations(
            "Changed constructors",
            changes().filter(|change| change.subject == Subject::Constructor),
        ),
        part_about_changed_declarations(
            "Changed functions",
            changes().filter(|change| change.subject == Subject::Function),
        ),
        part_about_changed_declarations("Changed types", changes().filter(|change| change.subject == Subject::Type)),
        api_report_text::part_about_breaks_outside_contract(&report.api),
        api_report_text::part_about_memory_sizes(&report.api),
        part_about_missing_rules(&report.plans.missing_rules),
        part_about_metadata(&report.plans.metadata),
        part_about_files(&report.files),
    ];
    parts.into_iter().filter(|part| !part.lines.is_empty()).collect()
}

/// The part that proposes rows of `upgrades.tsv`, in which a person replaces each `?`.
fn part_about_missing_rules(missing: &[MissingRule]) -> ReportPart {
    let lines = missing.iter().map(facts_in_words::missing_rule_in_words);
    ReportPart { heading: format!("Rules for older values to consider ({})", missing.len()), lines: lines.collect() }
}

/// Maximum number of names in a line about metadata; the JSON form has all.
const MAX_METADATA_NAMES: usize = 20;

/// The part about metadata of removed and new functions.
fn part_about_metadata(metadata: &MetadataChange) -> ReportPart {
    let MetadataChange { gone, without, dormant } = metadata;
    let lists = [
        (gone, "removed function", "whose facts are kept"),
        (without, "new function", "without access, errors or description"),
        (dormant, "unused sentence", "about functions and errors of other layers"),
    ];
    let lists = lists.into_iter().filter(|(names, ..)| !names.is_empty());
    let lines = lists.map(|(names, noun, state)| {
        let quoted: Vec<_> = names.iter().take(MAX_METADATA_NAMES).map(|name| format!("`{name}`")).collect();
        let n_more = names.len() - quoted.len();
        let rest = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
        format!("{} {state}: {}{rest}", count_with_noun(names.len(), noun), quoted.join(", "))
    });
    ReportPart { heading: "Metadata".to_owned(), lines: lines.collect() }
}

/// The part that lists the generated files by cause.
fn part_about_files(files: &[FileChange]) -> ReportPart {
    let mut by_cause: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for FileChange { path, kind, cause } in files {
        let kind = if *kind == FileChangeKind::Changed { String::new() } else { format!(" ({})", kind.as_str()) };
        by_cause.entry(cause).or_default().push(format!("`{path}`{kind}"));
    }
    let lines = by_cause.iter().map(|(cause, paths)| format!("{cause}: {}", paths.join(", "))).collect();
    ReportPart { heading: format!("Generated files ({})", files.len()), lines }
}

/// The part that counts, for each reader, the declarations by verdict.
fn part_about_reader_verdicts<'a>(changes: impl Iterator<Item = &'a Change>) -> ReportPart {
    let declarations = grouped_by_declaration(changes);
    let line = |reader: &str, verdict: fn(&Change) -> Verdict| {
        let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
        for changes in declarations.values() {
            let worst = changes.iter().map(|change| verdict(change)).max().unwrap_or_default();
            *counts.entry(worst).or_default() += 1;
        }
        let counts: Vec<_> = counts.iter().rev().map(|(verdict, n)| format!("{n} {}", verdict.as_str())).collect();
        format!("{reader}: {}", counts.join(", "))
    };
    let lines = match declarations.is_empty() {
        true => Vec::new(),
        false => vec![
            line("old reader, bytes of the new schema", |change| change.wire.old_reader),
            line("new reader, bytes of the old schema", |change| change.wire.new_reader),
        ],
    };
    ReportPart { heading: "Readers, by declarations".to_owned(), lines }
}

/// The part that lists the names of the changed declarations, by kind and namespace.
fn part_about_names<'a>(heading: &str, changes: impl Iterator<Item = &'a Change>) -> ReportPart {
    let mut groups: BTreeMap<(Subject, &str), Vec<String>> = BTreeMap::new();
    let mut n_names = 0;
    for change in changes {
        let namespace = change.name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
        groups.entry((change.subject, namespace)).or_default().push(format!("`{}`", change.name));
        n_names += 1;
    }
    let lines = groups.iter().map(|((subject, namespace), names)| {
        let namespace = if namespace.is_empty() { String::new() } else { format!(" of {namespace}") };
        format!("{}{namespace}: {}", count_with_noun(names.len(), subject.as_str()), names.join(", "))
    });
    ReportPart { heading: format!("{heading} ({n_names})"), lines: lines.collect() }
}

/// The part that lists the facts about declarations that both schemas have.
fn part_about_changed_declarations<'a>(heading: &str, changes: impl Iterator<Item = &'a Change>) -> ReportPart {
    let is_elsewhere = |kind| matches!(kind, ChangeKind::Added | ChangeKind::Removed | ChangeKind::Renamed);
    let is_listed = |change: &&Change| !is_elsewhere(change.kind);
    let lines: Vec<_> = grouped_by_declaration(changes.filter(is_listed))
        .into_iter()
        .map(|((_, name), changes)| {
            let worst = |reader: fn(&Change) -> Verdict| {
                changes.iter().map(|change| reader(change)).max().unwrap_or_default().as_str()
            };
            let (old, new) = (worst(|change| change.wire.old_reader), worst(|change| change.wire.new_reader));
            let direction = changes[0].direction.as_str().replace('_', " ");
            let facts: Vec<_> = changes.iter().map(|change| facts_in_words::schema_fact_in_words(change)).collect();
            format!("`{name}` ({direction}; old reader {old}, new reader {new}): {}", facts.join("; "))
        })
        .collect();
    ReportPart { heading: format!("{heading} ({})", lines.len()), lines }
}

fn grouped_by_declaration<'a>(
    changes: impl Iterator<Item = &'a Change>,
) -> BTreeMap<(Subject, &'a str), Vec<&'a Change>> {
    let mut declarations: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for change in changes {
        declarations.entry((change.subject, change.name.as_str())).or_default().push(change);
    }
    declarations
}
