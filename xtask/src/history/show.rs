//! `cargo xtask history [NAME|ID]`: the life of a combinator, or a summary of the kept layers.
//!
//! Invariant: nothing is written, and the JSON form has the columns of `history.tsv` as keys.

use serde::Serialize;
use tl_codegen::history::{History, Life};
use tl_commands::{Failure, Findings, Outcome, Output, ReportingArgs, count_with_noun, message, problem};
use tl_metadata::lookup::most_similar_names;

use super::tables::read_history;
use crate::flags::{self, PrintFormat};
use crate::project::Project;

/// A row of `history.tsv` as JSON; `last` is `null` if the newest kept layer has the combinator.
#[derive(Serialize)]
struct LifeAsJson<'h> {
    kind: &'static str,
    name: &'h str,
    id: String,
    first: u32,
    last: Option<u32>,
    line: &'h str,
}

impl<'h> From<Life<'h>> for LifeAsJson<'h> {
    fn from(life: Life<'h>) -> Self {
        let Life { name, id, first, last, line, .. } = life;
        Self { kind: life.kind(), name, id: format!("{id:08x}"), first, last, line }
    }
}

/// Prints the lives of the combinators with a name or an id, or a summary.
pub(super) fn run(project: &Project, protocol: &str, flags: &flags::History, output: &mut Output<'_>) -> Outcome {
    let mut findings = Findings::new(&ReportingArgs::default(), output);
    let history = read_history(project, protocol, &mut findings)?;
    findings.print_and_fail_on_error(output)?;
    let Some(history) = history else {
        let help = format!("add a layer: `cargo xtask history --protocol {protocol} add FILE`");
        return Err(Failure::unable_with_advice(format!("`{protocol}` has no history"), help));
    };
    let lives = match &flags.name {
        None => history.lives().collect(),
        Some(wanted) => lives_of(&history, wanted),
    };
    match (flags.form.format, &flags.name) {
        (_, Some(wanted)) if lives.is_empty() => fail_with_similar_names(protocol, &history, wanted, output),
        (PrintFormat::Json, _) => {
            let rows: Vec<_> = lives.into_iter().map(LifeAsJson::from).collect();
            let text = serde_json::to_string_pretty(&rows);
            output.write_data_line(text.map_err(|why| Failure::unable_with_advice(why.to_string(), ""))?);
            Ok(())
        }
        (PrintFormat::Text, None) => {
            print_summary(&history, output);
            Ok(())
        }
        (PrintFormat::Text, Some(_)) => {
            print_lives(&history, &lives, output);
            Ok(())
        }
    }
}

/// The combinators with this name, or else with one of the ids that the text may mean.
fn lives_of<'h>(history: &'h History, wanted: &str) -> Vec<Life<'h>> {
    let named = history.lives_of_name(wanted);
    match named.is_empty() {
        true => possible_ids(wanted).into_iter().filter_map(|id| history.find(id)).collect(),
        false => named,
    }
}

/// The ids that a text may mean: hexadecimal digits, or a decimal number with or without sign.
fn possible_ids(text: &str) -> Vec<u32> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix('#'));
    let is_hex = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hex = Some(digits.unwrap_or(text)).filter(|digits| is_hex(digits));
    let hex = hex.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let decimal = match digits {
        Some(_) => None,
        None => text.parse::<u32>().ok().or_else(|| text.parse::<i32>().ok().map(i32::cast_unsigned)),
    };
    let mut ids: Vec<_> = hex.into_iter().chain(decimal).collect();
    ids.dedup();
    ids
}

fn fail_with_similar_names(protocol: &str, history: &History, wanted: &str, output: &mut Output<'_>) -> Outcome {
    match possible_ids(wanted).is_empty() {
        true => problem!(output, "error: no kept layer of `{protocol}` has a combinator called `{wanted}`"),
        false => problem!(output, "error: no kept layer of `{protocol}` has the id `{wanted}`; it is newer or unknown"),
    }
    let similar = most_similar_names(history.lives().map(|life| life.name), wanted);
    if !similar.is_empty() {
        problem!(output, "help: there is {}", similar.join(", "));
    }
    Err(Failure::Reported)
}

fn print_summary(history: &History, output: &mut Output<'_>) {
    for text in history.texts() {
        let source = &text.source;
        let package = [source.registry.as_str(), &source.package, &source.version, &source.file];
        let package: Vec<_> = package.into_iter().filter(|part| !part.is_empty()).collect();
        let further = if history.main_text(text.layer) == Some(text) { "" } else { ", a further text" };
        let counted = count_with_noun(text.n_combinators, "combinator");
        message!(output, "layer {}: {}, {counted}{further}", text.layer, package.join(" "));
    }
    let moved = history.moved_bits();
    if !moved.is_empty() {
        message!(output, "presence bits that an older layer uses otherwise under the same id:");
        moved.iter().for_each(|moved| message!(output, "  {}: {moved}", moved.name));
    }
    let n_current = history.lives().filter(|life| life.last.is_none()).count();
    message!(
        output,
        "{}: {}, of which the newest has {n_current}",
        count_with_noun(history.layers().len(), "layer"),
        count_with_noun(history.lives().count(), "combinator"),
    );
}

fn print_lives(history: &History, lives: &[Life<'_>], output: &mut Output<'_>) {
    for of_name in lives.chunk_by(|one, next| (one.section, one.name) == (next.section, next.name)) {
        let Some(Life { section, name, .. }) = of_name.first().copied() else { continue };
        let sentence = history.life_of_name(section, name).map(|life| life.to_string()).unwrap_or_default();
        message!(output, "{} {name}: {sentence}", of_name[0].kind());
        for life in of_name {
            let last = life.last.map_or_else(|| "now".to_owned(), |last| last.to_string());
            message!(output, "  {} to {last}: {}", history.bound(life.first), life.line);
        }
    }
    let moved = history.moved_bits();
    for moved in moved.iter().filter(|moved| lives.iter().any(|life| life.id == moved.id)) {
        message!(output, "  {moved}");
    }
}

#[cfg(test)]
mod tests {
    use super::possible_ids;

    #[test]
    fn an_id_is_hexadecimal_or_decimal() {
        for text in ["8c79b63c", "0x8c79b63c", "#8c79b63c", "2356786748", "-1938180548", "8C79B63C"] {
            assert_eq!(possible_ids(text), [0x8c79_b63c], "{text}");
        }
        assert_eq!(possible_ids("17"), [0x17, 17]);
        assert_eq!(possible_ids("0x17"), [0x17]);
        for other in ["user", "", "-", "0x", "99999999999", "+12x"] {
            assert!(possible_ids(other).is_empty(), "{other}");
        }
    }
}
