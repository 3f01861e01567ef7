//! Measures the time of a command, including all processes that it starts.
//!
//! User time comes from the shell's `times`, the only portable source without `unsafe`. It sums the work of all
//! processors, and other programs disturb it least.

use std::ops::Add;
use std::process::Command;
use std::time::Instant;

use crate::bench::child_process::run_for_stdout;
use tl_commands::{Failure, Outcome};

/// The time that a command took, in seconds.
#[derive(Clone, Copy)]
pub(crate) struct CommandTime {
    /// User time, summed over all processors, without time in the kernel.
    pub(crate) user: f64,
    /// Wall time from the start of the command to its end.
    pub(crate) wall: f64,
}

impl Add for CommandTime {
    type Output = Self;

    fn add(self, next: Self) -> Self {
        Self { user: self.user + next.user, wall: self.wall + next.wall }
    }
}

/// Runs a command to completion and measures it.
pub(crate) fn time_command(command: &Command) -> Outcome<CommandTime> {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#""$@" >&2; code=$?; times; exit $code"#, "sh"]);
    shell.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    if let Some(dir) = command.get_current_dir() {
        shell.current_dir(dir);
    }
    let start = Instant::now();
    let times = run_for_stdout(shell.env("LC_ALL", "C"))?;
    let wall = start.elapsed().as_secs_f64();
    let user = user_time_of_children(&times);
    let user =
        user.ok_or_else(|| Failure::unable_with_advice(format!("`times` of the shell says `{}`", times.trim()), ""))?;
    Ok(CommandTime { user, wall })
}

/// Parses the output of `times`. Its second line is about child processes and starts with their user time: `0m12.34s
/// 0m0.56s`.
fn user_time_of_children(times: &str) -> Option<f64> {
    let (minutes, seconds) = times.lines().nth(1)?.split_whitespace().next()?.strip_suffix('s')?.split_once('m')?;
    Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{time_command, user_time_of_children};

    #[test]
    fn shell_times_are_parsed() {
        assert_eq!(user_time_of_children("0m0.00s 0m0.00s\n2m3.50s 0m1.00s\n"), Some(123.5));
        assert_eq!(user_time_of_children("0m0.00s 0m0.00s\n"), None);
        assert_eq!(user_time_of_children("a\nb\n"), None);
    }

    #[cfg(unix)]
    #[test]
    fn commands_are_timed_and_failures_returned() {
        let time_taken = time_command(Command::new("sleep").arg("0.1")).unwrap();
        assert!(time_taken.wall >= 0.1 && time_taken.user < time_taken.wall);
        assert!(time_command(&Command::new("false")).is_err());
    }
}
