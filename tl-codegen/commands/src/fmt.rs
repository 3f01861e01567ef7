//! The command `fmt`: formats schemas.
//!
//! Files are independent of each other: a file with a syntax error does not prevent the formatting of the others.
//! Invariant: a file that is formatted already, or that has a syntax error, is not touched.

use std::path::{Path, PathBuf};

use clap::Args;
use similar::TextDiff;
use tl_parser::fmt;

use crate::dialect::DialectArgs;
use crate::failure::{Failure, Outcome};
use crate::findings::{Findings, count_with_noun};
use crate::output::Output;
use crate::reporting::{Format, Reporting};
use crate::{message, problem, rewrite};

/// Format schemas
///
/// The format has one declaration per line, single spaces, at most one empty line between declarations, and empty lines
/// around section marks. Comments stay where they are and tokens keep their spelling, so no id and no meaning changes.
/// Files that are formatted already are not touched, nor are files with a syntax error.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} fmt draft.tl            format a file
  {program} fmt --check a.tl b.tl   write nothing, show the changes, and exit with 1 if there are any")]
pub struct Fmt {
    /// Files to format
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Write nothing; print a diff for each file that would change, and exit with 1 if there is one
    #[arg(long)]
    pub check: bool,
    /// Form of printed findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
    /// The dialect of the files.
    #[command(flatten)]
    pub dialect: DialectArgs,
}

/// Formats the files, or with `--check` only prints the changes.
///
/// # Errors
///
/// If a file has a syntax error, cannot be read or written, or would change although `check` is set.
pub fn run(args: &Fmt, output: &mut Output<'_>) -> Outcome {
    let mut findings = Findings::new(&Reporting::in_format(args.format), output);
    let mut texts = Vec::new();
    // Every file is read before the first is written, so that an unreadable file leaves all files unchanged.
    for path in &args.files {
        texts.push((path, findings.read_file(path, &path.to_string_lossy())?));
    }
    if !args.check {
        args.files.iter().for_each(|path| rewrite::remove_leftovers_beside(path));
    }
    let mut n_different = 0;
    for (path, source) in texts {
        let Some(source) = source.and_then(|source| findings.sources.get(source)) else { continue };
        match fmt::format_source(source, args.dialect.into()) {
            Err(found) => findings.add_with_levels(found),
            Ok(formatted) if formatted == source.text() => {}
            Ok(formatted) => {
                n_different += 1;
                show_changes_or_write(path, source.text(), &formatted, args.check, output)?;
            }
        }
    }
    findings.print_and_fail_on_error(output)?;
    match args.check && n_different > 0 {
        true => {
            problem!(
                output,
                "{} would change; `{} fmt` formats them",
                count_with_noun(n_different, "file"),
                output.program_name()
            );
            Err(Failure::Reported)
        }
        false => Ok(()),
    }
}

fn show_changes_or_write(path: &Path, text: &str, formatted: &str, is_check: bool, output: &mut Output<'_>) -> Outcome {
    let name = path.to_string_lossy();
    if is_check {
        let diff = TextDiff::from_lines(text, formatted);
        message!(output, "{}", diff.unified_diff().context_radius(2).header(&name, &format!("{name} (formatted)")));
        return Ok(());
    }
    rewrite::replace_existing_file(path, formatted).map_err(|why| Failure::about_file(path, &why))?;
    message!(output, "{name}: written");
    Ok(())
}
