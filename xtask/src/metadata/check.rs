//! `cargo xtask metadata check`: compares the tables with the merged facts.
//!
//! Mistakes inside the tables are found when they are read. Invariant: nothing is written.

use std::fs;

use tl_commands::{Failure, Outcome, Output, count, message, problem};

use super::files;
use crate::project::Project;
use crate::protocol;

/// Checks each protocol that has tables.
pub(crate) fn run(project: &Project, output: &mut Output<'_>) -> Outcome {
    for name in project.protocols()? {
        if protocol::has_tables(project, &name) {
            protocol(project, &name, output)?;
        }
    }
    Ok(())
}

/// Checks one protocol.
pub(super) fn protocol(project: &Project, name: &str, output: &mut Output<'_>) -> Outcome {
    let store = files::read(project, name, output)?;
    let merged = store.merge();
    let mut n_stale = 0;
    for (path, text) in files::texts(name, &store, &merged) {
        if fs::read_to_string(project.path(&path)).ok().as_ref() != Some(&text) {
            problem!(output, "error: {path} differs from the merged facts");
            n_stale += 1;
        }
    }
    if n_stale > 0 {
        problem!(output, "help: import a source again, which writes all tables and discards edits by hand");
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
    Ok(())
}
