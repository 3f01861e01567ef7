//! `cargo xtask codegen`: makes the generated tree what the schemas say.
//!
//! All protocols are read, planned and turned into text before the first file is touched; an error in any of them
//! stops everything. Invariant: without names of protocols the whole of [`GENERATED`] belongs to this command, so that
//! whatever no schema asks for is an orphan.

use std::time::{Duration, Instant};

use tl_codegen::FileSet;
use tl_codegen::fileset::{Changes, Differences};

use crate::failure::{Failure, Outcome};
use crate::findings::Findings;
use crate::flags;
use crate::project::Project;
use crate::protocol::{self, Protocol};

/// Where generated code lands.
const GENERATED: &str = "tl-types/src/generated";

/// Generates, or only looks whether that was done.
pub(crate) fn run(project: &Project, flags: &flags::Codegen) -> Outcome {
    let mut clock = Clock::new(flags.timings);
    let protocols = plan(project, &flags.protocols)?;
    clock.lap("read and plan");
    let trees = trees(&protocols, flags.protocols.is_empty());
    clock.lap("emit");
    let result = match flags.check {
        true => check(project, &trees),
        false => write(project, &trees),
    };
    clock.lap(if flags.check { "compare" } else { "write" });
    result
}

/// Reads and plans the protocols with these names, or all if there are none.
fn plan(project: &Project, names: &[String]) -> Outcome<Vec<Protocol>> {
    let mut findings = Findings::default();
    let mut protocols = Vec::new();
    for name in project.select(names)? {
        protocols.extend(protocol::load(project, &name, &mut findings)?);
    }
    findings.report().inspect_err(|_| eprintln!("nothing was touched"))?;
    Ok(protocols)
}

/// A folder and what it is to hold.
struct Tree {
    /// Relative to the root of the project.
    folder: String,
    files: FileSet,
}

/// The whole of [`GENERATED`], or a folder for each protocol.
fn trees(protocols: &[Protocol], is_whole: bool) -> Vec<Tree> {
    let emitted = protocols.iter().map(|protocol| (&protocol.name, tl_codegen::emit(&protocol.plan)));
    if !is_whole {
        return emitted.map(|(name, files)| Tree { folder: format!("{GENERATED}/{name}"), files }).collect();
    }
    let mut whole = FileSet::new();
    for (name, files) in emitted {
        for (path, text) in files.iter() {
            whole.insert(format!("{name}/{path}"), text);
        }
    }
    let names: Vec<_> = protocols.iter().map(|protocol| protocol.name.as_str()).collect();
    whole.insert("mod.rs", tl_codegen::emit::root(&names, protocol::COMMAND));
    vec![Tree { folder: GENERATED.to_owned(), files: whole }]
}

fn write(project: &Project, trees: &[Tree]) -> Outcome {
    for Tree { folder, files } in trees {
        let Changes { written, removed, n_unchanged } = files.write(&project.path(folder))?;
        let (n_written, n_removed) = (written.len(), removed.len());
        println!("{folder}: {} files: {n_written} written, {n_removed} removed, {n_unchanged} unchanged", files.len());
    }
    Ok(())
}

fn check(project: &Project, trees: &[Tree]) -> Outcome {
    let mut is_fresh = true;
    for Tree { folder, files } in trees {
        let differences = files.check(&project.path(folder))?;
        if differences == Differences::default() {
            println!("{folder}: {} files, all up to date", files.len());
        } else {
            is_fresh = false;
            print_differences(folder, &differences);
        }
    }
    match is_fresh {
        true => Ok(()),
        false => {
            eprintln!("help: run `cargo xtask codegen` and commit what it changes");
            Err(Failure::Reported)
        }
    }
}

fn print_differences(folder: &str, differences: &Differences) {
    eprintln!("error: {folder} is not what the schemas ask for");
    let Differences { missing, stale, orphaned } = differences;
    for (what, paths) in [("missing", missing), ("stale", stale), ("orphaned", orphaned)] {
        for path in paths {
            eprintln!("{what:>10}: {folder}/{path}");
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
            eprintln!("{phase:>16}: {} ms", took.as_millis());
        }
    }
}
