//! `cargo xtask history`: the layers of each combinator of a protocol.
//!
//! - `tables`: the three tables of a history, read and compared with the schema;
//! - `add`: takes a further layer; `mtcute`: schemas in the JSON form of `@mtcute/tl`;
//! - `show`: the life of a combinator, or a summary of the kept layers;
//! - `kept`: the text of a kept layer, for comparisons.
//!
//! The history itself is in [`tl_codegen::history`]. Invariant: only `add` and `update` change the tables.

mod add;
mod kept;
mod mtcute;
mod show;
mod tables;

use tl_commands::{Outcome, Output};

use crate::flags;
use crate::project::Project;

pub(crate) use add::{TakenLayer, take_layer};
pub(crate) use kept::kept_layer_text;
pub(crate) use tables::{compare_with_schema, history_texts, read_exceptions, read_history};

/// Runs the command.
pub(crate) fn run(project: &Project, flags: &flags::History, output: &mut Output<'_>) -> Outcome {
    project.select_protocols(std::slice::from_ref(&flags.protocol))?;
    match &flags.command {
        Some(flags::HistoryCommand::Add(add)) => add::run(project, &flags.protocol, add, output),
        None => show::run(project, &flags.protocol, flags, output),
    }
}
