//! Sources: one small adapter for each, all with the same result.
//!
//! - `mtcute`, `official`, `getdoc`, `madelineproto`: JSON;
//! - `telethon`, `kurigram`: CSV and its like, and Python;
//! - `pages`: reference pages.
//!
//! An adapter says what its source says and believes nothing. Invariant: a file that is not what it should be is an
//! error that names it, never a source without facts.

mod getdoc;
mod kurigram;
mod madelineproto;
mod mtcute;
mod official;
pub(super) mod pages;
mod telethon;

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use tl_codegen::metadata::SourceKind;

use super::facts::Facts;
use super::merge::Declared;
use crate::failure::{Failure, Outcome};
use crate::flags::SourceFormat;

/// What is known about a source before its files are read.
pub(super) struct Usual {
    pub(super) kind: SourceKind,
    pub(super) name: &'static str,
    pub(super) licence: &'static str,
}

/// What a source of this format usually is.
pub(super) fn usual(format: SourceFormat) -> Usual {
    let (kind, name, licence) = match format {
        SourceFormat::Mtcute => (SourceKind::Lists, "npm @mtcute/core", "MIT"),
        SourceFormat::Official => (SourceKind::Lists, "errors list of core.telegram.org", ""),
        SourceFormat::Getdoc => (SourceKind::Table, "Go github.com/gotd/getdoc", "MIT"),
        SourceFormat::Madelineproto => (SourceKind::Table, "Packagist danog/madelineproto", "AGPL-3.0-only"),
        SourceFormat::TelethonCsv => (SourceKind::Table, "Telethon methods.csv and errors.csv", "MIT"),
        SourceFormat::Telethon => (SourceKind::Codes, "PyPI telethon", "MIT"),
        SourceFormat::Kurigram => (SourceKind::Codes, "PyPI kurigram", "LGPL-3.0-or-later"),
        SourceFormat::Pages => (SourceKind::Pages, "reference pages", ""),
    };
    Usual { kind, name, licence }
}

/// What the files of a source say.
pub(super) fn read(format: SourceFormat, paths: &[PathBuf], declared: &Declared) -> Outcome<Facts> {
    let mut facts = Facts::default();
    for path in paths {
        facts.extend(match format {
            SourceFormat::Mtcute => mtcute::read(path)?,
            SourceFormat::Official => official::read(path)?,
            SourceFormat::Getdoc => getdoc::read(path)?,
            SourceFormat::Madelineproto => madelineproto::read(path)?,
            SourceFormat::TelethonCsv => telethon::read_csv(path)?,
            SourceFormat::Telethon => telethon::read_python(path)?,
            SourceFormat::Kurigram => kurigram::read(path)?,
            SourceFormat::Pages => pages::read(path, declared)?,
        });
    }
    Ok(facts)
}

/// The text of a file.
fn text(path: &Path) -> Outcome<String> {
    let bytes = fs::read(path).map_err(|why| Failure::file(path, &why))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file of JSON.
fn json<T: DeserializeOwned>(path: &Path) -> Outcome<T> {
    serde_json::from_str(&text(path)?).map_err(|why| bad(path, &why.to_string()))
}

/// A file that is not what it should be.
fn bad(path: &Path, why: &str) -> Failure {
    let help = "name the files that `cargo xtask metadata import --help` lists for this format";
    Failure::unable(format!("{}: {why}", path.display()), help)
}
