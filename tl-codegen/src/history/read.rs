//! Reads the tables of a history, with a diagnostic for each damaged row.
//!
//! A value has one spelling, rows are sorted, and `forms.tsv` agrees with `history.tsv`; anything else is an error.
//! Invariant: a history read without an error is written as the same texts.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Diagnostic, Section, SourceId, SourceMap, Span};

use super::add::is_excepted;
use super::columns::{FORM_COLUMNS, HISTORY_COLUMNS, LAYER_COLUMNS};
use super::life::newest_line;
use super::line::{ParsedLine, parse_line};
use super::model::{CombinatorKey, FormsByLine, History, KIND_WORDS, KeptText, LayersOfLine, TextRole, TextSource};
use super::spans::parse_spans;
use super::write::{has_one_line_without_gaps, id_text};
use crate::metadata::cells::{
    CellResult, check_not_empty, ok_or_report, parse_canonical_number, parse_keyword, parse_sentence,
};
use crate::metadata::keys::SortedUniqueKeys;
use crate::metadata::table::{Cell, Row, Table, read_table_file};

/// The files of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryFiles {
    /// The file `history.tsv`.
    pub history: SourceId,
    /// The file `layers.tsv`.
    pub layers: SourceId,
    /// The file `forms.tsv`; it may be missing if no combinator has several lines or a gap.
    pub forms: Option<SourceId>,
}

/// Reads the tables; a row with a mistake becomes a diagnostic and is left out.
///
/// The id of a row must be the CRC32 of its line, or one that `exceptions` lists.
///
/// ```
/// use tl_codegen::history::{HistoryFiles, read_history};
///
/// let mut sources = tl_parser::SourceMap::new();
/// let layers = "layer\trole\tregistry\tpackage\tversion\tfile\tsha256\tlicence\tcombinators\n\
///     7\tmain\t\t\t\told.tl\t\t\t1\n8\tmain\t\t\t\tnew.tl\t\t\t1\n";
/// let history = "kind\tname\tid\tfirst\tlast\tline\n\
///     constructor\tdoor\t21d0b31e\t7\t7\tdoor#21d0b31e lock:int = Door;\n\
///     constructor\tdoor\t4fa8afcf\t8\t\tdoor#4fa8afcf lock:long = Door;\n";
/// let files = HistoryFiles {
///     history: sources.add("history.tsv", history), layers: sources.add("layers.tsv", layers), forms: None,
/// };
/// let (history, diagnostics) = read_history(&sources, files, &Default::default());
/// assert!(diagnostics.is_empty());
/// assert_eq!(history.find(0x21d0_b31e).map(|life| (life.name, life.last)), Some(("door", Some(7))));
/// let text = "// LAYER 8\n---types---\ndoor#4fa8afcf lock:long = Door;\n---functions---\n";
/// assert_eq!(history.rebuild(8).as_deref(), Some(text));
/// ```
#[must_use]
pub fn read_history(texts: &SourceMap, files: HistoryFiles, exceptions: &Exceptions) -> (History, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let layers = read_table_file(texts, files.layers, &LAYER_COLUMNS, &mut diagnostics);
    let rows = read_table_file(texts, files.history, &HISTORY_COLUMNS, &mut diagnostics);
    let forms = files
        .forms
        .map_or_else(Table::empty_and_incomplete, |file| read_table_file(texts, file, &FORM_COLUMNS, &mut diagnostics));
    let kept = read_layer_rows(&layers, &mut diagnostics);
    let kept_layers = kept.iter().map(|text| text.layer).collect();
    let mut reader = RowReader { kept: kept_layers, diagnostics, form_places: BTreeMap::new(), exceptions };
    // Without all layers, the spans of combinators cannot be understood.
    let is_complete = layers.is_complete && reader.diagnostics.is_empty();
    let mut history = History { texts: kept, forms: BTreeMap::new() };
    if is_complete {
        let forms = reader.read_form_rows(&forms);
        history.forms = reader.read_history_rows(&rows, forms);
    }
    let mut diagnostics = reader.diagnostics;
    if diagnostics.is_empty() {
        report_missing_combinators(&history, &layers, &mut diagnostics);
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.source, diagnostic.primary.span.start));
    (history, diagnostics)
}

