//! `cargo xtask check`: looks for mistakes and writes nothing.
//!
//! Everything is looked at before anything is printed. Invariant: what passes here, `codegen` accepts.

use std::path::Path;

use crate::failure::Outcome;
use crate::findings::{Findings, count};
use crate::flags;
use crate::project::Project;
use crate::protocol::{self, Counts};

/// Checks each protocol of the project.
pub(crate) fn project(project: &Project) -> Outcome {
    let mut findings = Findings::default();
    let mut summaries = Vec::new();
    for name in project.protocols()? {
        let protocol = protocol::load(project, &name, &mut findings)?;
        summaries.extend(protocol.map(|protocol| protocol.summary()));
    }
    findings.report()?;
    for summary in summaries {
        println!("{summary}");
    }
    Ok(())
}

/// Checks files as one schema.
pub(crate) fn files(flags: &flags::Check) -> Outcome {
    let mut findings = Findings::default();
    let mut sources = Vec::new();
    for file in &flags.files {
        sources.extend(findings.read(file, &file.to_string_lossy())?);
    }
    if sources.len() < flags.files.len() {
        sources.clear();
    }
    let usual = flags.files.first().map(|file| file.with_file_name(protocol::EXCEPTIONS)).filter(|path| path.exists());
    let exceptions = flags.exceptions.as_deref().or(usual.as_deref());
    let name = exceptions.map(Path::to_string_lossy).unwrap_or_default();
    let schema = protocol::resolve(&sources, exceptions.map(|path| (path, &*name)), &mut findings)?;
    findings.report()?;
    let Counts { n_constructors, n_functions, n_types } = Counts::of(&schema.unwrap_or_default());
    let counts = [count(n_constructors, "constructor"), count(n_functions, "function"), count(n_types, "type")];
    println!("{}", counts.join(", "));
    Ok(())
}
