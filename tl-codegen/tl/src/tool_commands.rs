//! The commands about the tool itself: `completions` and `man`.
//!
//! Both texts follow from the declarations of the command line, by the crates of clap. Invariant: the standard output
//! holds the script or the page and nothing else.

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man as ManPage;
use tl_commands::{Failure, Outcome, Output, printable};

/// Print the completion script of a shell
///
/// A shell that has read the script completes commands, options and their values when you press Tab.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} completions bash > ~/.local/share/bash-completion/completions/tl
  {program} completions zsh > ~/.zfunc/_tl                 a folder of the variable fpath
  {program} completions fish > ~/.config/fish/completions/tl.fish")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Print a man page: of the tool, or of one command
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} man > tl.1                 the page of the tool, which names all commands
  {program} man check | man -l -       read the page of a command")]
pub(crate) struct Man {
    /// The command [default: the page of the tool]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the completion script of a shell.
pub(crate) fn print_completions(args: &Completions, mut command: Command, output: &mut Output<'_>) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, crate::PROGRAM_NAME, &mut script);
    output.write_exact_text(&String::from_utf8_lossy(&script));
    Ok(())
}

/// Prints the man page of the tool or of a command.
pub(crate) fn print_man_page(args: &Man, mut command: Command, output: &mut Output<'_>) -> Outcome {
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => {
            let found = command.find_subcommand(name).cloned();
            let found = found.ok_or_else(|| {
                Failure::unable_with_advice(
                    format!("there is no command `{}`", printable(name)),
                    "`tl --help` lists all commands",
                )
            })?;
            found.version(env!("CARGO_PKG_VERSION"))
        }
    };
    let mut text = Vec::new();
    ManPage::new(page).render(&mut text).map_err(Failure::from)?;
    output.write_exact_text(&String::from_utf8_lossy(&text));
    Ok(())
}
