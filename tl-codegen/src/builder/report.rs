//! Findings as lines for cargo, and as the error of a build script.
//!
//! Invariant: a line for cargo has no control characters, so that no text of a schema is taken for an instruction.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use tl_parser::{Code, Diagnostic, Severity, SourceMap, Style, render_all};

use crate::generate::GenerationResult;
use crate::renames::most_similar_name;

/// Maximum number of warnings that are shown one by one.
const MAX_SHOWN_WARNINGS: usize = 100;

/// Why a build script failed. Its text is that of `tl check`, over several lines.
///
/// `Debug` is the text too, because cargo prints the error of `main` by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    text: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `main` prints `Error: ` before it, which would shift the first line.
        write!(f, "\n{}", self.text)
    }
}

impl std::error::Error for Error {}

impl Error {
    /// An error with these messages, which have no place in a text.
    pub(super) fn from_errors(messages: &[String]) -> Self {
        let lines: Vec<_> = messages.iter().map(|message| format!("error: {}", on_one_line(message))).collect();
        Self { text: lines.join("\n") }
    }

    /// The errors of a generation.
    pub(super) fn from_generation(generation: &GenerationResult, sources: &SourceMap) -> Self {
        let errors: Vec<_> = generation.diagnostics.iter().filter(|found| found.is_error()).cloned().collect();
        let rendered = (!errors.is_empty()).then(|| render_all(&errors, sources, Style::Plain));
        let unmatched = generation.unmatched.iter().map(ToString::to_string);
        let without_place: Vec<_> = unmatched.chain(generation.errors.iter().cloned()).collect();
        let without_place = (!without_place.is_empty()).then(|| Self::from_errors(&without_place).text);
        Self { text: rendered.into_iter().chain(without_place).collect::<Vec<_>>().join("\n\n") }
    }
}

impl From<io::Error> for Error {
    fn from(why: io::Error) -> Self {
        Self::from_errors(&[why.to_string()])
    }
}

/// Prints lines for cargo.
pub(super) fn print_lines(cargo: &mut dyn Write, lines: impl IntoIterator<Item = String>) -> io::Result<()> {
    lines.into_iter().try_for_each(|line| writeln!(cargo, "{line}"))
}

/// The line that makes cargo run the script again when a file changes.
pub(super) fn rerun_line(path: &Path) -> String {
    format!("cargo::rerun-if-changed={}", on_one_line(&path.display().to_string()))
}

/// A line for each warning, with its place, notes and help.
pub(super) fn warning_lines(diagnostics: &[Diagnostic], sources: &SourceMap) -> Vec<String> {
    let warnings: Vec<_> = diagnostics.iter().filter(|found| found.severity == Severity::Warning).collect();
    let mut lines: Vec<_> =
        warnings.iter().take(MAX_SHOWN_WARNINGS).map(|found| warning_line(found, sources)).collect();
    let n_more = warnings.len().saturating_sub(MAX_SHOWN_WARNINGS);
    lines.extend((n_more > 0).then(|| format!("cargo::warning={n_more} more warnings are not shown")));
    lines
}

fn warning_line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let span = diagnostic.primary.span;
    let (name, at) = (sources.get(span.source).map_or("", |source| source.name()), sources.location(span));
    let notes = diagnostic.notes.iter().map(|note| format!("; {note}"));
    let helps = diagnostic.helps.iter().map(|help| format!("; help: {}", help.text));
    let rest: String = notes.chain(helps).collect();
    let Diagnostic { message, code, .. } = diagnostic;
    on_one_line(&format!("cargo::warning={name}:{}:{}: {message} [{}]{rest}", at.line, at.column, code.as_str()))
}

/// The text with control characters replaced.
fn on_one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// The message for a text that is no lint.
pub(super) fn unknown_lint_message(lint: &str) -> String {
    let names: Vec<_> =
        Code::ALL.iter().filter(|code| code.default_level().is_some()).map(|code| code.as_str().to_owned()).collect();
    let advice = most_similar_name(lint, names.iter());
    let advice = advice
        .map_or_else(|| "`tl explain` lists all lints".to_owned(), |near| format!("the nearest name is `{near}`"));
    format!("there is no lint `{lint}`; {advice}")
}
