//! What is done about findings that are a matter of opinion.
//!
//! A finding comes as a warning if it is one of these, and as an error if the schema cannot be used. Levels are about
//! the former alone. Invariant: an error stays an error, whatever the levels.

use std::collections::BTreeMap;
use std::fmt;

use super::{Code, Diagnostic, Severity};

/// What is done about the findings of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is said.
    Allow,
    /// They are warnings.
    Warn,
    /// They are errors.
    Deny,
}

impl Code {
    /// What is done about its findings unless somebody asks for something else; none for a code that is always an error.
    ///
    /// Denied are ids that give a wrong message on the wire. Allowed is what real schemas hold by the dozen: Telegram's
    /// has 22 bits that a `true` shares with a value, MTProto's is made of types that travel outside of calls, and TON
    /// and TDLib write next to no ids.
    #[must_use]
    pub const fn default_level(self) -> Option<Level> {
        match self {
            Self::IdMismatch | Self::DuplicateId => Some(Level::Deny),
            Self::NameCollision | Self::ScatteredType => Some(Level::Warn),
            Self::UnsupportedArgument
            | Self::UnsupportedBareParam
            | Self::UnsupportedCall
            | Self::UnsupportedDepth
            | Self::UnsupportedEmptyItem
            | Self::UnsupportedEmptyType
            | Self::UnsupportedFixedArgument
            | Self::UnsupportedGrowingType
            | Self::UnsupportedName
            | Self::UnsupportedObject
            | Self::UnsupportedParam
            | Self::UnsupportedResult => Some(Level::Warn),
            Self::MissingId | Self::SharedFlagBit | Self::UnreachableType => Some(Level::Allow),
            _ => None,
        }
    }
}

/// What is done about the findings of all codes.
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
#[derive(Clone, Debug, Default)]
pub struct Levels {
    levels: BTreeMap<Code, Level>,
    warnings: Option<Level>,
}

impl Levels {
    /// Asks for a level.
    ///
    /// # Errors
    ///
    /// If findings of this code are always errors.
    pub fn set(&mut self, code: Code, level: Level) -> Result<(), NotALint> {
        if code.default_level().is_none() {
            return Err(NotALint(code));
        }
        self.levels.insert(code, level);
        Ok(())
    }

    /// Asks for a level of everything that would be a warning otherwise.
    pub fn set_warnings(&mut self, level: Level) {
        self.warnings = Some(level);
    }

    /// What is done about everything that would be a warning otherwise.
    #[must_use]
    pub fn warnings(&self) -> Level {
        self.warnings.unwrap_or(Level::Warn)
    }

    /// The level of a code.
    #[must_use]
    pub fn level(&self, code: Code) -> Level {
        let level = self.levels.get(&code).copied().or(code.default_level()).unwrap_or(Level::Warn);
        if level == Level::Warn { self.warnings() } else { level }
    }

    /// Takes out what is allowed and makes errors of what is denied.
    #[must_use]
    pub fn apply(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        found.into_iter().filter_map(|diagnostic| self.applied(diagnostic)).collect()
    }

    fn applied(&self, diagnostic: Diagnostic) -> Option<Diagnostic> {
        let severity = match (diagnostic.severity, self.level(diagnostic.code)) {
            (Severity::Warning, Level::Allow) => return None,
            (Severity::Warning, Level::Warn) => Severity::Warning,
            (Severity::Error, _) | (Severity::Warning, Level::Deny) => Severity::Error,
        };
        Some(Diagnostic { severity, ..diagnostic })
    }
}

/// A code whose findings are always errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALint(pub Code);

impl fmt::Display for NotALint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is always an error", self.0)
    }
}

impl std::error::Error for NotALint {}
