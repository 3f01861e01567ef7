//! Reads one file of a package: a tar archive, compressed with gzip.
//!
//! The archive comes from outside: it may be damaged, or made to fill memory. It is read as a stream, entry by entry,
//! and to its end, so that its checksum is verified. Invariants: no more than [`ArchiveLimits`] allows is read, and
//! nothing is unpacked to the disk.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use tar::{Archive, Entry};
use tl_commands::{Failure, Outcome};

/// Bounds of an archive.
#[derive(Clone, Copy)]
pub(super) struct ArchiveLimits {
    /// Bytes of the compressed archive.
    pub(super) archive: u64,
    /// Bytes of all entries with their headers.
    pub(super) unpacked: u64,
    /// Unpacked bytes for each byte of the archive; the first MiB is free.
    pub(super) ratio: u64,
    /// Bytes of the file to read.
    pub(super) file: u64,
    /// Number of entries.
    pub(super) entries: usize,
}

/// Bounds that are far above published packages: the largest known schema has 0.5 MB, in a package of 2 MB.
pub(super) const PUBLISHED_ARCHIVE_LIMITS: ArchiveLimits =
    ArchiveLimits { archive: 64 << 20, unpacked: 128 << 20, ratio: 100, file: 16 << 20, entries: 20_000 };

/// Unpacked bytes to which the limit on the ratio does not apply.
const BYTES_FREE_OF_RATIO: u64 = 1 << 20;

/// Maximum number of other schemas that a message names.
const MAX_NAMED_FILES: usize = 10;

/// The file with its path in the package.
pub(super) struct PackageFile {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// The licence in the manifest of the package; empty if unknown.
    pub(super) licence: String,
}

/// Reads a file of a package, at the first of `paths` that exists.
///
/// The folder that holds the whole package, such as `package/` or `NAME-VERSION/`, may be left out of a path.
pub(super) fn read_archived_file(archive: &Path, paths: &[String], limits: ArchiveLimits) -> Outcome<PackageFile> {
    let failure = |why: io::Error| {
        Failure::unable_with_advice(
            format!("{}: {why}", archive_file_name(archive)),
            "fetch the package again, or name a file",
        )
    };
    let mut contents = read_contents(archive, paths, limits).map_err(failure)?;
    let first = paths.iter().zip(&mut contents.found).find_map(|(path, bytes)| Some((path, bytes.take()?)));
    match first {
        Some((path, bytes)) => Ok(PackageFile { path: path.clone(), bytes, licence: String::new() }),
        None => Err(missing_file_failure(&archive_file_name(archive), paths, &contents.schemas)),
    }
}

/// The failure for a package that has none of the files.
pub(super) fn missing_file_failure(package: &str, paths: &[String], schemas: &[String]) -> Failure {
    let help = match schemas.is_empty() {
        true => "name the file with :PATH after the version".to_owned(),
        false => format!("name the file with :PATH after the version; there is {}", schemas.join(", ")),
    };
    Failure::unable_with_advice(format!("{package} has no file {}", paths.join(" and no file ")), help)
}

fn archive_file_name(archive: &Path) -> String {
    archive.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files at the wanted paths, and the names of some other files that may be schemas.
struct ArchiveContents {
    found: Vec<Option<Vec<u8>>>,
    schemas: Vec<String>,
}

fn read_contents(path: &Path, wanted: &[String], limits: ArchiveLimits) -> io::Result<ArchiveContents> {
    let file = File::open(path)?;
    let n_bytes = file.metadata()?.len();
    if n_bytes > limits.archive {
        return Err(io::Error::other(format!("the archive has {n_bytes} bytes, more than {}", limits.archive)));
    }
    let bound = limits.unpacked.min(BYTES_FREE_OF_RATIO.saturating_add(n_bytes.saturating_mul(limits.ratio)));
    let mut archive = Archive::new(BoundedReader { reader: GzDecoder::new(BufReader::new(file)), left: bound });
    let mut contents = ArchiveContents { found: vec![None; wanted.len()], schemas: Vec::new() };
    for (n, entry) in archive.entries().map_err(describe_unpacking_error)?.enumerate() {
        if n >= limits.entries {
            return Err(io::Error::other(format!("the archive has more than {} entries", limits.entries)));
        }
        contents.take_entry(entry.map_err(describe_unpacking_error)?, wanted, limits)?;
    }
    // The blocks after the last entry, and the checksum of the whole.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(describe_unpacking_error)?;
    Ok(contents)
}

impl ArchiveContents {
    fn take_entry(
        &mut self,
        mut entry: Entry<'_, impl Read>,
        wanted: &[String],
        limits: ArchiveLimits,
    ) -> io::Result<()> {
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let inside = path.split_once('/').map_or("", |(_, inside)| inside);
        let Some(n) = wanted.iter().position(|wanted| *wanted == inside || *wanted == path) else {
            if is_named_like_a_schema(inside) && self.schemas.len() < MAX_NAMED_FILES {
                self.schemas.push(inside.to_owned());
            }
            return Ok(());
        };
        if !entry.header().entry_type().is_file() {
            return Err(io::Error::other(format!("{path} is not a regular file")));
        }
        if entry.size() > limits.file {
            return Err(io::Error::other(format!("{path} has {} bytes, more than {}", entry.size(), limits.file)));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(describe_unpacking_error)?;
        match self.found[n].replace(bytes) {
            None => Ok(()),
            Some(_) => Err(io::Error::other(format!("the archive has two files {path}"))),
        }
    }
}

/// Whether a file of a package may be a schema, by its name.
pub(super) fn is_named_like_a_schema(path: &str) -> bool {
    path.ends_with(".tl") || path.ends_with("schema.json")
}

/// Describes an error of unpacking. An error of [`BoundedReader`] is recognized by its text, as tar and gzip may wrap it
/// in an error of their own.
fn describe_unpacking_error(why: io::Error) -> io::Error {
    match why.to_string() {
        text if text.contains(TOO_LARGE_MESSAGE) => io::Error::other(TOO_LARGE_MESSAGE),
        text => io::Error::other(format!("the archive is damaged or cut off: {text}")),
    }
}

/// A reader that fails after a number of bytes.
struct BoundedReader<R> {
    reader: R,
    left: u64,
}

/// The error of a [`BoundedReader`].
const TOO_LARGE_MESSAGE: &str = "the archive unpacks to more bytes than a package has";

impl<R: Read> Read for BoundedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| io::Error::other(TOO_LARGE_MESSAGE))?;
        Ok(n)
    }
}
