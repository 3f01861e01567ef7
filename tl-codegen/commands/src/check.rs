//! The command `check`: finds mistakes in schemas, and corrects ids on request.
//!
//! All files are read before anything is printed. Invariant: files that pass without a warning are accepted by the
//! generator. A declaration that can be read but not generated is only a warning, since the files may be meant for
//! another generator.

use std::path::PathBuf;

use clap::Args;
use tl_codegen::{Metadata, Settings};
use tl_parser::{Diagnostic, Schema, Severity};

use crate::dialect::DialectArgs;
use crate::failure::Outcome;
use crate::file_replacement;
use crate::findings::Findings;
use crate::fix::{self, IdsToFix};
use crate::input::{existing_file_beside, name_in_findings};
use crate::message;
use crate::output::Output;
use crate::reporting::ReportingArgs;
use crate::resolve::{self, DeclarationCounts};

/// Find mistakes in schemas
///
/// The files are read as one schema. A declaration that can be read but not generated is a warning.
///
/// An id that is not the CRC32 of its declaration is an error, unless the exceptions give a reason for it. With
/// `--fix`, such ids are corrected in the files, and declarations without an id get one; nothing else in a file
/// changes. Corrected ids follow the rule that most ids of the schema follow.
#[derive(Args, Debug, Default)]
#[command(after_help = "\
Examples:
  {program} check draft.tl                          check a file, with the exceptions.tsv beside it if there is one
  {program} check a.tl b.tl --exceptions ids.tsv    check two files as one schema
  {program} check draft.tl --fix                    correct wrong ids and add missing ones
  {program} check draft.tl --fix=wrong              correct wrong ids only
  {program} check draft.tl -W unreachable-type      warn about types that no function reaches
  {program} check draft.tl --format github          annotations for the log of a GitHub workflow
  {program} check - < draft.tl                      check the standard input")]
pub struct Check {
    /// Files to check, as one schema; `-` is the standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Table of ids that are right although they are not the CRC32 [default: exceptions.tsv beside the first FILE, if
    /// there is one]
    #[arg(long, value_name = "FILE", requires = "files")]
    pub exceptions: Option<PathBuf>,
    /// Correct ids in the files
    #[arg(long, value_name = "WHICH", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub fix: Option<IdsToFix>,
    /// The dialect of the files.
    #[command(flatten)]
    pub dialect: DialectArgs,
    /// The output form of findings, and the level of each lint.
    #[command(flatten)]
    pub reporting: ReportingArgs,
}

/// Checks the files as one schema.
///
/// # Errors
///
/// If there is an error among the findings, or a file cannot be read or corrected.
pub fn run(args: &Check, output: &mut Output<'_>) -> Outcome {
    if args.fix.is_some() {
        args.files.iter().try_for_each(|path| file_replacement::check_is_replaceable(path))?;
    }
    run_with_schema_reader(args, output, |findings, _| {
        Ok(vec![DeclarationCounts::count_declarations(&read_schema_of_files(args, findings)?).summary_in_words()])
    })
}

/// Checks the schemas that `read` reads, corrects ids if `args.fix` asks for it, and reports the findings.
///
/// `read` adds its findings and returns the lines to print if there is no error. With `--fix` it is called twice,
/// before and after the correction.
///
/// # Errors
///
/// If there is an error among the findings, if `read` fails, or if a file cannot be corrected.
pub fn run_with_schema_reader(
    args: &Check,
    output: &mut Output<'_>,
    read: impl Fn(&mut Findings, &mut Output<'_>) -> Outcome<Vec<String>>,
) -> Outcome {
    if let Some(fix) = args.fix {
        let mut findings = Findings::new(&fix::reporting_for_fix(&args.reporting, fix), output);
        read(&mut findings, output)?;
        fix::apply_fixes(&findings, fix, output)?;
    }
    let mut findings = Findings::new(&args.reporting, output);
    let summaries = read(&mut findings, output)?;
    findings.print_and_fail_on_error(output)?;
    summaries.iter().for_each(|summary| message!(output, "{summary}"));
    Ok(())
}

fn read_schema_of_files(args: &Check, findings: &mut Findings) -> Outcome<Schema> {
    let sources = findings.read_files(&args.files)?;
    let usual = existing_file_beside(&args.files, resolve::EXCEPTIONS_FILE_NAME);
    let exceptions = args.exceptions.as_deref().or(usual.as_deref());
    let name = exceptions.map(name_in_findings).unwrap_or_default();
    let named = exceptions.map(|path| (path, name.as_str()));
    let schema = resolve::resolve_with_exceptions(&sources, named, args.dialect.syntax(&args.reporting), findings)?
        .unwrap_or_default();
    if findings.n_errors() == 0 {
        findings.add_with_levels(diagnostics_of_generator(&schema));
    }
    Ok(schema)
}

/// The reasons why the generator would refuse a schema; reasons about single declarations become warnings.
fn diagnostics_of_generator(schema: &Schema) -> Vec<Diagnostic> {
    let (_, mut found) = tl_codegen::plan(schema, &Metadata::default(), &Settings::new("check"));
    let is_lint = |diagnostic: &&mut Diagnostic| diagnostic.code.default_level().is_some();
    found.iter_mut().filter(is_lint).for_each(|diagnostic| diagnostic.severity = Severity::Warning);
    found
}
