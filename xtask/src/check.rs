//! `cargo xtask check`: looks for mistakes; writes nothing unless ids are to be corrected.
//!
//! Everything is looked at before anything is printed. Invariants: a project that passes, `codegen` accepts; files that
//! pass without a warning would be accepted as a protocol. That something can be read but not generated is no mistake in
//! files, which may be meant for another generator, and so a warning.

use std::path::Path;

use tl_codegen::{Metadata, Settings};
use tl_parser::{Diagnostic, Schema, Severity};

use crate::failure::Outcome;
use crate::findings::{Findings, count};
use crate::fix;
use crate::flags;
use crate::project::Project;
use crate::protocol::{self, Counts, Records};
use crate::say::say;

/// Checks each protocol of the project.
pub(crate) fn project(project: &Project, flags: &flags::Check) -> Outcome {
    run(flags, |findings| {
        let records = Records::read(project)?;
        let mut summaries = Vec::new();
        for name in project.protocols()? {
            let protocol = protocol::load(project, &records, &name, flags.dialect.into(), findings)?;
            summaries.extend(protocol.map(|protocol| protocol.summary()));
        }
        Ok(summaries)
    })
}

/// Checks files as one schema.
pub(crate) fn files(flags: &flags::Check) -> Outcome {
    run(flags, |findings| {
        let Counts { n_constructors, n_functions, n_types } = Counts::of(&read_files(flags, findings)?);
        let counts = [count(n_constructors, "constructor"), count(n_functions, "function"), count(n_types, "type")];
        Ok(vec![counts.join(", ")])
    })
}

/// Looks, corrects and looks again if that is wanted, and says what was found.
fn run(flags: &flags::Check, look: impl Fn(&mut Findings) -> Outcome<Vec<String>>) -> Outcome {
    if let Some(fix) = flags.fix {
        let mut findings = Findings::new(&fix::reporting(&flags.reporting, fix));
        look(&mut findings)?;
        fix::apply(&findings, fix)?;
    }
    let mut findings = Findings::new(&flags.reporting);
    let summaries = look(&mut findings)?;
    findings.report()?;
    summaries.iter().for_each(|summary| say!("{summary}"));
    Ok(())
}

fn read_files(flags: &flags::Check, findings: &mut Findings) -> Outcome<Schema> {
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
    let named = exceptions.map(|path| (path, &*name));
    let schema = protocol::resolve(&sources, named, flags.dialect.into(), findings)?.unwrap_or_default();
    if findings.n_errors() == 0 {
        findings.add(unplanned(&schema));
    }
    Ok(schema)
}

/// What stands in the way of generating code for a schema.
fn unplanned(schema: &Schema) -> Vec<Diagnostic> {
    let (_, mut found) = tl_codegen::plan(schema, &Metadata::default(), &Settings::new("check"));
    let is_lint = |diagnostic: &&mut Diagnostic| diagnostic.code.default_level().is_some();
    found.iter_mut().filter(is_lint).for_each(|diagnostic| diagnostic.severity = Severity::Warning);
    found
}
