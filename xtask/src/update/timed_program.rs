//! Runs an installed program, such as `cargo` or `npm`, without input and with a time limit.
//!
//! The output goes to files, so that a process started by the program cannot hold a pipe open. Invariant: when
//! [`run_with_timeout`] returns, the program has ended.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tl_commands::{Failure, Outcome};

/// The time between two looks at a running program.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Maximum number of bytes that are read of the standard output.
const MAX_OUTPUT_BYTES: u64 = 64 << 20;

/// Maximum number of lines of the standard error that a message repeats.
const MAX_ERROR_LINES: usize = 12;

/// Runs a program and returns its standard output; `folder` takes the files with its output.
///
/// `help` is the advice for a user who does not have the program.
pub(super) fn run_with_timeout(
    command: &mut Command,
    folder: &Path,
    timeout: Duration,
    help: &str,
) -> Outcome<Vec<u8>> {
    let name = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let [stdout, stderr] = ["stdout", "stderr"].map(|stream| folder.join(format!("{name}.{stream}")));
    let create = |path| File::create(path).map_err(|why| Failure::about_file(path, &why));
    command.stdin(Stdio::null()).stdout(create(&stdout)?).stderr(create(&stderr)?);
    let status = match wait_or_kill(command, timeout) {
        Ok(Some(status)) => status,
        Ok(None) => {
            let message = format!("{name} did not end within {} s, and was stopped", timeout.as_secs());
            return Err(Failure::unable_with_advice(message, "try again, or give it longer with --timeout SECONDS"));
        }
        Err(why) if why.kind() == ErrorKind::NotFound => {
            return Err(Failure::unable_with_advice(format!("{name} is not installed, or not on the PATH"), help));
        }
        Err(why) => return Err(Failure::unable_with_advice(format!("{name} cannot be run: {why}"), help)),
    };
    if !status.success() {
        let said = fs::read(&stderr).map_err(|why| Failure::about_file(&stderr, &why))?;
        let message = format!("{name} failed ({status}):\n{}", last_lines(&said));
        let help = "check name, version and network, or download the package and name the file: --from FILE";
        return Err(Failure::unable_with_advice(message, help));
    }
    let mut output = Vec::new();
    let read = File::open(&stdout).and_then(|file| file.take(MAX_OUTPUT_BYTES).read_to_end(&mut output));
    read.map_err(|why| Failure::about_file(&stdout, &why))?;
    Ok(output)
}

/// Waits until the program ends; `None` if it did not end in time, and was killed.
fn wait_or_kill(command: &mut Command, timeout: Duration) -> std::io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= timeout {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        sleep(POLL_INTERVAL);
    }
}

fn last_lines(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<_> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(MAX_ERROR_LINES)..].join("\n")
}
