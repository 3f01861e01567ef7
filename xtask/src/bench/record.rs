//! Figures that stand in ARCHITECTURE.md.
//!
//! Each command has a place there between two comments, `<!-- NAME -->` and `<!-- /NAME -->`. Invariant: whatever
//! stands outside of it stays as it is, byte by byte.

use std::fs;

use tl_codegen::fileset;

use crate::project::Project;
use crate::say::complain;
use tl_commands::{Failure, Outcome};

const PATH: &str = "ARCHITECTURE.md";

/// Replaces what stands in the place of this name.
pub(crate) fn write(project: &Project, name: &str, tables: &str) -> Outcome {
    let path = project.path(PATH);
    let text = fs::read_to_string(&path).map_err(|why| Failure::file(&path, &why))?;
    let new_text = replace(&text, name, tables).ok_or_else(|| {
        Failure::unable(
            format!("{PATH} has no place for these figures"),
            format!("put the lines `<!-- {name} -->` and `<!-- /{name} -->` where they belong"),
        )
    })?;
    let is_new = fileset::update_file(&path, &new_text)?;
    complain!("{PATH}: {}", if is_new { "written" } else { "unchanged" });
    Ok(())
}

/// The text with other contents between the two comments, if they are there, once and in this order.
fn replace(text: &str, name: &str, contents: &str) -> Option<String> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
    let (before, rest) = text.split_once(&start)?;
    let (_, after) = rest.split_once(&end)?;
    let is_alone = !after.contains(&start) && !after.contains(&end) && !before.contains(&end);
    is_alone.then(|| format!("{before}{start}\n{}\n\n{end}{after}", contents.trim()))
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn what_stands_between_the_comments_is_replaced() {
        let text = "# A\n<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\n<!-- /b -->\nend";
        let expected = "# A\n<!-- a -->\n\nnew\n\n<!-- /a -->\n<!-- b -->\n<!-- /b -->\nend";
        assert_eq!(replace(text, "a", "\nnew\n").as_deref(), Some(expected));
        assert_eq!(replace(expected, "a", "new").as_deref(), Some(expected));
    }

    #[test]
    fn without_the_comments_nothing_is() {
        for text in
            ["", "<!-- a -->\n", "<!-- /a -->\n<!-- a -->\n", "<!-- a -->\n<!-- /a -->\n<!-- a -->\n<!-- /a -->\n"]
        {
            assert_eq!(replace(text, "a", "new"), None, "{text}");
        }
    }
}
