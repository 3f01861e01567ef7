//! The files that `generate` reads: schemas, and the tables beside them.
//!
//! A table that the user names must exist; one that is only looked for beside a schema need not. Invariant: each file
//! is read once.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use tl_codegen::Inputs;
use tl_codegen::generate::{EXCEPTIONS_FILE_NAME, LAYOUT_FILE_NAME, RENAMES_FILE_NAME, paths_beside};
use tl_codegen::history::{FORMS_FILE_NAME, HISTORY_FILE_NAME, HistoryFiles, LAYERS_FILE_NAME};
use tl_codegen::table::UPGRADES_FILE_NAME;
use tl_parser::SourceId;

use super::Generate;
use crate::failure::Outcome;
use crate::findings::Findings;
use crate::input::{existing_file_beside, is_stdin, name_in_findings};
use crate::printable_path::printable_path;

/// Reads all files; one that is not UTF-8 is a finding.
pub(super) fn read_inputs(args: &Generate, findings: &mut Findings) -> Outcome<Inputs> {
    let schemas = findings.read_files(&args.files)?;
    let exceptions = table_paths(args.tables.exceptions.as_ref(), &args.files, EXCEPTIONS_FILE_NAME);
    let renames = table_paths(args.tables.renames.as_ref(), &args.files, RENAMES_FILE_NAME);
    let layout = args.tables.layout.clone().or_else(|| existing_file_beside(&args.files, LAYOUT_FILE_NAME));
    let history = args.tables.history.clone().or_else(|| existing_file_beside(&args.files, HISTORY_FILE_NAME));
    let upgrades = history.as_ref().map(|path| path.with_file_name(UPGRADES_FILE_NAME)).filter(|path| path.exists());
    Ok(Inputs {
        schemas,
        exceptions: read_tables(&exceptions, findings)?,
        renames: read_tables(&renames, findings)?,
        layout: read_tables(layout.as_slice(), findings)?.pop(),
        upgrades: read_tables(upgrades.as_slice(), findings)?.pop(),
        history: history.map(|path| read_history_files(&path, findings)).transpose()?.flatten(),
    })
}

/// The tables of a history; `None` if one is not UTF-8, which is then a finding.
fn read_history_files(path: &Path, findings: &mut Findings) -> Outcome<Option<HistoryFiles>> {
    let mut read = |path: &Path| findings.read_file(path, &name_in_findings(path));
    let forms = path.with_file_name(FORMS_FILE_NAME);
    let history = read(path)?;
    let layers = read(&path.with_file_name(LAYERS_FILE_NAME))?;
    let forms = if forms.exists() { read(&forms)? } else { None };
    Ok(history.zip(layers).map(|(history, layers)| HistoryFiles { history, layers, forms }))
}

/// The table that the user names, or else those beside the schemas, once for each folder.
fn table_paths(named: Option<&PathBuf>, schemas: &[PathBuf], file_name: &str) -> Vec<PathBuf> {
    if let Some(path) = named {
        return vec![path.clone()];
    }
    let files = schemas.iter().map(PathBuf::as_path).filter(|schema| !is_stdin(schema));
    paths_beside(files, file_name).into_iter().filter(|path| path.exists()).collect()
}

fn read_tables(paths: &[PathBuf], findings: &mut Findings) -> Outcome<Vec<SourceId>> {
    let mut sources = Vec::new();
    for path in paths {
        sources.extend(findings.read_file(path, &name_in_findings(path))?);
    }
    Ok(sources)
}

/// The names of the schemas for the first line of generated files. An absolute path would make the code depend on the
/// machine, so its last segment stands for it.
pub(super) fn source_names_for_header(schemas: &[PathBuf]) -> String {
    let names = schemas.iter().map(|path| {
        let shown = if path.is_absolute() { path.file_name().map_or(path.as_path(), Path::new) } else { path };
        printable_path(Path::new(&name_in_findings(shown))).replace(MAIN_SEPARATOR, "/")
    });
    names.collect::<Vec<_>>().join("`, `")
}
