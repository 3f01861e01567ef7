//! The findings of one run of a command, and the files they are about.
//!
//! Findings are collected and printed once, at the end: for people on `stderr`, for programs on `stdout`. A finding
//! with a position in a file is a [`Diagnostic`]; one without a position is a remark. Invariant: a file that is not
//! UTF-8 makes a finding and no failure.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;
use tl_parser::diagnostic::{github, json};
use tl_parser::{Code, Diagnostic, Level, Levels, Severity, SourceId, SourceMap, Span, render_all};

use crate::failure::{Failure, Outcome};
use crate::input::{check_stdin_is_named_once, name_in_findings, read_bytes};
use crate::output::Output;
use crate::problem;
use crate::reporting::{Format, ReportingArgs};

/// Maximum number of diagnostics printed for people; further diagnostics are only counted.
const MAX_PRINTED_DIAGNOSTICS: usize = 100;

/// A finding without a position in a file.
struct FindingWithoutSpan {
    severity: Severity,
    message: String,
    help: String,
}

/// The files read so far, and the findings about them.
#[derive(Default)]
pub struct Findings {
    /// The texts of the files read so far.
    pub sources: SourceMap,
    /// The paths of `sources`, indexed by [`SourceId`].
    paths: Vec<PathBuf>,
    diagnostics: Vec<Diagnostic>,
    remarks: Vec<FindingWithoutSpan>,
    format: Format,
    levels: Levels,
}

impl Findings {
    /// An empty list of findings. If findings are printed for programs, reserves `stdout` of `output` for them.
    pub fn new(reporting: &ReportingArgs, output: &mut Output<'_>) -> Self {
        if reporting.format != Format::Human {
            output.reserve_stdout_for_data();
        }
        Self { format: reporting.format, levels: reporting.lint_levels().clone(), ..Self::default() }
    }

    /// Reads a file; findings refer to it by `name`.
    ///
    /// Returns `None` and adds a finding if the file is not UTF-8.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or is the standard input and was read already.
    pub fn read_file(&mut self, path: &Path, name: &str) -> Outcome<Option<SourceId>> {
        check_stdin_is_named_once(self.paths_read().chain([path]))?;
        let bytes = read_bytes(path)?;
        Ok(self.add_file_bytes(path, name, bytes))
    }

