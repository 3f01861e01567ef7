//! The command `plan`: prints the plan of the generated code, or its public names.
//!
//! Invariant: no code is generated, and the text equals `plan.txt` of `codegen`, except for effects of project
//! settings.

use std::path::PathBuf;

use clap::Args;
use tl_codegen::{Metadata, Settings};

use crate::dialect::DialectArgs;
use crate::failure::Outcome;
use crate::findings::Findings;
use crate::input::{existing_file_beside, name_in_findings};
use crate::output::Output;
use crate::recorded_layout;
use crate::reporting::ReportingArgs;
use crate::resolve;

/// Print the plan of the generated code of a schema
///
/// The files are read as one schema. A layout.tsv beside the first file decides which values are behind a `Box`.
///
/// The report has a line for each type, constructor and function: Rust names, sizes in memory and on the wire,
/// indirections and groups. The listing has a line for each public name.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} plan draft.tl                    sizes, indirections and groups
  {program} plan draft.tl --listing          public names
  diff <({program} plan old.tl --listing) <({program} plan new.tl --listing)")]
pub struct Plan {
    /// Files to read, as one schema; `-` is the standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Print the public names instead of the report
    #[arg(long)]
    pub listing: bool,
    /// The dialect of the files.
    #[command(flatten)]
    pub dialect: DialectArgs,
    /// The output form of findings, and the level of each lint.
    #[command(flatten)]
    pub reporting: ReportingArgs,
}

/// Prints the plan of the files.
///
/// # Errors
///
/// If the schema has an error, or a file cannot be read.
pub fn run(args: &Plan, output: &mut Output<'_>) -> Outcome {
    run_with_plan_reader(args, output, |findings| {
        let sources = findings.read_files(&args.files)?;
        let usual = existing_file_beside(&args.files, resolve::EXCEPTIONS_FILE_NAME);
        let name = usual.as_deref().map(name_in_findings).unwrap_or_default();
        let exceptions = usual.as_deref().map(|path| (path, name.as_str()));
        let schema =
            resolve::resolve_with_exceptions(&sources, exceptions, args.dialect.syntax(&args.reporting), findings)?
                .unwrap_or_default();
        if findings.n_errors() > 0 {
            return Ok(Vec::new());
        }
        let layout = existing_file_beside(&args.files, recorded_layout::LAYOUT_FILE_NAME);
        let layout = layout.map(|path| recorded_layout::read_layout_file(&path)).transpose()?;
        let settings = Settings::new("schema");
        let (plan, found) = tl_codegen::plan_with_recorded_indirections(
            &schema,
            &Metadata::default(),
            &settings,
            &layout.unwrap_or_default(),
        );
        findings.add_with_levels(found);
        Ok(vec![plan])
    })
}

/// Prints the plans that `read` returns, after the findings that it adds.
///
/// # Errors
///
/// If there is an error among the findings, or if `read` fails.
pub fn run_with_plan_reader(
    args: &Plan,
    output: &mut Output<'_>,
    read: impl FnOnce(&mut Findings) -> Outcome<Vec<tl_codegen::Plan>>,
) -> Outcome {
    let mut findings = Findings::new(&args.reporting, output);
    let plans = read(&mut findings)?;
    findings.print_and_fail_on_error(output)?;
    for plan in plans {
        let text = if args.listing { plan.public_names_text() } else { plan.report() };
        output.write_data_line(text.trim_end());
    }
    Ok(())
}
