//! A temporary folder, and the output of commands that run on it.
//!
//! The program under test is that of the test crate: its `PROGRAM`, and its option `ROOT_OPTION` for the folder.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

/// A temporary folder with files; it is removed when dropped.
pub(crate) struct TestFolder {
    dir: TempDir,
}

/// The exit code and the output of a command.
#[derive(Debug)]
pub(crate) struct CommandResult {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Files by path, with their bytes and the time of their last change.
pub(crate) type FilesByPath = BTreeMap<String, (Vec<u8>, SystemTime)>;

impl TestFolder {
    /// A folder without files; for a program that works on a project, with the folder that marks its root.
    pub(crate) fn empty() -> Self {
        let folder = Self { dir: TempDir::new().unwrap() };
        if crate::ROOT_OPTION.is_some() {
            fs::create_dir(folder.path("schemas")).unwrap();
        }
        folder
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.dir.path().join(relative)
    }

    pub(crate) fn write_file(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The same folder with one more file.
    pub(crate) fn with_file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write_file(path, text);
        self
    }

    pub(crate) fn read_file(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Replaces the only occurrence of `old` in a file.
    pub(crate) fn replace_in_file(&self, path: &str, old: &str, new: &str) {
        let text = self.read_file(path);
        assert_eq!(text.matches(old).count(), 1, "{old:?} in {path}");
        self.write_file(path, text.replace(old, new));
    }

    pub(crate) fn remove_file(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// All files in a folder and its subfolders.
    pub(crate) fn files_in(&self, folder: &str) -> FilesByPath {
        let mut files = FilesByPath::new();
        add_files_in_folder(&self.path(folder), folder, &mut files);
        files
    }

    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> CommandResult {
        run_command(&mut self.command(args))
    }

    /// The program with these arguments, not started yet.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(crate::PROGRAM);
        if let Some(option) = crate::ROOT_OPTION {
            command.arg(option).arg(self.dir.path());
        }
        command.args(args).current_dir(self.dir.path());
        command
    }

    /// Runs the program with a text on its standard input.
    pub(crate) fn run_with_stdin<A: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = A>,
        text: impl AsRef<[u8]>,
    ) -> CommandResult {
        let mut input = tempfile::tempfile().unwrap();
        input.write_all(text.as_ref()).unwrap();
        input.rewind().unwrap();
        run_command(self.command(args).stdin(input))
    }

    /// The contents of all files, by path.
    pub(crate) fn texts_by_path(&self) -> BTreeMap<String, Vec<u8>> {
        self.files_in("").into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
    }
}

impl CommandResult {
    #[track_caller]
    pub(crate) fn expect_success(self) -> Self {
        self.expect_exit_code(0)
    }

    #[track_caller]
    pub(crate) fn expect_exit_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Checks that `stderr` contains each of these texts.
    #[track_caller]
    pub(crate) fn expect_stderr(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.stderr.contains(part), "{part:?} is not in\n{}", self.stderr);
        }
        self
    }
}

pub(crate) fn run_command(command: &mut Command) -> CommandResult {
    let output = command.output().unwrap();
    CommandResult {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs a command whose standard output goes elsewhere.
pub(crate) fn run_command_capturing_stderr(command: &mut Command) -> CommandResult {
    let output = command.stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    CommandResult {
        code: output.status.code(),
        stdout: String::new(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn add_files_in_folder(dir: &Path, name: &str, files: &mut FilesByPath) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => add_files_in_folder(&path, &name, files),
            false => {
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                files.insert(name, (fs::read(&path).unwrap(), modified));
            }
        }
    }
}
