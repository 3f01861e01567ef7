//! `cargo xtask codegen`: generates the Rust code of the schemas.
//!
//! All protocols are read, planned and emitted before the first file is touched; an error in any of them stops the
//! command. Invariants: without names of protocols, this command owns the whole folder [`GENERATED`], and any other file
//! there is an orphan; with names, the folder still compiles, since [`INDEX`] also lists the protocols generated before,
//! and [`manifest::PATH`] keeps their features.

use std::fs;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tl_codegen::FileSet;
use tl_codegen::fileset::{self, Changes, Differences};
use tl_commands::{Failure, Findings, Outcome, Output, message, problem};

use crate::flags;
use crate::manifest::{self, Update};
use crate::project::Project;
use crate::protocol::{self, Protocol, Records};

/// The folder of generated code.
const GENERATED: &str = "tl-types/src/generated";

/// The file in [`GENERATED`] that declares a module for each protocol.
const INDEX: &str = "mod.rs";

/// Generates the code, or only checks whether it is up to date.
pub(crate) fn run(project: &Project, flags: &flags::Codegen, output: &mut Output<'_>) -> Outcome {
    let mut clock = Clock::new(flags.timings);
    let (protocols, manifest) = plan(project, flags, output)?;
    clock.lap("read and plan", output);
    let (folders, index) = match flags.protocols.is_empty() {
        true => whole_folder(&protocols),
        false => selected_folders(project, &protocols)?,
    };
    let expected = Expected { folders, index, manifest };
    clock.lap("emit", output);
    let result = match flags.check {
        true => check(project, &expected, output),
        false => write(project, &expected, output),
    };
    clock.lap(if flags.check { "compare" } else { "write" }, output);
    result
}

/// Reads and plans the selected protocols, and the features that their code needs.
fn plan(project: &Project, flags: &flags::Codegen, output: &mut Output<'_>) -> Outcome<(Vec<Protocol>, Update)> {
    let records = Records::read(project)?;
    let mut findings = Findings::new(&flags.reporting, output);
    let mut protocols = Vec::new();
    for name in project.select(&flags.protocols)? {
        protocols.extend(protocol::load(project, &records, &name, flags.dialect.into(), &mut findings)?);
    }
    let mut manifest = Update::default();
    // The features of a protocol with an error are unknown.
    if findings.n_errors() == 0 {
        let plans: Vec<_> = protocols.iter().map(|protocol| &protocol.plan).collect();
        manifest = records.manifest.update(&plans, flags.protocols.is_empty(), &mut findings);
    }
    let reported = findings.report(output);
    reported.inspect_err(|_| problem!(output, "nothing was touched"))?;
    Ok((protocols, manifest))
}

/// A folder of generated code with the files that it should contain.
struct ExpectedFolder {
    /// The path of the folder, relative to the root of the project.
    folder: String,
    files: FileSet,
}

/// The expected contents of the generated folders.
struct Expected {
    folders: Vec<ExpectedFolder>,
    /// The text of [`INDEX`], unless one of the folders contains it.
    index: Option<String>,
    manifest: Update,
}

/// The files of all protocols as one folder, which includes [`INDEX`].
fn whole_folder(protocols: &[Protocol]) -> (Vec<ExpectedFolder>, Option<String>) {
    let mut files = FileSet::new();
    for Protocol { name, plan, .. } in protocols {
        for (path, text) in tl_codegen::emit(plan).iter() {
            files.insert(format!("{name}/{path}"), text);
        }
    }
    let names: Vec<_> = protocols.iter().map(|protocol| protocol.name.as_str()).collect();
    files.insert(INDEX, tl_codegen::emit::root(&names, protocol::COMMAND));
    (vec![ExpectedFolder { folder: GENERATED.to_owned(), files }], None)
}

