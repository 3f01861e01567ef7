//! Tab-separated tables, split into cells with spans.
//!
//! There is no quoting and no escaping: a cell is the text between two tabs. Values of cells are read by
//! [`super::cells`]. Invariant: a [`Row`] has exactly the columns of its table.

use csv::{Reader, ReaderBuilder, StringRecord};
use tl_parser::{Code, Diagnostic, Source, SourceId, SourceMap, Span};

/// A table without the lines that have a wrong number of cells.
pub(crate) struct Table {
    /// The rows, in the order of the file.
    pub(crate) rows: Vec<Row>,
    /// Whether every line of the file is in `rows`. If not, a missing row proves nothing.
    pub(crate) is_complete: bool,
}

/// The cells of one line of a table.
pub(crate) struct Row {
    cells: Vec<Cell>,
}

/// A cell: the text between two tabs, with its position in the file.
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Table {
    /// An incomplete table without rows, for a file that could not be read.
    pub(crate) fn empty_and_incomplete() -> Self {
        Self { rows: Vec::new(), is_complete: false }
    }
}

impl Row {
    /// The cell in a column, counted from 0.
    pub(crate) fn cell_in_column(&self, column: usize) -> &Cell {
        &self.cells[column]
    }
}

impl Cell {
    /// An error whose primary label is this cell.
    pub(crate) fn error_at_cell(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::BadMetadata, self.span, message)
    }
}

/// The table in a file of `texts`; empty and incomplete if `texts` does not have the file.
pub(crate) fn read_table_file(
    texts: &SourceMap,
    file: SourceId,
    columns: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Table {
    texts.get(file).map_or_else(Table::empty_and_incomplete, |source| parse_tsv_table(source, columns, diagnostics))
}

/// Reads a table whose first line must name `columns`; if it does not, the table has no rows.
///
/// A line with too few or too many cells is reported and left out.
pub(crate) fn parse_tsv_table(source: &Source, columns: &[&str], diagnostics: &mut Vec<Diagnostic>) -> Table {
    let mut table = Table { rows: Vec::new(), is_complete: true };
    let mut lines = cells_by_line(source).into_iter();
    let header = lines.next().unwrap_or_default();
    let n_before = diagnostics.len();
    if header.iter().map(|cell| cell.text.as_str()).eq(columns.iter().copied()) {
        for cells in lines {
            match cells.len() == columns.len() {
                true => table.rows.push(Row { cells }),
                false => diagnostics.extend(wrong_cell_count_error(&cells, columns)),
            }
        }
    } else {
        diagnostics.push(bad_header_error(source, &header, columns));
    }
    table.is_complete = diagnostics.len() == n_before;
    table
}

/// A reader of tab-separated text, which takes lines with any number of cells.
pub(crate) fn tsv_reader(text: &str) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(b'\t').quoting(false).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The cells of every line of a file; empty lines are left out.
fn cells_by_line(source: &Source) -> Vec<Vec<Cell>> {
    let text = &source.text()[source.byte_order_mark_len()..];
    let mut reader = tsv_reader(text);
    let mut record = StringRecord::new();
    let mut lines = Vec::new();
    // Reading cannot fail: the text is valid UTF-8, and `flexible` allows any number of cells.
    while reader.read_record(&mut record).unwrap_or(false) {
        lines.push(cells_of_record(source, &record));
    }
    lines
}

fn cells_of_record(source: &Source, record: &StringRecord) -> Vec<Cell> {
    let offset = record.position().map_or(0, |position| position.byte() as usize) + source.byte_order_mark_len();
    // The reader gives its position before the empty lines that it skips.
    let rest = source.text().get(offset..).unwrap_or_default();
    let mut start = offset + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let mut cells = Vec::with_capacity(record.len());
    for text in record {
        let end = start + text.len();
        cells.push(Cell { text: text.to_owned(), span: Span { source: source.id(), start, end } });
        start = end + 1;
    }
    cells
}

fn bad_header_error(source: &Source, header: &[Cell], columns: &[&str]) -> Diagnostic {
    let start = source.byte_order_mark_len();
    let whole = Span { source: source.id(), start, end: start };
    let difference = header.iter().zip(columns).find(|(cell, column)| cell.text != **column);
    let (span, message) = match (difference, header.last()) {
        (Some((cell, column)), _) => (cell.span, format!("expected the column `{column}`, found `{}`", cell.text)),
        (None, Some(_)) if header.len() > columns.len() => {
            let extra = &header[columns.len()];
            (extra.span, format!("expected {} columns, found another one: `{}`", columns.len(), extra.text))
        }
        (None, Some(last)) => (
            last.span.empty_at_end(),
            format!("expected the column `{}`, found the end of the line", columns[header.len()]),
        ),
        (None, None) => (whole, "expected the names of the columns, found nothing".to_owned()),
    };
    Diagnostic::error(Code::BadMetadata, span, message)
        .label("in the header")
        .help(format!("the columns are {}, separated by tabs", columns.join(", ")))
}

/// The error for a line with too few or too many cells.
fn wrong_cell_count_error(cells: &[Cell], columns: &[&str]) -> Option<Diagnostic> {
    let message = format!("expected {} cells, found {}", columns.len(), cells.len());
    let span = match cells.get(columns.len()) {
        Some(extra) => extra.span,
        None => cells.last()?.span.empty_at_end(),
    };
    let diagnostic = Diagnostic::error(Code::BadMetadata, span, message);
    Some(match columns.get(cells.len()) {
        Some(column) => diagnostic.label(format!("`{column}` is missing")),
        None => diagnostic.label("one too many"),
    })
}
