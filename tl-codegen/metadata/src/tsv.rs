//! Tab-separated text: one line per row, a tab between two cells, no quotes and no escapes.
//!
//! Invariant: a cell holds no tab and no line end; texts of sources pass through [`cell_text_with_single_spaces`].

/// The text of a table with a header line.
pub fn tsv_table_text<const N: usize>(
    columns: &[&str; N],
    rows: impl IntoIterator<Item = [impl AsRef<str>; N]>,
) -> String {
    let mut text = columns.join("\t") + "\n";
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            text.push_str(if column > 0 { "\t" } else { "" });
            text.push_str(cell.as_ref());
        }
        text.push('\n');
    }
    text
}

/// A text of a source as a cell of a table: tabs, line ends and runs of blanks become single spaces.
#[must_use]
pub fn cell_text_with_single_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
