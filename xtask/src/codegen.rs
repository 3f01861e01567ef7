//! `cargo xtask codegen`: makes the generated tree what the schemas say.
//!
//! All protocols are read, planned and turned into text before the first file is touched; an error in any of them
//! stops everything. Invariants: without names of protocols the whole of [`GENERATED`] belongs to this command, so that
//! whatever no schema asks for is an orphan; with names, what lies there can still be compiled, as [`INDEX`] lists it
//! and [`manifest::PATH`] has the features.

use std::fs;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tl_codegen::FileSet;
use tl_codegen::fileset::{self, Changes, Differences};

use crate::failure::{Failure, Outcome};
use crate::findings::Findings;
use crate::flags;
use crate::manifest::{self, Update};
use crate::project::Project;
use crate::protocol::{self, Protocol, Records};
use crate::say::{complain, say};

/// Where generated code lands.
const GENERATED: &str = "tl-types/src/generated";

/// The module that leads to all protocols, in [`GENERATED`].
const INDEX: &str = "mod.rs";

/// Generates, or only looks whether that was done.
pub(crate) fn run(project: &Project, flags: &flags::Codegen) -> Outcome {
    let mut clock = Clock::new(flags.timings);
    let (protocols, manifest) = plan(project, flags)?;
    clock.lap("read and plan");
    let (trees, index) = match flags.protocols.is_empty() {
        true => whole(&protocols),
        false => parts(project, &protocols)?,
    };
    let wanted = Wanted { trees, index, manifest };
    clock.lap("emit");
    let result = match flags.check {
        true => check(project, &wanted),
        false => write(project, &wanted),
    };
    clock.lap(if flags.check { "compare" } else { "write" });
    result
}

/// Reads and plans the protocols that were asked for, or all, and the features that they ask for.
fn plan(project: &Project, flags: &flags::Codegen) -> Outcome<(Vec<Protocol>, Update)> {
    let records = Records::read(project)?;
    let mut findings = Findings::new(&flags.reporting);
    let mut protocols = Vec::new();
    for name in project.select(&flags.protocols)? {
        protocols.extend(protocol::load(project, &records, &name, flags.dialect.into(), &mut findings)?);
    }
    let mut manifest = Update::default();
    // A protocol with an error may ask for anything.
    if findings.n_errors() == 0 {
        let plans: Vec<_> = protocols.iter().map(|protocol| &protocol.plan).collect();
        manifest = records.manifest.update(&plans, flags.protocols.is_empty(), &mut findings);
    }
    findings.report().inspect_err(|_| complain!("nothing was touched"))?;
    Ok((protocols, manifest))
}

/// A folder and what it is to hold.
struct Tree {
    /// Relative to the root of the project.
    folder: String,
    files: FileSet,
}

/// What is to be there.
struct Wanted {
    trees: Vec<Tree>,
    /// The text of [`INDEX`], unless it is in a tree.
    index: Option<String>,
    manifest: Update,
}

/// The whole of [`GENERATED`].
fn whole(protocols: &[Protocol]) -> (Vec<Tree>, Option<String>) {
    let mut files = FileSet::new();
    for Protocol { name, plan, .. } in protocols {
        for (path, text) in tl_codegen::emit(plan).iter() {
            files.insert(format!("{name}/{path}"), text);
        }
    }
    let names: Vec<_> = protocols.iter().map(|protocol| protocol.name.as_str()).collect();
    files.insert(INDEX, tl_codegen::emit::root(&names, protocol::COMMAND));
    (vec![Tree { folder: GENERATED.to_owned(), files }], None)
}

/// A folder for each of these protocols, and the index of them and those that were generated before.
fn parts(project: &Project, protocols: &[Protocol]) -> Outcome<(Vec<Tree>, Option<String>)> {
    let trees = protocols.iter().map(|Protocol { name, plan, .. }| Tree {
        folder: format!("{GENERATED}/{name}"),
        files: tl_codegen::emit(plan),
    });
    let mut names = project.protocols()?;
    let is_selected = |name: &String| protocols.iter().any(|protocol| protocol.name == *name);
    names.retain(|name| is_selected(name) || project.path(&format!("{GENERATED}/{name}")).is_dir());
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    Ok((trees.collect(), Some(tl_codegen::emit::root(&names, protocol::COMMAND))))
}

fn write(project: &Project, wanted: &Wanted) -> Outcome {
    for Tree { folder, files } in &wanted.trees {
        let Changes { written, removed, n_unchanged } = files.write(&project.path(folder))?;
        let (n_written, n_removed) = (written.len(), removed.len());
        say!("{folder}: {} files: {n_written} written, {n_removed} removed, {n_unchanged} unchanged", files.len());
    }
    if let Some(text) = &wanted.index {
        let path = format!("{GENERATED}/{INDEX}");
        let is_written = fileset::update_file(&project.path(&path), text)?;
        say!("{path}: {}", if is_written { "written" } else { "unchanged" });
    }
    if let Some(text) = &wanted.manifest.text {
        fileset::update_file(&project.path(manifest::PATH), text)?;
        say!("{}: features written", manifest::PATH);
    }
    Ok(())
}

fn check(project: &Project, wanted: &Wanted) -> Outcome {
    let mut is_fresh = true;
    for Tree { folder, files } in &wanted.trees {
        let differences = files.check(&project.path(folder))?;
        if differences == Differences::default() {
            say!("{folder}: {} files, all up to date", files.len());
        } else {
            is_fresh = false;
            print_differences(folder, &differences);
        }
    }
    if let Some(text) = &wanted.index {
        let differences = index_differences(project, text)?;
        if differences != Differences::default() {
            is_fresh = false;
            print_differences(GENERATED, &differences);
        }
    }
    if wanted.manifest.text.is_some() {
        is_fresh = false;
        print_differences("tl-types", &wanted.manifest.differences);
    }
    match is_fresh {
        true => Ok(()),
        false => {
            complain!("help: run `cargo xtask codegen` and commit what it changes");
            Err(Failure::Reported)
        }
    }
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

fn print_differences(folder: &str, differences: &Differences) {
    complain!("error: {folder} is not what the schemas ask for");
    let Differences { missing, stale, orphaned } = differences;
    for (what, paths) in [("missing", missing), ("stale", stale), ("orphaned", orphaned)] {
        for path in paths {
            complain!("{what:>10}: {folder}/{path}");
        }
    }
}

/// Tells how long phases took, if anybody wants to know.
struct Clock {
    is_wanted: bool,
    last: Instant,
}

impl Clock {
    fn new(is_wanted: bool) -> Self {
        Self { is_wanted, last: Instant::now() }
    }

    fn lap(&mut self, phase: &str) {
        let took: Duration = self.last.elapsed();
        self.last = Instant::now();
        if self.is_wanted {
            complain!("{phase:>16}: {} ms", took.as_millis());
        }
    }
}
