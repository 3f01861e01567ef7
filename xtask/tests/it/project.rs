//! A temporary project, and the output of commands that run on it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

/// The schema of the protocol `chat`, without mistakes; only its first declaration has an id.
pub(crate) const CHAT_SCHEMA: &str = "\
user#338da493 id:long name:string = User;
userEmpty = User;
chat flags:# title:flags.3?string members:Vector<User> = Chat;

---functions---

chats.get id:long = Chat;
chats.rename id:long title:string = Chat;
";

/// The schema of the protocol `door`, without mistakes.
pub(crate) const DOOR_SCHEMA: &str = "doorOpen = Door;\ndoorShut lock:int = Door;\n";

/// The text of `tl.lock` with entries for both schemas.
fn lock_of_both_schemas() -> String {
    let entry = |(name, n_constructors, n_functions, n_types)| {
        format!(
            "[{name}]\npackage = \"some-types\"\nversion = \"1.2.3\"\nfile = \"tl/{name}.tl\"\nsha256 = \"\"\n\
             constructors = {n_constructors}\nfunctions = {n_functions}\ntypes = {n_types}\n"
        )
    };
    [("chat", 3, 2, 2), ("door", 2, 0, 1)].map(entry).join("\n")
}

/// A temporary project; it is removed when dropped.
pub(crate) struct TestProject {
    dir: TempDir,
}

/// The exit code and the output of a command.
pub(crate) struct CommandResult {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Files by path, with their bytes and the time of their last change.
pub(crate) type FilesByPath = BTreeMap<String, (Vec<u8>, SystemTime)>;

impl TestProject {
    /// A project without protocols.
    pub(crate) fn empty() -> Self {
        let project = Self { dir: TempDir::new().unwrap() };
        fs::create_dir(project.path("schemas")).unwrap();
        project
    }

    /// A project with the protocols `chat` and `door`.
    pub(crate) fn new() -> Self {
        let project =
            Self::empty().with_file("schemas/chat/chat.tl", CHAT_SCHEMA).with_file("schemas/door/door.tl", DOOR_SCHEMA);
        project.with_file("schemas/tl.lock", lock_of_both_schemas())
    }

    /// A project with the generated code of its protocols.
    pub(crate) fn generated() -> Self {
        let project = Self::new();
        project.run(["codegen"]).expect_success();
        project
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.dir.path().join(relative)
    }

    pub(crate) fn write_file(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The same project with one more file.
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
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(self.dir.path()).args(args).current_dir(self.dir.path());
        command
    }

    /// The contents of all files of the project, by path.
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