    /// Adds the bytes of a file that was read already; findings refer to it by `name`.
    ///
    /// Returns `None` and adds a finding if the bytes are not UTF-8.
    pub fn add_file_bytes(&mut self, path: &Path, name: &str, bytes: Vec<u8>) -> Option<SourceId> {
        self.paths.push(path.to_owned());
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.sources.add(name, text)),
            Err(why) => {
                self.add_not_utf8_error(name, why.as_bytes(), why.utf8_error().valid_up_to());
                None
            }
        }
    }

    /// Adds a text that is not on the disk yet; findings refer to it by `name`, the path that it belongs to.
    pub fn add_unsaved_text(&mut self, path: &Path, name: &str, text: String) -> SourceId {
        self.paths.push(path.to_owned());
        self.sources.add(name, text)
    }

    /// Reads files that form one schema; if any is not UTF-8, the list is empty, so that a missing part causes no
    /// further findings.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn read_files(&mut self, paths: &[PathBuf]) -> Outcome<Vec<SourceId>> {
        let mut sources = Vec::new();
        for path in paths {
            sources.push(self.read_file(path, &name_in_findings(path))?);
        }
        Ok(sources.into_iter().collect::<Option<_>>().unwrap_or_default())
    }

    fn add_not_utf8_error(&mut self, name: &str, bytes: &[u8], offset: usize) {
        let text = String::from_utf8_lossy(bytes);
        let end = offset + char::REPLACEMENT_CHARACTER.len_utf8();
        let source = self.sources.add(name, text);
        let diagnostic = Diagnostic::error(Code::BadChar, Span { source, start: offset, end }, "the text is not UTF-8")
            .label(format!("the byte {:02x} begins no character", bytes.get(offset).copied().unwrap_or_default()))
            .help("save the file as UTF-8");
        self.add_with_levels([diagnostic]);
    }

    /// The path of a file that was read; `None` for texts that are not on the disk.
    #[must_use]
    pub fn path_of_source(&self, source: SourceId) -> Option<&Path> {
        self.paths.get(source.0 as usize).map(PathBuf::as_path)
    }

    /// The paths of all files read so far.
    pub fn paths_read(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(PathBuf::as_path)
    }

    /// Adds diagnostics after applying the levels of the options.
    pub fn add_with_levels(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(self.levels.apply(diagnostics.into_iter().collect()));
    }

    /// Adds diagnostics without applying the levels of the options.
    pub fn add_without_levels(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Adds a finding without a position; the level of `warnings` applies to it.
    pub fn add_finding_without_span(
        &mut self,
        severity: Severity,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let severity = match (severity, self.levels.level_of_warnings()) {
            (Severity::Warning, Level::Allow) => return,
            (Severity::Warning, Level::Deny) => Severity::Error,
            (severity, _) => severity,
        };
        self.remarks.push(FindingWithoutSpan { severity, message: message.into(), help: help.into() });
    }

    /// The findings with a position in a file.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The number of findings so far that are errors.
    #[must_use]
    pub fn n_errors(&self) -> usize {
        let severities = self.diagnostics.iter().map(|diagnostic| diagnostic.severity);
        let severities = severities.chain(self.remarks.iter().map(|remark| remark.severity));
        severities.filter(|severity| *severity == Severity::Error).count()
    }

    /// Prints the findings.
    ///
    /// # Errors
    ///
    /// [`Failure::Reported`] if there is an error among them.
    pub fn print_and_fail_on_error(&self, output: &mut Output<'_>) -> Outcome {
        self.print_in_selected_form(output);
        match self.n_errors() {
            0 => Ok(()),
            _ => Err(Failure::Reported),
        }
    }

    /// Prints the findings in the form that the options select; for people, the number of findings as well.
    pub fn print_in_selected_form(&self, output: &mut Output<'_>) {
        let (lines, remark): (_, fn(&FindingWithoutSpan) -> String) = match self.format {
            Format::Human => return self.print_for_people(output),
            Format::Json => (json::lines(&self.diagnostics, &self.sources), FindingWithoutSpan::to_json),
            Format::Github => {
                (github::lines(&self.diagnostics, &self.sources), FindingWithoutSpan::to_github_annotation)
            }
        };
        lines.into_iter().chain(self.remarks.iter().map(remark)).for_each(|line| output.write_data_line(line));
    }

    fn print_for_people(&self, output: &mut Output<'_>) {
        self.print_diagnostics(output);
        for FindingWithoutSpan { severity, message, help } in &self.remarks {
            problem!(output, "{}: {message}\nhelp: {help}\n", json::severity_name(*severity));
        }
        let n_errors = self.n_errors();
        let n_warnings = self.diagnostics.len() + self.remarks.len() - n_errors;
        if n_errors + n_warnings == 0 {
            return;
        }
        problem!(output, "{}, {}", count_with_noun(n_errors, "error"), count_with_noun(n_warnings, "warning"));
        let codes: BTreeSet<_> = self.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        if !codes.is_empty() {
            let codes: Vec<_> = codes.into_iter().collect();
            problem!(output, "`{} explain CODE` explains {}", output.program_name(), codes.join(", "));
        }
    }

    /// Prints the first [`MAX_PRINTED_DIAGNOSTICS`] diagnostics.
    fn print_diagnostics(&self, output: &mut Output<'_>) {
        if self.diagnostics.is_empty() {
            return;
        }
        let mut order: Vec<_> = self.diagnostics.iter().collect();
        // Errors come first if the list is cut, so that warnings do not displace them.
        if order.len() > MAX_PRINTED_DIAGNOSTICS {
            order.sort_by_key(|diagnostic| !diagnostic.is_error());
            order.truncate(MAX_PRINTED_DIAGNOSTICS);
        }
        let shown: Vec<_> = order.into_iter().cloned().collect();
        let rendered = render_all(&shown, &self.sources, output.diagnostic_style());
        output.write_rendered_problem(&format!("{rendered}\n"));
        let n_others = self.diagnostics.len() - shown.len();
        if n_others > 0 {
            problem!(output, "... and {n_others} more\n");
        }
    }
}

impl FindingWithoutSpan {
    fn to_json(&self) -> String {
        let Self { severity, message, help } = self;
        let helps = json!([{ "text": help, "edits": [] }]);
        let nowhere = json!({
            "severity": json::severity_name(*severity), "code": null, "message": message, "labels": [], "notes": [],
            "helps": helps, "file": null, "start": null, "end": null, "line": null, "column": null, "end_line": null,
            "end_column": null,
        });
        nowhere.to_string()
    }

    fn to_github_annotation(&self) -> String {
        github::line_without_span(self.severity, "project", &format!("{}\nhelp: {}", self.message, self.help))
    }
}

/// A number with its noun: `1 error`, `2 errors`.
#[must_use]
pub fn count_with_noun(n: usize, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}
