//! `cargo xtask metadata check`: compares the tables with the merged facts.
//!
//! Mistakes inside the tables are found when they are read. Invariant: nothing is written.

use std::fs;

use tl_commands::{Failure, Outcome, Output, count, message, problem};

use super::files;
use crate::project::Project;
use crate::tables::{self, MergedFacts};

/// Checks each protocol that has tables.
pub(crate) fn run(project: &Project, output: &mut Output<'_>) -> Outcome {
    for name in project.protocols()? {
        if tables::exist(project, &name) {
            protocol(project, &name, output)?;
        }
    }
    Ok(())
}

/// Checks one protocol.
pub(super) fn protocol(project: &Project, name: &str, output: &mut Output<'_>) -> Outcome {
    let MergedFacts { store, merged, texts } = files::read(project, name, output)?;
    let mut n_stale = 0;
    for (path, text) in texts {
        if fs::read_to_string(project.path(&path)).ok().as_ref() != Some(&text) {
            problem!(output, "error: {path} differs from the merged facts");
            n_stale += 1;
        }
    }
    if n_stale > 0 {
        problem!(output, "help: run `cargo xtask codegen`, which writes all tables and discards edits by hand");
        return Err(Failure::Reported);
    }
    message!(
        output,
        "{name}: {}, {}, {}, {}",
        count(merged.n_methods(), "method"),
        count(merged.n_errors(), "error"),
        count(store.n_sources(), "source"),
        count(merged.conflicts.len(), "conflict"),
    );
    print_unused(name, &store, output);
    Ok(())
}

/// Prints the number of methods that only facts name.
pub(crate) fn print_unused(name: &str, store: &tl_metadata::store::Store, output: &mut Output<'_>) {
    let n_unused = store.unused_methods().len();
    if n_unused > 0 {
        message!(output, "{name}: facts about {} that the schema lacks are kept and unused", count(n_unused, "method"));
    }
}
