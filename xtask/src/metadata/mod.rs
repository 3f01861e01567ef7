//! `cargo xtask metadata`: metadata of functions, from the files of sources to the tables beside the schema.
//!
//! The package `tl-metadata` merges facts and makes reports; this module applies it to the files of the project.
//!
//! - `files`: reads and writes the tables and the facts of a protocol;
//! - `import`, `check`: the commands that change and verify them;
//! - `sentences`: the commands for the review of sentences;
//! - this file: the commands that print.
//!
//! Invariant: the tables of facts equal the merged files of facts, and no command writes other tables of facts.

mod check;
mod files;
mod import;
mod sentences;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::PathBuf;

use serde::Serialize;
use tl_codegen::metadata::Keyword;
use tl_commands::{Failure, Outcome, Output, count_with_noun, message, printable_path, problem};
use tl_metadata::coverage::measure_coverage;
use tl_metadata::{lookup, page, sentence_reports};

use crate::flags::{Metadata, MetadataCommand, MetadataReadPage, MetadataShow, PrintFormat};
use crate::metadata_tables::MergedStore;
use crate::project::Project;

pub(crate) use check::{print_metadata_gaps, run as check};

/// Runs a subcommand; only `read-page` works outside a project.
pub(crate) fn run(project: impl FnOnce() -> Outcome<Project>, flags: &Metadata, output: &mut Output<'_>) -> Outcome {
    let protocol = &flags.protocol;
    match &flags.command {
        MetadataCommand::Import(flags) => import::run(&project()?, protocol, flags, output),
        MetadataCommand::Check => check::check_protocol(&project()?, protocol, output),
        MetadataCommand::Conflicts(flags) => print_conflicts(&project()?, protocol, flags.format, output),
        MetadataCommand::Coverage(flags) => print_value(
            flags.format,
            &measure_coverage(&files::read_merged_facts(&project()?, protocol, output)?.store),
            output,
        ),
        MetadataCommand::Show(flags) => print_lookup(&project()?, protocol, flags, output),
        MetadataCommand::Sample(flags) => sentences::print_sample(&project()?, protocol, flags, output),
        MetadataCommand::FindSentences(flags) => sentences::find(&project()?, protocol, flags, output),
        MetadataCommand::ReadPage(flags) => print_pages(flags, output),
    }
}

/// Prints a value as text or as JSON.
fn print_value(format: PrintFormat, value: &(impl Serialize + Display), output: &mut Output<'_>) -> Outcome {
    match format {
        PrintFormat::Json => print_json(value, output)?,
        PrintFormat::Text => message!(output, "{value}"),
    }
    Ok(())
}

fn print_json(value: &impl Serialize, output: &mut Output<'_>) -> Outcome {
    let text = serde_json::to_string_pretty(value).map_err(|why| Failure::unable_with_advice(why.to_string(), ""))?;
    output.write_data_line(text);
    Ok(())
}

fn print_conflicts(project: &Project, protocol: &str, format: PrintFormat, output: &mut Output<'_>) -> Outcome {
    let conflicts = files::read_merged_facts(project, protocol, output)?.merged.conflicts;
    if format == PrintFormat::Json {
        return print_json(&conflicts, output);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut method = None;
    for conflict in &conflicts {
        if method.replace(&conflict.method) != Some(&conflict.method) {
            message!(output, "{}", conflict.method);
        }
        message!(output, "  {}", conflict.to_string().replace('\n', "\n  "));
        *counts.entry(conflict.about.word()).or_default() += 1;
    }
    let counts: Vec<_> = counts.into_iter().map(|(about, n)| format!("{n} about {about}")).collect();
    let counts = if counts.is_empty() { "-".to_owned() } else { counts.join(", ") };
    message!(output, "{}: {counts}", count_with_noun(conflicts.len(), "conflict"));
    Ok(())
}

fn print_lookup(project: &Project, protocol: &str, flags: &MetadataShow, output: &mut Output<'_>) -> Outcome {
    let MergedStore { store, merged, .. } = files::read_merged_facts(project, protocol, output)?;
    let name = flags.name.as_str();
    if let Some(method) = lookup::method_report(&store, &merged, name) {
        return print_value(flags.form.format, &method, output);
    }
    if let Some(error) = lookup::error_type_report(&store, name) {
        return print_value(flags.form.format, &error, output);
    }
    if let Some(item) = sentence_reports::sentence_report(&store, name) {
        return print_value(flags.form.format, &item, output);
    }
    problem!(output, "error: `{protocol}` has no function, error type, type, constructor or field called `{name}`");
    let similar = lookup::names_similar_to(&store, name);
    if !similar.is_empty() {
        problem!(output, "help: there is {}", similar.join(", "));
    }
    Err(Failure::Reported)
}

fn print_pages(flags: &MetadataReadPage, output: &mut Output<'_>) -> Outcome {
    let read = |path: &PathBuf| -> Outcome<_> {
        let bytes = fs::read(path).map_err(|why| Failure::about_file(path, &why))?;
        Ok(page::read_page(&String::from_utf8_lossy(&bytes)))
    };
    let pages = flags.files.iter().map(read).collect::<Outcome<Vec<_>>>()?;
    if flags.form.format == PrintFormat::Json {
        return print_json(&pages, output);
    }
    flags.files.iter().zip(&pages).for_each(|(path, page)| message!(output, "{}: {page}", printable_path(path)));
    Ok(())
}
