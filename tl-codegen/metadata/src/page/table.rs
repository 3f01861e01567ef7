//! Tables of a section, with cells addressed by column.
//!
//! All rows of a section form one table, since some pages have blank lines inside. Rows may have lost their line ends
//! or their last bar, or have extra empty cells. Invariant: the header decides the column of a cell; only without a
//! header does its position.

use super::markdown;
use super::sections::SectionText;

/// The columns of a table that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Name,
    Type,
    Required,
    Description,
    Code,
}

/// The table of a section.
#[derive(Debug, Default)]
pub(super) struct Table<'a> {
    pub(super) columns: Vec<Option<ColumnKind>>,
    rows: Vec<Vec<&'a str>>,
}

impl<'a> Table<'a> {
    /// Reads the table of a section; without a header, the columns are `default_columns`.
    pub(super) fn read_section(body: &SectionText<'a>, default_columns: &[ColumnKind]) -> Self {
        let mut rows: Vec<Vec<&str>> = match body {
            SectionText::Lines(lines) => lines.iter().filter_map(|line| cells_of_table_line(line)).collect(),
            SectionText::OneLine(text) => rows_of_one_line_table(text),
        };
        let header = rows.iter().position(|row| !is_separator_row(row)).filter(|first| is_header_row(&rows[*first]));
        let columns = match header {
            Some(header) => rows.remove(header).into_iter().map(column_of_header_cell).collect(),
            None => default_columns.iter().copied().map(Some).collect(),
        };
        rows.retain(|row| !is_separator_row(row) && row.iter().any(|cell| !cell.is_empty()));
        Self { columns, rows }
    }

    /// The rows of the table below its header.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'a, '_>> {
        self.rows.iter().map(|cells| Row { columns: &self.columns, cells: drop_empty_cells(cells, self.columns.len()) })
    }
}

/// One row of a table.
#[derive(Debug)]
pub(super) struct Row<'a, 't> {
    columns: &'t [Option<ColumnKind>],
    cells: Vec<&'a str>,
}

impl<'a> Row<'a, '_> {
    /// The cell in a column; `None` if the table does not have the column.
    ///
    /// A row with more cells than the header has bars in its description, so cells after it are counted from the end.
    pub(super) fn cell_in_column(&self, column: ColumnKind) -> Option<&'a str> {
        let index = self.columns.iter().position(|found| *found == Some(column))?;
        let description = self.columns.iter().position(|found| *found == Some(ColumnKind::Description));
        let n_extra = self.cells.len().saturating_sub(self.columns.len());
        let is_shifted = description.is_some_and(|description| index > description);
        self.cells.get(if is_shifted { index + n_extra } else { index }).copied()
    }

    /// The cell at an index; an empty text if the row is shorter.
    pub(super) fn cell_at(&self, index: usize) -> &'a str {
        self.cells.get(index).copied().unwrap_or_default()
    }
}

/// Removes empty cells from a row that has more cells than the header, if the remaining ones fit the header.
fn drop_empty_cells<'a>(cells: &[&'a str], n_columns: usize) -> Vec<&'a str> {
    let filled: Vec<_> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    match cells.len() > n_columns && filled.len() <= n_columns {
        true => filled,
        false => cells.to_vec(),
    }
}

/// The cells of a line `| a | b |`.
fn cells_of_table_line(line: &str) -> Option<Vec<&str>> {
    let mut cells = markdown::cells_of_table_row(line.trim().strip_prefix('|')?);
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.is_empty()) {
        cells.pop();
    }
    Some(cells)
}

/// The rows of a table on one line: the rule below the header gives the number of columns.
fn rows_of_one_line_table(text: &str) -> Vec<Vec<&str>> {
    let Some(start) = text.find('|') else { return Vec::new() };
    let cells = markdown::cells_of_table_row(&text[start + 1..]);
    let Some(first_rule) = cells.iter().position(|cell| markdown::is_cell_of_separator_row(cell)) else {
        return Vec::new();
    };
    let n_rules = cells[first_rule..].iter().take_while(|cell| markdown::is_cell_of_separator_row(cell)).count();
    let header: Vec<_> = cells[..first_rule].iter().copied().filter(|cell| !cell.is_empty()).collect();
    let rule = cells[first_rule..first_rule + n_rules].to_vec();
    let mut rows = vec![header, rule];
    let mut rest = &cells[first_rule + n_rules..];
    // Skip the empty cell between the bar that ends the rule and the bar that begins the first row.
    while let [first, after @ ..] = rest
        && first.is_empty()
    {
        rest = after;
    }
    rows.extend(if do_rows_lack_last_bar(rest, n_rules) {
        split_rows_without_last_bar(rest, n_rules)
    } else {
        split_rows_with_last_bar(rest, n_rules)
    });
    rows
}

/// Whether rows have no last bar: the cells then divide into rows whose first two cells, name and type, are filled.
fn do_rows_lack_last_bar(cells: &[&str], n_columns: usize) -> bool {
    let is_row = |row: &[&str]| row.iter().take(2).all(|cell| !cell.is_empty());
    let is_closed = cells.len() <= n_columns || cells[n_columns].is_empty();
    !is_closed && cells.len().is_multiple_of(n_columns) && cells.chunks(n_columns).all(is_row)
}

/// Cuts the cells of a table on one line into rows that have a last bar: an empty cell follows each row.
fn split_rows_with_last_bar<'a>(cells: &[&'a str], n_columns: usize) -> Vec<Vec<&'a str>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    for cell in cells {
        // A bar in a description makes a row longer than the header.
        if row.len() >= n_columns && cell.is_empty() {
            rows.push(std::mem::take(&mut row));
        } else {
            row.push(*cell);
        }
    }
    rows.extend((row.len() >= 2).then_some(row));
    rows
}

/// Cuts the cells of a table on one line into rows without a last bar: each has as many cells as the header.
fn split_rows_without_last_bar<'a>(cells: &[&'a str], n_columns: usize) -> Vec<Vec<&'a str>> {
    cells.chunks(n_columns).filter(|row| row.len() >= 2).map(<[_]>::to_vec).collect()
}

fn is_separator_row(row: &[&str]) -> bool {
    !row.is_empty() && row.iter().all(|cell| markdown::is_cell_of_separator_row(cell))
}

fn is_header_row(row: &[&str]) -> bool {
    row.iter()
        .any(|cell| matches!(column_of_header_cell(cell), Some(ColumnKind::Name | ColumnKind::Code | ColumnKind::Type)))
        && row.iter().filter_map(|cell| column_of_header_cell(cell)).count() >= 2
}

fn column_of_header_cell(cell: &str) -> Option<ColumnKind> {
    match markdown::without_markdown_marks(cell).to_ascii_lowercase().as_str() {
        "name" => Some(ColumnKind::Name),
        "type" | "error" => Some(ColumnKind::Type),
        "required" => Some(ColumnKind::Required),
        "description" => Some(ColumnKind::Description),
        "code" => Some(ColumnKind::Code),
        _ => None,
    }
}