/// One folder for each of these protocols, and an index that includes protocols generated before.
fn selected_folders(project: &Project, protocols: &[Protocol]) -> Outcome<(Vec<ExpectedFolder>, Option<String>)> {
    let folders = protocols.iter().map(|Protocol { name, plan, .. }| ExpectedFolder {
        folder: format!("{GENERATED}/{name}"),
        files: tl_codegen::emit(plan),
    });
    let mut names = project.protocols()?;
    let is_selected = |name: &String| protocols.iter().any(|protocol| protocol.name == *name);
    names.retain(|name| is_selected(name) || project.path(&format!("{GENERATED}/{name}")).is_dir());
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    Ok((folders.collect(), Some(tl_codegen::emit::root(&names, protocol::COMMAND))))
}

fn write(project: &Project, expected: &Expected, output: &mut Output<'_>) -> Outcome {
    for ExpectedFolder { folder, files } in &expected.folders {
        let Changes { written, removed, n_unchanged } = files.write(&project.path(folder))?;
        let (n_written, n_removed) = (written.len(), removed.len());
        message!(
            output,
            "{folder}: {} files: {n_written} written, {n_removed} removed, {n_unchanged} unchanged",
            files.len()
        );
    }
    if let Some(text) = &expected.index {
        let path = format!("{GENERATED}/{INDEX}");
        let is_written = fileset::update_file(&project.path(&path), text)?;
        message!(output, "{path}: {}", if is_written { "written" } else { "unchanged" });
    }
    if let Some(text) = &expected.manifest.text {
        fileset::update_file(&project.path(manifest::PATH), text)?;
        message!(output, "{}: features written", manifest::PATH);
    }
    Ok(())
}

fn check(project: &Project, expected: &Expected, output: &mut Output<'_>) -> Outcome {
    let mut stale = Vec::new();
    for ExpectedFolder { folder, files } in &expected.folders {
        let differences = files.check(&project.path(folder))?;
        if differences == Differences::default() {
            message!(output, "{folder}: {} files, all up to date", files.len());
        }
        stale.push((folder.as_str(), differences));
    }
    if let Some(text) = &expected.index {
        stale.push((GENERATED, index_differences(project, text)?));
    }
    stale.push(("tl-types", expected.manifest.differences.clone()));
    stale.retain(|(_, differences)| *differences != Differences::default());
    if stale.is_empty() {
        return Ok(());
    }
    stale.iter().for_each(|(folder, differences)| print_differences(folder, differences, output));
    problem!(output, "help: run `cargo xtask codegen` and commit the changed files");
    Err(Failure::Reported)
}

fn index_differences(project: &Project, text: &str) -> Outcome<Differences> {
    let path = project.path(&format!("{GENERATED}/{INDEX}"));
    let mut differences = Differences::default();
    match fs::read(&path) {
        Ok(found) if found == text.as_bytes() => {}
        Ok(_) => differences.stale.push(INDEX.to_owned()),
        Err(why) if why.kind() == ErrorKind::NotFound => differences.missing.push(INDEX.to_owned()),
        Err(why) => return Err(Failure::file(&path, &why)),
    }
    Ok(differences)
}

fn print_differences(folder: &str, differences: &Differences, output: &mut Output<'_>) {
    problem!(output, "error: {folder} is not up to date with the schemas");
    let Differences { missing, stale, orphaned } = differences;
    for (state, paths) in [("missing", missing), ("stale", stale), ("orphaned", orphaned)] {
        for path in paths {
            problem!(output, "{state:>10}: {folder}/{path}");
        }
    }
}

/// Prints the duration of each phase, if requested.
struct Clock {
    is_requested: bool,
    last: Instant,
}

impl Clock {
    fn new(is_requested: bool) -> Self {
        Self { is_requested, last: Instant::now() }
    }

    fn lap(&mut self, phase: &str, output: &mut Output<'_>) {
        let took: Duration = self.last.elapsed();
        self.last = Instant::now();
        if self.is_requested {
            problem!(output, "{phase:>16}: {} ms", took.as_millis());
        }
    }
}
