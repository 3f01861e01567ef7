//! Adapters: one module for each format of a source.
//!
//! An adapter reads one file of a source and yields [`Facts`]. It takes over the statements of the source without
//! judging them; conflicts are resolved later, by [`mod@crate::merge`]. For example, `getdoc` reads
//!
//! ```json
//! {"methods": {"chats.get": {"bot_can_use": true, "errors": [{"code": 400, "type": "CHAT_ID_INVALID"}]}}}
//! ```
//!
//! and yields three facts about `chats.get`:
//!
//! ```text
//! chats.get   bots         yes
//! chats.get   documented
//! chats.get   error        400 CHAT_ID_INVALID
//! ```
//!
//! - `mtcute`, `official`, `getdoc`, `madelineproto`: JSON;
//! - `telethon`, `kurigram`: CSV, tab-separated text and Python;
//! - `pages`: reference pages in Markdown.
//!
//! To add a source with a new format: add a module with a function that returns `Facts`, the call in
//! `read_source_files`, and a variant of [`SourceFormat`] with its
//! row in `SourceFormat::properties`. Invariant: a file in another format is an error that names the file, never a
//! source without facts.

mod getdoc;
mod kurigram;
mod madelineproto;
mod mtcute;
mod official;
mod pages;
mod telethon;

use serde::de::DeserializeOwned;
use tl_codegen::metadata::SourceKind;

use crate::Error;
use crate::facts::{FactKind, Facts};
use crate::functions::Functions;

/// The formats of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceFormat {
    /// JSON files of the npm package `@mtcute/core`.
    Mtcute,
    /// JSON with Telegram's list of errors by code, type and method.
    Official,
    /// JSON files of getdoc: Telegram's reference pages, one file for each layer.
    Getdoc,
    /// `v3.json` of MadelineProto: errors by code and method.
    Madelineproto,
    /// `methods.csv` and `errors.csv` of Telethon's source tree.
    TelethonCsv,
    /// `rpcerrorlist.py`, a Python module of Telethon's package.
    Telethon,
    /// Tables of errors of kurigram or pyrogram.
    Kurigram,
    /// Reference pages about methods, in Markdown.
    Pages,
}

/// The fixed properties of a format, known before a file is read.
#[derive(Clone, Copy, Debug)]
pub struct FormatProperties {
    /// The word that selects the format on the command line.
    pub word: &'static str,
    /// A description of the files in the format, for help texts.
    pub files: &'static str,
    /// The kind of the sources in this format, which decides their rank.
    pub kind: SourceKind,
    /// The name under which sources in this format are usually published.
    pub name: &'static str,
    /// The licence that sources in this format usually have; empty if unknown.
    pub licence: &'static str,
}

impl SourceFormat {
    /// All formats of sources.
    #[rustfmt::skip]
    pub const ALL: [Self; 8] = [
        Self::Mtcute, Self::Official, Self::Getdoc, Self::Madelineproto, Self::TelethonCsv, Self::Telethon,
        Self::Kurigram, Self::Pages,
    ];

    /// The fixed properties of the format.
    #[must_use]
    #[rustfmt::skip]
    pub fn properties(self) -> FormatProperties {
        use SourceKind::{Codes, Lists, Pages, Table};
        let (word, files, kind, name, licence) = match self {
            Self::Mtcute => ("mtcute", "api-schema.json and raw-errors.json of @mtcute/core",
                Lists, "npm @mtcute/core", "MIT"),
            Self::Official => ("official", "The list of errors that Telegram publishes",
                Lists, "errors list of core.telegram.org", ""),
            Self::Getdoc => ("getdoc", "A JSON file of getdoc",
                Table, "Go github.com/gotd/getdoc", "MIT"),
            Self::Madelineproto => ("madelineproto", "v3.json of MadelineProto",
                Table, "Packagist danog/madelineproto", "AGPL-3.0-only"),
            Self::TelethonCsv => ("telethon-csv", "methods.csv and errors.csv of Telethon's source tree",
                Table, "Telethon methods.csv and errors.csv", "MIT"),
            Self::Telethon => ("telethon", "rpcerrorlist.py of Telethon's package",
                Codes, "PyPI telethon", "MIT"),
            Self::Kurigram => ("kurigram", "Tables of errors of kurigram or pyrogram: 400_BAD_REQUEST.tsv",
                Codes, "PyPI kurigram", "LGPL-3.0-or-later"),
            Self::Pages => ("pages", "Reference pages, one file for each", Pages, "reference pages", ""),
        };
        FormatProperties { word, files, kind, name, licence }
    }
}

/// A file of a source.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: String,
    text: String,
}

impl SourceFile {
    /// A file of a source with its text; bytes that are not UTF-8 are replaced by U+FFFD.
    pub fn new(path: impl Into<String>, bytes: &[u8]) -> Self {
        Self { path: path.into(), text: String::from_utf8_lossy(bytes).into_owned() }
    }

    fn error_in_file(&self, why: impl std::fmt::Display) -> Error {
        Error::new_for_file(&self.path, why)
    }

    fn parse_json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(&self.text).map_err(|why| self.error_in_file(why))
    }

    /// Parses an error code that is the key of a JSON object.
    fn parse_error_code_key(&self, key: &str) -> Result<i32, Error> {
        key.parse().map_err(|_| self.error_in_file(format_args!("`{key}` is not an error code")))
    }
}

/// The facts of a source, and the paths of the pages that were skipped.
#[derive(Clone, Debug, Default)]
pub struct ImportedFacts {
    /// The facts of all files of the source together.
    pub facts: Facts,
    /// The paths of pages that were skipped, because they are not about a method.
    pub skipped: Vec<String>,
}

/// Reads the files of one source.
///
/// Parameter names on pages get the spelling that `functions` has for them.
///
/// # Errors
///
/// If a file is not in the given format.
pub fn read_source_files(
    format: SourceFormat,
    files: &[SourceFile],
    functions: &Functions,
) -> Result<ImportedFacts, Error> {
    let mut import = ImportedFacts::default();
    for file in files {
        import.facts.add_all_facts_of(match format {
            SourceFormat::Mtcute => mtcute::read_mtcute_file(file)?,
            SourceFormat::Official => official::read_official_file(file)?,
            SourceFormat::Getdoc => getdoc::read_getdoc_file(file)?,
            SourceFormat::Madelineproto => madelineproto::read_madelineproto_file(file)?,
            SourceFormat::TelethonCsv => telethon::read_methods_or_errors_csv(file)?,
            SourceFormat::Telethon => telethon::read_error_classes_in_python(file)?,
            SourceFormat::Kurigram => kurigram::read_kurigram_table(file)?,
            SourceFormat::Pages => pages::read_page_facts(file, functions).unwrap_or_else(|| {
                import.skipped.push(file.path.clone());
                Facts::default()
            }),
        });
    }
    Ok(import)
}

/// Adds a fact for each method in the lists for one kind of account.
fn add_facts_of_account_lists<'a>(
    facts: &mut Facts,
    users: impl IntoIterator<Item = &'a String>,
    bots: impl IntoIterator<Item = &'a String>,
) {
    users.into_iter().for_each(|method| facts.add_fact(method, FactKind::List, "users"));
    bots.into_iter().for_each(|method| facts.add_fact(method, FactKind::List, "bots"));
}
