//! The command `explain`: the page about a diagnostic code, or the list of all codes.
//!
//! The pages are those of [`Code::explanation`]. Invariant: with a code, the output is its page and nothing else.

use clap::Args;
use tl_parser::diagnostic::printable;
use tl_parser::{Code, Level};

use crate::failure::{Failure, Outcome};
use crate::message;
use crate::output::Output;

/// Explain a diagnostic code
///
/// Prints a wrong example, the same example corrected, and the reason for the rule.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} explain                 list all codes
  {program} explain id-mismatch     explain one")]
pub struct Explain {
    /// Code to explain, as printed in brackets after `error` or `warning` [default: list all]
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Prints the page of a code, or the list of all codes.
///
/// # Errors
///
/// If no diagnostic code has the given name.
pub fn run(args: &Explain, output: &mut Output<'_>) -> Outcome {
    let Some(name) = &args.code else {
        print_all_codes(output);
        return Ok(());
    };
    // Users copy the code with its brackets: `error[bad-char]`.
    let name = name.trim_start_matches("error").trim_start_matches("warning");
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let code = name.parse::<Code>().map_err(|_| unknown_code_failure(name, output.program_name()))?;
    message!(output, "{}", code.explanation().trim_end());
    Ok(())
}

fn print_all_codes(output: &mut Output<'_>) {
    for code in Code::ALL {
        let level = match code.default_level() {
            None => "error",
            Some(Level::Deny) => "deny",
            Some(Level::Warn) => "warn",
            Some(Level::Allow) => "allow",
        };
        message!(output, "{:<28}{level:<7}{}", code.as_str(), page_headline(*code));
    }
    let program = output.program_name();
    message!(output, "\nCodes with `error` are always errors. The others are lints with their default levels, which");
    message!(output, "--allow, --warn and --deny change. `{program} explain CODE` explains one code.");
}

/// The headline of the page about a diagnostic code.
fn page_headline(code: Code) -> &'static str {
    let headline = code.explanation().lines().next().unwrap_or_default();
    headline.split_once(": ").map_or(headline, |(_, summary)| summary)
}

fn unknown_code_failure(name: &str, program: &str) -> Failure {
    let similar = |code: &&Code| code.as_str().starts_with(name) || name.starts_with(code.as_str());
    let help = match Code::ALL.iter().find(similar) {
        Some(code) => format!("there is a code `{}`", code.as_str()),
        None => format!("`{program} explain` lists all codes"),
    };
    Failure::unable_with_advice(format!("there is no code `{}`", printable(name)), help)
}
