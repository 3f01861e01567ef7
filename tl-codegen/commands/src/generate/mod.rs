//! The command `generate`: writes the Rust code of schemas into a folder.
//!
//! - `options`: the arguments, and the settings of the generator that follow from them;
//! - `input_files`: the files that are read: schemas, and the tables beside them.
//!
//! It decides nothing about the code: see [`tl_codegen::generate`](tl_codegen::generate()). Invariants: nothing is
//! written if there is an error, and the code does not depend on the folder in which the command runs.

mod input_files;
mod options;

pub use options::Generate;

use tl_codegen::UnmatchedSetting;
use tl_parser::Severity;

use crate::failure::Outcome;
use crate::findings::{Findings, count_with_noun};
use crate::output::Output;
use crate::printable_path::printable_path;
use crate::recorded_layout::MALFORMED_LAYOUT_HELP;
use crate::{message, problem};

/// Generates the code and writes it to the folder.
///
/// # Errors
///
/// If there is an error among the findings, or a file cannot be read or written.
pub fn run(args: &Generate, output: &mut Output<'_>) -> Outcome {
    let mut findings = Findings::new(&args.reporting, output);
    let inputs = input_files::read_inputs(args, &mut findings)?;
    let mut generated = None;
    if findings.n_errors() == 0 {
        let mut settings = args.settings()?;
        settings.command = format!("{} generate", output.program_name());
        settings.source = input_files::source_names_for_header(&args.files);
        let generation = tl_codegen::generate(&findings.sources, &inputs, &settings);
        findings.add_without_levels(generation.diagnostics);
        generation.unmatched.iter().for_each(|unmatched| add_unmatched_option(unmatched, &mut findings));
        generation
            .errors
            .into_iter()
            .for_each(|why| findings.add_finding_without_span(Severity::Error, why, MALFORMED_LAYOUT_HELP));
        generated = generation.files;
    }
    let reported = findings.print_and_fail_on_error(output);
    reported.inspect_err(|_| problem!(output, "nothing was written"))?;
    if let Some(files) = generated {
        let changes = files.write(&args.out)?;
        let (folder, n_files) = (printable_path(&args.out), count_with_noun(files.len(), "file"));
        let (n_written, n_removed, n_unchanged) = (changes.written.len(), changes.removed.len(), changes.n_unchanged);
        message!(output, "{folder}: {n_files}: {n_written} written, {n_removed} removed, {n_unchanged} unchanged");
    }
    Ok(())
}

/// Adds an error for an option that names nothing in the schema.
fn add_unmatched_option(unmatched: &UnmatchedSetting, findings: &mut Findings) {
    let UnmatchedSetting { setting, name, nearest } = unmatched;
    let option = options::name_of_option(setting);
    let help = match nearest {
        Some(nearest) => format!("the nearest name is `{nearest}`"),
        None => "names are written as in the schema: `auth.sentCode`, `auth.SentCode`, or `auth.*`".to_owned(),
    };
    findings.add_finding_without_span(
        Severity::Error,
        format!("`--{option} {name}` selects nothing in the schema"),
        help,
    );
}
