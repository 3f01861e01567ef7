//! Lines to whoever called the command.
//!
//! The exit code is the verdict, so that a reader who has gone away (`cargo xtask check | head`) must not change it.
//! Invariant: nothing here panics or fails; a line that cannot be written is dropped.

use std::fmt;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a program reads the standard output, so that lines for people go to the standard error.
static OUTPUT_IS_FOR_PROGRAMS: AtomicBool = AtomicBool::new(false);

/// From now on, only [`to_program`] writes to the standard output.
pub(crate) fn leave_output_to_programs() {
    OUTPUT_IS_FOR_PROGRAMS.store(true, Ordering::Relaxed);
}

/// Writes a line for a program to the standard output.
pub(crate) fn to_program(text: &str) {
    // One call for the whole line, and nothing to do about a reader that is gone.
    let _ = io::stdout().write_all(format!("{text}\n").as_bytes());
}

/// Writes a line for people to the standard output, or to the standard error if the former is for programs.
pub(crate) fn line(text: fmt::Arguments<'_>) {
    match OUTPUT_IS_FOR_PROGRAMS.load(Ordering::Relaxed) {
        true => error_line(text),
        false => to_program(&text.to_string()),
    }
}

/// Writes a line to the standard error.
pub(crate) fn error_line(text: fmt::Arguments<'_>) {
    let _ = io::stderr().write_all(format!("{text}\n").as_bytes());
}

/// `println!` that survives a closed pipe.
macro_rules! say {
    ($($arg:tt)*) => { $crate::say::line(format_args!($($arg)*)) };
}

/// `eprintln!` that survives a closed pipe.
macro_rules! complain {
    ($($arg:tt)*) => { $crate::say::error_line(format_args!($($arg)*)) };
}

pub(crate) use {complain, say};