fn read_layer_rows(table: &Table, diagnostics: &mut Vec<Diagnostic>) -> BTreeSet<KeptText> {
    let (mut keys, mut kept) = (SortedUniqueKeys::new(), BTreeSet::new());
    let mut main_layers = BTreeMap::new();
    for row in &table.rows {
        let Some(text) = ok_or_report(parse_kept_text(row), diagnostics) else { continue };
        let cell = row.cell_in_column(0);
        diagnostics.extend(keys.add_and_check(text.clone(), cell, &cell.text));
        if text.role == TextRole::Main
            && let Some(first) = main_layers.insert(text.layer, cell.span)
        {
            let error = cell.error_at_cell(format!("layer {} has a main text already", text.layer)).label("repeated");
            diagnostics
                .push(error.secondary_label(first, "first given here").help("give all but one the role `further`"));
        }
        kept.insert(text);
    }
    kept
}

/// Reports layers that have more or fewer combinators than were taken from their main text.
fn report_missing_combinators(history: &History, table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let lines = history.forms.values().flat_map(BTreeMap::values);
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for layer in lines.flat_map(|layers| &layers.main) {
        *counts.entry(*layer).or_default() += 1;
    }
    for (row, text) in table.rows.iter().zip(&history.texts) {
        let found = counts.get(&text.layer).copied().unwrap_or_default();
        if text.role == TextRole::Main && found != text.n_combinators {
            let cell = row.cell_in_column(8);
            let message = format!("layer {} has {found} combinators in history.tsv and forms.tsv", text.layer);
            diagnostics.push(cell.error_at_cell(message).label("taken from the text").help("restore the missing rows"));
        }
    }
}

fn parse_kept_text(row: &Row) -> CellResult<KeptText> {
    let cell = |column| row.cell_in_column(column);
    let text = |column| parse_sentence(cell(column));
    let source = TextSource {
        registry: text(2)?,
        package: text(3)?,
        version: text(4)?,
        file: text(5)?,
        sha256: parse_sha256(cell(6))?,
        licence: text(7)?,
    };
    let (layer, role) = (parse_number(cell(0))?, parse_keyword(cell(1))?);
    Ok(KeptText { layer, role, source, n_combinators: parse_number(cell(8))? as usize })
}

fn parse_number(cell: &Cell) -> CellResult<u32> {
    let error = || cell.error_at_cell(format!("`{}` is not a number", cell.text)).label("not a number").into();
    parse_canonical_number(cell).ok_or_else(error)
}

fn parse_sha256(cell: &Cell) -> CellResult<String> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    match cell.text.is_empty() || (cell.text.len() == 64 && cell.text.bytes().all(is_digit)) {
        true => Ok(cell.text.clone()),
        false => {
            let error = cell.error_at_cell(format!("`{}` is not a SHA-256", cell.text)).label("not 64 digits");
            Err(error.help("write 64 hexadecimal digits in lower case, or leave it empty if unknown").into())
        }
    }
}

/// The lines of a combinator in `forms.tsv`.
type FormsByKey = BTreeMap<CombinatorKey, FormsByLine>;

/// Reads the rows about combinators.
struct RowReader<'a> {
    /// The numbers of the kept layers.
    kept: BTreeSet<u32>,
    diagnostics: Vec<Diagnostic>,
    /// The first row of each combinator in `forms.tsv`.
    form_places: BTreeMap<CombinatorKey, Span>,
    exceptions: &'a Exceptions,
}

