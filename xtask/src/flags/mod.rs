//! The command line of this program, with its help texts.
//!
//! Flags of commands on files are declared in `tl-commands`. Invariant: the help of every command has examples.

mod history;
mod metadata;
mod update;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use tl_commands::program::EXIT_CODES_HELP;
use tl_commands::{
    Check, Color, Decode, DialectArgs, Diff, Encode, Explain, Find, Fmt, Generate, Model, Plan, ReportingArgs,
};

use crate::schema_loss::AcceptedLoss;

pub(crate) use history::{History, HistoryAdd, HistoryCommand};
pub(crate) use metadata::{
    Metadata, MetadataCommand, MetadataFindSentences, MetadataFormat, MetadataImport, MetadataReadPage, MetadataSample,
    MetadataShow, PreferredSource, PrintFormat,
};
pub(crate) use update::Update;

/// Commands of this repository
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES_HELP)]
pub(crate) struct Flags {
    /// Root of the project: the folder that contains `schemas/` [default: the closest one above the current directory]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

// A doc comment on a variant replaces the help text of its arguments.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(Codegen),
    /// Find mistakes in schemas
    ///
    /// Without FILE: checks each protocol of the project for everything that `codegen` would refuse, including mistakes
    /// in the tables of metadata and collisions of generated names. With FILE: checks these files, read as one schema;
    /// a declaration that can be read but not generated is a warning.
    ///
    /// An id that is not the CRC32 of its declaration is an error, unless the exceptions give a reason for it. With
    /// `--fix`, such ids are corrected in the files, and declarations without an id get one; nothing else in a file
    /// changes. Corrected ids follow the rule that most ids of the schema follow.
    Check(Check),
    Explain(Explain),
    Diff(ProjectDiff),
    Fmt(Fmt),
    // Its many options would make every command large.
    Generate(Box<Generate>),
    Find(Find),
    Decode(Box<Decode>),
    Encode(Encode),
    Model(Model),
    /// Print the plan of the generated code of a schema
    ///
    /// Without FILE: of each protocol of the project, as in the files `plan.txt` and `listing.txt` beside its schema.
    /// With FILE: of these files, read as one schema, without metadata and features; layout.tsv beside the first file
    /// decides which values are behind a `Box`.
    ///
    /// The report has a line for each type, constructor and function: Rust names, sizes in memory and on the wire,
    /// indirections and groups. The listing has a line for each public name.
    Plan(Plan),
    Update(Update),
    Import(SchemaImport),
    Ci(Ci),
    Bench(Bench),
    Metadata(Metadata),
    History(History),
}

/// The same command line, on which `check` and `plan` need no file: without one, they are about the project.
pub(crate) fn without_required_files(command: clap::Command) -> clap::Command {
    let optional = |file: clap::Arg| file.required(false);
    let command = command.mut_subcommand("check", |check| check.mut_arg("files", optional));
    command.mut_subcommand("plan", |plan| plan.mut_arg("files", optional))
}

/// Compare two schemas: facts, verdicts on the wire, and Rust code that no longer compiles
///
/// OLD and NEW are files in TL or in the JSON form of Telegram, or texts of a git revision: REV:PATH, or REV:PROTOCOL
/// for the schema of a protocol of the project. `-` is the standard input. A number is a layer that the history of the
/// protocol keeps. Names, ids, fields and results are compared;
/// order, layout and comments are not.
///
/// Each fact has a verdict for two readers. The old reader gets bytes of NEW, the new reader gets bytes of OLD:
/// `compatible`, `lost` (a bit is ignored), `unknown` (an unknown id, an error) or `silent` (bytes are taken for
/// another value, without an error). A silent misreading needs a decision.
///
/// The generated Rust API is compared by two measures. Strict are the rules of cargo. The contract is: structs with
/// `new` are built with `..X::new(…)`, patterns end with `..`, matches on enums with `_`, and values are converted with
/// `.into()`. The version that the change needs follows from the contract.
///
/// Exit code 0: nothing to decide, and the version suffices. 1: otherwise. 2: the schemas cannot be compared.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask diff HEAD~1:api schemas/api/api.tl            the last change of a protocol
  cargo xtask diff v1.0:schemas/api/api.tl HEAD:api         between two revisions
  cargo xtask diff 227 230                                  two kept layers of `api`
  cargo xtask diff old.tl new.tl --format markdown          a changelog entry
  cargo xtask diff old.json new.tl --format json            one JSON object")]
pub(crate) struct ProjectDiff {
    #[command(flatten)]
    diff: Diff,
    /// Protocol of the project whose settings and metadata apply [default: that of NEW, or else of OLD, by file name]
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,
}

impl From<ProjectDiff> for Diff {
    fn from(args: ProjectDiff) -> Self {
        Self { protocol: args.protocol, ..args.diff }
    }
}

