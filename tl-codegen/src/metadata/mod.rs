//! Tables of metadata: who may call each function of a schema, which errors it may return, and a description.
//!
//! - `table`: tab-separated text, split into cells with spans;
//! - `cells`, `keywords`: values of single cells;
//! - `keys`: repeated rows, rows out of order, declared source ids;
//! - `dormant_rows`: rows about methods and error types of other layers;
//! - `sources`, `methods`, `errors`, `descriptions`: the rows of each table;
//! - `model`: the result as plain data;
//! - `sentences`: tables of sentences about types, constructors and fields;
//! - this file: checks across tables and against the schema.
//!
//! Each fact keeps the ids of its sources; whether it is true is not decided here. Collecting and merging facts is the
//! task of the package `tl-metadata`. Invariant: "unknown" never becomes "no", and never an empty list.

pub(crate) mod cells;
mod descriptions;
mod dormant_rows;
mod errors;
pub(crate) mod keys;
mod keywords;
mod methods;
mod model;
mod sentences;
mod sources;
pub(crate) mod table;

use std::collections::{BTreeMap, HashMap};

use tl_parser::{Code, Diagnostic, Schema, Section, SourceId, SourceMap};

use descriptions::DescriptionsByName;
use errors::ErrorsByMethod;
use keys::KnownSourceIds;
use keywords::ErrorsState;
use methods::MethodTableRow;
use table::{Table, read_table_file};

pub use cells::is_error_type;
pub use descriptions::{DESCRIPTION_COLUMNS, ERROR_TYPE_COLUMNS};
pub use errors::ERROR_COLUMNS;
pub use keys::{ANY_METHOD, NO_METHOD};
pub use keywords::Keyword;
pub use methods::METHOD_COLUMNS;
pub use model::{Access, AccessBasis, ErrorBasis, ErrorRow, Metadata, MethodRow, SourceKind, SourceRow};
pub use sentences::{
    ANY_COMBINATOR, SENTENCE_TABLES, Sentence, Sentences, check_item_names, describe_items, read_sentences,
};
pub use sources::SOURCE_COLUMNS;

/// The files of the five tables, in the order of [`TableFiles::NAMES`].
#[derive(Clone, Copy, Debug)]
pub struct TableFiles([SourceId; 5]);

impl TableFiles {
    /// The file names, in the order of [`TableFiles::new`].
    pub const NAMES: [&str; 5] = ["sources.tsv", "methods.tsv", "errors.tsv", "error_types.tsv", "descriptions.tsv"];

    /// Tables from files in the order of [`TableFiles::NAMES`].
    #[must_use]
    pub fn new(files: [SourceId; 5]) -> Self {
        Self(files)
    }
}

/// Reads the tables; rows with mistakes become diagnostics, all others metadata.
///
/// ```
/// use tl_codegen::metadata::{Access, TableFiles, read_tables};
///
/// let mut sources = tl_parser::SourceMap::new();
/// let tables = TableFiles::new([
///     ("sources.tsv", "id\tkind\tname\tversion\tlayer\tlicence\npage\tpages\tA page\t\t\t\n"),
///     ("methods.tsv", "method\tusers\tbots\tbasis\tsources\tbusiness\tbusiness_basis\tbusiness_sources\terrors\t\
///         errors_sources\nhelp.getConfig\tyes\tunknown\tpage\tpage\tunknown\tunknown\t\tlisted\tpage\n"),
///     ("errors.tsv",
///     "method\tcode\ttype\tbasis\tsources\nhelp.getConfig\t400\tCONNECTION_NOT_INITED\tlisted\tpage\n"),
///     ("error_types.tsv", "type\tdescription\nCONNECTION_NOT_INITED\tThe connection was not initialised\n"),
///     ("descriptions.tsv", "method\tdescription\nhelp.getConfig\tReturns the configuration\n"), ].map(|(name, text)|
///     sources.add(name, text)));
///
/// let (metadata, diagnostics) = read_tables(&sources, tables);
/// assert!(diagnostics.is_empty());
/// let method = &metadata.methods["help.getConfig"];
/// assert_eq!(method.bots, Access::Unknown);
/// assert_eq!(method.errors.as_ref().unwrap()[0].description, "The connection was not initialised");
/// ```
#[must_use]
pub fn read_tables(texts: &SourceMap, TableFiles(files): TableFiles) -> (Metadata, Vec<Diagnostic>) {
    let [sources, methods, errors, error_types, descriptions] = files;
    let mut diagnostics = Vec::new();
    let kept = UnmergedTables::read_from_files(texts, [sources, error_types, descriptions], &mut diagnostics);
    let method_table = read_table_file(texts, methods, &METHOD_COLUMNS, &mut diagnostics);
    let error_table = read_table_file(texts, errors, &ERROR_COLUMNS, &mut diagnostics);

    let known = KnownSourceIds::new(&kept.source_table);
    let methods = methods::read_method_table(&method_table, &known, &mut diagnostics);
    let errors = errors::read_error_table(&error_table, &kept.error_types, &known, &mut diagnostics);
    errors::check_error_types_described(&error_table, &kept.error_type_table, &mut diagnostics);
    errors::check_described_types_used(&kept.error_type_table, &error_table, &mut diagnostics);
    if method_table.is_complete {
        check_error_methods_exist(&methods, &errors, &mut diagnostics);
    }
    check_errors_column(&methods, &errors, error_table.is_complete, &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.source, diagnostic.primary.span.start));
    (kept.into_metadata_with(join_methods_and_errors(methods, errors)), diagnostics)
}

