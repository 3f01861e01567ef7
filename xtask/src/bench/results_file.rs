//! Writes benchmark tables to `tests/bench/RESULTS.md`.
//!
//! Each command owns a section between the comments `<!-- NAME -->` and `<!-- /NAME -->`. Invariant: all text outside
//! of that section stays the same, byte by byte.

use std::fs;

use tl_codegen::fileset;

use crate::project::Project;
use tl_commands::{Failure, Outcome, Output, problem};

const RESULTS_PATH: &str = "tests/bench/RESULTS.md";

/// Name of the section of `bench run`.
pub(crate) const RUN_SECTION: &str = "bench:run";
/// Name of the section of `bench instructions`.
pub(crate) const INSTRUCTIONS_SECTION: &str = "bench:instructions";
/// Name of the section of `bench compile`.
pub(crate) const COMPILE_SECTION: &str = "bench:compile";

/// Replaces the contents of a section.
pub(crate) fn write_section(project: &Project, name: &str, tables: &str, output: &mut Output<'_>) -> Outcome {
    let path = project.full_path(RESULTS_PATH);
    let text = fs::read_to_string(&path).map_err(|why| Failure::about_file(&path, &why))?;
    let new_text = replace_section(&text, name, tables).ok_or_else(|| {
        Failure::unable_with_advice(
            format!("{RESULTS_PATH} has no section `{name}`"),
            format!("add the lines `<!-- {name} -->` and `<!-- /{name} -->` where the table belongs, each once"),
        )
    })?;
    let is_changed = fileset::update_file(&path, &new_text)?;
    problem!(output, "{RESULTS_PATH}: {}", if is_changed { "written" } else { "unchanged" });
    Ok(())
}

/// The text with new contents between the two comments; `None` unless each occurs exactly once, in this order.
fn replace_section(text: &str, name: &str, contents: &str) -> Option<String> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
    let (before, rest) = text.split_once(&start)?;
    let (_, after) = rest.split_once(&end)?;
    let is_unique = !after.contains(&start) && !after.contains(&end) && !before.contains(&end);
    is_unique.then(|| format!("{before}{start}\n{}\n\n{end}{after}", contents.trim()))
}

#[cfg(test)]
mod tests {
    use super::{COMPILE_SECTION, INSTRUCTIONS_SECTION, RESULTS_PATH, RUN_SECTION, replace_section};

    #[test]
    fn a_section_is_replaced() {
        let text = "# A\n<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\n<!-- /b -->\nend";
        let expected = "# A\n<!-- a -->\n\nnew\n\n<!-- /a -->\n<!-- b -->\n<!-- /b -->\nend";
        assert_eq!(replace_section(text, "a", "\nnew\n").as_deref(), Some(expected));
        assert_eq!(replace_section(expected, "a", "new").as_deref(), Some(expected));
    }

    #[test]
    fn incomplete_sections_are_not_replaced() {
        for text in
            ["", "<!-- a -->\n", "<!-- /a -->\n<!-- a -->\n", "<!-- a -->\n<!-- /a -->\n<!-- a -->\n<!-- /a -->\n"]
        {
            assert_eq!(replace_section(text, "a", "new"), None, "{text}");
        }
    }

    #[test]
    fn the_results_file_has_all_sections() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(RESULTS_PATH);
        let text = std::fs::read_to_string(path).unwrap();
        for name in [RUN_SECTION, INSTRUCTIONS_SECTION, COMPILE_SECTION] {
            assert!(replace_section(&text, name, "new").is_some(), "{RESULTS_PATH} has no section `{name}`");
        }
    }
}
