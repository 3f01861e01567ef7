//! `cargo xtask metadata check`: the tables are right, and are what the facts come to.
//!
//! That every method is a function, every error well formed and every fact has a source, reading the tables finds out;
//! here they are held against what merging makes. Nothing is written.

use std::fs;

use super::store::Store;
use crate::failure::{Failure, Outcome};
use crate::findings::count;
use crate::project::Project;
use crate::protocol;
use crate::say::{complain, say};

/// Checks each protocol that has tables.
pub(crate) fn run(project: &Project) -> Outcome {
    for name in project.protocols()? {
        if protocol::has_tables(project, &name) {
            protocol(project, &name)?;
        }
    }
    Ok(())
}

pub(super) fn protocol(project: &Project, name: &str) -> Outcome {
    let store = Store::read(project, name)?;
    let merged = store.merge();
    let mut n_stale = 0;
    for (path, text) in store.texts(&merged)? {
        if fs::read_to_string(project.path(&path)).ok().as_ref() != Some(&text) {
            complain!("error: {path} is not what the facts come to");
            n_stale += 1;
        }
    }
    if n_stale > 0 {
        complain!("help: import a source again, which writes all tables; what was edited by hand is lost then");
        return Err(Failure::Reported);
    }
    let n_errors: usize = merged.methods.values().map(|method| method.errors.len()).sum();
    say!(
        "{name}: {}, {}, {}, {}",
        count(merged.methods.len(), "method"),
        count(n_errors, "error"),
        count(store.sources.len(), "source"),
        count(merged.conflicts.len(), "conflict"),
    );
    Ok(())
}
