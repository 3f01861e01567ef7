//! Everything that was found in one run, and the texts it was found in.
//!
//! Nothing is printed before the end of a run. Invariant: a text that is not UTF-8 is a finding like any other.

use std::env;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use tl_parser::{Code, Diagnostic, Severity, SourceId, SourceMap, Span, Style, render_all};

use crate::failure::{Failure, Outcome};
use crate::say::complain;

/// How many findings are printed; the others are counted.
const MOST_PRINTED: usize = 100;

/// Something that is wrong, but at no place in a text.
struct Remark {
    severity: Severity,
    message: String,
    help: String,
}

/// The texts that were read, and what is wrong with them.
#[derive(Default)]
pub(crate) struct Findings {
    /// The texts.
    pub(crate) sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
    remarks: Vec<Remark>,
}

impl Findings {
    /// Reads a file that has to be there; `name` is what findings call it.
    ///
    /// `None` means that it is no text, which is a finding.
    pub(crate) fn read(&mut self, path: &Path, name: &str) -> Outcome<Option<SourceId>> {
        let bytes = fs::read(path).map_err(|why| Failure::file(path, &why))?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(why) => {
                self.not_utf8(name, why.as_bytes(), why.utf8_error().valid_up_to());
                return Ok(None);
            }
        };
        Ok(Some(self.sources.add(name, text)))
    }

    fn not_utf8(&mut self, name: &str, bytes: &[u8], offset: usize) {
        let text = String::from_utf8_lossy(bytes);
        let end = offset + char::REPLACEMENT_CHARACTER.len_utf8();
        let source = self.sources.add(name, text);
        let diagnostic = Diagnostic::error(Code::BadChar, Span { source, start: offset, end }, "the text is not UTF-8")
            .label(format!("the byte {:02x} begins no character", bytes.get(offset).copied().unwrap_or_default()))
            .help("save the file as UTF-8");
        self.add([diagnostic]);
    }

    /// Adds findings.
    pub(crate) fn add(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Adds something that is found at no place in a text.
    pub(crate) fn remark(&mut self, severity: Severity, message: impl Into<String>, help: impl Into<String>) {
        self.remarks.push(Remark { severity, message: message.into(), help: help.into() });
    }

    /// How many errors there are so far.
    pub(crate) fn n_errors(&self) -> usize {
        let severities = self.diagnostics.iter().map(|diagnostic| diagnostic.severity);
        let severities = severities.chain(self.remarks.iter().map(|remark| remark.severity));
        severities.filter(|severity| *severity == Severity::Error).count()
    }

    /// Prints what was found; a failure if there is an error among it.
    pub(crate) fn report(&self) -> Outcome {
        self.print();
        match self.n_errors() {
            0 => Ok(()),
            _ => Err(Failure::Reported),
        }
    }

    /// What was found in texts so far.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Prints what was found, the first [`MOST_PRINTED`] of it, and the sum.
    pub(crate) fn print(&self) {
        self.print_diagnostics();
        for Remark { severity, message, help } in &self.remarks {
            let severity = match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            complain!("{severity}: {message}\nhelp: {help}\n");
        }
        let n_errors = self.n_errors();
        let n_warnings = self.diagnostics.len() + self.remarks.len() - n_errors;
        if n_errors + n_warnings > 0 {
            complain!("{}, {}", count(n_errors, "error"), count(n_warnings, "warning"));
        }
    }

    fn print_diagnostics(&self) {
        if self.diagnostics.is_empty() {
            return;
        }
        let mut order: Vec<_> = self.diagnostics.iter().collect();
        // Warnings must not crowd out errors.
        if order.len() > MOST_PRINTED {
            order.sort_by_key(|diagnostic| !diagnostic.is_error());
            order.truncate(MOST_PRINTED);
        }
        let shown: Vec<_> = order.into_iter().cloned().collect();
        complain!("{}\n", render_all(&shown, &self.sources, style()));
        let n_others = self.diagnostics.len() - shown.len();
        if n_others > 0 {
            complain!("... and {n_others} more\n");
        }
    }
}

/// `1 error`, `2 errors`
pub(crate) fn count(n: usize, what: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {what}{ending}")
}

/// Colour is for people: on a terminal, unless they do not want it.
fn style() -> Style {
    let is_unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match io::stderr().is_terminal() && !is_unwanted {
        true => Style::Coloured,
        false => Style::Plain,
    }
}
