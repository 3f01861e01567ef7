//! `exceptions.tsv`: ids that are right although they differ from the computed ones, each with a reason.
//!
//! A line lifts (drops) the warnings about the ids of one combinator, as long as its three ids equal those of the
//! schema. A line that lifts nothing is an error, so that the list cannot outlive its reasons. No other diagnostics can
//! be lifted. Invariant: [`Exceptions::drop_excepted_and_deny_others`] returns no warning about a wrong or shared id.

use std::collections::{HashMap, HashSet};

use csv::{ReaderBuilder, StringRecord};

use crate::diagnostic::{Code, Diagnostic, Edit, Severity};
use crate::meaning::schema::{Combinator, CombinatorIndex, Schema};
use crate::text::source::{Source, Span};

/// The columns of the file, in the order in which its first line has to name them.
pub const COLUMNS: [&str; 5] = ["name", "written", "computed", "computed_telegram", "reason"];

/// Ids that are right although they differ from the computed ones: the lines of one or more files.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    /// The lines of the files, in source order.
    pub exceptions: Vec<Exception>,
}

/// One line of `exceptions.tsv`.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The name of the combinator, with its namespace.
    pub name: String,
    /// The id that is written in the schema.
    pub written: u32,
    /// The id that rule A gives for the combinator.
    pub computed: u32,
    /// The id that rule B gives for the combinator.
    pub computed_telegram: u32,
    /// Why the written id is right; never empty.
    pub reason: String,
    /// Spans of the cells of the line, in the order of [`COLUMNS`].
    spans: [Span; 5],
}

impl Exceptions {
    /// Reads a tab separated file whose first line names the [`COLUMNS`].
    ///
    /// Ids are eight lowercase hexadecimal digits. A line in error is left out.
    ///
    /// ```
    /// use tl_parser::{SourceMap, exceptions::Exceptions};
    ///
    /// let mut sources = SourceMap::new();
    /// let text = "name\twritten\tcomputed\tcomputed_telegram\treason\n\
    ///             user\t12345678\t0a0b0c0d\t0a0b0c0d\tborrowed from layer 2\n";
    /// sources.add("exceptions.tsv", text);
    /// let (exceptions, diagnostics) = Exceptions::parse(&sources.sources()[0]);
    /// assert!(diagnostics.is_empty());
    /// assert_eq!(exceptions.exceptions[0].written, 0x1234_5678);
    /// ```
    #[must_use]
    pub fn parse(source: &Source) -> (Self, Vec<Diagnostic>) {
        let text = &source.text()[source.byte_order_mark_len()..];
        let mut reader = ReaderBuilder::new()
            .delimiter(b'\t')
            .quoting(false)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut exceptions = Self::default();
        let mut diagnostics = Vec::new();
        let mut record = StringRecord::new();
        let mut is_header = true;
        // Reading cannot fail: the text is valid UTF-8, and lines may have any number of cells.
        while reader.read_record(&mut record).unwrap_or(false) {
            let line = ExceptionLine::new(source, &record);
            let result = match is_header {
                true => line.check_header(),
                false => line.parse_exception().map(|exception| exceptions.exceptions.push(exception)),
            };
            diagnostics.extend(result.err().map(|diagnostic| *diagnostic));
            is_header = false;
        }
        (exceptions, diagnostics)
    }

    /// Adds the lines of another file.
    pub fn extend(&mut self, other: Self) {
        self.exceptions.extend(other.exceptions);
    }

    /// Drops diagnostics as [`Self::drop_excepted`] does, and turns the remaining warnings about ids into errors.
    ///
    /// For callers without [`Levels`](crate::Levels).
    #[must_use]
    pub fn drop_excepted_and_deny_others(&self, schema: &Schema, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut stay = self.drop_excepted(schema, diagnostics);
        stay.iter_mut().filter(|stays| can_be_excepted(stays)).for_each(|stays| stays.severity = Severity::Error);
        stay
    }

    /// Drops the lifted ones among the `diagnostics` of [`resolve`](crate::resolve), and adds errors for lines that
    /// lift nothing.
    ///
    /// A warning about an id is lifted by a line with the name and the exact ids of its combinator; for a shared id,
    /// either combinator will do. If there is an error, no line counts as stale: its combinator may be in a broken
    /// statement.
    #[must_use]
    pub fn drop_excepted(&self, schema: &Schema, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let by_name: HashMap<_, _> = (schema.combinators.iter().enumerate())
            .map(|(idx, combinator)| (combinator.name.to_string(), CombinatorIndex(idx as u32)))
            .collect();
        let mut matching = HashMap::<CombinatorIndex, usize>::new();
        for (idx, exception) in self.exceptions.iter().enumerate() {
            let id = by_name.get(&exception.name);
            if let Some(id) = id.filter(|id| exception.first_wrong_column(schema.combinator(**id)).is_none()) {
                matching.entry(*id).or_insert(idx);
            }
        }
        let is_broken = diagnostics.iter().any(Diagnostic::is_error);
        let mut used = HashSet::new();
        let mut stay = Vec::new();
        for diagnostic in diagnostics {
            let lifted_by: Vec<_> = diagnostic.combinators.iter().filter_map(|id| matching.get(id)).copied().collect();
            if can_be_excepted(&diagnostic) && !lifted_by.is_empty() {
                used.extend(lifted_by);
            } else {
                let excepted = diagnostic.combinators.iter().filter(|id| matching.contains_key(id));
                let excepted: Vec<_> = excepted.map(|id| schema.combinator(*id).span).collect();
                stay.push(without_id_suggestions_for(diagnostic, &excepted));
            }
        }
        let unused = self.exceptions.iter().enumerate().filter(|(idx, _)| !is_broken && !used.contains(idx));
        stay.extend(unused.map(|(_, exception)| {
            let combinator = by_name.get(&exception.name).map(|id| schema.combinator(*id));
            exception.stale_exception_diagnostic(combinator)
        }));
        stay
    }
}

