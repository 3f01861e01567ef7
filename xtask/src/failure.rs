//! How a command ends when it doesn't end well.
//!
//! Exit code 1: what was looked at is wrong, which has been said by then. Exit code 2: the command could not look at
//! it, because of how it was called or of a file that cannot be read or written.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::say::complain;

/// What a command gives back.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a command did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something is wrong, and everything about it has been printed.
    Reported,
    /// The command could not do its work, and a program that it called has said why.
    Refused,
    /// The command could not do its work.
    Unable {
        /// What stands in its way.
        message: String,
        /// What to do about it; may be empty.
        help: String,
    },
}

impl Failure {
    /// A failure to do the work.
    pub(crate) fn unable(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Unable { message: message.into(), help: help.into() }
    }

    /// A file that cannot be read or written; `why` does not name it.
    pub(crate) fn file(path: &Path, why: &io::Error) -> Self {
        Self::unable(format!("{}: {why}", path.display()), "")
    }

    /// Says why, if that was not said yet, and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Reported => ExitCode::FAILURE,
            Self::Refused => ExitCode::from(2),
            Self::Unable { message, help } => {
                complain!("error: {message}");
                if !help.is_empty() {
                    complain!("help: {help}");
                }
                ExitCode::from(2)
            }
        }
    }
}

/// Errors of [`tl_codegen::fileset`], which name the path themselves.
impl From<io::Error> for Failure {
    fn from(why: io::Error) -> Self {
        Self::unable(why.to_string(), "")
    }
}
