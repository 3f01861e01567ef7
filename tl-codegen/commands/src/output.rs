//! The output streams of a command.
//!
//! Text for people and text for programs never share a stream: once a command prints JSON or annotations, its messages
//! move from the standard output to the standard error. The verdict of a command is its outcome, so a reader that
//! closed the pipe (`tl check | head`) must not change it. Invariant: nothing here panics or fails; a line that cannot
//! be written is dropped.

use std::fmt;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use tl_parser::Style;

/// The values of the option `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Use colour on a terminal, unless the variable NO_COLOR is set
    #[default]
    Auto,
    /// Always use colour
    Always,
    /// Never use colour
    Never,
}

/// The standard output and the standard error of a command, with the style of diagnostics.
pub struct Output<'a> {
    program: &'a str,
    stdout: Box<dyn Write + 'a>,
    stderr: Box<dyn Write + 'a>,
    style: Style,
    /// Whether a program reads `stdout`, so that messages for people go to `stderr`.
    is_stdout_reserved: bool,
}

impl<'a> Output<'a> {
    /// Output without colour to any two writers; `program` is the text that a user types to call the program.
    pub fn new(program: &'a str, stdout: impl Write + 'a, stderr: impl Write + 'a) -> Self {
        let (stdout, stderr) = (Box::new(stdout), Box::new(stderr));
        Self { program, stdout, stderr, style: Style::Plain, is_stdout_reserved: false }
    }

    /// Output to the standard streams of this process.
    #[must_use]
    pub fn of_process(program: &'a str, color: Color) -> Self {
        let is_coloured = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
        };
        let style = if is_coloured { Style::Coloured } else { Style::Plain };
        Self { style, ..Self::new(program, io::stdout(), io::stderr()) }
    }

    /// The text that a user types to call the program: `cargo xtask`.
    #[must_use]
    pub fn program_name(&self) -> &'a str {
        self.program
    }

    /// The style in which diagnostics for people are rendered: with or without colour.
    #[must_use]
    pub fn diagnostic_style(&self) -> Style {
        self.style
    }

    /// Reserves `stdout` for [`Output::write_data_line`]: messages go to `stderr` from now on.
    pub fn reserve_stdout_for_data(&mut self) {
        self.is_stdout_reserved = true;
    }

    /// Writes a line for a program to `stdout`.
    pub fn write_data_line(&mut self, text: impl fmt::Display) {
        write_line_in_one_call(&mut self.stdout, text);
    }

    /// Writes a line for people to `stdout`, or to `stderr` if `stdout` is reserved.
    pub fn write_message_line(&mut self, text: impl fmt::Display) {
        write_line_in_one_call(if self.is_stdout_reserved { &mut self.stderr } else { &mut self.stdout }, text);
    }

    /// Writes a line for people to `stderr`.
    pub fn write_problem_line(&mut self, text: impl fmt::Display) {
        write_line_in_one_call(&mut self.stderr, text);
    }
}

/// Writes a whole line in one call, so that lines of parallel programs do not mix.
fn write_line_in_one_call(stream: &mut impl Write, text: impl fmt::Display) {
    let _ = stream.write_all(format!("{text}\n").as_bytes());
    let _ = stream.flush();
}

/// `println!` to an [`Output`]: `message!(output, "{n} files")`.
#[macro_export]
macro_rules! message {
    ($output:expr, $($arg:tt)*) => { $output.write_message_line(format_args!($($arg)*)) };
}

/// `eprintln!` to an [`Output`]: `problem!(output, "error: {why}")`.
#[macro_export]
macro_rules! problem {
    ($output:expr, $($arg:tt)*) => { $output.write_problem_line(format_args!($($arg)*)) };
}
