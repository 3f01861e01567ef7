//! `cargo xtask metadata`: what is known about methods, from its sources to its tables.
//!
//! - `adapter`, `page`: sources as facts;
//! - `facts`: the form and the files of facts;
//! - `merge`: the rules by which one table comes of them;
//! - `store`: the tables beside the schema;
//! - `import`, `check`, `conflicts`, `coverage`, `show`, `read_page`: one file for each command.
//!
//! Invariant: the tables of facts are what merging makes of the files of facts, and nothing else writes them.

mod adapter;
mod check;
mod conflicts;
mod coverage;
mod facts;
mod import;
mod merge;
mod page;
mod read_page;
mod show;
mod store;

use serde::Serialize;

use crate::failure::{Failure, Outcome};
use crate::flags::{Metadata, MetadataWhat};
use crate::project::Project;
use crate::say::say;

pub(crate) use check::run as check;

/// Runs a command.
pub(crate) fn run(project: impl FnOnce() -> Outcome<Project>, flags: &Metadata) -> Outcome {
    let protocol = &flags.protocol;
    let what = match &flags.what {
        // Pages can be read anywhere.
        MetadataWhat::ReadPage(flags) => return read_page::run(flags),
        what => what,
    };
    let project = &project()?;
    match what {
        MetadataWhat::ReadPage(flags) => read_page::run(flags),
        MetadataWhat::Import(flags) => import::run(project, protocol, flags),
        MetadataWhat::Check => check::protocol(project, protocol),
        MetadataWhat::Conflicts(flags) => conflicts::run(project, protocol, flags.format),
        MetadataWhat::Coverage(flags) => coverage::run(project, protocol, flags.format),
        MetadataWhat::Show(flags) => show::run(project, protocol, flags),
    }
}

/// Prints a value as JSON.
fn print_json(value: &impl Serialize) -> Outcome {
    let text = serde_json::to_string_pretty(value).map_err(|why| Failure::unable(why.to_string(), ""))?;
    say!("{text}");
    Ok(())
}
