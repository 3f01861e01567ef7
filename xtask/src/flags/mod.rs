//! What can be asked for, and the help that teaches it.
//!
//! Nothing is done here. Invariant: every command has examples in its help.

mod metadata;

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use metadata::{
    Metadata, MetadataImport, MetadataReadPage, MetadataShow, MetadataWhat, Prefer, Print, SourceFormat,
};

use crate::reporting::{Format, Reporting};

/// Commands of this repository
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
pub(crate) struct Flags {
    /// Root of the project: the folder that holds `schemas/` [default: found from the current directory upwards]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// When to use colour; `auto`: on a terminal, unless NO_COLOR says otherwise
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What is said about each command stands at its flags: a comment here would take the place of the longer text there.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(Codegen),
    Check(Check),
    Explain(Explain),
    Fmt(Fmt),
    Model(Model),
    Import(Import),
    Ci(Ci),
    Bench(Bench),
    Metadata(Metadata),
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    pub(crate) fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  success; there may be warnings
  1  something is wrong with what was looked at
  2  the command was called wrongly, or a file cannot be read or written";

/// Generate the Rust code of each protocol
///
/// Reads schemas/PROTOCOL/PROTOCOL.tl with the tables beside it, and makes tl-types/src/generated hold exactly what
/// follows from them. Files that do not change are not touched, files that nothing asks for are removed. The features
/// in tl-types/Cargo.toml are kept right too. If any schema has an error, nothing is touched at all.
#[derive(Args, Debug, Default)]
#[command(after_help = "\
Examples:
  cargo xtask codegen              generate everything
  cargo xtask codegen mtproto      generate one protocol
  cargo xtask codegen --check      only say whether the generated code is up to date")]
pub(crate) struct Codegen {
    /// Protocols to generate: names of folders in schemas/ [default: all]
    #[arg(value_name = "PROTOCOL")]
    pub(crate) protocols: Vec<String>,
    /// Write nothing; name files and features that are missing, stale or orphaned, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Say how long each phase took
    #[arg(long)]
    pub(crate) timings: bool,
    #[command(flatten)]
    pub(crate) dialect: Dialect,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

/// Look for mistakes in schemas
///
/// Without FILE: everything that `codegen` would refuse, for each protocol of the project, metadata and the names of
/// the generated code included. With FILE: these files, read as one schema; what can be read but not generated is
/// a warning.
///
/// An id that is not the CRC32 of its declaration is an error, unless the exceptions give a reason for it. With `--fix`,
/// such ids are corrected in the files, and declarations without an id get theirs; nothing else in a file changes.
/// Corrected ids follow the rule that most ids of the schema follow.
#[derive(Args, Debug, Default)]
#[command(after_help = "\
Examples:
  cargo xtask check                                 check the project
  cargo xtask check draft.tl                        check a file, with the exceptions.tsv beside it if there is one
  cargo xtask check a.tl b.tl --exceptions ids.tsv  check two files as one schema
  cargo xtask check draft.tl --fix                  correct wrong ids and add missing ones
  cargo xtask check draft.tl --fix=wrong            correct wrong ids only
  cargo xtask check draft.tl -W unreachable-type    say which types no function reaches
  cargo xtask check draft.tl --format github        for the log of a workflow")]
pub(crate) struct Check {
    /// Files to check, as one schema [default: each protocol of the project]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Ids that are known and right [default: exceptions.tsv beside the first FILE, if there is one]
    #[arg(long, value_name = "FILE", requires = "files")]
    pub(crate) exceptions: Option<PathBuf>,
    /// Correct ids in the files
    #[arg(long, value_name = "WHICH", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub(crate) fix: Option<Fix>,
    #[command(flatten)]
    pub(crate) dialect: Dialect,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

/// Which ids to correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Fix {
    /// Wrong ones, and missing ones are added
    All,
    /// Wrong ones only
    Wrong,
    /// Missing ones are added, wrong ones stay
    Missing,
}

/// Explain a code of a finding
///
/// What is wrong, an example of it, the example put right, and why there is such a rule.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask explain                 list all codes
  cargo xtask explain id-mismatch     explain one")]
pub(crate) struct Explain {
    /// Code to explain, as it stands in brackets behind `error` or `warning` [default: list all]
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

/// Lay schemas out in the usual way
///
/// One declaration on a line, one space where one may stand, at most one empty line between declarations, section marks
/// with an empty line around them. Comments stay where they are, tokens as they are spelled, so that no id and no
/// meaning changes. Files that are laid out already are not touched, nor are files that cannot be parsed.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask fmt draft.tl            lay a file out
  cargo xtask fmt --check a.tl b.tl   write nothing, show what would change, and exit with 1 if anything would")]
pub(crate) struct Fmt {
    /// Files to lay out
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Write nothing; name files that would change with what would, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Form of findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) dialect: Dialect,
}

/// Say what schemas mean
///
/// Reads the FILEs as one schema and prints every declaration with its ids, its canonical form and its types resolved. A
/// FILE may also be JSON as Telegram publishes it. What is wrong goes to the standard error. An id that is not the CRC32
/// of its declaration, or that two functions share, is a remark only.
///
/// As JSON, the standard output holds one object and nothing else, whatever is wrong with the schema: `accept`,
/// `combinators`, `directives`, `lints`, `classes`, `layer`, `diagnostics`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask model schemas/api/api.tl                      as a tree
  cargo xtask model draft.tl --format json                  as one JSON object
  cargo xtask model scheme.tl --dialect vk                  with annotations and arrows")]
pub(crate) struct Model {
    /// Files to read, as one schema
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// How to say it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ModelFormat::Tree)]
    pub(crate) format: ModelFormat,
    #[command(flatten)]
    pub(crate) dialect: Dialect,
}

/// How a model is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelFormat {
    /// An indented text
    Tree,
    /// One JSON object
    Json,
}

/// Which additions to the language are read.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Dialect {
    /// Additions to the language to read: those of VK are annotations, `=>` and `float`
    #[arg(long, value_name = "DIALECT", value_enum, default_value_t = DialectName::Tl)]
    dialect: DialectName,
}

