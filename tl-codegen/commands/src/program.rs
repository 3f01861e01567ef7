//! Puts the name of the calling program into help texts.
//!
//! Arguments are declared once for all programs; clap takes their help as constants. Invariant: after
//! [`insert_program_name`], no help text contains the placeholder.

use clap::Command;
use clap::builder::StyledStr;

const PROGRAM_NAME_PLACEHOLDER: &str = "{program}";

/// Replaces `{program}` by the name of the program in all help texts of a command and its subcommands.
///
/// `name` is the text that a user types: `cargo xtask`.
#[must_use]
pub fn insert_program_name(command: Command, name: &str) -> Command {
    let replaced = |text: Option<&StyledStr>| {
        let text = text.map(StyledStr::to_string).filter(|text| text.contains(PROGRAM_NAME_PLACEHOLDER));
        text.map(|text| text.replace(PROGRAM_NAME_PLACEHOLDER, name))
    };
    let mut command = command;
    if let Some(text) = replaced(command.get_after_help()) {
        command = command.after_help(text);
    }
    if let Some(text) = replaced(command.get_long_about()) {
        command = command.long_about(text);
    }
    command
        .mut_args(|arg| match replaced(arg.get_help()) {
            Some(text) => arg.help(text),
            None => arg,
        })
        .mut_subcommands(|subcommand| insert_program_name(subcommand, name))
}
