//! Names the files of a transaction that have uncommitted changes, through `git`.
//!
//! Invariant: without git, or outside of a repository, no file is named and nothing fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use tl_commands::count_with_noun;

/// Minimum number of files of one folder that are counted and not named.
const MIN_FILES_SHOWN_AS_COUNT: usize = 4;

/// The given paths with uncommitted changes, as one text; `None` if there are none.
pub(super) fn describe_uncommitted(root: &Path, paths: &BTreeSet<&str>) -> Option<String> {
    let changed = paths_printed_by_git(root, &["diff", "--name-only", "--relative", "-z", "HEAD"]);
    let new = paths_printed_by_git(root, &["ls-files", "--others", "--exclude-standard", "-z"]);
    let uncommitted: BTreeSet<_> =
        changed.into_iter().chain(new).filter(|path| paths.contains(path.as_str())).collect();
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in uncommitted {
        folders.entry(counted_folder(&path)).or_default().push(path);
    }
    let texts = folders.into_iter().flat_map(|(folder, paths)| match paths.len() {
        n if n >= MIN_FILES_SHOWN_AS_COUNT => vec![format!("{} in {folder}", count_with_noun(n, "file"))],
        _ => paths,
    });
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// The folder under which a file is counted: three levels, such as `tl-types/src/generated`.
fn counted_folder(path: &str) -> String {
    let folders: Vec<_> = path.split('/').collect();
    folders[..(folders.len() - 1).min(3)].join("/")
}

/// The paths that git prints, relative to `root`; none if git fails.
fn paths_printed_by_git(root: &Path, args: &[&str]) -> Vec<String> {
    let output = Command::new("git").arg("-C").arg(root).args(args).env("GIT_OPTIONAL_LOCKS", "0").output();
    let output = output.ok().filter(|output| output.status.success());
    let paths = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    paths.split_terminator('\0').map(str::to_owned).collect()
}
