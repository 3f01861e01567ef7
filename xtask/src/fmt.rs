//! `cargo xtask fmt`: the layout of schemas.
//!
//! Files are independent of each other: one that cannot be parsed does not keep the others from being laid out.
//! Invariant: a file that is laid out already, or that cannot be parsed, is not touched.

use std::path::Path;

use similar::TextDiff;
use tl_parser::fmt;

use crate::failure::{Failure, Outcome};
use crate::findings::{Findings, count};
use crate::flags;
use crate::reporting::Reporting;
use crate::rewrite;
use crate::say::{complain, say};

/// Lays files out, or only says which would change.
pub(crate) fn run(flags: &flags::Fmt) -> Outcome {
    let mut findings = Findings::new(&Reporting::of(flags.format));
    let mut texts = Vec::new();
    // Every file is read before the first one is written.
    for path in &flags.files {
        texts.push((path, findings.read(path, &path.to_string_lossy())?));
    }
    let mut n_different = 0;
    for (path, source) in texts {
        let Some(source) = source.and_then(|source| findings.sources.get(source)) else { continue };
        match fmt::format_source(source, flags.dialect.into()) {
            Err(found) => findings.add(found),
            Ok(formatted) if formatted == source.text() => {}
            Ok(formatted) => {
                n_different += 1;
                different(path, source.text(), &formatted, flags.check)?;
            }
        }
    }
    findings.report()?;
    match flags.check && n_different > 0 {
        true => {
            complain!("{} would change; `cargo xtask fmt` changes them", count(n_different, "file"));
            Err(Failure::Reported)
        }
        false => Ok(()),
    }
}

fn different(path: &Path, text: &str, formatted: &str, is_check: bool) -> Outcome {
    let name = path.to_string_lossy();
    if is_check {
        let diff = TextDiff::from_lines(text, formatted);
        say!("{}", diff.unified_diff().context_radius(2).header(&name, &format!("{name} (formatted)")));
        return Ok(());
    }
    rewrite::replace(path, formatted).map_err(|why| Failure::file(path, &why))?;
    say!("{name}: written");
    Ok(())
}
