//! Lines of commands that print figures: `bench`.
//!
//! Other commands print to a [`tl_commands::Output`]. Invariant: a line that cannot be written is dropped, without
//! a panic.

/// Prints a line on the standard output.
macro_rules! print_line {
    ($($arg:tt)*) => { tl_commands::Output::new("", std::io::stdout(), std::io::stderr()).write_message_line(format_args!($($arg)*)) };
}

/// Prints a line on the standard error.
macro_rules! print_problem {
    ($($arg:tt)*) => { tl_commands::Output::new("", std::io::stdout(), std::io::stderr()).write_problem_line(format_args!($($arg)*)) };
}

pub(crate) use {print_line, print_problem};