/// Generate the Rust code of each protocol
///
/// Reads schemas/PROTOCOL/PROTOCOL.tl with the tables beside it, and writes tl-types/src/generated. Files that do not
/// change are not touched, and files without a declaration in the schemas are removed. The features in
/// tl-types/Cargo.toml are updated as well. If any schema has an error, nothing is touched at all.
///
/// schemas/PROTOCOL/layout.tsv records which values are behind a `Box`, so that a new schema changes no other type. A
/// value that must be boxed nevertheless is named. Rows about declarations that the schema lacks are kept for their
/// return.
#[derive(Args, Debug, Default)]
#[command(after_help = "\
Examples:
  cargo xtask codegen              generate everything
  cargo xtask codegen mtproto      generate one protocol
  cargo xtask codegen --check      check whether the generated code is up to date
  cargo xtask codegen --repin      let the present sizes decide about each `Box`")]
pub(crate) struct Codegen {
    /// Protocols to generate: names of folders in schemas/ [default: all]
    #[arg(value_name = "PROTOCOL")]
    pub(crate) protocols: Vec<String>,
    /// Write nothing; list files and features that are missing, stale or orphaned, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Decide anew which values are behind a `Box`, instead of keeping the decisions in layout.tsv
    #[arg(long)]
    pub(crate) repin: bool,
    /// Print the duration of each phase
    #[arg(long)]
    pub(crate) timings: bool,
    #[command(flatten)]
    pub(crate) dialect: DialectArgs,
    #[command(flatten)]
    pub(crate) reporting: ReportingArgs,
}

/// Import a schema from a published package
///
/// Reads FILE, checks it, and writes schemas/PROTOCOL/PROTOCOL.tl. The written file has the same declarations, in an
/// order and layout that do not depend on those of FILE, and no comments. The origin is recorded in schemas/tl.lock. If
/// FILE has an error, nothing is touched. Importing the same file again changes nothing. Tables of metadata are merged
/// anew for the functions of the new schema.
///
/// A file without declarations, or without a section that the schema has, is refused. So is one with more than 5 %
/// fewer constructors or functions, an older layer, or the same layer with other declarations, unless `--accept` names
/// it.
///
/// An id that is not the CRC32 of its declaration is an error, unless schemas/PROTOCOL/exceptions.tsv gives a reason.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo fetch, then
  cargo xtask import api ~/.cargo/registry/src/*/grammers-tl-types-0.11.0/tl/api.tl \\
      --package grammers-tl-types --version 0.11.0
  cargo xtask codegen              generate the code of the new schema")]
pub(crate) struct SchemaImport {
    /// Name of the protocol, of its folder in schemas/ and of its Rust module
    #[arg(value_name = "PROTOCOL")]
    pub(crate) protocol: String,
    /// The schema to import
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Package that FILE was published in
    #[arg(long, value_name = "NAME")]
    pub(crate) package: String,
    /// Version of the package that FILE was published in
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: String,
    /// Path of FILE inside the package [default: the part of FILE after NAME-VERSION/, or else its last segment]
    #[arg(long, value_name = "PATH")]
    pub(crate) path: Option<String>,
    /// Layer of the schema [default: the `// LAYER n` of FILE, if it has one]
    #[arg(long, value_name = "N")]
    pub(crate) layer: Option<u32>,
    /// Import FILE although it loses something; may be given several times
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) accept: Vec<AcceptedLoss>,
    #[command(flatten)]
    pub(crate) reporting: ReportingArgs,
}

/// Run the steps of continuous integration
///
/// Runs one step after the other, up to the first that fails, and prints the duration of each.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask ci                   all steps, as on the server
  cargo xtask ci --full            also other targets and every test at its full length
  cargo xtask ci --full test       with every test at its full length
  cargo xtask ci fmt clippy        these two, in the order of the table
  cargo xtask ci --list            name the steps")]
pub(crate) struct Ci {
    /// Steps to run [default: all]
    #[arg(value_name = "STEP")]
    pub(crate) steps: Vec<String>,
    /// Continue after a step that fails
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Run sampled tests completely, such as commands that are killed at random moments, and the steps for other
    /// targets, Miri and cargo-deny; takes ten minutes more
    #[arg(long)]
    pub(crate) full: bool,
    /// List the steps with their purpose, and run none
    #[arg(long)]
    pub(crate) list: bool,
}

/// Compare the generated types with other implementations
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
    /// Number of rounds; the best round counts
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = parser_of_positive_number())]
    pub(crate) rounds: u32,
    /// Replace the tables in tests/bench/RESULTS.md
    #[arg(long)]
    pub(crate) write: bool,
}

/// Count the instructions of one decode and one encode
///
/// Runs each operation 10 and 110 times under valgrind's callgrind and divides the difference by 100. Unlike a time,
/// the count does not depend on the load of the machine.
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
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = parser_of_positive_number())]
    pub(crate) rounds: u32,
    /// Replace the table in tests/bench/RESULTS.md
    #[arg(long)]
    pub(crate) write: bool,
}

fn parser_of_positive_number() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..)
}
