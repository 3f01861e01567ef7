//! The command `fmt`: formats schemas.
//!
//! Files are independent of each other: a file with a syntax error does not prevent the formatting of the others.
//! Invariant: a file that is formatted already, or that has a syntax error, is not touched.

use std::path::{Path, PathBuf};

use clap::Args;
use tl_codegen::line_ends::differ_in_line_ends_only;
use tl_parser::fmt;

use crate::dialect::SyntaxArgs;
use crate::failure::{Failure, Outcome};
use crate::findings::{Findings, count_with_noun};
use crate::input::{check_stdin_is_named_once, is_stdin, name_in_findings};
use crate::output::Output;
use crate::printable_path::printable_path;
use crate::reporting::{Format, ReportingArgs};
use crate::unified_diff::unified_diff;
use crate::{file_replacement, message, problem};

/// Format schemas
///
/// The format has one declaration per line, single spaces, at most one empty line between declarations, and empty lines
/// around section marks. Comments stay where they are and tokens keep their spelling, so no id and no meaning changes.
/// Lines end with LF, or with CR LF if the first line of the file does.
///
/// Files that are formatted already are not touched, nor are files with a syntax error. A symbolic link is refused:
/// name the file that it leads to.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} fmt draft.tl            format a file
  {program} fmt --check a.tl b.tl   write nothing, show the changes, and exit with 1 if there are any
  {program} fmt - < draft.tl        format the standard input, and print the result")]
pub struct Fmt {
    /// Files to format; `-` is the standard input, whose formatted text is printed
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Write nothing; print a diff for each file that would change, and exit with 1 if there is one
    #[arg(long)]
    pub check: bool,
    /// Form of printed findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
    /// The dialect of the files, and the comments in them.
    #[command(flatten)]
    pub syntax: SyntaxArgs,
}

/// Formats the files, or with `--check` only prints the changes.
///
/// # Errors
///
/// If a file has a syntax error, cannot be read or written, or would change although `check` is set.
pub fn run(args: &Fmt, output: &mut Output<'_>) -> Outcome {
    let mut findings = Findings::new(&ReportingArgs::in_format(args.format), output);
    check_stdin_is_named_once(args.files.iter().map(PathBuf::as_path))?;
    if !args.check {
        check_and_clean_before_writing(args, output)?;
    }
    let mut texts = Vec::new();
    // Every file is read before the first is written, so that an unreadable file leaves all files unchanged.
    for path in &args.files {
        texts.push((path, findings.read_file(path, &name_in_findings(path))?));
    }
    let mut n_different = 0;
    for (path, source) in texts {
        let Some(source) = source.and_then(|source| findings.sources.get(source)) else { continue };
        match fmt::format_source(source, &args.syntax) {
            Err(found) => findings.add_with_levels(found),
            Ok(formatted) if is_stdin(path) && !args.check => output.write_exact_text(&formatted),
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

/// Refuses files that cannot be replaced, before any is read: reading a pipe could wait for ever.
fn check_and_clean_before_writing(args: &Fmt, output: &mut Output<'_>) -> Outcome {
    let on_disk = || args.files.iter().filter(|path| !is_stdin(path));
    on_disk().try_for_each(|path| file_replacement::check_is_replaceable(path))?;
    on_disk().for_each(|path| file_replacement::remove_leftovers_beside(path));
    if on_disk().count() < args.files.len() {
        output.reserve_stdout_for_data();
    }
    Ok(())
}

fn show_changes_or_write(path: &Path, text: &str, formatted: &str, is_check: bool, output: &mut Output<'_>) -> Outcome {
    if !is_check {
        file_replacement::replace_existing_file(path, formatted)?;
        message!(output, "{}: written", printable_path(path));
        return Ok(());
    }
    let name = name_in_findings(path);
    let name = tl_parser::diagnostic::printable(&name);
    match differ_in_line_ends_only(text.as_bytes(), formatted.as_bytes()) {
        true => {
            let usual = if formatted.contains("\r\n") { "CR LF" } else { "LF" };
            message!(
                output,
                "{name}: only line ends would change: the first line ends with {usual}, and others do not"
            );
        }
        false => output.write_message_line(unified_diff(&name, text, formatted).trim_end_matches('\n')),
    }
    Ok(())
}
