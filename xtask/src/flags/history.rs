//! The command line of `cargo xtask history`, with its help texts.

use clap::{Args, Subcommand};
use tl_codegen::history::TextSource;

use super::MetadataFormat;
use crate::update::SchemaSource;

/// Show in which layers a combinator was, or take a further layer
///
/// schemas/PROTOCOL/history.tsv has a row for each constructor and function of all kept layers, layers.tsv for each
/// text that the rows are from. A layer such as ≤167 is a bound: the layer before it is not kept.
///
/// Without NAME: a summary of the kept layers, or all rows as JSON. JSON is an array of objects with the keys `kind`,
/// `name`, `id`, `first`, `last` (null if the newest kept layer has the combinator) and `line`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask history message                        all ids of a name
  cargo xtask history 0x58ae39c9 --format json       a combinator by its id
  cargo xtask history -1938180548                    the same as 0x8c79b63c
  cargo xtask history add crate:grammers-tl-types@0.11.0
  cargo xtask diff 227 230                           compare two kept layers

Exit code 1: no kept layer has the name or the id.")]
pub(crate) struct History {
    /// Protocol: name of a folder in schemas/
    #[arg(long, global = true, value_name = "NAME", default_value = "api")]
    pub(crate) protocol: String,
    /// A TL name, or an id: hexadecimal, or decimal with or without sign
    #[arg(value_name = "NAME|ID", allow_negative_numbers = true)]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) form: MetadataFormat,
    #[command(subcommand)]
    pub(crate) command: Option<HistoryCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HistoryCommand {
    Add(Box<HistoryAdd>),
}

/// Take further layers into the history
///
/// Only declarations whose id is their CRC32 are taken, and those that exceptions.tsv lists; others are named. The
/// order in which layers are added does not matter, and adding a text twice changes nothing. If the layer is kept from
/// another text, the lines that differ are named, and the rows stay. A text that gives an id another name or layout is
/// refused.
///
/// `--further` takes a second text of a layer: it adds the combinators that the first one lacks.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cargo xtask history add crate:grammers-tl-types@0.9.0 crate:grammers-tl-types@0.10.0
  cargo xtask history add npm:@mtcute/tl@223.0.0:api-schema.json --further
  cargo xtask history add main_api.tl --layer 158 --registry pypi --package pyrogram --version 2.0.106")]
pub(crate) struct HistoryAdd {
    /// Files, `crate:NAME@VERSION[:PATH]` or `npm:NAME@VERSION[:PATH]`; in TL, or in the JSON of Telegram or mtcute
    #[arg(value_name = "SOURCE", required = true)]
    pub(crate) sources: Vec<SchemaSource>,
    /// The number of the layer [default: the `// LAYER n` of the text]
    #[arg(long, value_name = "N")]
    pub(crate) layer: Option<u32>,
    /// Take the text as a further text of its layer: it only adds combinators that the main text lacks
    #[arg(long)]
    pub(crate) further: bool,
    /// Registry that the text was published in [default: that of SOURCE]
    #[arg(long, value_name = "NAME")]
    pub(crate) registry: Option<String>,
    /// Package that the text was published in [default: that of SOURCE]
    #[arg(long, value_name = "NAME")]
    pub(crate) package: Option<String>,
    /// Version of the package [default: that of SOURCE]
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,
    /// Path of the text in the package [default: that of SOURCE]
    #[arg(long, value_name = "PATH")]
    pub(crate) path: Option<String>,
    /// Licence of the package [default: that of SOURCE]
    #[arg(long, value_name = "LICENCE")]
    pub(crate) licence: Option<String>,
    /// Time in which `cargo` or `npm` must end
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = super::parser_of_positive_number())]
    pub(crate) timeout: u32,
}

impl HistoryAdd {
    /// Whether an option is about a single text.
    pub(crate) fn has_facts_of_one_text(&self) -> bool {
        let facts = [&self.registry, &self.package, &self.version, &self.path, &self.licence];
        self.layer.is_some() || facts.iter().any(|fact| fact.is_some())
    }

    /// The origin of the text: the facts of the options, or else those of the source.
    pub(crate) fn source_of_text(&self, source: TextSource) -> TextSource {
        let or = |option: &Option<String>, known: String| option.clone().unwrap_or(known);
        TextSource {
            registry: or(&self.registry, source.registry),
            package: or(&self.package, source.package),
            version: or(&self.version, source.version),
            file: or(&self.path, source.file),
            sha256: source.sha256,
            licence: or(&self.licence, source.licence),
        }
    }
}
