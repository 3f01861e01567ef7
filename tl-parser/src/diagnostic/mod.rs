//! Diagnostics: a code, a message with labelled spans, notes, and suggestions.
//!
//! - [`code`]: the closed list of codes, each with a page of explanation;
//! - [`level`]: allowing and denying codes that are a matter of opinion;
//! - [`render`]: output for a terminal or a log, in the style of rustc;
//! - [`json`], [`github`]: output for programs and for workflows on GitHub;
//! - `excerpt`: the part of a source that is shown with a diagnostic;
//! - `list`: a list of diagnostics of bounded length.
//!
//! `tl-parser/DIAGNOSTICS.md` shows typical diagnostics. The checks themselves are elsewhere. Messages are lowercase,
//! without a final dot, with TL names in backticks.

pub mod code;
mod excerpt;
pub mod github;
pub mod json;
pub mod level;
mod list;
pub mod render;

pub use code::{Code, UnknownCode};
pub use level::{Level, Levels, NotALint};
pub(crate) use list::{DiagnosticList, MAX_DIAGNOSTICS};

use crate::text::source::Span;
use crate::vocabulary::CombinatorId;

/// The severity of a diagnostic.
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
    /// The span.
    pub span: Span,
    /// The text; may be empty.
    pub text: String,
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Help {
    /// The suggestion in words.
    pub text: String,
    /// The edits that carry it out together; empty if they cannot be computed.
    pub edits: Vec<Edit>,
}

/// A replacement in a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// The text to be replaced; empty for an insertion.
    pub span: Span,
    /// The replacement.
    pub text: String,
}

/// A warning or an error.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The kind of mistake.
    pub code: Code,
    /// The severity.
    pub severity: Severity,
    /// The message: one line that names both the found and the expected.
    pub message: String,
    /// The span of the mistake.
    pub primary: Label,
    /// Other spans that explain the mistake.
    pub secondary: Vec<Label>,
    /// Additional facts.
    pub notes: Vec<String>,
    /// Suggestions.
    pub helps: Vec<Help>,
    /// For a diagnostic about ids, the combinators concerned, the one at fault last; empty for all others.
    pub combinators: Vec<CombinatorId>,
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
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
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

    /// Sets the combinators concerned.
    #[must_use]
    pub(crate) fn about(mut self, combinators: &[CombinatorId]) -> Self {
        self.combinators = combinators.to_vec();
        self
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts diagnostics by source and offset; the sort is stable.
pub(crate) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.source, diagnostic.primary.span.start));
}
