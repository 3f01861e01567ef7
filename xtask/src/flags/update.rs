//! The command line of `cargo xtask update`, with its help text.

use clap::Args;
use tl_commands::ReportingArgs;

use crate::schema_loss::AcceptedLoss;
use crate::update::SchemaSource;

/// Take another version of a schema, with everything that follows from it
///
/// Reads the schema from SOURCE, checks it, compares it with the present one, and changes as one transaction: the
/// schema, schemas/tl.lock, tables of metadata, generated code, reports and listings, features, and CHANGELOG.md. If
/// anything is wrong, nothing is touched. A run that was killed leaves the old files or is finished by the next run.
///
/// A package is fetched by the installed `cargo` or `npm`, with their mirrors and proxies. Without PATH, the file has
/// the path that schemas/tl.lock has.
///
/// A file without declarations, or without a section that the schema has, is refused. So is one with more than 5 %
/// fewer constructors or functions, an older layer, or the same layer with other declarations, unless `--accept` names
/// it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask update api --from crate:grammers-tl-types@0.11.0
  cargo xtask update api --from npm:some-types@1.2.3:package/api.tl
  cargo xtask update api --from api.tl --dry-run
  cargo xtask update api --from old.tl --accept older-layer --accept fewer

Exit codes:
  0  done, and there is nothing to decide
  1  done, and the printed decisions are left
  2  refused or impossible; nothing was touched")]
pub(crate) struct Update {
    /// Protocol: name of a folder in schemas/
    #[arg(value_name = "PROTOCOL")]
    pub(crate) protocol: String,
    /// A file, `crate:NAME@VERSION[:PATH]` or `npm:NAME@VERSION[:PATH]`
    #[arg(long, value_name = "SOURCE")]
    pub(crate) from: SchemaSource,
    /// Take the schema although it loses something; may be given several times
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) accept: Vec<AcceptedLoss>,
    /// Write nothing; print the difference and the files that would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Time in which `cargo` or `npm` must end
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = super::parser_of_positive_number())]
    pub(crate) timeout: u32,
    #[command(flatten)]
    pub(crate) reporting: ReportingArgs,
}
