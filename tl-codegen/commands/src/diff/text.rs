//! The forms for people: plain text and Markdown.
//!
//! Both begin with one screen: sides, verdict, decisions, removed and new declarations by namespace. Facts about each
//! declaration follow. Invariant: a declaration takes one line in each part.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tl_parser::difference::{Change, ChangeKind, Subject, Verdict};

use super::input::Input;
use super::report::Report;
use super::words;
use crate::findings::count;

/// A part of the printed report: a heading, and the lines below it.
struct Part {
    heading: String,
    lines: Vec<String>,
}

/// The report as plain text.
pub(super) fn render_human(report: &Report<'_>) -> String {
    let mut text = format!("{}\n", title_line(report));
    for (side, input) in [("old", report.old), ("new", report.new)] {
        let _ = writeln!(text, "  {side}: {}, sha256 {}, {}", input.name, &input.sha256[..16], input.counts.summary());
    }
    let _ = writeln!(text, "\n{}", verdict_line(report));
    for Part { heading, lines } in report_parts(report) {
        let _ = writeln!(text, "\n{heading}");
        lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    text
}

/// The report as Markdown.
pub(super) fn render_markdown(report: &Report<'_>) -> String {
    let mut text = format!("## {}\n\n", title_line(report));
    text.push_str("| | constructors | functions | sha256 |\n|---|---|---|---|\n");
    for (side, input) in [("old", report.old), ("new", report.new)] {
        let (n_constructors, n_functions) = (input.counts.n_constructors, input.counts.n_functions);
        let _ = writeln!(text, "| {side} | {n_constructors} | {n_functions} | `{}` |", input.sha256);
    }
    let _ = writeln!(text, "\n{}", verdict_line(report));
    for Part { heading, lines } in report_parts(report) {
        let _ = writeln!(text, "\n### {heading}\n");
        lines.iter().for_each(|line| text.push_str(&format!("- {}\n", with_escaped_markup(line))));
    }
    text
}

/// The line with a backslash before each character that Markdown would read as markup, outside of code.
fn with_escaped_markup(line: &str) -> String {
    let parts = line.split('`').enumerate().map(|(n, part)| match n % 2 {
        0 => part.replace('_', "\\_").replace('<', "\\<").replace('#', "\\#"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("`")
}

fn title_line(report: &Report<'_>) -> String {
    let layer = |input: &Input| input.schema.layer.map_or_else(|| "no layer".to_owned(), |layer| layer.to_string());
    format!("{}: layer {} to {}", report.protocol(), layer(report.old), layer(report.new))
}

fn verdict_line(report: &Report<'_>) -> String {
    let changes = &report.difference.changes;
    if changes.is_empty() {
        return "The schemas mean the same.".to_owned();
    }
    let declarations = grouped_by_declaration(changes.iter()).len();
    let meaning = match report.difference.worst_verdict() {
        Verdict::Compatible => "either reader gets every value",
        Verdict::Lost => "a reader ignores bits that it does not know",
        Verdict::Unknown => "a reader meets ids that it does not know, and fails",
        Verdict::Silent => "a reader takes bytes for another value, without an error",
    };
    let worst = report.difference.worst_verdict().as_str();
    let (facts, declarations) = (count(changes.len(), "fact"), count(declarations, "declaration"));
    format!("{facts} about {declarations}. On the wire: {worst}, {meaning}. {} to decide.", report.decide.len())
}

fn report_parts(report: &Report<'_>) -> Vec<Part> {
    let changes = || report.difference.changes.iter();
    let is = |kind: ChangeKind| move |change: &&Change| change.kind == kind;
    let is_combinator = |change: &&Change| change.subject != Subject::Type;
    let decide = Part { heading: format!("To decide ({})", report.decide.len()), lines: report.decide.clone() };
    let renamed: Vec<_> = changes().filter(is(ChangeKind::Renamed)).map(words::fact_in_words).collect();
    let parts = [
        decide,
        readers_part(changes()),
        names_part("Removed", changes().filter(is(ChangeKind::Removed)).filter(is_combinator)),
        names_part("New", changes().filter(is(ChangeKind::Added)).filter(is_combinator)),
        Part { heading: format!("Likely renamed ({})", renamed.len()), lines: renamed },
        details_part("Changed constructors", changes().filter(|change| change.subject == Subject::Constructor)),
        details_part("Changed functions", changes().filter(|change| change.subject == Subject::Function)),
        details_part("Changed types", changes().filter(|change| change.subject == Subject::Type)),
    ];
    parts.into_iter().filter(|part| !part.lines.is_empty()).collect()
}

/// The part that counts, for each reader, the declarations by verdict.
fn readers_part<'a>(changes: impl Iterator<Item = &'a Change>) -> Part {
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
    Part { heading: "Readers, by declarations".to_owned(), lines }
}

/// The part that lists the names of the changed declarations, by section and namespace.
fn names_part<'a>(heading: &str, changes: impl Iterator<Item = &'a Change>) -> Part {
    let mut groups: BTreeMap<(Subject, &str), Vec<String>> = BTreeMap::new();
    let mut n_names = 0;
    for change in changes {
        let namespace = change.name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
        groups.entry((change.subject, namespace)).or_default().push(format!("`{}`", change.name));
        n_names += 1;
    }
    let lines = groups.iter().map(|((subject, namespace), names)| {
        let namespace = if namespace.is_empty() { String::new() } else { format!(" of {namespace}") };
        format!("{}{namespace}: {}", count(names.len(), subject.as_str()), names.join(", "))
    });
    Part { heading: format!("{heading} ({n_names})"), lines: lines.collect() }
}

/// The part that lists the facts about declarations that both schemas have, and about types.
fn details_part<'a>(heading: &str, changes: impl Iterator<Item = &'a Change>) -> Part {
    let is_listed = |change: &&Change| {
        let is_combinator = change.subject != Subject::Type;
        let is_elsewhere = matches!(change.kind, ChangeKind::Added | ChangeKind::Removed) && is_combinator;
        !is_elsewhere && change.kind != ChangeKind::Renamed
    };
    let lines: Vec<_> = grouped_by_declaration(changes.filter(is_listed))
        .into_iter()
        .map(|((_, name), changes)| {
            let worst = |reader: fn(&Change) -> Verdict| {
                changes.iter().map(|change| reader(change)).max().unwrap_or_default().as_str()
            };
            let (old, new) = (worst(|change| change.wire.old_reader), worst(|change| change.wire.new_reader));
            let direction = changes[0].direction.as_str().replace('_', " ");
            let facts: Vec<_> = changes.iter().map(|change| words::fact_in_words(change)).collect();
            format!("`{name}` ({direction}; old reader {old}, new reader {new}): {}", facts.join("; "))
        })
        .collect();
    Part { heading: format!("{heading} ({})", lines.len()), lines }
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
