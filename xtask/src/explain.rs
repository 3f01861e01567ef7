//! `cargo xtask explain`: what a code means, as a page.
//!
//! The pages are those of [`Code::explanation`]. Invariant: output is the page and nothing else.

use tl_parser::{Code, Level};

use crate::failure::{Failure, Outcome};
use crate::flags;
use crate::say::say;

/// Prints the page of a code, or the list of all.
pub(crate) fn run(flags: &flags::Explain) -> Outcome {
    let Some(name) = &flags.code else {
        list();
        return Ok(());
    };
    // As it stands in a finding, brackets and all.
    let name = name.trim_start_matches("error").trim_start_matches("warning");
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let code = name.parse::<Code>().map_err(|_| unknown(name))?;
    say!("{}", code.explanation().trim_end());
    Ok(())
}

fn list() {
    for code in Code::ALL {
        let level = match code.default_level() {
            None => "error",
            Some(Level::Deny) => "deny",
            Some(Level::Warn) => "warn",
            Some(Level::Allow) => "allow",
        };
        say!("{:<28}{level:<7}{}", code.as_str(), summary(*code));
    }
    say!("\nerror: always one; the others are lints, with what is done about them unless --allow, --warn or --deny");
    say!("asks for something else. `cargo xtask explain CODE` tells more about one.");
}

/// The headline of its page.
fn summary(code: Code) -> &'static str {
    let headline = code.explanation().lines().next().unwrap_or_default();
    headline.split_once(": ").map_or(headline, |(_, summary)| summary)
}

fn unknown(name: &str) -> Failure {
    let known: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let near = |code: &&&str| code.starts_with(name) || name.starts_with(**code);
    let help = match known.iter().find(near) {
        Some(near) => format!("there is a code `{near}`"),
        None => "`cargo xtask explain` lists all codes".to_owned(),
    };
    Failure::unable(format!("there is no code `{name}`"), help)
}
