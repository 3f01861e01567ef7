//! `cargo xtask metadata import`: takes over the facts of a source.
//!
//! New facts replace earlier facts of the same source, and all sources are merged anew. Invariant: importing the same
//! files again changes nothing, and the order of imports does not matter.

use std::fs;

use tl_codegen::metadata::{SourceKind, SourceRow};
use tl_commands::{Failure, Outcome, Output, count_with_noun, message, problem};
use tl_metadata::adapter::{self, SourceFile, SourceFormat};
use tl_metadata::tsv::cell_text_with_single_spaces;

use super::files;
use crate::flags::{MetadataImport, PreferredSource};
use crate::metadata_tables::MergedStore;
use crate::project::Project;

pub(super) fn run(project: &Project, protocol: &str, flags: &MetadataImport, output: &mut Output<'_>) -> Outcome {
    let _exclusive = project.lock_exclusively(output)?;
    let mut store = files::read_merged_facts(project, protocol, output)?.store;
    let mut files = Vec::new();
    for path in &flags.paths {
        let bytes = fs::read(path).map_err(|why| Failure::about_file(path, &why))?;
        files.push(SourceFile::new(path.to_string_lossy(), &bytes));
    }
    let import = adapter::read_source_files(flags.source, &files, &store.functions).map_err(|why| {
        let help = "name the files that `cargo xtask metadata import --help` lists for this format";
        Failure::unable_with_advice(why.to_string(), help)
    })?;
    for path in &import.skipped {
        problem!(output, "note: {path} was skipped, since it is not the page of a method");
    }
    let n_methods = import.facts.n_methods();
    if n_methods == 0 {
        return Err(Failure::unable_with_advice("there are no facts in these files", "name the files of the source"));
    }
    let properties = flags.source.properties();
    let id = flags.id.as_deref().unwrap_or(properties.word);
    let row = SourceRow {
        kind: source_kind(flags)?,
        name: cell_text_with_single_spaces(flags.name.as_deref().unwrap_or(properties.name)),
        version: cell_text_with_single_spaces(flags.version.as_deref().unwrap_or_default()),
        layer: flags.layer,
        licence: cell_text_with_single_spaces(flags.licence.as_deref().unwrap_or(properties.licence)),
    };
    check_source_id(id)?;
    store.replace_facts_of_source(id, row, import.facts);
    let facts = MergedStore::new(protocol, store);
    message!(output, "{id}: facts about {}", count_with_noun(n_methods, "method"));
    super::check::print_metadata_gaps(protocol, &facts.store, output);
    let written = files::write_changed_files(project, protocol, facts)?;
    for path in &written {
        message!(output, "{path}: written");
    }
    if written.is_empty() {
        message!(output, "nothing changed");
    }
    Ok(())
}

/// The kind of the source: `--prefer page` raises the rank of pages.
fn source_kind(flags: &MetadataImport) -> Outcome<SourceKind> {
    match flags.prefer {
        None => Ok(flags.source.properties().kind),
        Some(PreferredSource::Page) if flags.source == SourceFormat::Pages => Ok(SourceKind::Preferred),
        Some(PreferredSource::Page) => {
            Err(Failure::unable_with_advice("only pages can be preferred", "leave out `--prefer page`"))
        }
    }
}

/// Checks that an id can be the name of a file.
fn check_source_id(id: &str) -> Outcome {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match !id.is_empty() && id.bytes().all(is_part) {
        true => Ok(()),
        false => Err(Failure::unable_with_advice(
            format!("`{id}` cannot be the id of a source"),
            "ids are made of small letters, digits and `-`",
        )),
    }
}
