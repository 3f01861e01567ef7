//! `cargo xtask update`: takes another version of a schema, with everything that follows from it.
//!
//! - `schema_source`: the value of `--from`; `source_reader`: the schema that it names; `package_fetch`: files of packages, by `timed_program` (programs) and
//!   `package_archive` (their archives);
//! - `changelog`: the entry in `CHANGELOG.md`; `crate_version`: the version of the generated crate;
//! - `uncommitted_files`: files with changes that git does not have;
//! - this file: the steps in their order.
//!
//! Invariants: everything is read, checked and generated before the first file is touched, and all files change as one
//! transaction; so a failure before the commit is exit code 2, with an unchanged tree.

mod changelog;
mod crate_version;
mod package_archive;
mod package_fetch;
mod schema_source;
mod source_reader;
mod timed_program;
mod uncommitted_files;

use std::fs;
use std::path::Path;
use std::time::Duration;

use tl_codegen::history::{TextRole, TextSource, declared_in_text};
use tl_commands::diff::{self, Comparison, SchemaText};
use tl_commands::{Failure, Findings, Outcome, Output, ReportingArgs, count_with_noun, message, problem};

use crate::codegen::{self, GeneratedProtocols};
use crate::diff::compared_repository;
use crate::flags;
use crate::history::{self, TakenLayer};
use crate::incoming_schema::{self, AcceptedSchema, IncomingSchema};
use crate::project::{Project, schema_path};
use crate::schema_lock;
use crate::schema_loss;
use crate::transaction::Transaction;

pub(crate) use schema_source::SchemaSource;
use schema_source::{Package, Registry};
pub(crate) use source_reader::read_source;

/// How long a fetch may take.
const FETCH_TIMEOUT: Duration = Duration::from_secs(300);

/// Fetches a text file of a published crate.
pub(crate) fn fetch_from_crate(project: &Project, name: &str, version: &str, path: &str) -> Outcome<String> {
    let package = Package {
        registry: Registry::Crate,
        name: name.to_owned(),
        version: version.to_owned(),
        path: Some(path.to_owned()),
    };
    let found = package_fetch::fetch_file(project, &package, &[path.to_owned()], FETCH_TIMEOUT)?;
    String::from_utf8(found.bytes)
        .map_err(|_| Failure::unable_with_advice(format!("{path} of {name} {version} is not UTF-8"), ""))
}

/// Takes another version of a schema.
pub(crate) fn run(project: &Project, flags: &flags::Update, output: &mut Output<'_>) -> Outcome {
    let name = &flags.protocol;
    project.select_protocols(std::slice::from_ref(name))?;
    let _exclusive = project.lock_exclusively(output)?;
    let (update, transaction) = prepare_update(project, flags, output).map_err(|failure| match failure {
        // The mistakes have been printed, and make the update impossible.
        Failure::Reported => Failure::Refused,
        failure => failure,
    })?;
    if let Some(paths) = uncommitted_files::describe_uncommitted(project.root(), &transaction.changed_paths()) {
        problem!(output, "note: files with uncommitted changes are changed again: {paths}");
    }
    match flags.dry_run {
        true => message!(output, "nothing was written; without --dry-run, these files change:"),
        false => transaction.make_all_changes(project.root())?,
    }
    update.lines.iter().for_each(|line| message!(output, "{line}"));
    if let Some(comparison) = &update.comparison {
        message!(output, "\n{}", comparison.human.trim_end());
    }
    print_work_left(name, &update, output)
}

/// The results of an update, which only has to be written.
struct PreparedUpdate {
    /// One line for each changed file or folder.
    lines: Vec<String>,
    generated: GeneratedProtocols,
    /// The difference of the schemas; `None` if there was no readable schema.
    comparison: Option<Comparison>,
}

fn prepare_update(
    project: &Project,
    flags: &flags::Update,
    output: &mut Output<'_>,
) -> Outcome<(PreparedUpdate, Transaction)> {
    let protocol = flags.protocol.as_str();
    let timeout = Duration::from_secs(flags.timeout.into());
    let read = read_source(project, protocol, &flags.from, timeout)?;
    let name = Path::new(&read.name);
    schema_loss::refuse_non_schema_file(name, &read.bytes)?;
    let incoming = IncomingSchema {
        protocol,
        name,
        bytes: read.bytes,
        origin: read.origin,
        layer: None,
        accepted: &flags.accept,
        reporting: &flags.reporting,
    };
    let incoming = incoming_schema::accept_schema(project, incoming, output)?;
    let comparison = compare_with_present_schema(project, protocol, &read.name, &incoming.text, output)?;
    let history = history_with_layer(project, &incoming, protocol, read.text_source, output)?;
    let mut staged =
        vec![(schema_path(protocol), incoming.text), (schema_lock::LOCK_PATH.to_owned(), incoming.lock.file_text()?)];
    staged.extend(history);
    staged.extend(changelog_with_difference(project, comparison.as_ref())?);
    staged.extend(files_with_raised_version(project, comparison.as_ref())?);

    let mut transaction = Transaction::default();
    let written = transaction.add_changes(project.root(), &staged)?;
    let mut lines: Vec<_> = written.into_iter().map(|path| format!("{path}: written")).collect();
    let codegen = flags::Codegen { reporting: flags.reporting.clone(), ..flags::Codegen::default() };
    let generated = codegen::generate_unwritten(&project.with_staged(staged), &codegen, output)?;
    lines.extend(generated.add_changes_to(project, &mut transaction)?);
    Ok((PreparedUpdate { lines, generated, comparison }, transaction))
}

