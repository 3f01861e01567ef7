//! The entry of a new layer in `CHANGELOG.md`.
//!
//! Entries stand below the heading [`UNRELEASED_HEADING`], the newest first; each is the difference of the schemas in
//! Markdown. Invariant: the rest of the file stays unchanged; a file with the line ends of Windows has them in the
//! entry too.

/// The path of the file, relative to the root of the project.
pub(super) const CHANGELOG_PATH: &str = "CHANGELOG.md";

/// The heading of changes that no released version has.
const UNRELEASED_HEADING: &str = "## Unreleased";

/// The text of the changelog with one more entry, whose headings begin at the second level.
pub(super) fn with_unreleased_entry(text: &str, entry: &str) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let entry: String = entry.trim_end().lines().map(|line| with_deeper_heading(line) + end).collect();
    let offset = |start: &str| text.lines().position(|line| line.starts_with(start));
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    match (offset(UNRELEASED_HEADING), offset("## ")) {
        (Some(n), _) => {
            let (before, after) = lines.split_at(n + 1);
            format!("{}{end}{entry}{end}{}", before.concat(), after.concat().trim_start_matches(['\r', '\n']))
        }
        (None, Some(n)) => {
            let (before, after) = lines.split_at(n);
            format!("{}{UNRELEASED_HEADING}{end}{end}{entry}{end}{}", before.concat(), after.concat())
        }
        (None, None) => format!("{}{end}{end}{UNRELEASED_HEADING}{end}{end}{entry}", text.trim_end()),
    }
}

fn with_deeper_heading(line: &str) -> String {
    format!("{}{line}", if line.starts_with('#') { "#" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::with_unreleased_entry;

    const ENTRY: &str = "## api: layer 1 to 2\n\n### New (1)\n\n- `user`\n";
    const ENTRY_WITH_DEEPER_HEADINGS: &str = "### api: layer 1 to 2\n\n#### New (1)\n\n- `user`\n";

    #[test]
    fn an_entry_stands_first_among_the_unreleased() {
        for (before, after) in [
            (
                "# Log\n\n## Unreleased\n\n### a\n",
                format!("# Log\n\n## Unreleased\n\n{ENTRY_WITH_DEEPER_HEADINGS}\n### a\n"),
            ),
            (
                "# Log\n\n## 1.0.0\n\n- a\n",
                format!("# Log\n\n## Unreleased\n\n{ENTRY_WITH_DEEPER_HEADINGS}\n## 1.0.0\n\n- a\n"),
            ),
            ("# Log\n", format!("# Log\n\n## Unreleased\n\n{ENTRY_WITH_DEEPER_HEADINGS}")),
        ] {
            assert_eq!(with_unreleased_entry(before, ENTRY), after);
            let [before, after] = [before, &after].map(|text| text.replace('\n', "\r\n"));
            assert_eq!(with_unreleased_entry(&before, ENTRY), after, "with the line ends of Windows");
        }
    }
}
