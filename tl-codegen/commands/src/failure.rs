//! The failure of a command, and its message to the user.
//!
//! Programs map failures to exit codes: by convention 1 for [`Failure::Reported`] and 2 for the others. Invariant: a
//! failure is described to the user exactly once.

use std::io;
use std::path::Path;

use crate::output::Output;
use crate::printable_path::printable_path;
use crate::problem;

/// The result of a command.
pub type Outcome<T = ()> = Result<T, Failure>;

/// The reason why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// The command did its work and found errors, all of which have been printed.
    Reported,
    /// The command could not do its work, and a program that it called has printed the reason.
    Refused,
    /// The command could not do its work: it was called wrongly, or a file cannot be read or written.
    Unable {
        /// The reason, without a final full stop.
        message: String,
        /// Advice that helps the user to correct the cause; may be empty.
        help: String,
    },
}

impl Failure {
    /// A failure with a reason and advice; `help` may be empty.
    pub fn unable_with_advice(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Unable { message: message.into(), help: help.into() }
    }

    /// A file that cannot be read or written; the text of `why` does not contain the path.
    #[must_use]
    pub fn about_file(path: &Path, why: &io::Error) -> Self {
        Self::unable_with_advice(format!("{}: {why}", printable_path(path)), "")
    }

    /// Prints the reason, unless it has been printed already.
    pub fn print_unless_reported(&self, output: &mut Output<'_>) {
        if let Self::Unable { message, help } = self {
            problem!(output, "error: {}", with_visible_controls(message));
            if !help.is_empty() {
                problem!(output, "help: {}", with_visible_controls(help));
            }
        }
    }
}

/// Replaces characters that could change the look of a terminal by escapes, except for line ends and tabs.
///
/// Messages contain names from archives and texts of other programs: `a\u{202e}b.tl` for a name that reverses its end.
fn with_visible_controls(text: &str) -> String {
    let is_shown = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || is_bidi_control(c));
    text.chars().map(|c| if is_shown(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect()
}

/// Whether a character changes the direction of the text after it, and has no look of its own.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// For errors of [`tl_codegen::fileset`], whose texts contain the path.
impl From<io::Error> for Failure {
    fn from(why: io::Error) -> Self {
        Self::unable_with_advice(why.to_string(), "")
    }
}
