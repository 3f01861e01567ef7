//! The schema and the history of Telegram's API, read from `schemas/api`.

use std::fs;
use std::path::Path;

use tl_codegen::history::{FORMS_FILE_NAME, HISTORY_FILE_NAME, HistoryFiles, LAYERS_FILE_NAME, read_history};
use tl_codegen::table::{EncodedLayers, EncodedTable, UPGRADES_FILE_NAME, Upgrades};
use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Diagnostic, Schema, Section, SourceMap};
use tl_runtime::layers::{LayerParts, Layers};
use tl_runtime::table::{NameParts, Names, Parts, Table};

/// Today's schema, its history and its rules.
#[derive(Debug)]
pub struct History {
    /// Today's schema.
    pub schema: Schema,
    /// The history.
    pub history: tl_codegen::history::History,
    upgrades: Upgrades,
}

/// A table with older layers that owns its parts.
#[derive(Clone, Debug)]
pub struct OwnedLayers {
    table: EncodedTable,
    layers: EncodedLayers,
}

impl History {
    /// Reads the files of the project.
    ///
    /// # Panics
    ///
    /// If a file can't be read.
    #[must_use]
    pub fn of_api() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/api");
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
        let (_, schema, _) = tl_parser::read_text("api.tl", text("api.tl"));
        let mut sources = SourceMap::new();
        let files = HistoryFiles {
            history: sources.add(HISTORY_FILE_NAME, text(HISTORY_FILE_NAME)),
            layers: sources.add(LAYERS_FILE_NAME, text(LAYERS_FILE_NAME)),
            forms: Some(sources.add(FORMS_FILE_NAME, text(FORMS_FILE_NAME))),
        };
        let (history, found) = read_history(&sources, files, &Exceptions::default());
        assert!(!found.iter().any(Diagnostic::is_error), "{found:?}");
        let upgrades = Upgrades::parse(&text(UPGRADES_FILE_NAME)).unwrap_or_else(|why| panic!("{why}"));
        Self { schema, history, upgrades }
    }

    /// The constructors of a kept layer.
    ///
    /// # Panics
    ///
    /// If the layer isn't kept.
    #[must_use]
    pub fn schema_of_layer(&self, layer: u32) -> Schema {
        let alive =
            self.history.lives().filter(|life| life.first <= layer && life.last.is_none_or(|last| last >= layer));
        let constructors = alive.filter(|life| life.section == Section::Types);
        let text: String = constructors.map(|life| format!("{}\n", life.line)).collect();
        let (_, schema, found) = tl_parser::read_text("older.tl", text);
        let errors: Vec<_> = found.iter().filter(|found| found.is_error() && found.code != Code::IdMismatch).collect();
        assert!(errors.is_empty(), "layer {layer} is kept: {errors:?}");
        schema
    }

    /// The rules of `upgrades.tsv`.
    #[must_use]
    pub fn upgrades(&self) -> &Upgrades {
        &self.upgrades
    }

    /// The table of today's schema and of all older layers, with the rules of `upgrades.tsv`.
    ///
    /// # Panics
    ///
    /// If a row can't be read.
    #[must_use]
    pub fn layers(&self) -> OwnedLayers {
        self.layers_with_rules(&self.upgrades)
    }

    /// The same table with other rules.
    ///
    /// # Panics
    ///
    /// If a row can't be read.
    #[must_use]
    pub fn layers_with_rules(&self, upgrades: &Upgrades) -> OwnedLayers {
        let encoded = EncodedLayers::of_history(&self.schema, &self.history, upgrades);
        let (table, layers) = encoded.unwrap_or_else(|why| panic!("{why}"));
        OwnedLayers { table, layers }
    }
}

impl OwnedLayers {
    /// A copy in which one byte string is cut off, or some of its bytes are changed.
    #[must_use]
    pub fn damaged(&self, rng: &mut fastrand::Rng) -> Self {
        let Self { mut table, mut layers } = self.clone();
        let (parts, older) = (&mut table.parts, &mut layers.older);
        let all = [
            &mut table.names.records,
            &mut table.names.by_id,
            &mut table.names.buckets,
            &mut parts.combinators,
            &mut parts.fields,
            &mut parts.types,
            &mut parts.members,
            &mut parts.exprs,
            &mut parts.word_ends,
            &mut older.combinators,
            &mut older.fields,
            &mut older.exprs,
            &mut layers.ids,
            &mut layers.targets,
            &mut layers.lives,
            &mut layers.rules,
            &mut layers.rule_bytes,
        ];
        let n_strings = all.len();
        let bytes = &mut *all[rng.usize(..n_strings)];
        if rng.bool() {
            bytes.truncate(rng.usize(..=bytes.len()));
        } else {
            for _ in 0..bytes.len() / 8 {
                let index = rng.usize(..bytes.len());
                bytes[index] = rng.u8(..);
            }
        }
        Self { table, layers }
    }

    /// The table that borrows the parts.
    #[must_use]
    pub fn borrow(&self) -> Layers<'_> {
        let EncodedLayers { older, ids, targets, lives, rules, rule_bytes, .. } = &self.layers;
        let table = Table::new(borrow_names(&self.table), borrow_parts(&self.table.parts));
        Layers::new(table, LayerParts { older: borrow_parts(older), ids, targets, lives, rules, rule_bytes })
    }
}

fn borrow_names(table: &EncodedTable) -> Names<'_> {
    let names = &table.names;
    Names::new(NameParts { text: &names.text, records: &names.records, by_id: &names.by_id, buckets: &names.buckets })
}

fn borrow_parts(parts: &tl_codegen::table::EncodedParts) -> Parts<'_> {
    Parts {
        combinators: &parts.combinators,
        fields: &parts.fields,
        types: &parts.types,
        members: &parts.members,
        exprs: &parts.exprs,
        word_ends: &parts.word_ends,
        words: &parts.words,
    }
}
