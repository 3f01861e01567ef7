//! Findings about a schema: what is wrong, where, and what to do.
//!
//! - [`code`]: the closed list of what can be wrong, each with a page of explanation;
//! - [`level`]: what is done about findings that are a matter of opinion;
//! - [`render`]: the look on a terminal or in a log;
//! - [`json`], [`github`]: the same for programs and for the log of a workflow;
//! - `excerpt`: how much of a text is shown with a finding;
//! - `found`: how many findings are kept.
//!
//! `tl-parser/DIAGNOSTICS.md` shows typical findings.
//!
//! Nothing here decides what is wrong. Messages are lowercase, without a final dot, with TL names in backticks.

pub mod code;
mod excerpt;
mod found;
pub mod github;
pub mod json;
pub mod level;
pub mod render;

pub use code::{Code, UnknownCode};
pub(crate) use found::{Found, MOST_FINDINGS};
pub use level::{Level, Levels, NotALint};

use crate::text::source::Span;
use crate::vocabulary::CombinatorId;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The schema can be used; somebody should look.
    Warning,
    /// The schema must not be used.
    Error,
}

/// A place and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say; may be empty.
    pub text: String,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Help {
    /// What to do.
    pub text: String,
    /// The changes that do it, all of them together; empty if it takes a person.
    pub edits: Vec<Edit>,
}

/// A change of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What goes; empty where something is only added.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What is wrong.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One line: found and expected.
    pub message: String,
    /// The place at fault.
    pub primary: Label,
    /// Other places that explain it.
    pub secondary: Vec<Label>,
    /// Facts.
    pub notes: Vec<String>,
    /// Actions.
    pub helps: Vec<Help>,
    /// The combinators that a finding about ids concerns, the one at fault last; empty for all others.
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

    /// Says `text` at the place at fault.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds an action.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(Help { text: text.into(), edits: Vec::new() });
        self
    }

    /// Adds an action that consists in putting `replacement` in the place of `span`.
    #[must_use]
    pub fn suggest(mut self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.helps.push(Help { text: text.into(), edits: vec![Edit { span, text: replacement.into() }] });
        self
    }

    /// Names the combinators concerned.
    #[must_use]
    pub(crate) fn about(mut self, combinators: &[CombinatorId]) -> Self {
        self.combinators = combinators.to_vec();
        self
    }

    /// Whether the schema must not be used because of this.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Brings findings into the order of the texts; those of one place stay as they were.
pub(crate) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.source, diagnostic.primary.span.start));
}
