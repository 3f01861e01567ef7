//! One crate with the generated code of many pairs and their callers, and the callers that do not compile.
//!
//! rustc reports unresolved names before it checks types. So callers with errors are left out and the rest is compiled
//! again, until no error remains. Invariant: generated code without callers compiles.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::caller::{Caller, Strictness, callers_of_plan};
use crate::schema_pair::SchemaPair;

/// Maximum number of compilations of a crate.
const MAX_COMPILATIONS: usize = 8;

/// The version of the generated code that callers are compiled against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeVersion {
    /// The code of the old schema.
    Old,
    /// The code of the new schema.
    New,
}

/// A caller that does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FailingCaller<'a> {
    /// The name of the pair of schemas.
    pub pair: &'a str,
    /// The path of the item: `constructors::Chat`.
    pub item: &'a str,
    /// How strictly the caller uses the item.
    pub strictness: Strictness,
}

impl<'a> FailingCaller<'a> {
    fn of((pair, caller): &'a (&SchemaPair, Caller)) -> Self {
        Self { pair: &pair.name, item: &caller.item, strictness: caller.strictness }
    }
}

/// A crate with the generated code of one side of all pairs, and the callers of the old side.
pub struct CallersCrate<'a> {
    folder: PathBuf,
    callers: Vec<(&'a SchemaPair, Caller)>,
}

impl<'a> CallersCrate<'a> {
    /// Writes the crate into a folder below `parent`. It shares `Cargo.lock` with the repository in `root`.
    ///
    /// # Panics
    ///
    /// If a file cannot be written.
    #[must_use]
    pub fn write(root: &Path, parent: &Path, pairs: &'a [SchemaPair], side: CodeVersion) -> Self {
        let name = if side == CodeVersion::Old { "old" } else { "new" };
        let folder = parent.join(name);
        let runtime = root.join("tl-types/runtime");
        let manifest = format!(
            "[package]\nname = \"callers-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             [dependencies]\ntl-runtime = {{ path = {runtime:?} }}\n[workspace]\n"
        );
        write_if_changed(&folder.join("Cargo.toml"), &manifest);
        write_if_changed(
            &folder.join("Cargo.lock"),
            &fs::read_to_string(root.join("Cargo.lock")).expect("the lock file exists"),
        );
        for pair in pairs {
            let plan = if side == CodeVersion::Old { &pair.old } else { &pair.new };
            tl_codegen::emit(plan).write(&folder.join("src").join(&pair.name)).expect("the folder can be written");
        }
        let callers =
            pairs.iter().flat_map(|pair| callers_of_plan(&pair.old).into_iter().map(move |caller| (pair, caller)));
        Self { folder, callers: callers.collect() }
    }

    /// The callers that do not compile.
    ///
    /// # Panics
    ///
    /// If cargo cannot be run, or if the generated code does not compile.
    #[must_use]
    pub fn failing_callers(&self) -> BTreeSet<FailingCaller<'_>> {
        let mut failing = BTreeSet::new();
        for _ in 0..MAX_COMPILATIONS {
            self.write_callers(&failing);
            let errors = self.compile_and_find_failing();
            if errors.is_empty() {
                return failing.iter().map(|n| FailingCaller::of(&self.callers[*n])).collect();
            }
            failing.extend(errors);
        }
        panic!("there are still errors after {MAX_COMPILATIONS} compilations");
    }

    /// Writes one file for each caller that is not left out, and the list of modules.
    fn write_callers(&self, left_out: &BTreeSet<usize>) {
        let mut root = "#![allow(warnings)]\n".to_owned();
        let pairs: BTreeSet<_> = self.callers.iter().map(|(pair, _)| pair.name.as_str()).collect();
        pairs.iter().for_each(|pair| root.push_str(&format!("pub mod {pair};\n")));
        for (n, (pair, caller)) in self.callers.iter().enumerate().filter(|(n, _)| !left_out.contains(n)) {
            let imports = "use tl_runtime::{Builtin, Bytes, RawObject as Object, Text};";
            let code = format!("use crate::{}::*;\n{imports}\n{}", pair.name, caller.code);
            write_if_changed(&self.folder.join(format!("src/caller_{n}.rs")), &code);
            root.push_str(&format!("pub mod caller_{n};\n"));
        }
        write_if_changed(&self.folder.join("src/lib.rs"), &root);
    }

    /// Compiles the crate, and returns the numbers of the callers with errors.
    fn compile_and_find_failing(&self) -> BTreeSet<usize> {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["check", "--offline", "--quiet", "--message-format=json"]).current_dir(&self.folder);
        // Both crates share the compiled runtime.
        cargo.env("CARGO_TARGET_DIR", self.folder.join("../target")).env_remove("RUSTFLAGS");
        let output = cargo.output().expect("cargo can be run");
        let text = String::from_utf8_lossy(&output.stdout);
        let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let errors: Vec<_> = messages.filter(|line| line["message"]["level"] == "error").collect();
        let failing: BTreeSet<_> = errors.iter().flat_map(callers_in_error).collect();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || !failing.is_empty(), "{stderr}{errors:#?}");
        failing
    }
}

/// The numbers of the callers that an error message is about.
fn callers_in_error(error: &Value) -> Vec<usize> {
    let spans = error["message"]["spans"].as_array().into_iter().flatten();
    let primary = spans.filter(|span| span["is_primary"] == true);
    let numbers = primary.filter_map(|span| {
        let name = Path::new(span["file_name"].as_str()?).file_stem()?.to_str()?;
        name.strip_prefix("caller_")?.parse().ok()
    });
    numbers.collect()
}

fn write_if_changed(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}
