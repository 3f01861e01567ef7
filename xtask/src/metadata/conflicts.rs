//! `cargo xtask metadata conflicts`: where sources disagree, what was chosen, and why.

use std::collections::BTreeMap;

use super::merge::Conflict;
use super::print_json;
use super::store::{Store, joined};
use crate::failure::Outcome;
use crate::findings::count;
use crate::flags::Print;
use crate::project::Project;
use crate::say::say;

pub(super) fn run(project: &Project, protocol: &str, format: Print) -> Outcome {
    let conflicts = Store::read(project, protocol)?.merge().conflicts;
    if format == Print::Json {
        return print_json(&conflicts);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut method = None;
    for conflict in &conflicts {
        if method != Some(&conflict.method) {
            say!("{}", conflict.method);
            method = Some(&conflict.method);
        }
        print(conflict);
        *counts.entry(conflict.about.word()).or_default() += 1;
    }
    let counts: Vec<_> = counts.into_iter().map(|(about, n)| format!("{n} about {about}")).collect();
    say!(
        "{}: {}",
        count(conflicts.len(), "conflict"),
        if counts.is_empty() { "-".to_owned() } else { counts.join(", ") }
    );
    Ok(())
}

fn print(conflict: &Conflict) {
    let Conflict { about, subject, values, chosen, why, .. } = conflict;
    let subject = if subject.is_empty() { String::new() } else { format!(" {subject}") };
    say!("  {}{subject}: {chosen}: {why}", about.word());
    for (value, ids) in values {
        say!("    {value}: {}", joined(ids));
    }
}
