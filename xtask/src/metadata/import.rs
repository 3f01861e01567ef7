//! `cargo xtask metadata import`: takes the facts of a source over.
//!
//! They take the place of what the source said before, and everything is merged anew. Invariant: importing the same
//! files again changes nothing, and the order of imports doesn't matter.

use tl_codegen::metadata::{SourceKind, SourceRow};

use super::adapter;
use super::facts::cell;
use super::store::Store;
use crate::failure::{Failure, Outcome};
use crate::findings::count;
use crate::flags::{MetadataImport, Prefer, SourceFormat};
use crate::project::Project;
use crate::say::say;

pub(super) fn run(project: &Project, protocol: &str, flags: &MetadataImport) -> Outcome {
    let mut store = Store::read(project, protocol)?;
    let facts = adapter::read(flags.source, &flags.paths, &store.declared)?;
    if facts.methods.is_empty() {
        return Err(Failure::unable("there are no facts in these files", "name the files of the source"));
    }
    let usual = adapter::usual(flags.source);
    let kind = kind(flags, usual.kind)?;
    let id = flags.id.clone().unwrap_or_else(|| flags.source.word());
    check_id(&id)?;
    let row = SourceRow {
        kind,
        name: cell(flags.name.as_deref().unwrap_or(usual.name)),
        version: cell(flags.version.as_deref().unwrap_or_default()),
        layer: flags.layer,
        licence: cell(flags.licence.as_deref().unwrap_or(usual.licence)),
    };
    let n_methods = facts.methods.len();
    store.put(&id, row, facts);
    let merged = store.merge();
    let written = store.write(project, &merged)?;
    say!("{id}: facts about {}", count(n_methods, "method"));
    for path in &written {
        say!("{path}: written");
    }
    if written.is_empty() {
        say!("nothing changed");
    }
    Ok(())
}

/// What kind of source it becomes: pages alone can be preferred.
fn kind(flags: &MetadataImport, usual: SourceKind) -> Outcome<SourceKind> {
    match flags.prefer {
        None => Ok(usual),
        Some(Prefer::Page) if flags.source == SourceFormat::Pages => Ok(SourceKind::Preferred),
        Some(Prefer::Page) => Err(Failure::unable("these are no pages", "leave `--prefer page` out")),
    }
}

/// The id becomes the name of a file.
fn check_id(id: &str) -> Outcome {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match !id.is_empty() && id.bytes().all(is_part) {
        true => Ok(()),
        false => Err(Failure::unable(
            format!("`{id}` cannot be the id of a source"),
            "ids are made of small letters, digits and `-`",
        )),
    }
}
