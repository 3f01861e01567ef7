//! The files that a build script reads: schemas, and the tables beside them.
//!
//! A table that the caller names must exist; one that is only looked for beside a schema need not. Invariant: every
//! file that was read is in the list of paths, and no other.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use tl_parser::{SourceId, SourceMap};

use super::Builder;
use crate::generate::{EXCEPTIONS_FILE_NAME, Inputs, LAYOUT_FILE_NAME, RENAMES_FILE_NAME, paths_beside};
use crate::history::{FORMS_FILE_NAME, HISTORY_FILE_NAME, HistoryFiles, LAYERS_FILE_NAME};
use crate::table::UPGRADES_FILE_NAME;

/// The files that were read.
#[derive(Default)]
pub(super) struct InputFiles {
    pub(super) sources: SourceMap,
    pub(super) inputs: Inputs,
    /// The paths of all files, as they were opened.
    pub(super) paths: Vec<PathBuf>,
    /// The names of the schemas in diagnostics and in generated files.
    pub(super) names_of_schemas: Vec<String>,
}

impl InputFiles {
    /// Reads all files; adds an error for each one that cannot be read.
    pub(super) fn read(builder: &Builder, errors: &mut Vec<String>) -> Self {
        let mut files = Self::default();
        if builder.schemas.is_empty() {
            errors.push("there is no schema: name one with `schema(\"tl/api.tl\")`".to_owned());
        }
        for path in &builder.schemas {
            let id = files.read_required_file(path, errors);
            files.inputs.schemas.extend(id);
            files.names_of_schemas.push(file_name_in_messages(path));
        }
        files.inputs.exceptions =
            files.read_tables(builder, builder.exceptions.as_deref(), EXCEPTIONS_FILE_NAME, errors);
        files.inputs.renames = files.read_tables(builder, builder.renames.as_deref(), RENAMES_FILE_NAME, errors);
        files.inputs.layout = match &builder.layout {
            Some(path) => files.read_required_file(path, errors),
            None => {
                let beside = builder.schemas.first().map(|schema| schema.with_file_name(LAYOUT_FILE_NAME));
                beside.and_then(|path| files.read_optional_file(&path, errors))
            }
        };
        files.inputs.history = files.read_history(builder, errors);
        if let Some(path) = builder.path_of_history() {
            files.inputs.upgrades = files.read_optional_file(&path.with_file_name(UPGRADES_FILE_NAME), errors);
        }
        files
    }

    /// Reads the tables of the history; those beside a schema may be missing.
    fn read_history(&mut self, builder: &Builder, errors: &mut Vec<String>) -> Option<HistoryFiles> {
        let path = builder.path_of_history()?;
        Some(HistoryFiles {
            history: self.read_required_file(&path, errors)?,
            layers: self.read_required_file(&path.with_file_name(LAYERS_FILE_NAME), errors)?,
            forms: self.read_optional_file(&path.with_file_name(FORMS_FILE_NAME), errors),
        })
    }

    /// Reads the table that the caller names, or else those beside the schemas, once for each folder.
    fn read_tables(
        &mut self,
        builder: &Builder,
        named: Option<&Path>,
        file_name: &str,
        errors: &mut Vec<String>,
    ) -> Vec<SourceId> {
        if let Some(path) = named {
            return self.read_required_file(path, errors).into_iter().collect();
        }
        let paths = paths_beside(builder.schemas.iter().map(PathBuf::as_path), file_name);
        paths.iter().filter_map(|path| self.read_optional_file(path, errors)).collect()
    }

    fn read_required_file(&mut self, path: &Path, errors: &mut Vec<String>) -> Option<SourceId> {
        let read = fs::read(path);
        self.add_read_file(path, read, errors)
    }

    fn read_optional_file(&mut self, path: &Path, errors: &mut Vec<String>) -> Option<SourceId> {
        match fs::read(path) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => None,
            read => self.add_read_file(path, read, errors),
        }
    }

    fn add_read_file(&mut self, path: &Path, read: io::Result<Vec<u8>>, errors: &mut Vec<String>) -> Option<SourceId> {
        let name = file_name_in_messages(path);
        match read {
            Ok(bytes) => {
                self.paths.push(path.to_owned());
                let text = String::from_utf8(bytes).map_err(|why| errors.push(not_utf8_message(&name, &why)));
                text.ok().map(|text| self.sources.add(name, text))
            }
            Err(why) => {
                let advice = if path.is_relative() { "; paths begin at the folder of Cargo.toml" } else { "" };
                errors.push(format!("cannot read `{name}`: {why}{advice}"));
                None
            }
        }
    }
}

/// The path below the folder of Cargo.toml, so that no output depends on where that folder is; `/`-separated.
fn file_name_in_messages(path: &Path) -> String {
    let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let inside = folder.as_deref().and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
    let shown = match inside.is_absolute() {
        true => inside.file_name().map(Path::new).unwrap_or(inside),
        false => inside,
    };
    let shown = shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    shown.chars().map(|character| if character.is_control() { '?' } else { character }).collect()
}

fn not_utf8_message(name: &str, why: &std::string::FromUtf8Error) -> String {
    let at = why.utf8_error().valid_up_to();
    let line = 1 + why.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
    let byte = why.as_bytes().get(at).copied().unwrap_or_default();
    format!("{name}:{line}: the text is not UTF-8: the byte {byte:02x} begins no character; save the file as UTF-8")
}

impl Builder {
    /// The table of the history: the one that the caller names, or the one beside the first schema.
    fn path_of_history(&self) -> Option<PathBuf> {
        let beside = self.schemas.first().map(|schema| schema.with_file_name(HISTORY_FILE_NAME));
        self.history.clone().or_else(|| beside.filter(|path| path.exists()))
    }
}
