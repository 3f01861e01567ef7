//! Levels: allowing and denying codes that are a matter of opinion.
//!
//! Such diagnostics are created as warnings; diagnostics of an unusable schema are created as errors. Invariant: no
//! level changes an error.

use std::collections::BTreeMap;
use std::fmt;

use super::{Code, Diagnostic, Level, Severity};

/// The levels of all codes.
///
/// ```
/// use tl_parser::{Code, Diagnostic, Level, Levels, Span};
///
/// let mut levels = Levels::default();
/// levels.set(Code::MissingId, Level::Deny)?;
/// let found = Diagnostic::warning(Code::MissingId, Span::default(), "`user` has no id");
/// assert!(levels.apply(vec![found])[0].is_error());
/// # Ok::<(), tl_parser::NotALint>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    levels: BTreeMap<Code, Level>,
    warnings: Option<Level>,
}

impl Levels {
    /// Sets the level of a code.
    ///
    /// # Errors
    ///
    /// If the code is always an error.
    pub fn set(&mut self, code: Code, level: Level) -> Result<(), NotALint> {
        if code.default_level().is_none() {
            return Err(NotALint(code));
        }
        self.levels.insert(code, level);
        Ok(())
    }

    /// Sets the level of a code that has no level of its own yet.
    ///
    /// # Errors
    ///
    /// If the code is always an error.
    pub fn set_if_unset(&mut self, code: Code, level: Level) -> Result<(), NotALint> {
        if self.levels.contains_key(&code) { Ok(()) } else { self.set(code, level) }
    }

    /// Replaces [`Level::Warn`] by another level, for all codes whose own level is [`Level::Warn`].
    pub fn set_level_of_warnings(&mut self, level: Level) {
        self.warnings = Some(level);
    }

    /// The level that is in force for all codes whose own level is [`Level::Warn`].
    #[must_use]
    pub fn level_of_warnings(&self) -> Level {
        self.warnings.unwrap_or(Level::Warn)
    }

    /// The level in force for a code.
    #[must_use]
    pub fn level(&self, code: Code) -> Level {
        let level = self.levels.get(&code).copied().or(code.default_level()).unwrap_or(Level::Warn);
        if level == Level::Warn { self.level_of_warnings() } else { level }
    }

    /// Removes warnings whose code is allowed, and turns warnings whose code is denied into errors.
    #[must_use]
    pub fn apply(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        found.into_iter().filter_map(|diagnostic| self.with_configured_level(diagnostic)).collect()
    }

    fn with_configured_level(&self, diagnostic: Diagnostic) -> Option<Diagnostic> {
        let severity = match (diagnostic.severity, self.level(diagnostic.code)) {
            (Severity::Warning, Level::Allow) => return None,
            (Severity::Warning, Level::Warn) => Severity::Warning,
            (Severity::Error, _) | (Severity::Warning, Level::Deny) => Severity::Error,
        };
        Some(Diagnostic { severity, ..diagnostic })
    }
}

/// The error for setting the level of a code that is always an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALint(pub Code);

impl fmt::Display for NotALint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is always an error", self.0)
    }
}

impl std::error::Error for NotALint {}
