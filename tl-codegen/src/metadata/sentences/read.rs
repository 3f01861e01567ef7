//! Reads the tables of sentences.
//!
//! Rows are checked by themselves here, and against the schema in [`super::check`]. Invariant: a row with a mistake
//! gives no sentence.

use tl_parser::{Diagnostic, SourceId, SourceMap};

use super::{ANY_COMBINATOR, FieldNameAndType, Sentence, SentenceRow, Sentences};
use crate::metadata::cells::{self, CellResult, ok_or_report};
use crate::metadata::keys::SortedUniqueKeys;
use crate::metadata::table::{Row, Table, read_table_file};

/// The files of sentences with their columns, in the order of the argument of [`read_sentences`].
pub const SENTENCE_TABLES: [(&str, &[&str]); 3] = [
    ("types.tsv", &["type", "description"]),
    ("constructors.tsv", &["constructor", "description"]),
    ("fields.tsv", &["field", "type", "in", "description"]),
];

/// The start of a description that gives the reason why there is none: `? Its unit is not documented`.
const LEFT_OUT_MARK: &str = "? ";

/// Reads the tables of sentences, each of which may be missing.
///
/// Rows with mistakes become diagnostics: an empty sentence, a control character, a repeated key, a wrong order.
#[must_use]
pub fn read_sentences(texts: &SourceMap, files: [Option<SourceId>; 3]) -> (Sentences, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut rows = |index: usize| {
        let (_, columns) = SENTENCE_TABLES[index];
        let table = files[index]
            .map_or_else(Table::empty_and_incomplete, |file| read_table_file(texts, file, columns, &mut diagnostics));
        read_sentence_rows(&table, columns.len() - 1, &mut diagnostics)
    };
    let by_name =
        |rows: Vec<(Vec<String>, SentenceRow)>| rows.into_iter().map(|(key, row)| (key.concat(), row)).collect();
    let mut sentences = Sentences { types: by_name(rows(0)), constructors: by_name(rows(1)), ..Sentences::default() };
    for (key, row) in rows(2) {
        if let Ok([name, ty, combinator]) = <[String; 3]>::try_from(key) {
            sentences.fields.entry(FieldNameAndType { name, ty }).or_default().insert(combinator, row);
        }
    }
    (sentences, diagnostics)
}

/// The rows of a table that have no mistake, each with its key: the texts of the first `n_key_cells` cells.
fn read_sentence_rows(
    table: &Table,
    n_key_cells: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Vec<String>, SentenceRow)> {
    let mut keys = SortedUniqueKeys::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        let cells: Vec<_> = (0..n_key_cells).map(|column| row.cell_in_column(column)).collect();
        let n_before = diagnostics.len();
        for cell in &cells {
            ok_or_report(cells::check_not_empty(cell), diagnostics);
        }
        let key: Vec<_> = cells.iter().map(|cell| cell.text.clone()).collect();
        diagnostics.extend(keys.add_and_check(key.clone(), cells[0], &row_key_in_message(&key)));
        let sentence = ok_or_report(parse_description(row, n_key_cells), diagnostics);
        if let Some(sentence) = sentence.filter(|_| diagnostics.len() == n_before) {
            let sentence_span = row.cell_in_column(n_key_cells).span;
            rows.push((key, SentenceRow { sentence, name_span: cells[0].span, sentence_span }));
        }
    }
    rows
}

/// The key of a row in a message: `peer InputPeer` for a field of any combinator.
fn row_key_in_message(texts: &[String]) -> String {
    texts.iter().filter(|text| *text != ANY_COMBINATOR).cloned().collect::<Vec<_>>().join(" ")
}

fn parse_description(row: &Row, column: usize) -> CellResult<Sentence> {
    let cell = row.cell_in_column(column);
    let text = cells::parse_sentence(cell)?;
    if text.is_empty() {
        let error = cell.error_at_cell("expected a description, found an empty cell").label("empty");
        return Err(error.help("write `? ` and a reason if nothing is certain").into());
    }
    if text.matches('`').count() % 2 == 1 {
        return Err(cell.error_at_cell("a backtick without its pair").label("an odd number of backticks").into());
    }
    Ok(match text.strip_prefix(LEFT_OUT_MARK) {
        Some(reason) => Sentence::LeftOut(reason.to_owned()),
        None => Sentence::Description(text),
    })
}
