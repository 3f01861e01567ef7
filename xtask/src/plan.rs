//! `cargo xtask plan` without files: prints the plans of the protocols.
//!
//! [`plan_files`] returns the same plans as files beside the schemas, which `codegen` writes and compares.

use tl_commands::{Outcome, Output, Plan, plan};

use crate::project::{Project, path_beside_schema};
use crate::protocol::{self, LockAndManifest};

/// Prints the plan of each protocol of the project.
pub(crate) fn run(project: &Project, args: &Plan, output: &mut Output<'_>) -> Outcome {
    plan::run_with_plan_reader(args, output, |findings| {
        let records = LockAndManifest::read(project)?;
        let mut plans = Vec::new();
        for name in project.protocol_names()? {
            let protocol =
                protocol::read_and_plan(project, &records, &name, args.dialect.syntax(&args.reporting), findings)?;
            plans.extend(protocol.map(|protocol| protocol.plan));
        }
        Ok(plans)
    })
}

/// The report, the listing and the record of indirections of a protocol: path relative to the root of the project, and
/// text.
pub(crate) fn plan_files(protocol: &str, plan: &tl_codegen::Plan) -> [(String, String); 3] {
    [
        (path_beside_schema(protocol, "plan.txt"), plan.report()),
        (path_beside_schema(protocol, "listing.txt"), plan.public_names_text()),
        (protocol::layout_path(protocol), plan.layout.to_string()),
    ]
}
