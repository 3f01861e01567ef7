//! `cargo xtask check` without files: checks the protocols of the project.
//!
//! Invariant: a project that passes is accepted by `codegen`.

use tl_commands::{Check, Outcome, Output, check};

use crate::project::Project;
use crate::protocol::{self, LockAndManifest};

/// Checks each protocol of the project.
pub(crate) fn run(project: &Project, args: &Check, output: &mut Output<'_>) -> Outcome {
    check::run_with_schema_reader(args, output, |findings, _| {
        let records = LockAndManifest::read(project)?;
        let mut summaries = Vec::new();
        for name in project.protocol_names()? {
            let protocol =
                protocol::read_and_plan(project, &records, &name, args.dialect.syntax(&args.reporting), findings)?;
            summaries.extend(protocol.map(|protocol| protocol.summary()));
        }
        Ok(summaries)
    })
}
