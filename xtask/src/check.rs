//! `cargo xtask check`: looks for mistakes and writes nothing.
//!
//! Everything is looked at before anything is printed. Invariants: a project that passes, `codegen` accepts; files that
//! pass without a warning would be accepted as a protocol. That something can be read but not generated is no mistake in
//! files, which may be meant for another generator, and so a warning.

use std::path::Path;

use tl_codegen::{Metadata, Settings};
use tl_parser::{Code, Diagnostic, Dialect, Schema, Severity};

use crate::failure::Outcome;
use crate::findings::{Findings, count};
use crate::flags;
use crate::project::Project;
use crate::protocol::{self, Counts, Records};
use crate::say::say;

/// Checks each protocol of the project.
pub(crate) fn project(project: &Project, dialect: Dialect) -> Outcome {
    let records = Records::read(project)?;
    let mut findings = Findings::default();
    let mut summaries = Vec::new();
    for name in project.protocols()? {
        let protocol = protocol::load(project, &records, &name, dialect, &mut findings)?;
        summaries.extend(protocol.map(|protocol| protocol.summary()));
    }
    findings.report()?;
    for summary in summaries {
        say!("{summary}");
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
    let schema =
        protocol::resolve(&sources, exceptions.map(|path| (path, &*name)), flags.dialect.into(), &mut findings)?;
    if findings.n_errors() == 0 {
        findings.add(schema.iter().flat_map(unplanned));
    }
    findings.report()?;
    let Counts { n_constructors, n_functions, n_types } = Counts::of(&schema.unwrap_or_default());
    let counts = [count(n_constructors, "constructor"), count(n_functions, "function"), count(n_types, "type")];
    say!("{}", counts.join(", "));
    Ok(())
}

/// What stands in the way of generating code for a schema.
fn unplanned(schema: &Schema) -> Vec<Diagnostic> {
    let (_, mut found) = tl_codegen::plan(schema, &Metadata::default(), &Settings::new("check"));
    for diagnostic in found.iter_mut().filter(|diagnostic| diagnostic.code == Code::Unsupported) {
        diagnostic.severity = Severity::Warning;
    }
    found
}
