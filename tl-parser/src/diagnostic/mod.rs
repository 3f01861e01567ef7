//! Diagnostics: a code, a message with labelled spans, notes, and suggestions.
//!
//! - [`code`]: the closed list of codes, each with a page of explanation;
//! - [`level`], [`levels`]: allowing and denying codes that are a matter of opinion;
//! - [`render`]: output for a terminal or a log, in the style of rustc;
//! - [`json`], [`github`]: output for programs and for workflows on GitHub;
//! - `excerpt`: the part of a source that is shown with a diagnostic;
//! - `bounded_list`: a list of diagnostics of bounded length;
//! - `printable`: control characters in texts from outside, replaced by visible escapes.
//!
//! `tl-parser/DIAGNOSTICS.md` shows typical diagnostics. The checks themselves are elsewhere. Messages are lowercase,
//! without a final dot, with TL names in backticks.

mod bounded_list;
pub mod code;
mod excerpt;
pub mod github;
pub mod json;
pub mod level;
pub mod levels;
mod printable;
pub mod render;

pub(crate) use bounded_list::{BoundedDiagnosticList, MAX_DIAGNOSTICS_PER_SEVERITY};
pub use code::{Code, UnknownCode};
pub use level::Level;
pub use levels::{Levels, NotALint};
pub use printable::{printable, printable_json, printable_lines};

use crate::shared_types::CombinatorIndex;
use crate::text::source::Span;

/// The severity of a diagnostic: a warning or an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The schema can be used, but is probably not as intended.
    Warning,
    /// The schema must not be used.
    Error,
}

/// A span and a text about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The part of a source that the text is about.
    pub span: Span,
    /// The text that is shown at the span; empty if the span is only marked.
    pub text: String,
}

/// A suggestion for correcting a mistake, in words and perhaps as edits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Help {
    /// The suggestion in words.
    pub text: String,
    /// The edits that together carry out the suggestion; empty if they cannot be computed.
    pub edits: Vec<Edit>,
}

/// A replacement of a part of a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// The part of the source to be replaced; empty for an insertion.
    pub span: Span,
    /// The text that replaces the text at `span`.
    pub text: String,
}

/// A warning or an error.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The kind of mistake.
    pub code: Code,
    /// Whether the diagnostic is a warning or an error.
    pub severity: Severity,
    /// The message: one line that states the mistake, with the found and the expected text.
    pub message: String,
    /// The span of the mistake.
    pub primary: Label,
    /// Other spans that explain the mistake.
    pub secondary: Vec<Label>,
    /// Notes: additional facts about the mistake.
    pub notes: Vec<String>,
    /// Suggestions for correcting the mistake.
    pub helps: Vec<Help>,
    /// For a diagnostic about ids, the combinators concerned, the one at fault last; empty for all others.
    pub combinators: Vec<CombinatorIndex>,
}

impl Diagnostic {
    /// An error at `span`.
    #[must_use]
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
            combinators: Vec::new(),
        }
    }

    /// A warning at `span`.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// Sets the text of the primary label.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds a secondary label.
    #[must_use]
    pub fn secondary_label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a suggestion in words.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(Help { text: text.into(), edits: Vec::new() });
        self
    }

    /// Adds a suggestion that replaces the text of `span`.
    #[must_use]
    pub fn suggest(mut self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.helps.push(Help { text: text.into(), edits: vec![Edit { span, text: replacement.into() }] });
        self
    }

    /// Sets the combinators whose ids the diagnostic is about.
    #[must_use]
    pub(crate) fn about_combinators(mut self, combinators: &[CombinatorIndex]) -> Self {
        self.combinators = combinators.to_vec();
        self
    }

    /// Whether the diagnostic is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts diagnostics by source and offset; the sort is stable.
pub(crate) fn sort_by_position(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.source, diagnostic.primary.span.start));
}
