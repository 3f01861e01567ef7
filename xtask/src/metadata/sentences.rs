//! `cargo xtask metadata sample` and `find-sentences`: the review of sentences by people.
//!
//! Invariant: no file is changed.

use std::fs;
use std::path::{Path, PathBuf};

use tl_commands::{Failure, Outcome, Output, count_with_noun, message, printable_path};
use tl_metadata::sentence_review::{SentenceSearch, all_sentences, sample_sentences};

use super::{files, print_json};
use crate::flags::{MetadataFindSentences, MetadataSample, PrintFormat};
use crate::project::Project;

/// Prints sentences drawn at random.
pub(super) fn print_sample(
    project: &Project,
    protocol: &str,
    flags: &MetadataSample,
    output: &mut Output<'_>,
) -> Outcome {
    let store = files::read_merged_facts(project, protocol, output)?.store;
    let sample = sample_sentences(all_sentences(&store.metadata), flags.seed, flags.count);
    match flags.form.format {
        PrintFormat::Json => print_json(&sample, output)?,
        PrintFormat::Text => sample.iter().for_each(|sentence| message!(output, "{sentence}")),
    }
    Ok(())
}

/// Searches files for the sentences of the tables, and fails if one is found.
pub(super) fn find(
    project: &Project,
    protocol: &str,
    flags: &MetadataFindSentences,
    output: &mut Output<'_>,
) -> Outcome {
    let store = files::read_merged_facts(project, protocol, output)?.store;
    let sentences = all_sentences(&store.metadata);
    let search = SentenceSearch::new(&sentences);
    let mut paths = Vec::new();
    flags.paths.iter().try_for_each(|path| add_files_below(path, &mut paths))?;
    let mut n_found = 0;
    for path in &paths {
        let bytes = fs::read(path).map_err(|why| Failure::about_file(path, &why))?;
        for sentence in search.sentences_found_in(&String::from_utf8_lossy(&bytes)) {
            message!(output, "{}: {sentence}", printable_path(path));
            n_found += 1;
        }
    }
    let (searched, files) = (count_with_noun(search.n_searched(), "sentence"), count_with_noun(paths.len(), "file"));
    message!(output, "{searched} searched for in {files}: {n_found} found");
    if n_found == 0 { Ok(()) } else { Err(Failure::Reported) }
}

/// Adds a file, or all files below a folder in the order of their names. Symbolic links in folders are passed over.
fn add_files_below(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    let about_path = |why| Failure::about_file(path, &why);
    if !fs::metadata(path).map_err(about_path)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(about_path)?;
    let mut below: Vec<_> = entries.iter().map(fs::DirEntry::path).filter(|path| !path.is_symlink()).collect();
    below.sort();
    below.iter().try_for_each(|path| add_files_below(path, files))
}