/// The tables of the history with the incoming layer; none if the schema has no layer.
fn history_with_layer(
    project: &Project,
    incoming: &AcceptedSchema,
    protocol: &str,
    source: TextSource,
    output: &mut Output<'_>,
) -> Outcome<Vec<(String, String)>> {
    let entry = incoming.lock.protocols.get(protocol);
    let Some((layer, sha256)) = entry.and_then(|entry| Some((entry.layer?, entry.sha256.clone()))) else {
        return Ok(Vec::new());
    };
    let mut findings = Findings::new(&ReportingArgs::default(), output);
    let history = history::read_history(project, protocol, &mut findings)?;
    let exceptions = history::read_exceptions(project, protocol)?;
    findings.print_and_fail_on_error(output)?;
    let (declared, left_out) = declared_in_text(&incoming.text, &exceptions);
    if declared.is_empty() {
        return Ok(Vec::new());
    }
    let mut history = history.unwrap_or_default();
    let source = TextSource { sha256, ..source };
    history::take_layer(&mut history, TakenLayer { layer, role: TextRole::Main, source, declared, left_out }, output)?;
    Ok(history::history_texts(protocol, &history))
}

/// Compares the present schema with the text that replaces it; `None` if there is no present schema, or if it has an
/// error.
fn compare_with_present_schema(
    project: &Project,
    protocol: &str,
    name: &str,
    text: &str,
    output: &mut Output<'_>,
) -> Outcome<Option<Comparison>> {
    let path = schema_path(protocol);
    let Ok(old) = fs::read(project.full_path(&path)) else { return Ok(None) };
    let old = SchemaText { name: &path, protocol, bytes: old };
    let new = SchemaText { name, protocol, bytes: text.as_bytes().to_vec() };
    match diff::compare_schema_texts(old, new, compared_repository(Some(project)), true, output) {
        Ok(comparison) => Ok(Some(comparison)),
        Err(Failure::Unable { message, .. }) => {
            problem!(output, "note: there is no difference to show: {message}");
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// The files with the version of the generated crate, if the difference needs a higher one.
fn files_with_raised_version(project: &Project, comparison: Option<&Comparison>) -> Outcome<Vec<(String, String)>> {
    match comparison
        .and_then(|comparison| comparison.versions.as_ref())
        .filter(|versions| !versions.does_current_suffice())
    {
        Some(versions) => crate_version::files_with_version(project, &versions.needed.to_string()),
        None => Ok(Vec::new()),
    }
}

/// The changelog with an entry about the difference; `None` if the declarations stay, or if there is no changelog.
fn changelog_with_difference(project: &Project, comparison: Option<&Comparison>) -> Outcome<Option<(String, String)>> {
    let path = project.full_path(changelog::CHANGELOG_PATH);
    let Some(comparison) = comparison.filter(|comparison| !comparison.is_empty && path.is_file()) else {
        return Ok(None);
    };
    let text = fs::read_to_string(&path).map_err(|why| Failure::about_file(&path, &why))?;
    Ok(Some((changelog::CHANGELOG_PATH.to_owned(), changelog::with_unreleased_entry(&text, &comparison.markdown))))
}

/// Prints the work that is left for a person; a decision makes the exit code 1.
fn print_work_left(
    protocol: &str,
    PreparedUpdate { generated, comparison, .. }: &PreparedUpdate,
    output: &mut Output<'_>,
) -> Outcome {
    let decide = comparison.as_ref().map(|comparison| comparison.decide.as_slice()).unwrap_or_default();
    message!(output, "\nLeft for a person: {}", count_with_noun(decide.len(), "decision"));
    decide.iter().for_each(|line| message!(output, "  {line}"));
    generated.print_remarks(protocol, output);
    match decide.is_empty() {
        true => Ok(()),
        false => Err(Failure::Reported),
    }
}
