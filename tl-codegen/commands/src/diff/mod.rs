//! The command `diff`: compares two schemas, and gives each change a verdict on the wire.
//!
//! - `input`: a file or a text of a git revision, resolved;
//! - `report`: the facts with their verdict, and the JSON form;
//! - `words`: one fact in words; `text`: the form for people and the Markdown form.
//!
//! Facts and verdicts are those of [`tl_parser::difference`]. Rust names are not compared. Invariant: nothing is written,
//! and with `--format json` the standard output holds one JSON object and nothing else.

mod input;
mod report;
mod text;
mod words;

use clap::{Args, ValueEnum};

use crate::dialect::DialectArgs;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use report::Report;

pub use input::Repository;

/// Compare two schemas: facts, and verdicts on the wire
///
/// OLD and NEW are files in TL or in the JSON form of Telegram, or texts of a git revision: REV:PATH, or REV:PROTOCOL for the
/// schema of a protocol of the project. Names, ids, fields and results are compared; order, layout and comments are not.
///
/// Each fact has a verdict for two readers. The old reader gets bytes of NEW, the new reader gets bytes of OLD:
/// `compatible`, `lost` (a bit is ignored), `unknown` (an unknown id, an error) or `silent` (bytes are taken for another
/// value, without an error). A silent misreading needs a decision.
///
/// Exit code 0: nothing to decide. 1: something to decide. 2: the schemas cannot be compared.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} diff HEAD~1:api schemas/api/api.tl            the last change of a protocol
  {program} diff v1.0:schemas/api/api.tl HEAD:api         between two revisions
  {program} diff old.tl new.tl --format markdown          a changelog entry
  {program} diff old.json new.tl --format json            one JSON object")]
pub struct Diff {
    /// The schema before the change
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The schema after the change
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: DiffFormat,
    /// The dialect of both schemas.
    #[command(flatten)]
    pub dialect: DialectArgs,
}

/// The form of a printed difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Text: decisions first, details last
    #[default]
    Human,
    /// A changelog entry, or the text of a pull request
    Markdown,
    /// One JSON object for programs
    Json,
}

/// Compares two schemas and prints the difference.
///
/// # Errors
///
/// [`Failure::Reported`] if something needs a decision. Another failure if a schema cannot be read or has an error.
pub fn run(args: &Diff, repository: Repository<'_>, output: &mut Output<'_>) -> Outcome {
    let old = input::read(&args.old, repository, args.dialect.into(), output)?;
    let new = input::read(&args.new, repository, args.dialect.into(), output)?;
    let report = Report::new(&old, &new);
    match args.format {
        DiffFormat::Human => output.data(text::render_human(&report).trim_end()),
        DiffFormat::Markdown => output.data(text::render_markdown(&report).trim_end()),
        DiffFormat::Json => output.data(report.json()),
    }
    match report.decide.is_empty() {
        true => Ok(()),
        false => Err(Failure::Reported),
    }
}
