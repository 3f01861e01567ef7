//! Fetches the file of a package through `cargo` or `npm`, so that mirrors and proxies of the user apply.
//!
//! Both programs verify what they download against their registry; a `.crate` of the local cache is verified once more,
//! against the checksum of the registry. Invariant: all files of a fetch are in one folder, which is removed at its
//! end, or by the next command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;
use tempfile::TempDir;
use tl_commands::{Failure, Outcome, printable_path};

use super::package_archive::{self, PUBLISHED_ARCHIVE_LIMITS, PackageFile};
use super::schema_source::{Package, Registry};
use super::timed_program;
use crate::cargo::cargo_command;
use crate::project::Project;
use crate::schema_lock::sha256;
use crate::transaction::DOWNLOADS_FOLDER;

/// Fetches a file of a package: the first of `paths` that the package has.
pub(super) fn fetch_file(
    project: &Project,
    package: &Package,
    paths: &[String],
    timeout: Duration,
) -> Outcome<PackageFile> {
    let all = project.full_path(DOWNLOADS_FOLDER);
    fs::create_dir_all(&all).map_err(|why| Failure::about_file(&all, &why))?;
    let folder = TempDir::new_in(&all).map_err(|why| Failure::about_file(&all, &why))?;
    let found = match package.registry {
        Registry::Crate => fetch_from_crates(project, package, paths, folder.path(), timeout),
        Registry::Npm => fetch_from_npm(project, package, paths, folder.path(), timeout),
    };
    // If the folder cannot be removed now, the next command removes it.
    drop(folder);
    let _ = fs::remove_dir(&all);
    found
}

/// Has `npm` download the archive of the package.
fn fetch_from_npm(
    project: &Project,
    Package { name, version, .. }: &Package,
    paths: &[String],
    folder: &Path,
    timeout: Duration,
) -> Outcome<PackageFile> {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["pack", "--ignore-scripts", "--pack-destination"]).arg(folder).arg(format!("{name}@{version}"));
    npm.current_dir(project.root());
    let help = "install Node.js, or download the package and name the file: --from FILE";
    timed_program::run_with_timeout(&mut npm, folder, timeout, help)?;
    let files = fs::read_dir(folder).map_err(|why| Failure::about_file(folder, &why))?;
    let archive =
        files.filter_map(|file| Some(file.ok()?.path())).find(|path| path.extension() == Some("tgz".as_ref()));
    let archive =
        archive.ok_or_else(|| Failure::unable_with_advice(format!("npm left no archive of {name}@{version}"), ""))?;
    let found = package_archive::read_archived_file(&archive, paths, PUBLISHED_ARCHIVE_LIMITS)?;
    let manifest = ["package.json".to_owned()];
    let manifest = package_archive::read_archived_file(&archive, &manifest, PUBLISHED_ARCHIVE_LIMITS);
    let manifest: Option<NpmManifest> = manifest.ok().and_then(|file| serde_json::from_slice(&file.bytes).ok());
    Ok(PackageFile { licence: manifest.map(|manifest| manifest.license).unwrap_or_default(), ..found })
}

/// The part of the manifest of an npm package that names the licence.
#[derive(Deserialize)]
struct NpmManifest {
    license: String,
}

/// The part of `cargo metadata` that tells where the files of a package are.
#[derive(Deserialize)]
struct CargoMetadata {
    packages: Vec<CargoPackage>,
}

#[derive(Deserialize)]
struct CargoPackage {
    name: String,
    version: String,
    manifest_path: PathBuf,
    license: Option<String>,
}

