//! Where things are in the repository.
//!
//! Protocols are the folders of `schemas/` that are not hidden, nothing else lists them. Invariant: no path of the machine that compiled
//! this is in here; the root is looked for anew on each run.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The folder that makes a folder the root of a project.
const MARK: &str = "schemas";

/// What no module can be called: strict and reserved keywords of all editions, in the spelling of protocols.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// A project.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// The project in `root`, or else the one around the package that cargo runs, or around the current directory.
    pub(crate) fn find(root: Option<&Path>) -> Outcome<Self> {
        if let Some(root) = root {
            return match root.join(MARK).is_dir() {
                true => Ok(Self { root: root.to_owned() }),
                false => Err(Failure::unable(
                    format!("{} is not the root of a project: it has no folder `{MARK}`", root.display()),
                    "name the folder that holds it with --root DIR",
                )),
            };
        }
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let starts = package.into_iter().chain(env::current_dir().ok());
        let found = starts.flat_map(above).find(|dir| dir.join(MARK).is_dir());
        found.map(|root| Self { root }).ok_or_else(|| {
            Failure::unable(
                format!("no folder from here upwards holds a folder `{MARK}`"),
                "call the command inside the repository, or name its root with --root DIR",
            )
        })
    }

    /// The root itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path of the project on this machine.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The names of all protocols, sorted.
    pub(crate) fn protocols(&self) -> Outcome<Vec<String>> {
        let dir = self.path(MARK);
        let unreadable = |why| Failure::file(&dir, &why);
        let mut names = Vec::new();
        for entry in fs::read_dir(&dir).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                // Those of editors and other programs.
                if name.starts_with('.') {
                    continue;
                }
                check_name(&name)?;
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// The protocols with these names, or all if there are none; sorted, each once.
    pub(crate) fn select(&self, names: &[String]) -> Outcome<Vec<String>> {
        let known = self.protocols()?;
        if let Some(name) = names.iter().find(|name| !known.contains(name)) {
            let list = if known.is_empty() { "there are none".to_owned() } else { known.join(", ") };
            return Err(Failure::unable(
                format!("there is no protocol `{name}`: {MARK}/{name} does not exist"),
                format!("known protocols: {list}"),
            ));
        }
        Ok(known.into_iter().filter(|name| names.is_empty() || names.contains(name)).collect())
    }
}

/// Checks that a protocol can be called this: its name is that of a folder and of a Rust module.
pub(crate) fn check_name(name: &str) -> Outcome {
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let help = if !is_name {
        format!("folders of {MARK}/ are named with small letters, digits and `_`, a letter first")
    } else if KEYWORDS.contains(&name) {
        "it is a keyword of Rust, and the code of a protocol is a module of its name: choose another one".to_owned()
    } else {
        return Ok(());
    };
    Err(Failure::unable(format!("`{name}` cannot be the name of a protocol"), help))
}

/// A folder and those it lies in, innermost first.
fn above(dir: PathBuf) -> impl Iterator<Item = PathBuf> {
    std::iter::successors(Some(dir), |dir| dir.parent().map(Path::to_owned))
}
