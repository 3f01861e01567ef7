//! `cargo xtask plan` without files: prints the plans of the protocols.
//!
//! [`texts`] returns the same plans as files beside the schemas, which `codegen` writes and compares.

use tl_commands::{Outcome, Output, Plan, plan};

use crate::project::{Project, path_beside_schema};
use crate::protocol::{self, Protocol, Records};

/// Prints the plan of each protocol of the project.
pub(crate) fn run(project: &Project, args: &Plan, output: &mut Output<'_>) -> Outcome {
    plan::run_with(args, output, |findings| {
        let records = Records::read(project)?;
        let mut plans = Vec::new();
        for name in project.protocols()? {
            let protocol = protocol::load(project, &records, &name, args.dialect.into(), findings)?;
            plans.extend(protocol.map(|protocol| protocol.plan));
        }
        Ok(plans)
    })
}

/// The report and the listing of a protocol: path relative to the root of the project, and text.
pub(crate) fn texts(Protocol { name, plan, .. }: &Protocol) -> [(String, String); 2] {
    [(path_beside_schema(name, "plan.txt"), plan.report()), (path_beside_schema(name, "listing.txt"), plan.listing())]
}
