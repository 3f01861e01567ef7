//! The flags of `cargo xtask metadata`.
//!
//! As in the rest of the command line, help is written here and nowhere else.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Know who may call which function, and which errors it returns
///
/// The facts of all sources are kept in schemas/PROTOCOL/facts, one file for each source, and merged by fixed rules into
/// the tables beside the schema. The rules are in schemas/api/README.md.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata show messages.sendMessage      all that is known about a function
  cargo xtask metadata show FLOOD_WAIT_42             which functions return an error
  cargo xtask metadata conflicts                      where sources disagree, what was chosen, and why
  cargo xtask metadata coverage                       how much is known
  cargo xtask metadata read-page page.md --format json")]
pub(crate) struct Metadata {
    /// Protocol whose tables are meant: name of a folder in schemas/
    #[arg(long, global = true, value_name = "NAME", default_value = "api")]
    pub(crate) protocol: String,
    #[command(subcommand)]
    pub(crate) what: MetadataWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MetadataWhat {
    Import(MetadataImport),
    /// Check the tables, and that they are what the facts come to
    Check,
    /// List where sources disagree, what was chosen, and why
    Conflicts(MetadataFormat),
    /// Count what is known, and name what has no description
    Coverage(MetadataFormat),
    Show(MetadataShow),
    ReadPage(MetadataReadPage),
}

/// How something is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Print {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct MetadataFormat {
    /// For whom to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Print,
}

/// Formats of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SourceFormat {
    /// api-schema.json and raw-errors.json of @mtcute/core
    Mtcute,
    /// The errors list that Telegram publishes
    Official,
    /// A JSON file of getdoc
    Getdoc,
    /// v3.json of MadelineProto
    Madelineproto,
    /// methods.csv and errors.csv of Telethon's source tree
    TelethonCsv,
    /// rpcerrorlist.py of Telethon's package
    Telethon,
    /// Tables of errors of kurigram or pyrogram: 400_BAD_REQUEST.tsv
    Kurigram,
    /// Reference pages, one file for each
    Pages,
}

impl SourceFormat {
    /// As on the command line.
    pub(crate) fn word(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// Take facts over from a source
///
/// What the source said before is replaced, all sources are merged anew, and every table is written that changes.
/// Neither the order of imports nor the number of times matters. Only facts are taken, no sentences.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata import mtcute package/tl/api-schema.json package/tl/raw-errors.json \\
      --version 0.31.0 --layer 228
  cargo xtask metadata import pages docs/methods/*.md --id docs-2021 --name \"reference pages of 2021\"")]
pub(crate) struct MetadataImport {
    /// What the files are
    #[arg(value_enum, value_name = "SOURCE")]
    pub(crate) source: SourceFormat,
    /// The files
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// What the tables call the source [default: the name of SOURCE]
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// What it is called where it is published [default: that of SOURCE]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Its version or date
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,
    /// The layer it is about; without one it is taken to be old
    #[arg(long, value_name = "N")]
    pub(crate) layer: Option<u32>,
    /// Its licence [default: that of SOURCE]
    #[arg(long, value_name = "LICENCE")]
    pub(crate) licence: Option<String>,
    /// Believe these pages more than all other sources; without it, they only add to what others say
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) prefer: Option<Prefer>,
}

/// What can go before sources that are believed more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Prefer {
    /// Pages
    Page,
}

/// Show what is known about a function, or which functions return an error
///
/// An error can be given as it is received, with a number in it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata show auth.importLoginToken --format json
  cargo xtask metadata show CHAT_WRITE_FORBIDDEN")]
pub(crate) struct MetadataShow {
    /// A function or a type of error
    #[arg(value_name = "METHOD|ERROR")]
    pub(crate) name: String,
    /// For whom to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Print,
}

/// Print what is read from reference pages
///
/// Pages of MadelineProto, GramJS and Telegram of all ages; also such as were copied out of a blame view, or joined
/// into one line. JSON is an array with one object for each file.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask metadata read-page auth.importLoginToken.md --format json")]
pub(crate) struct MetadataReadPage {
    /// The pages
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// For whom to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Print,
}
