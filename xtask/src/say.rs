//! Lines of commands that print figures: `bench`.
//!
//! Other commands take an [`tl_commands::Output`]. Invariant: as there, a line that cannot be written is dropped.

/// Prints a line on the standard output.
macro_rules! say {
    ($($arg:tt)*) => { tl_commands::Output::new("", std::io::stdout(), std::io::stderr()).message(format_args!($($arg)*)) };
}

/// Prints a line on the standard error.
macro_rules! complain {
    ($($arg:tt)*) => { tl_commands::Output::new("", std::io::stdout(), std::io::stderr()).problem(format_args!($($arg)*)) };
}

pub(crate) use {complain, say};
