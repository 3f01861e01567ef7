//! The command line of `cargo xtask metadata`, with its help texts.
//!
//! The formats of sources and their help come from `tl-metadata`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use tl_metadata::adapter::SourceFormat;

/// Manage metadata: who may call each function, and which errors it returns
///
/// The facts of all sources are kept in schemas/PROTOCOL/facts, one file for each source, and merged by fixed rules
/// into the tables beside the schema. The rules are listed in schemas/api/README.md.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata show messages.sendMessage      the metadata of a function
  cargo xtask metadata show FLOOD_WAIT_42             the functions that return an error
  cargo xtask metadata conflicts                      the conflicts between sources
  cargo xtask metadata coverage                       how much the tables cover
  cargo xtask metadata read-page page.md --format json")]
pub(crate) struct Metadata {
    /// Protocol: name of a folder in schemas/
    #[arg(long, global = true, value_name = "NAME", default_value = "api")]
    pub(crate) protocol: String,
    #[command(subcommand)]
    pub(crate) command: MetadataCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MetadataCommand {
    Import(MetadataImport),
    /// Check the tables, and compare them with the merged facts
    Check,
    /// List conflicts between sources, with the chosen value and the reason
    Conflicts(MetadataFormat),
    /// Count known facts, and list all items without a description
    Coverage(MetadataFormat),
    Show(MetadataShow),
    Sample(MetadataSample),
    FindSentences(MetadataFindSentences),
    ReadPage(MetadataReadPage),
}

/// The values of the option `--format` of `cargo xtask metadata`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PrintFormat {
    /// Text for people
    Text,
    /// JSON for programs
    Json,
}

/// The option `--format` of the subcommands of `cargo xtask metadata`.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct MetadataFormat {
    /// Form of the output
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: PrintFormat,
}

/// Import the facts of a source
///
/// Earlier facts of the same source are replaced, all sources are merged anew, and every table that changes is written.
/// The order of imports does not matter, and repeating an import changes nothing. Only facts are imported, no
/// sentences.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata import mtcute package/tl/api-schema.json package/tl/raw-errors.json \\
      --version 0.31.0 --layer 228
  cargo xtask metadata import pages docs/methods/*.md --id docs-2021 --name \"reference pages of 2021\"")]
pub(crate) struct MetadataImport {
    /// Format of the imported files
    #[arg(value_name = "SOURCE", value_parser = parser_of_source_format())]
    pub(crate) source: SourceFormat,
    /// Files of the source
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Id of the source in the tables [default: the word SOURCE]
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Name under which the source is published [default: depends on SOURCE]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Version or date of the source
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,
    /// Layer that the source describes; without a layer, the source counts as old
    #[arg(long, value_name = "N")]
    pub(crate) layer: Option<u32>,
    /// Licence of the source [default: depends on SOURCE]
    #[arg(long, value_name = "LICENCE")]
    pub(crate) licence: Option<String>,
    /// Rank these pages above all other sources; by default, pages only add facts that no other source has
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) prefer: Option<PreferredSource>,
}

/// The values of the option `--prefer`: sources to rank above all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PreferredSource {
    /// Pages rank above all other sources
    Page,
}

/// Show the metadata of a function, the functions that return an error, or what a type, constructor or field is
///
/// An error may contain a number, as it does when it is received: FLOOD_WAIT_42.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata show auth.importLoginToken --format json
  cargo xtask metadata show CHAT_WRITE_FORBIDDEN
  cargo xtask metadata show InputPeer")]
pub(crate) struct MetadataShow {
    /// Name of a function, error type, type, constructor or field; of a gone combinator, its layers are shown
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) form: MetadataFormat,
}

/// Draw sentences at random, for a reader who checks that they are true
///
/// Draws from the sentences about types, constructors, fields, functions and types of errors.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata sample --seed 7 --count 300")]
pub(crate) struct MetadataSample {
    /// The same seed draws the same sentences
    #[arg(long, value_name = "N")]
    pub(crate) seed: u64,
    /// Number of sentences
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub(crate) count: usize,
    #[command(flatten)]
    pub(crate) form: MetadataFormat,
}

/// Find sentences of the tables that a file of another package has too
///
/// Words are compared without regard to case, punctuation and markup. Sentences of fewer than six words are not searched
/// for. The exit code is 1 if a sentence is found.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  npm pack @mtcute/core@0.31.0 && tar -xzf mtcute-core-0.31.0.tgz
  cargo xtask metadata find-sentences package")]
pub(crate) struct MetadataFindSentences {
    /// Files, and folders with all files below them
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
}

/// Read reference pages and print their contents
///
/// Accepts pages of MadelineProto, GramJS and Telegram of any edition, including pages that were copied from a blame
/// view or joined to one line. JSON is an array with one object for each file.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata read-page auth.importLoginToken.md --format json")]
pub(crate) struct MetadataReadPage {
    /// Pages to read
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) form: MetadataFormat,
}

/// The parser of the argument SOURCE, which accepts the word of a format; the help of each word describes its files.
fn parser_of_source_format() -> impl TypedValueParser<Value = SourceFormat> {
    let value = |format: SourceFormat| PossibleValue::new(format.properties().word).help(format.properties().files);
    let find = |word: String| SourceFormat::ALL.into_iter().find(|format| format.properties().word == word);
    PossibleValuesParser::new(SourceFormat::ALL.map(value)).try_map(move |word| find(word).ok_or("not a format"))
}
