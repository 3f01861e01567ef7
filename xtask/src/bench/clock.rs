//! How long a program takes, with all that it starts.
//!
//! User time is asked of the shell's `times`, the only portable way to it without `unsafe`. It counts the work of all
//! processors, and is disturbed the least by other programs.

use std::ops::Add;
use std::process::Command;
use std::time::Instant;

use crate::bench::output_of;
use tl_commands::{Failure, Outcome};

/// What a program took, in seconds.
#[derive(Clone, Copy)]
pub(crate) struct Took {
    /// Of the processors, for the program itself.
    pub(crate) user: f64,
    /// From start to end.
    pub(crate) wall: f64,
}

impl Add for Took {
    type Output = Self;

    fn add(self, next: Self) -> Self {
        Self { user: self.user + next.user, wall: self.wall + next.wall }
    }
}

/// Runs a command to its end.
pub(crate) fn time(command: &Command) -> Outcome<Took> {
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
    let times = output_of(shell.env("LC_ALL", "C"))?;
    let wall = start.elapsed().as_secs_f64();
    let user = user_time_of_children(&times);
    let user = user.ok_or_else(|| Failure::unable(format!("`times` of the shell says `{}`", times.trim()), ""))?;
    Ok(Took { user, wall })
}

/// The second line is of the shell's children, and user time stands first in it: `0m12.34s 0m0.56s`.
fn user_time_of_children(times: &str) -> Option<f64> {
    let (minutes, seconds) = times.lines().nth(1)?.split_whitespace().next()?.strip_suffix('s')?.split_once('m')?;
    Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{time, user_time_of_children};

    #[test]
    fn times_can_be_read() {
        assert_eq!(user_time_of_children("0m0.00s 0m0.00s\n2m3.50s 0m1.00s\n"), Some(123.5));
        assert_eq!(user_time_of_children("0m0.00s 0m0.00s\n"), None);
        assert_eq!(user_time_of_children("a\nb\n"), None);
    }

    #[cfg(unix)]
    #[test]
    fn commands_are_timed_and_may_fail() {
        let took = time(Command::new("sleep").arg("0.1")).unwrap();
        assert!(took.wall >= 0.1 && took.user < took.wall);
        assert!(time(&Command::new("false")).is_err());
    }
}
