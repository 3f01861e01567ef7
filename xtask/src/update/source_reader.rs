//! Reads the schema that `--from` names: a file, or a file of a package, with its origin.

use std::path::Path;
use std::time::Duration;

use tl_codegen::history::TextSource;
use tl_commands::input::read_bytes;
use tl_commands::{Failure, Outcome};

use super::package_archive::PackageFile;
use super::package_fetch;
use super::schema_source::{Package, Registry, SchemaSource, is_exact_version};
use crate::project::Project;
use crate::schema_lock::{self, SchemaLock, SchemaOrigin};

/// A schema from outside, with its origin.
pub(crate) struct SourceWithOrigin {
    /// The name in messages.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(super) origin: SchemaOrigin,
    /// The origin in the history, without checksum.
    pub(crate) text_source: TextSource,
}

/// Reads a file, or fetches it from a package.
pub(crate) fn read_source(
    project: &Project,
    protocol: &str,
    from: &SchemaSource,
    timeout: Duration,
) -> Outcome<SourceWithOrigin> {
    match from {
        SchemaSource::File(path) => {
            let bytes = read_bytes(path).map_err(with_advice_on_sources)?;
            let origin = origin_of_file(path);
            let text_source = text_source(String::new(), origin.package.clone(), &origin);
            Ok(SourceWithOrigin { name: path.to_string_lossy().into_owned(), bytes, origin, text_source })
        }
        SchemaSource::Package(package) => {
            let paths = possible_paths_in_package(project, protocol, package)?;
            let PackageFile { path, bytes, licence } = package_fetch::fetch_file(project, package, &paths, timeout)?;
            let name = format!("{}@{}:{path}", package_name_in_lock(package), package.version);
            let origin =
                SchemaOrigin { package: package_name_in_lock(package), version: package.version.clone(), file: path };
            let registry = package.registry.name().to_owned();
            let text_source = TextSource { licence, ..text_source(registry, package.name.clone(), &origin) };
            Ok(SourceWithOrigin { name, bytes, origin, text_source })
        }
    }
}

fn text_source(registry: String, package: String, SchemaOrigin { version, file, .. }: &SchemaOrigin) -> TextSource {
    let (version, file) = (version.clone(), file.clone());
    TextSource { registry, package, version, file, ..TextSource::default() }
}

/// Adds the forms of `--from` to a failure without advice, such as that for a missing file.
fn with_advice_on_sources(failure: Failure) -> Failure {
    match failure {
        Failure::Unable { message, help } if help.is_empty() => {
            Failure::unable_with_advice(message, "name a file, crate:NAME@VERSION[:PATH] or npm:NAME@VERSION[:PATH]")
        }
        failure => failure,
    }
}

/// The name of a package in the lock, which has no prefix for crates.
fn package_name_in_lock(package: &Package) -> String {
    match package.registry {
        Registry::Crate => package.name.clone(),
        Registry::Npm => format!("npm:{}", package.name),
    }
}

/// The package and version of a file in an unpacked package, `NAME-1.2.3/PATH`; any other file has no package.
fn origin_of_file(path: &Path) -> SchemaOrigin {
    let folders = path.parent().into_iter().flat_map(Path::iter).map(|part| part.to_string_lossy());
    let package = folders.rev().find_map(|folder| {
        let (at, _) = folder.match_indices('-').find(|(at, _)| is_exact_version(&folder[at + 1..]))?;
        Some((folder[..at].to_owned(), folder[at + 1..].to_owned(), folder.into_owned()))
    });
    let (package, version, folder) = package.unwrap_or_default();
    SchemaOrigin { package, version, file: schema_lock::path_in_package(path, &folder) }
}

/// The paths at which the schema may be in the package: the given one, or else that of the lock.
///
/// The path of another package in the lock says little about this one, so the name of the schema is tried after it.
fn possible_paths_in_package(project: &Project, protocol: &str, package: &Package) -> Outcome<Vec<String>> {
    if let Some(path) = &package.path {
        return Ok(vec![path.clone()]);
    }
    let lock = SchemaLock::read(project)?;
    let entry = lock.protocols.get(protocol);
    let is_same = entry.is_some_and(|entry| entry.package == package_name_in_lock(package));
    let usual = [format!("tl/{protocol}.tl"), format!("{protocol}.tl")];
    let mut paths: Vec<_> = entry.map(|entry| entry.file.clone()).into_iter().collect();
    paths.extend(usual.into_iter().filter(|path| !is_same && entry.is_none_or(|entry| entry.file != *path)));
    Ok(paths)
}
