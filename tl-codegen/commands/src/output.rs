//! The output streams of a command.
//!
//! Text for people and text for programs never share a stream: once a command prints JSON or annotations, its messages
//! move from the standard output to the standard error. Control characters that come from file names and schemas are
//! escaped. The verdict of a command is its outcome, so a reader that closed the pipe (`tl check | head`) must not
//! change it; any other failure to write the standard output is a failure of the command. Invariant: nothing here
//! panics; after a failed write to `stdout`, nothing more is written there.

use std::fmt;
use std::io::{self, ErrorKind, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use tl_parser::Style;
use tl_parser::diagnostic::{printable_json, printable_lines};

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
    /// The style of values on `stdout`.
    stdout_style: Style,
    /// Whether a program reads `stdout`, so that messages for people go to `stderr`.
    is_stdout_reserved: bool,
    is_stdout_terminal: bool,
    /// The error of the first write to `stdout` that failed.
    stdout_error: Option<io::Error>,
}

impl<'a> Output<'a> {
    /// Output without colour to any two writers; `program` is the text that a user types to call the program.
    pub fn new(program: &'a str, stdout: impl Write + 'a, stderr: impl Write + 'a) -> Self {
        let (stdout, stderr) = (Box::new(stdout), Box::new(stderr));
        let (is_stdout_reserved, is_stdout_terminal) = (false, false);
        Self {
            program,
            stdout,
            stderr,
            style: Style::Plain,
            stdout_style: Style::Plain,
            is_stdout_reserved,
            is_stdout_terminal,
            stdout_error: None,
        }
    }

    /// Output to the standard streams of this process.
    #[must_use]
    pub fn of_process(program: &'a str, color: Color) -> Self {
        let style = |auto: ColorChoice| match (color, auto) {
            (Color::Always, _) => Style::Coloured,
            (Color::Never, _) | (Color::Auto, ColorChoice::Never) => Style::Plain,
            (Color::Auto, _) => Style::Coloured,
        };
        let (stdout_style, style) =
            (style(AutoStream::choice(&io::stdout())), style(AutoStream::choice(&io::stderr())));
        let is_stdout_terminal = io::stdout().is_terminal();
        Self { style, stdout_style, is_stdout_terminal, ..Self::new(program, io::stdout(), io::stderr()) }
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

    /// The style of values on `stdout`: with or without colour.
    #[must_use]
    pub fn stdout_style(&self) -> Style {
        self.stdout_style
    }

    /// Whether `stdout` is a terminal, which shows no bytes.
    #[must_use]
    pub fn is_stdout_terminal(&self) -> bool {
        self.is_stdout_terminal
    }

    /// Reserves `stdout` for data: messages go to `stderr` from now on.
    pub fn reserve_stdout_for_data(&mut self) {
        self.is_stdout_reserved = true;
    }

    /// Writes a line for a program, or lines of a report, to `stdout`.
    pub fn write_data_line(&mut self, text: impl fmt::Display) {
        self.write_stdout(&format!("{}\n", printable_lines(&text.to_string())));
    }

    /// Writes JSON to `stdout`, with a line end after it.
    pub fn write_json_line(&mut self, json: impl fmt::Display) {
        self.write_stdout(&format!("{}\n", printable_json(&json.to_string())));
    }

    /// Writes a text to `stdout` byte for byte, without a line end after it; on a terminal, control characters in it
    /// are escaped.
    pub fn write_exact_text(&mut self, text: &str) {
        match self.is_stdout_terminal {
            true => self.write_stdout(&printable_lines(text)),
            false => self.write_stdout(text),
        }
    }

    /// Writes to `stdout` piece by piece, for output of any length. The caller escapes control characters.
    pub fn write_streamed(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.stdout_error.is_none() {
            let mut stream = io::BufWriter::with_capacity(STREAM_BUFFER_LEN, &mut self.stdout);
            let written = write(&mut stream).and_then(|()| stream.flush());
            self.stdout_error = written.err();
        }
    }

    /// Writes a line for people to `stdout`, or to `stderr` if `stdout` is reserved.
    pub fn write_message_line(&mut self, text: impl fmt::Display) {
        match self.is_stdout_reserved {
            true => self.write_problem_line(text),
            false => self.write_data_line(text),
        }
    }

    /// Writes a line for people to `stderr`.
    pub fn write_problem_line(&mut self, text: impl fmt::Display) {
        let text = text.to_string();
        self.write_rendered_problem(&printable_lines(&text));
    }

    /// Writes rendered diagnostics and a line end to `stderr`. The renderer has escaped control characters, and its own
    /// sequences for colour stay.
    pub fn write_rendered_problem(&mut self, rendered: &str) {
        // No command can report that its reports cannot be written.
        let _ = write_in_one_call(&mut self.stderr, &format!("{rendered}\n"));
    }

    /// The error of the first write to `stdout` that failed, but for a closed pipe, whose reader wants no more.
    #[must_use]
    pub fn stdout_error(&self) -> Option<&io::Error> {
        self.stdout_error.as_ref().filter(|why| why.kind() != ErrorKind::BrokenPipe)
    }

    fn write_stdout(&mut self, text: &str) {
        if self.stdout_error.is_none() {
            self.stdout_error = write_in_one_call(&mut self.stdout, text).err();
        }
    }
}

/// Number of bytes that a stream collects before it writes them.
const STREAM_BUFFER_LEN: usize = 64 << 10;

/// Writes a text in one call, so that lines of parallel programs do not mix.
fn write_in_one_call(stream: &mut impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
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

#[cfg(test)]
mod tests {
    use super::Output;

    #[test]
    fn exact_text_is_escaped_on_a_terminal_only() {
        for (is_terminal, expected) in [(false, "a\u{1b}b\n"), (true, "a\\u{1b}b\n")] {
            let mut text = Vec::new();
            let mut output =
                Output { is_stdout_terminal: is_terminal, ..Output::new("tl", &mut text, std::io::sink()) };
            output.write_exact_text("a\u{1b}b\n");
            drop(output);
            assert_eq!(String::from_utf8(text).unwrap(), expected);
        }
    }
}