impl RowReader<'_> {
    fn read_form_rows(&mut self, table: &Table) -> FormsByKey {
        let (mut keys, mut forms) = (SortedUniqueKeys::new(), FormsByKey::new());
        for row in &table.rows {
            let parsed = self.parse_form_row(row);
            let Some((key, line, layers)) = ok_or_report(parsed, &mut self.diagnostics) else { continue };
            let cell = row.cell_in_column(1);
            self.diagnostics.extend(keys.add_and_check((key.clone(), line.clone()), cell, &cell.text));
            self.form_places.entry(key.clone()).or_insert(cell.span);
            forms.entry(key).or_default().insert(line, layers);
        }
        forms
    }

    /// The combinator of a row, and its line in the last column.
    fn parse_combinator(&self, row: &Row) -> CellResult<(CombinatorKey, ParsedLine, String)> {
        let (key, cell) = (parse_key(row)?, row.cell_in_column(5));
        let parsed = parse_line(&cell.text).filter(|parsed| parsed.name == key.name && parsed.id == Some(key.id));
        let Some(parsed) = parsed else {
            let message = format!("not the line of `{}#{}`", key.name, id_text(key.id));
            return Err(cell.error_at_cell(message).label("another or a damaged declaration").into());
        };
        if !parsed.id_is_crc && !is_excepted(self.exceptions, &key.name, key.id) {
            let message = format!("#{} is not the id of this line", id_text(key.id));
            let error = cell.error_at_cell(message).label("the CRC32 of this declaration is another");
            return Err(error.help("restore the row, or list the id in exceptions.tsv").into());
        }
        Ok((key, parsed, cell.text.clone()))
    }

    /// The combinator, the line and the layers of a row of `forms.tsv`.
    fn parse_form_row(&self, row: &Row) -> CellResult<(CombinatorKey, String, LayersOfLine)> {
        let (key, _, line) = self.parse_combinator(row)?;
        let (main, further) = (self.parse_layers(row.cell_in_column(3))?, self.parse_layers(row.cell_in_column(4))?);
        if let Some(layer) = main.intersection(&further).next() {
            let error = row.cell_in_column(4).error_at_cell(format!("layer {layer} is in the column `layers` too"));
            return Err(error.label("only layers whose main text lacks the line").into());
        }
        if main.is_empty() && further.is_empty() {
            return Err(row.cell_in_column(3).error_at_cell("a line that no layer has").label("empty").into());
        }
        Ok((key, line, LayersOfLine { main, further }))
    }

    fn parse_layers(&self, cell: &Cell) -> CellResult<BTreeSet<u32>> {
        parse_spans(&cell.text, &self.kept).ok_or_else(|| {
            let error =
                cell.error_at_cell(format!("`{}` is no list of kept layers", cell.text)).label("not as expected");
            let help = "write the first and the last layer of each span that has a row in layers.tsv: `109-128 146`; \
                        a span up to the newest layer ends with `-`";
            error.help(help).into()
        })
    }

    /// Reads `history.tsv`; rows of `forms.tsv` replace the layers that follow from first and last layer.
    fn read_history_rows(&mut self, table: &Table, mut forms: FormsByKey) -> FormsByKey {
        let (mut keys, mut all, mut ids) = (SortedUniqueKeys::new(), FormsByKey::new(), BTreeMap::new());
        for row in &table.rows {
            let Some((key, parsed, line)) = ok_or_report(self.parse_combinator(row), &mut self.diagnostics) else {
                continue;
            };
            let (name, id) = (row.cell_in_column(1), row.cell_in_column(2));
            self.diagnostics.extend(keys.add_and_check(key.clone(), name, &name.text));
            if let Some((first, known)) = ids.insert(key.id, (id.span, key.clone()))
                && known != key
            {
                let error = id.error_at_cell(format!("#{} has a row already", id.text)).label("repeated");
                self.diagnostics.push(error.secondary_label(first, "first given here"));
            }
            let found = self.forms_of_row(row, &parsed, line, forms.remove(&key));
            if let Some(forms) = ok_or_report(found, &mut self.diagnostics) {
                all.insert(key, forms);
            }
        }
        if table.is_complete {
            self.report_forms_without_row(&forms);
        }
        all
    }

    /// The lines of a row, each with its layers: those in `given`, which are from `forms.tsv` and must agree with the row, or
    /// else `line` in all kept layers from first to last.
    fn forms_of_row(
        &self,
        row: &Row,
        parsed: &ParsedLine,
        line: String,
        given: Option<FormsByLine>,
    ) -> CellResult<FormsByLine> {
        let (first, last) = (self.parse_layer(row.cell_in_column(3))?, self.parse_last_layer(row)?);
        let Some(given) = given else {
            let main = self.kept.range(first..=last).copied().collect();
            return Ok(BTreeMap::from([(line, LayersOfLine { main, further: BTreeSet::new() })]));
        };
        let layers = || given.values().flat_map(LayersOfLine::all);
        let has_other_layout = |line: &String| parse_line(line).is_none_or(|other| other.layout != parsed.layout);
        let disagreement = if layers().min() != Some(first) {
            Some((3, "begins in another layer"))
        } else if layers().max() != Some(last) {
            Some((4, "ends in another layer"))
        } else if newest_line(&given) != Some(line.as_str()) {
            Some((5, "has another newest line"))
        } else if has_one_line_without_gaps(&given, &self.kept) {
            Some((1, "needs no rows"))
        } else if given.keys().any(has_other_layout) {
            Some((2, "has another layout"))
        } else {
            None
        };
        let Some((column, difference)) = disagreement else { return Ok(given) };
        let cell = row.cell_in_column(column);
        let message = format!("`{}#{}` {difference} in forms.tsv", parsed.name, row.cell_in_column(2).text);
        Err(cell.error_at_cell(message).label("the tables disagree").into())
    }

    fn parse_layer(&self, cell: &Cell) -> CellResult<u32> {
        let layer = parse_number(cell)?;
        match self.kept.contains(&layer) {
            true => Ok(layer),
            false => {
                Err(cell.error_at_cell(format!("layer {layer} has no row in layers.tsv")).label("not kept").into())
            }
        }
    }

    /// The last layer of a row: the newest kept layer if the cell is empty.
    fn parse_last_layer(&self, row: &Row) -> CellResult<u32> {
        let cell = row.cell_in_column(4);
        let newest = self.kept.last().copied().unwrap_or_default();
        if cell.text.is_empty() {
            return Ok(newest);
        }
        let last = self.parse_layer(cell)?;
        if last == newest {
            let error = cell.error_at_cell(format!("layer {last} is the newest kept layer")).label("must be empty");
            return Err(error.help("leave the cell empty for a combinator that the newest kept layer has").into());
        }
        match row.cell_in_column(3).text.parse() {
            Ok(first) if last < first => Err(cell
                .error_at_cell(format!("layer {last} is before layer {first}"))
                .label("before the first")
                .into()),
            _ => Ok(last),
        }
    }

    fn report_forms_without_row(&mut self, forms: &FormsByKey) {
        for key in forms.keys() {
            let message = format!("`{}#{}` has no row in history.tsv", key.name, id_text(key.id));
            let place = self.form_places.get(key).copied();
            let error =
                place.map(|place| Diagnostic::error(Code::BadMetadata, place, message).label("not in history.tsv"));
            self.diagnostics.extend(error);
        }
    }
}

/// Kind, name and id of a row.
fn parse_key(row: &Row) -> CellResult<CombinatorKey> {
    let (kind, name, id) = (row.cell_in_column(0), row.cell_in_column(1), row.cell_in_column(2));
    let section = parse_section(kind)?;
    check_not_empty(name)?;
    let Some(parsed) = u32::from_str_radix(&id.text, 16).ok().filter(|parsed| id_text(*parsed) == id.text) else {
        let error = id.error_at_cell(format!("`{}` is not an id", id.text)).label("not an id");
        return Err(error.help("write eight hexadecimal digits in lower case").into());
    };
    Ok(CombinatorKey { section, name: name.text.clone(), id: parsed })
}

fn parse_section(cell: &Cell) -> CellResult<Section> {
    let found = KIND_WORDS.iter().find(|(_, word)| *word == cell.text);
    found.map(|(section, _)| *section).ok_or_else(|| {
        let message = format!("`{}` is not one of `constructor`, `function`", cell.text);
        cell.error_at_cell(message).label("not a value of this column").into()
    })
}
