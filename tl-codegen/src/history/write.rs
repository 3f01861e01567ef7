//! The tables of a history as text.
//!
//! Invariants: rows are sorted, and reading the texts gives the same history.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::columns::{FORM_COLUMNS, HISTORY_COLUMNS, LAYER_COLUMNS};
use super::model::{FormsByLine, History, kind_word};
use super::spans::spans_text;
use super::{FORMS_FILE_NAME, HISTORY_FILE_NAME, LAYERS_FILE_NAME};
use crate::metadata::Keyword;

impl History {
    /// The tables: file name and text of each. Without a kept layer, they have no rows.
    #[must_use]
    pub fn table_texts(&self) -> [(&'static str, String); 3] {
        [
            (HISTORY_FILE_NAME, self.history_text()),
            (LAYERS_FILE_NAME, self.layers_text()),
            (FORMS_FILE_NAME, self.forms_text()),
        ]
    }

    fn history_text(&self) -> String {
        let rows = self.lives().map(|life| {
            let last = life.last.map(|last| last.to_string()).unwrap_or_default();
            [
                life.kind().to_owned(),
                life.name.to_owned(),
                id_text(life.id),
                life.first.to_string(),
                last,
                life.line.to_owned(),
            ]
        });
        table_text(&HISTORY_COLUMNS, rows)
    }

    fn layers_text(&self) -> String {
        let rows = self.texts.iter().map(|text| {
            let source = text.source.clone();
            [
                text.layer.to_string(),
                text.role.word().to_owned(),
                source.registry,
                source.package,
                source.version,
                source.file,
                source.sha256,
                source.licence,
                text.n_combinators.to_string(),
            ]
        });
        table_text(&LAYER_COLUMNS, rows)
    }

    fn forms_text(&self) -> String {
        let kept = self.layers();
        let unusual = self.forms.iter().filter(|(_, forms)| !has_one_line_without_gaps(forms, &kept));
        let rows = unusual.flat_map(|(key, forms)| forms.iter().map(move |form| (key, form)));
        let kept = &kept;
        let rows = rows.map(move |(key, (line, layers))| {
            let [main, further] = [&layers.main, &layers.further].map(|set| spans_text(set, kept));
            [kind_word(key.section).to_owned(), key.name.clone(), id_text(key.id), main, further, line.clone()]
        });
        table_text(&FORM_COLUMNS, rows)
    }
}

/// Whether the main text of every kept layer from the first to the last has the same line. Such a combinator needs no
/// rows in `forms.tsv`.
pub(super) fn has_one_line_without_gaps(forms: &FormsByLine, kept: &BTreeSet<u32>) -> bool {
    let mut lines = forms.values();
    let (Some(layers), None) = (lines.next(), lines.next()) else { return false };
    match (layers.main.first(), layers.all().min(), layers.all().max()) {
        (Some(_), Some(first), Some(last)) => kept.range(first..=last).eq(&layers.main),
        _ => false,
    }
}

/// An id in eight hexadecimal digits.
pub(super) fn id_text(id: u32) -> String {
    format!("{id:08x}")
}

fn table_text<const N: usize>(columns: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut text = columns.join("\t") + "\n";
    for row in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", row.join("\t"));
    }
    text
}