/// The part of `Cargo.lock` that has the checksums of packages.
#[derive(Deserialize)]
struct CargoLock {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// Has `cargo` download the package as the dependency of an empty package.
fn fetch_from_crates(
    project: &Project,
    Package { name, version, .. }: &Package,
    paths: &[String],
    folder: &Path,
    timeout: Duration,
) -> Outcome<PackageFile> {
    let manifest = folder.join("Cargo.toml");
    let text = format!(
        "[package]\nname = \"download\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\npath = \"lib.rs\"\n[workspace]\n\
         [dependencies]\nwanted = {{ package = \"{name}\", version = \"={version}\", default-features = false }}\n"
    );
    for (path, text) in [(&manifest, text.as_str()), (&folder.join("lib.rs"), "")] {
        fs::write(path, text).map_err(|why| Failure::about_file(path, &why))?;
    }
    let mut cargo = cargo_command();
    cargo.args(["metadata", "--format-version", "1", "--manifest-path"]).arg(&manifest).current_dir(project.root());
    let output = timed_program::run_with_timeout(
        &mut cargo,
        folder,
        timeout,
        "install Rust, or download the package and name the file: --from FILE",
    )?;
    let unreadable = |why: String| {
        Failure::unable_with_advice(format!("the answer of cargo about {name} {version} cannot be read: {why}"), "")
    };
    let answer: CargoMetadata = serde_json::from_slice(&output).map_err(|why| unreadable(why.to_string()))?;
    let package = answer.packages.iter().find(|package| package.name == *name && package.version == *version);
    let package = package.ok_or_else(|| unreadable("it does not name the package".to_owned()))?;
    let unpacked = package.manifest_path.parent().unwrap_or(Path::new("."));
    let found = match cached_archive(unpacked) {
        Some(archive) => {
            check_checksum(&archive, registry_checksum(folder, name, version)?.as_deref())?;
            package_archive::read_archived_file(&archive, paths, PUBLISHED_ARCHIVE_LIMITS)?
        }
        // A vendored package has no archive.
        None => read_unpacked_file(unpacked, paths)?,
    };
    Ok(PackageFile { licence: package.license.clone().unwrap_or_default(), ..found })
}

/// The archive `registry/cache/INDEX/NAME-VERSION.crate` of the folder `registry/src/INDEX/NAME-VERSION`.
fn cached_archive(unpacked: &Path) -> Option<PathBuf> {
    let (package, index) = (unpacked.file_name()?, unpacked.parent()?.file_name()?);
    let mut name = package.to_owned();
    name.push(".crate");
    let archive = unpacked.ancestors().nth(3)?.join("cache").join(index).join(name);
    archive.is_file().then_some(archive)
}

/// The checksum that the registry has for the package.
fn registry_checksum(folder: &Path, name: &str, version: &str) -> Outcome<Option<String>> {
    let path = folder.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(|why| Failure::about_file(&path, &why))?;
    let lock: CargoLock = toml::from_str(&text).map_err(|why| Failure::unable_with_advice(why.to_string(), ""))?;
    let mut packages = lock.package.into_iter();
    Ok(packages.find(|package| package.name == name && package.version == version).and_then(|package| package.checksum))
}

fn check_checksum(archive: &Path, expected: Option<&str>) -> Outcome {
    let bytes = fs::read(archive).map_err(|why| Failure::about_file(archive, &why))?;
    let found = sha256(&bytes);
    match expected {
        Some(expected) if expected != found => Err(Failure::unable_with_advice(
            format!("{} has the checksum {found}, and the registry says {expected}", printable_path(archive)),
            "the file is damaged or was changed: remove it, and try again",
        )),
        Some(_) | None => Ok(()),
    }
}

fn read_unpacked_file(folder: &Path, paths: &[String]) -> Outcome<PackageFile> {
    let existing = paths.iter().map(|path| (path, folder.join(path))).find(|(_, file)| file.is_file());
    let Some((path, file)) = existing else {
        return Err(package_archive::missing_file_failure(&printable_path(folder), paths, &[]));
    };
    let n_bytes = fs::metadata(&file).map_err(|why| Failure::about_file(&file, &why))?.len();
    if n_bytes > PUBLISHED_ARCHIVE_LIMITS.file {
        return Err(Failure::unable_with_advice(
            format!("{} has {n_bytes} bytes, more than {}", printable_path(&file), PUBLISHED_ARCHIVE_LIMITS.file),
            "",
        ));
    }
    let bytes = fs::read(&file).map_err(|why| Failure::about_file(&file, &why))?;
    Ok(PackageFile { path: path.clone(), bytes, licence: String::new() })
}
