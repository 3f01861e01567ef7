//! `cargo xtask metadata check`: compares the tables with the merged facts.
//!
//! Mistakes inside the tables are found when they are read. Invariant: nothing is written.

use std::fs;

use tl_commands::{Failure, Outcome, Output, count, message, problem};
use tl_metadata::coverage::functions_lacking_facts;
use tl_metadata::store::Store;

use super::files;
use crate::project::Project;
use crate::tables::{self, MergedFacts};

/// Maximum number of functions that one printed line names.
const MAX_NAMED_FUNCTIONS: usize = 20;

/// Checks each protocol that has tables of metadata.
pub(crate) fn run(project: &Project, output: &mut Output<'_>) -> Outcome {
    for name in project.protocols()? {
        if tables::exist(project, &name) {
            protocol(project, &name, output)?;
        }
    }
    Ok(())
}

/// Checks the tables of one protocol.
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
    print_gaps(name, &store, output);
    Ok(())
}

/// Prints the functions without facts or a description, and the number of methods with facts that the schema lacks.
pub(crate) fn print_gaps(name: &str, store: &Store, output: &mut Output<'_>) {
    for (subject, functions) in functions_lacking_facts(store) {
        let n_more = functions.len().saturating_sub(MAX_NAMED_FUNCTIONS);
        if !functions.is_empty() {
            let named = functions[..functions.len() - n_more].join(", ");
            let rest = match n_more {
                0 => String::new(),
                _ => format!(" and {n_more} more, which `cargo xtask metadata coverage` names"),
            };
            message!(output, "{name}: {} without {subject}: {named}{rest}", count(functions.len(), "function"));
        }
    }
    let n_unused = store.unused_methods().len();
    if n_unused > 0 {
        message!(output, "{name}: facts about {} that the schema lacks are kept and unused", count(n_unused, "method"));
    }
}
