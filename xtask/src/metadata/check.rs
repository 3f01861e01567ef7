//! `cargo xtask metadata check`: compares the tables with the merged facts.
//!
//! Mistakes inside the tables are found when they are read. Invariant: nothing is written.

use std::fs;

use tl_commands::{Failure, Outcome, Output, count_with_noun, message, problem};
use tl_metadata::coverage::functions_lacking_facts;
use tl_metadata::store::Store;

use super::files;
use crate::project::Project;
use crate::tables::{self, MergedFacts};

/// Maximum number of functions that one printed line names.
const MAX_NAMED_FUNCTIONS: usize = 20;

/// Checks each protocol that has tables of metadata.
pub(crate) fn run(project: &Project, output: &mut Output<'_>) -> Outcome {
    for name in project.protocol_names()? {
        if tables::has_tables(project, &name) {
            check_protocol(project, &name, output)?;
        }
    }
    Ok(())
}

/// Checks the tables of one protocol.
pub(super) fn check_protocol(project: &Project, name: &str, output: &mut Output<'_>) -> Outcome {
    let MergedFacts { store, merged, texts } = files::read_merged_facts(project, name, output)?;
    let mut n_stale = 0;
    for (path, text) in texts {
        if fs::read_to_string(project.full_path(&path)).ok().as_ref() != Some(&text) {
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
        count_with_noun(merged.n_methods(), "method"),
        count_with_noun(merged.n_errors(), "error"),
        count_with_noun(store.n_sources(), "source"),
        count_with_noun(merged.conflicts.len(), "conflict"),
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
            message!(
                output,
                "{name}: {} without {subject}: {named}{rest}",
                count_with_noun(functions.len(), "function")
            );
        }
    }
    let n_unused = store.methods_not_in_schema().len();
    if n_unused > 0 {
        message!(
            output,
            "{name}: facts about {} that the schema lacks are kept and unused",
            count_with_noun(n_unused, "method")
        );
    }
}
