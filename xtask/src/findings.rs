//! Everything that was found in one run, and the texts it was found in.
//!
//! Nothing is printed before the end of a run. Findings for people go to the standard error, those for programs to the
//! standard output. Invariant: a text that is not UTF-8 is a finding like any other.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use serde_json::json;
use tl_parser::diagnostic::{github, json};
use tl_parser::{Code, Diagnostic, Level, Levels, Severity, SourceId, SourceMap, Span, Style, render_all};

use crate::failure::{Failure, Outcome};
use crate::reporting::{Format, Reporting};
use crate::say::{self, complain};

/// How many findings are printed for people; the others are counted.
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
    /// Where the texts are, in their order.
    paths: Vec<PathBuf>,
    diagnostics: Vec<Diagnostic>,
    remarks: Vec<Remark>,
    format: Format,
    levels: Levels,
}

impl Findings {
    /// Nothing found yet, with what was asked for about what will be.
    pub(crate) fn new(reporting: &Reporting) -> Self {
        if reporting.format != Format::Human {
            say::leave_output_to_programs();
        }
        Self { format: reporting.format, levels: reporting.levels().clone(), ..Self::default() }
    }

    /// Reads a file that has to be there; `name` is what findings call it.
    ///
    /// `None` means that it is no text, which is a finding.
    pub(crate) fn read(&mut self, path: &Path, name: &str) -> Outcome<Option<SourceId>> {
        let bytes = fs::read(path).map_err(|why| Failure::file(path, &why))?;
        self.paths.push(path.to_owned());
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

    /// Where a text is from.
    pub(crate) fn path(&self, source: SourceId) -> Option<&Path> {
        self.paths.get(source.0 as usize).map(PathBuf::as_path)
    }

    /// Adds findings; what is done about warnings is up to the levels.
    pub(crate) fn add(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(self.levels.apply(diagnostics.into_iter().collect()));
    }

    /// Adds findings as they are.
    pub(crate) fn add_as_they_are(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Adds something that is found at no place in a text.
    pub(crate) fn remark(&mut self, severity: Severity, message: impl Into<String>, help: impl Into<String>) {
        let severity = match (severity, self.levels.warnings()) {
            (Severity::Warning, Level::Allow) => return,
            (Severity::Warning, Level::Deny) => Severity::Error,
            (severity, _) => severity,
        };
        self.remarks.push(Remark { severity, message: message.into(), help: help.into() });
    }

    /// What was found so far at places in texts.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many errors there are so far.
    pub(crate) fn n_errors(&self) -> usize {
        let severities = self.diagnostics.iter().map(|diagnostic| diagnostic.severity);
        let severities = severities.chain(self.remarks.iter().map(|remark| remark.severity));
        severities.filter(|severity| *severity == Severity::Error).count()
    }

    /// Prints what was found, and the sum; a failure if there is an error among it.
    pub(crate) fn report(&self) -> Outcome {
        self.print();
        match self.n_errors() {
            0 => Ok(()),
            _ => Err(Failure::Reported),
        }
    }

    /// Prints what was found, and the sum.
    pub(crate) fn print(&self) {
        match self.format {
            Format::Human => self.print_for_people(),
            Format::Json => {
                json::lines(&self.diagnostics, &self.sources).iter().for_each(|line| say::to_program(line));
                self.remarks.iter().for_each(|remark| say::to_program(&remark.json()));
            }
            Format::Github => {
                github::lines(&self.diagnostics, &self.sources).iter().for_each(|line| say::to_program(line));
                self.remarks.iter().for_each(|remark| say::to_program(&remark.github()));
            }
        }
    }

    /// The first [`MOST_PRINTED`] findings, and the sum.
    fn print_for_people(&self) {
        self.print_diagnostics();
        for Remark { severity, message, help } in &self.remarks {
            complain!("{}: {message}\nhelp: {help}\n", json::name(*severity));
        }
        let n_errors = self.n_errors();
        let n_warnings = self.diagnostics.len() + self.remarks.len() - n_errors;
        if n_errors + n_warnings == 0 {
            return;
        }
        complain!("{}, {}", count(n_errors, "error"), count(n_warnings, "warning"));
        let codes: BTreeSet<_> = self.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        if !codes.is_empty() {
            let codes: Vec<_> = codes.into_iter().collect();
            complain!("`cargo xtask explain CODE` tells more about {}", codes.join(", "));
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

impl Remark {
    fn json(&self) -> String {
        let Self { severity, message, help } = self;
        let helps = json!([{ "text": help, "edits": [] }]);
        let nowhere = json!({
            "severity": json::name(*severity), "code": null, "message": message, "labels": [], "notes": [],
            "helps": helps, "file": null, "start": null, "end": null, "line": null, "column": null, "end_line": null,
            "end_column": null,
        });
        nowhere.to_string()
    }

    fn github(&self) -> String {
        github::remark(self.severity, "project", &format!("{}\nhelp: {}", self.message, self.help))
    }
}

/// `1 error`, `2 errors`
pub(crate) fn count(n: usize, what: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {what}{ending}")
}

/// Colour is for people: on a terminal, unless they do not want it.
fn style() -> Style {
    match AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => Style::Plain,
        ColorChoice::Auto | ColorChoice::AlwaysAnsi | ColorChoice::Always => Style::Coloured,
    }
}