/// Names of dialects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum DialectName {
    #[default]
    /// As Telegram, TDLib and TON write it
    Tl,
    /// As VK writes it
    Vk,
}

impl From<Dialect> for tl_parser::Dialect {
    fn from(dialect: Dialect) -> Self {
        match dialect.dialect {
            DialectName::Tl => Self::Tl,
            DialectName::Vk => Self::Vk,
        }
    }
}

/// Take a schema over from a published package
///
/// Reads FILE, checks it, and writes schemas/PROTOCOL/PROTOCOL.tl anew: same declarations, in an order and layout that
/// do not depend on those of FILE, without its comments. Where it is from is recorded in schemas/tl.lock. If FILE has
/// an error, nothing is touched. Importing the same file again changes nothing.
///
/// An id that is not the CRC32 of its declaration is an error, unless schemas/PROTOCOL/exceptions.tsv gives a reason.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo fetch, then
  cargo xtask import api ~/.cargo/registry/src/*/grammers-tl-types-0.11.0/tl/api.tl \\
      --package grammers-tl-types --version 0.11.0
  cargo xtask codegen              generate the code of the new schema")]
pub(crate) struct Import {
    /// Name of the protocol: of its folder in schemas/, and of its Rust module
    #[arg(value_name = "PROTOCOL")]
    pub(crate) protocol: String,
    /// The schema
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Package that FILE was published in
    #[arg(long, value_name = "NAME")]
    pub(crate) package: String,
    /// Version of the package
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: String,
    /// Path of FILE inside the package [default: what follows NAME-VERSION/ in FILE, or else its last part]
    #[arg(long, value_name = "PATH")]
    pub(crate) path: Option<String>,
    /// Layer of the schema [default: the `// LAYER n` of FILE, if it has one]
    #[arg(long, value_name = "N")]
    pub(crate) layer: Option<u32>,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

/// Run the steps of continuous integration
///
/// One after the other, up to the first that fails; each with the time it took.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask ci                   all steps, as on the server
  cargo xtask ci fmt clippy        these two, in the order of the table
  cargo xtask ci --list            name the steps")]
pub(crate) struct Ci {
    /// Steps to run [default: all]
    #[arg(value_name = "STEP")]
    pub(crate) steps: Vec<String>,
    /// Go on after a step that fails
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Name the steps and what they do, and run none
    #[arg(long)]
    pub(crate) list: bool,
}

/// Measure the generated types beside other implementations
///
/// All implementations process the same bytes, or are compiled with the same settings, in turn. The tables are printed
/// as markdown; `--write` also replaces the previous tables in tests/bench/RESULTS.md.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask bench run              time and allocations
  cargo xtask bench instructions     instructions, counted by valgrind
  cargo xtask bench compile          compile times and sizes; takes many minutes")]
pub(crate) struct Bench {
    #[command(subcommand)]
    pub(crate) benchmark: Benchmark,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Benchmark {
    Run(BenchRun),
    Instructions(BenchInstructions),
    Compile(BenchCompile),
}

/// Measure time and allocations of decoding, encoding and cloning
///
/// Times are the best of all rounds. A ratio is the time of grammers divided by ours: above 1, ours is faster. `memcpy`
/// copies the payload.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask bench run                 measure and print
  cargo xtask bench run --write         and write the tables to tests/bench/RESULTS.md")]
pub(crate) struct BenchRun {
    /// Number of rounds; the best one counts
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = at_least_one())]
    pub(crate) rounds: u32,
    /// Replace the tables in tests/bench/RESULTS.md
    #[arg(long)]
    pub(crate) write: bool,
}

/// Count the instructions of one decode and one encode
///
/// Runs each operation 10 and 110 times under valgrind's callgrind and divides the difference by 100. Unlike a time, the
/// count does not depend on the load of the machine.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask bench instructions                a page of messages
  cargo xtask bench instructions difference     a difference of updates
  cargo xtask bench instructions --write        and write the table to tests/bench/RESULTS.md")]
pub(crate) struct BenchInstructions {
    /// The payload: a case of `tl-bench`
    #[arg(value_name = "CASE", default_value = "messages")]
    pub(crate) case: String,
    /// Replace the table in tests/bench/RESULTS.md
    #[arg(long)]
    pub(crate) write: bool,
}

/// Measure compile time and binary size of crates that use the types
///
/// For each implementation, compiles a small crate and its dependencies in a temporary folder, without incremental
/// compilation and with lints capped. Prints median and minimum of user time and wall time.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask bench compile                 three rounds
  cargo xtask bench compile --rounds 1      one round, for a quick estimate
  cargo xtask bench compile --write         and write the table to tests/bench/RESULTS.md")]
pub(crate) struct BenchCompile {
    /// Number of rounds; each compiles every implementation once
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = at_least_one())]
    pub(crate) rounds: u32,
    /// Replace the table in tests/bench/RESULTS.md
    #[arg(long)]
    pub(crate) write: bool,
}

fn at_least_one() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..)
}
