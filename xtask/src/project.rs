//! The layout of the repository.
//!
//! The protocols are the folders of `schemas/` that are not hidden; no other list of them exists. Invariant: the root
//! is searched on each run, and no path of the compiling machine is part of the program.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tl_commands::{Failure, Outcome, Output, printable_path};

use crate::transaction::{self, ProjectLock};

/// Advice for files that differ in line ends alone.
pub(crate) const LINE_ENDS_ADVICE: &str =
    "these files have CR LF where LF is expected; `core.autocrlf` of git may have changed them";

/// The folder with the schemas, which marks the root of a project.
const SCHEMAS_FOLDER: &str = "schemas";

/// Names that no Rust module can have: the strict and reserved keywords of all editions, in lower case.
#[rustfmt::skip]
const RUST_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The project that a command works on.
pub(crate) struct Project {
    root: PathBuf,
    /// Texts that a command is going to write, by path; they are read in place of the files on the disk.
    staged: BTreeMap<String, String>,
}

impl Project {
    /// The project in `root`. Without one: the closest project above the package that cargo runs, or above the
    /// current directory.
    pub(crate) fn find(root: Option<&Path>) -> Outcome<Self> {
        if let Some(root) = root {
            return match root.join(SCHEMAS_FOLDER).is_dir() {
                true => Self::open(root.to_owned()),
                false => Err(Failure::unable_with_advice(
                    format!(
                        "{} is not the root of a project: it has no folder `{SCHEMAS_FOLDER}`",
                        printable_path(root)
                    ),
                    "name the folder that holds it with --root DIR",
                )),
            };
        }
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let starts = package.into_iter().chain(env::current_dir().ok());
        let found = starts.flat_map(ancestors).find(|dir| dir.join(SCHEMAS_FOLDER).is_dir());
        let root = found.ok_or_else(|| {
            Failure::unable_with_advice(
                format!("no folder from here upwards holds a folder `{SCHEMAS_FOLDER}`"),
                "call the command inside the repository, or name its root with --root DIR",
            )
        })?;
        Self::open(root)
    }

    /// Opens the project in `root`, and finishes the changes of a command that was killed.
    fn open(root: PathBuf) -> Outcome<Self> {
        if transaction::has_committed_changes(&root) {
            ProjectLock::acquire(&root, &mut Output::new("", io::sink(), io::stderr()))?;
        }
        Ok(Self { root, staged: BTreeMap::new() })
    }

    /// Waits until no other command changes the project, and keeps others waiting until the value is dropped.
    pub(crate) fn lock_exclusively(&self, output: &mut Output<'_>) -> Outcome<ProjectLock> {
        ProjectLock::acquire(&self.root, output)
    }

    /// Waits until no other command changes the project, and keeps such commands waiting until the value is dropped.
    pub(crate) fn lock_for_reading(&self, output: &mut Output<'_>) -> Outcome<ProjectLock> {
        ProjectLock::acquire_for_reading(&self.root, output)
    }

    /// The project as it will be once the given files have the given texts; nothing is written.
    pub(crate) fn with_staged(&self, texts: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { root: self.root.clone(), staged: texts.into_iter().collect() }
    }

    /// The text that a command is going to write to a path.
    pub(crate) fn staged_text(&self, relative: &str) -> Option<&str> {
        self.staged.get(relative).map(String::as_str)
    }

    /// The text of a file, or the text that a command is going to write to it.
    pub(crate) fn read_text(&self, relative: &str) -> io::Result<String> {
        match self.staged_text(relative) {
            Some(text) => Ok(text.to_owned()),
            None => fs::read_to_string(self.full_path(relative)),
        }
    }

    /// The root folder of the project.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The full path of a path relative to the root.
    pub(crate) fn full_path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The names of all protocols, sorted.
    pub(crate) fn protocol_names(&self) -> Outcome<Vec<String>> {
        let dir = self.full_path(SCHEMAS_FOLDER);
        let unreadable = |why| Failure::about_file(&dir, &why);
        let mut names = Vec::new();
        for entry in fs::read_dir(&dir).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                // Hidden folders belong to editors and other programs.
                if name.starts_with('.') {
                    continue;
                }
                check_protocol_name(&name)?;
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// The protocols with the given names, sorted and without repetition; all protocols if no names are given.
    pub(crate) fn select_protocols(&self, names: &[String]) -> Outcome<Vec<String>> {
        let known = self.protocol_names()?;
        if let Some(name) = names.iter().find(|name| !known.contains(name)) {
            let list = if known.is_empty() { "there are none".to_owned() } else { known.join(", ") };
            return Err(Failure::unable_with_advice(
                format!("there is no protocol `{name}`: {SCHEMAS_FOLDER}/{name} does not exist"),
                format!("known protocols: {list}"),
            ));
        }
        Ok(known.into_iter().filter(|name| names.is_empty() || names.contains(name)).collect())
    }
}

/// Checks that a name is valid for a protocol, whose folder and Rust module have the same name.
pub(crate) fn check_protocol_name(name: &str) -> Outcome {
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let help = if !is_name {
        format!("folders of {SCHEMAS_FOLDER}/ are named with small letters, digits and `_`, a letter first")
    } else if RUST_KEYWORDS.contains(&name) {
        "it is a keyword of Rust, and the code of a protocol is a module of its name: choose another one".to_owned()
    } else {
        return Ok(());
    };
    Err(Failure::unable_with_advice(format!("`{name}` cannot be the name of a protocol"), help))
}

/// A folder and its ancestors, innermost first.
fn ancestors(dir: PathBuf) -> impl Iterator<Item = PathBuf> {
    std::iter::successors(Some(dir), |dir| dir.parent().map(Path::to_owned))
}

/// The schema of a protocol, relative to the root: `schemas/api/api.tl`.
pub(crate) fn schema_path(protocol: &str) -> String {
    path_beside_schema(protocol, &format!("{protocol}.tl"))
}

/// A file beside the schema of a protocol, relative to the root: `schemas/api/methods.tsv`.
pub(crate) fn path_beside_schema(protocol: &str, file: &str) -> String {
    format!("{SCHEMAS_FOLDER}/{protocol}/{file}")
}