/// Removes suggestions to change ids after the names at `names`: these ids are right.
fn without_id_suggestions_for(mut diagnostic: Diagnostic, names: &[Span]) -> Diagnostic {
    let is_right =
        |edit: &Edit| names.iter().any(|name| (name.source, name.end) == (edit.span.source, edit.span.start));
    diagnostic.helps.retain(|help| !help.edits.iter().any(is_right));
    diagnostic
}

/// Whether the diagnostic is of a kind that a list of exceptions can lift.
fn can_be_excepted(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Warning && matches!(diagnostic.code, Code::IdMismatch | Code::DuplicateId)
}

impl Exception {
    /// The first id that differs from that of the combinator: its column, and the id to be expected.
    fn first_wrong_column(&self, combinator: &Combinator) -> Option<(usize, u32)> {
        let pairs = [
            (self.written, combinator.id),
            (self.computed, combinator.crc_a),
            (self.computed_telegram, combinator.crc_b),
        ];
        let column = pairs.iter().position(|(found, expected)| found != expected)?;
        Some((column + 1, pairs[column].1))
    }

    /// The error for a line that lifts nothing.
    fn stale_exception_diagnostic(&self, combinator: Option<&Combinator>) -> Diagnostic {
        let error =
            |column: usize, message: String| Diagnostic::error(Code::StaleException, self.spans[column], message);
        let Some(combinator) = combinator else {
            return error(0, format!("no combinator is called `{}`", self.name))
                .label("not in the schema")
                .help("remove the line");
        };
        match self.first_wrong_column(combinator) {
            Some((column, expected)) => {
                let found = [self.written, self.computed, self.computed_telegram][column - 1];
                let message = format!("`{}` has {expected:08x} as `{}`, not {found:08x}", self.name, COLUMNS[column]);
                error(column, message)
                    .label("differs")
                    .secondary_label(combinator.span, "declared here")
                    .help("check whether the reason still holds, then correct the line or remove it")
            }
            None => error(0, format!("`{}` needs no exception", self.name))
                .label("lifts nothing")
                .secondary_label(combinator.span, "declared here")
                .help("remove the line"),
        }
    }
}

/// One line of `exceptions.tsv` as cells, with its offset in the file.
struct ExceptionLine<'a> {
    source: &'a Source,
    record: &'a StringRecord,
    start: usize,
}

impl<'a> ExceptionLine<'a> {
    fn new(source: &'a Source, record: &'a StringRecord) -> Self {
        let offset = record.position().map_or(0, |position| position.byte() as usize);
        let start = source.byte_order_mark_len() + offset;
        // The position of a record may be before empty lines that the reader skipped.
        let n_skipped =
            source.text().get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        Self { source, record, start: start + n_skipped }
    }

    /// The span of a cell, or the end of the line if the cell is missing.
    fn span(&self, column: usize) -> Span {
        let before: usize = self.record.iter().take(column).map(|cell| cell.len() + 1).sum();
        let len = self.record.get(column).map_or(0, str::len);
        let n_cells = self.record.len();
        let start = self.start + if column < n_cells { before } else { before.saturating_sub(1) };
        Span { source: self.source.id(), start, end: start + len }
    }

    fn error_in_cell(&self, column: usize, message: String) -> Diagnostic {
        Diagnostic::error(Code::BadException, self.span(column), message)
    }

    fn check_header(&self) -> Result<(), Box<Diagnostic>> {
        match self.record.iter().eq(COLUMNS) {
            true => Ok(()),
            false => Err(self
                .error_in_cell(0, "the first line does not name the columns".to_owned())
                .help(format!("the columns are {}, separated by tabs", COLUMNS.join(", ")))
                .into()),
        }
    }

    fn parse_exception(&self) -> Result<Exception, Box<Diagnostic>> {
        if self.record.len() != COLUMNS.len() {
            let message = format!("expected {} cells, found {}", COLUMNS.len(), self.record.len());
            return Err(self.error_in_cell(self.record.len().min(COLUMNS.len()), message).label("in this line").into());
        }
        let cell = |column: usize| self.record.get(column).unwrap_or_default();
        for column in [0, 4] {
            if cell(column).trim().is_empty() {
                return Err(self
                    .error_in_cell(column, format!("the {} is empty", COLUMNS[column]))
                    .label("empty")
                    .into());
            }
        }
        Ok(Exception {
            name: cell(0).to_owned(),
            written: self.parse_id(1)?,
            computed: self.parse_id(2)?,
            computed_telegram: self.parse_id(3)?,
            reason: cell(4).to_owned(),
            spans: std::array::from_fn(|column| self.span(column)),
        })
    }

    fn parse_id(&self, column: usize) -> Result<u32, Box<Diagnostic>> {
        let cell = self.record.get(column).unwrap_or_default();
        let is_id = cell.len() == 8 && cell.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let value = u32::from_str_radix(cell, 16).ok().filter(|_| is_id);
        value.ok_or_else(|| {
            self.error_in_cell(column, format!("`{cell}` is not an id"))
                .label("not an id")
                .note("an id is eight lowercase hexadecimal digits")
                .into()
        })
    }
}
