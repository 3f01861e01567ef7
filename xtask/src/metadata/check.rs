//! `cargo xtask metadata check`: compares the tables with the merged facts.
//!
//! Mistakes inside the tables are found when they are read. Invariant: nothing is written.

use std::fs;

use tl_codegen::line_ends::differ_in_line_ends_only;
use tl_commands::{Failure, Outcome, Output, count_with_noun, message, problem};
use tl_metadata::coverage::functions_lacking_facts;
use tl_metadata::sentence_reports::SentenceCoverage;
use tl_metadata::store::Store;

use super::files;
use crate::metadata_tables::{self, MergedStore};
use crate::project::{LINE_ENDS_ADVICE, Project};

/// Maximum number of functions, or other items, that one printed line names.
const MAX_PRINTED_NAMES: usize = 20;

/// Checks each protocol that has tables of metadata.
pub(crate) fn run(project: &Project, output: &mut Output<'_>) -> Outcome {
    for name in project.protocol_names()? {
        if metadata_tables::has_tables(project, &name) {
            check_protocol(project, &name, output)?;
        }
    }
    Ok(())
}

/// Checks the tables of one protocol.
pub(super) fn check_protocol(project: &Project, name: &str, output: &mut Output<'_>) -> Outcome {
    let _lock = project.lock_for_reading(output)?;
    let MergedStore { store, merged, texts } = files::read_merged_facts(project, name, output)?;
    let mut n_stale = 0;
    for (path, text) in texts {
        let found = fs::read(project.full_path(&path)).unwrap_or_default();
        if found == text.as_bytes() {
            continue;
        }
        n_stale += 1;
        match differ_in_line_ends_only(&found, text.as_bytes()) {
            true => problem!(
                output,
                "error: {path} differs from the merged facts in line ends alone\nhelp: {LINE_ENDS_ADVICE}"
            ),
            false => problem!(output, "error: {path} differs from the merged facts"),
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
        count_with_noun(merged.n_method_error_pairs(), "error"),
        count_with_noun(store.n_sources(), "source"),
        count_with_noun(merged.conflicts.len(), "conflict"),
    );
    print_metadata_gaps(name, &store, output);
    Ok(())
}

/// Prints the functions without facts or a description, the items without a sentence, and the number of methods with
/// facts that the schema lacks.
pub(crate) fn print_metadata_gaps(name: &str, store: &Store, output: &mut Output<'_>) {
    for (subject, functions) in functions_lacking_facts(store) {
        let counted = count_with_noun(functions.len(), "function");
        print_first_names(name, &format!("{counted} without {subject}"), &functions, output);
    }
    if !store.metadata.sentences.is_empty() {
        for (kind, items) in SentenceCoverage::new(store).undescribed_names_by_kind() {
            let items: Vec<_> = items.iter().map(String::as_str).collect();
            print_first_names(name, &format!("{} {kind} without a sentence", items.len()), &items, output);
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

/// Prints the first of the names; nothing if there are none.
fn print_first_names(protocol: &str, subject: &str, names: &[&str], output: &mut Output<'_>) {
    if names.is_empty() {
        return;
    }
    let n_more = names.len().saturating_sub(MAX_PRINTED_NAMES);
    let named = names[..names.len() - n_more].join(", ");
    let rest = match n_more {
        0 => String::new(),
        _ => format!(" and {n_more} more, which `cargo xtask metadata coverage` names"),
    };
    message!(output, "{protocol}: {subject}: {named}{rest}");
}