/// Reads only the tables that merging facts does not replace: sources, error types and descriptions, in this order.
///
/// The result has no errors, and no methods but those with a description.
#[must_use]
pub fn read_unmerged_tables(texts: &SourceMap, files: [SourceId; 3]) -> (Metadata, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let kept = UnmergedTables::read_from_files(texts, files, &mut diagnostics);
    (kept.into_metadata_with(Metadata::default()), diagnostics)
}

/// The tables that merging facts does not replace, and their rows.
struct UnmergedTables {
    source_table: Table,
    error_type_table: Table,
    sources: BTreeMap<String, SourceRow>,
    error_types: DescriptionsByName,
    descriptions: DescriptionsByName,
}

impl UnmergedTables {
    /// Reads the tables of sources, error types and descriptions.
    fn read_from_files(texts: &SourceMap, files: [SourceId; 3], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let [sources, error_types, descriptions] = files;
        let source_table = read_table_file(texts, sources, &SOURCE_COLUMNS, diagnostics);
        let error_type_table = read_table_file(texts, error_types, &ERROR_TYPE_COLUMNS, diagnostics);
        let description_table = read_table_file(texts, descriptions, &DESCRIPTION_COLUMNS, diagnostics);
        Self {
            sources: sources::read_source_table(&source_table, diagnostics),
            error_types: descriptions::read_descriptions(&error_type_table, cells::check_error_type, diagnostics),
            descriptions: descriptions::read_descriptions(&description_table, cells::check_not_empty, diagnostics),
            source_table,
            error_type_table,
        }
    }

    /// Adds sources, error types and descriptions to the metadata of methods.
    fn into_metadata_with(self, mut metadata: Metadata) -> Metadata {
        metadata.sources = self.sources;
        metadata.error_type_spans = self.error_types.iter().map(|(name, (_, span))| (name.clone(), *span)).collect();
        metadata.error_types = self.error_types.into_iter().map(|(name, (text, _))| (name, text)).collect();
        for (name, (text, span)) in self.descriptions {
            let unknown = || MethodRow { span, ..MethodRow::default() };
            metadata.methods.entry(name).or_insert_with(unknown).description = text;
        }
        metadata
    }
}

/// Warns about rows that name no function of the schema.
///
/// Such a row is dormant: it is kept and unused, and counts again once the schema declares the function again.
#[must_use]
pub fn check_method_names(metadata: &Metadata, schema: &Schema) -> Vec<Diagnostic> {
    let sections: HashMap<_, _> =
        schema.combinators.iter().map(|combinator| (combinator.name.to_string(), combinator)).collect();
    let dormant = metadata.methods.iter().filter_map(|(name, method)| {
        let warning = |message: String| {
            let help = "keep the row for a layer that declares the function again, or correct or remove it";
            Diagnostic::warning(Code::BadMetadata, method.span, message).help(help)
        };
        match sections.get(name) {
            Some(combinator) if combinator.section == Section::Functions => None,
            Some(combinator) => {
                let warning = warning(format!("`{name}` is a constructor, not a function")).label("dormant row");
                Some(warning.secondary_label(combinator.span, "declared here"))
            }
            None => Some(warning(format!("no function is called `{name}`")).label("dormant row")),
        }
    });
    dormant_rows::summarize_dormant_warnings(dormant.collect(), "rows name no function of the schema")
}

/// Checks that every method in `errors.tsv` has a row in `methods.tsv`.
fn check_error_methods_exist(
    methods: &BTreeMap<String, MethodTableRow>,
    errors: &ErrorsByMethod,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let is_method = |name: &str| name != ANY_METHOD && name != NO_METHOD;
    for (name, errors) in errors.iter().filter(|(name, _)| is_method(name) && !methods.contains_key(*name)) {
        let message = format!("`{name}` has errors and no row in methods.tsv");
        diagnostics.push(Diagnostic::error(Code::BadMetadata, errors.span, message).label("first named here"));
    }
}

/// Checks that the column `errors` of `methods.tsv` agrees with the rows of `errors.tsv`.
fn check_errors_column(
    methods: &BTreeMap<String, MethodTableRow>,
    errors: &ErrorsByMethod,
    is_complete: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (name, method) in methods {
        let error = |message: String| Diagnostic::error(Code::BadMetadata, method.listing_span, message);
        match (method.listing, errors.get(name).filter(|errors| !errors.are_only_from_older_sources())) {
            (Some(ErrorsState::Listed), None) if is_complete => {
                diagnostics.push(error(format!("`{name}` has no errors in errors.tsv")).label("said to be listed"))
            }
            (Some(ErrorsState::None | ErrorsState::Unknown), Some(errors)) => {
                let error = error(format!("`{name}` has errors in errors.tsv")).label("said to be none, or unknown");
                diagnostics.push(error.secondary_label(errors.span, "the first of them"));
            }
            _ => {}
        }
    }
}

/// Joins methods and errors by method.
fn join_methods_and_errors(methods: BTreeMap<String, MethodTableRow>, mut errors: ErrorsByMethod) -> Metadata {
    let mut metadata = Metadata::default();
    for (name, MethodTableRow { mut row, .. }) in methods {
        let rows = errors.remove(&name).map(|errors| errors.rows).unwrap_or_default();
        let (older, current): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.basis == ErrorBasis::Older);
        row.older_errors = older;
        row.errors = if current.is_empty() { row.errors } else { Some(current) };
        metadata.methods.insert(name, row);
    }
    let mut rows = |name| errors.remove(name).map(|errors: errors::MethodErrors| errors.rows).unwrap_or_default();
    metadata.common_errors = rows(ANY_METHOD);
    metadata.other_errors = rows(NO_METHOD);
    metadata
}
