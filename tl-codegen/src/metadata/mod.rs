//! What is known about the functions of a schema beyond their types: who may call them, and which errors they return.
//!
//! - `table`: tab separated text as cells with places;
//! - `cells`: what a cell can hold;
//! - `keys`: rows that are repeated or out of order;
//! - `methods`, `errors`: the rows of each table;
//! - here: the tables against each other and against the schema.
//!
//! Where a fact is from is kept, whether it is true is not known here. Invariant: unknown never becomes no, and never
//! an empty list.

mod cells;
mod errors;
mod keys;
mod methods;
mod table;

use std::collections::{BTreeMap, HashMap};

use tl_parser::{Code, Diagnostic, Schema, Section, SourceId, SourceMap, Span};

use cells::Listing;
use errors::{ANY_METHOD, ByMethod};
use methods::Method;
use table::Table;

/// What is known about functions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// What is known about single functions, by their TL names; nothing is known about the others.
    pub methods: BTreeMap<String, MethodRow>,
    /// Errors that any function may return, sorted by code and name.
    pub common_errors: Vec<ErrorRow>,
}

/// What is known about one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodRow {
    /// Whether users may call it.
    pub users: Access,
    /// Whether bots may call it.
    pub bots: Access,
    /// How both are known.
    pub basis: Basis,
    /// Its errors, sorted by code and name: `None` if unknown, empty if it is documented without any.
    pub errors: Option<Vec<ErrorRow>>,
    /// What it does, in a sentence without final dot; empty if unknown.
    pub description: String,
    /// Where all this is from: `npm:@mtcute/core@0.31.0`, `seed:000`.
    pub sources: Vec<String>,
    /// The place of its name in the table.
    pub span: Span,
}

/// An error that a function may return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// Its code: 400, -503.
    pub code: i32,
    /// Its type, `%d` standing for a number: `FLOOD_WAIT_%d`.
    pub name: String,
    /// What it means, in a sentence without final dot; empty if unknown.
    pub description: String,
    /// Where it is from.
    pub sources: Vec<String>,
}

/// Whether somebody may call a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// They may.
    Yes,
    /// They may not.
    No,
    /// Nobody has said.
    #[default]
    Unknown,
}

/// How it is known who may call a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A list of functions for users only, or for bots only, names it.
    Listed,
    /// It is documented, and no such list names it.
    Absence,
    /// The page of the function says so.
    Page,
    /// An older table says so.
    Table,
    /// It isn't known.
    #[default]
    Unknown,
}

/// Reads `methods.tsv`, `errors.tsv` and `error_types.tsv`; what is wrong with them stands in the diagnostics,
/// everything else in the metadata.
///
/// ```
/// use tl_codegen::metadata::{Access, read};
///
/// let mut sources = tl_parser::SourceMap::new();
/// let methods = sources.add("methods.tsv", "method\tusers\tbots\tbasis\terrors\tsources\tdescription\n\
///     help.getConfig\tyes\tunknown\tpage\tlisted\tseed:000\tReturns the configuration\n");
/// let errors = sources.add("errors.tsv", "method\tcode\ttype\tsources\n\
///     help.getConfig\t400\tCONNECTION_NOT_INITED\tseed:000\n");
/// let types = sources.add("error_types.tsv", "type\tdescription\n\
///     CONNECTION_NOT_INITED\tThe connection was not initialised\n");
///
/// let (metadata, diagnostics) = read(&sources, methods, errors, types);
/// assert!(diagnostics.is_empty());
/// let method = &metadata.methods["help.getConfig"];
/// assert_eq!(method.bots, Access::Unknown);
/// assert_eq!(method.errors.as_ref().unwrap()[0].description, "The connection was not initialised");
/// ```
#[must_use]
pub fn read(
    sources: &SourceMap,
    methods: SourceId,
    errors: SourceId,
    error_types: SourceId,
) -> (Metadata, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut table = |id, columns: &[&str]| match sources.get(id) {
        Some(source) => table::read(source, columns, &mut diagnostics),
        None => Table { rows: Vec::new(), is_complete: false },
    };
    let method_table = table(methods, &methods::COLUMNS);
    let error_table = table(errors, &errors::COLUMNS);
    let type_table = table(error_types, &errors::TYPE_COLUMNS);

    let methods = methods::read(&method_table, &mut diagnostics);
    let types = errors::read_types(&type_table, &mut diagnostics);
    let errors = errors::read(&error_table, &types, &mut diagnostics);
    errors::check_described(&error_table, &type_table, &mut diagnostics);
    errors::check_used(&type_table, &error_table, &mut diagnostics);
    if method_table.is_complete {
        check_methods(&methods, &errors, &mut diagnostics);
    }
    check_listings(&methods, &errors, error_table.is_complete, &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.source, diagnostic.primary.span.start));
    (join(methods, errors), diagnostics)
}

/// Checks that every method is a function of the schema.
#[must_use]
pub fn check_names(metadata: &Metadata, schema: &Schema) -> Vec<Diagnostic> {
    let sections: HashMap<_, _> =
        schema.combinators.iter().map(|combinator| (combinator.name.to_string(), combinator)).collect();
    let unknown = metadata.methods.iter().filter_map(|(name, method)| {
        let error = |message: String| Diagnostic::error(Code::BadMetadata, method.span, message);
        match sections.get(name) {
            Some(combinator) if combinator.section == Section::Functions => None,
            Some(combinator) => Some(
                error(format!("`{name}` is a constructor, not a function"))
                    .label("not a function")
                    .also(combinator.span, "declared here"),
            ),
            None => Some(
                error(format!("no function is called `{name}`"))
                    .label("not in the schema")
                    .help("correct the name, or remove the row and the errors of this method"),
            ),
        }
    });
    unknown.collect()
}

/// Checks that every method with errors has a row of its own.
fn check_methods(methods: &BTreeMap<String, Method>, errors: &ByMethod, diagnostics: &mut Vec<Diagnostic>) {
    for (name, errors) in errors.iter().filter(|(name, _)| *name != ANY_METHOD && !methods.contains_key(*name)) {
        let message = format!("`{name}` has errors and no row in methods.tsv");
        diagnostics.push(Diagnostic::error(Code::BadMetadata, errors.span, message).label("first named here"));
    }
}

/// Checks that methods have errors exactly where they say so.
fn check_listings(
    methods: &BTreeMap<String, Method>,
    errors: &ByMethod,
    is_complete: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (name, method) in methods {
        let error = |message: String| Diagnostic::error(Code::BadMetadata, method.listing_span, message);
        match (method.listing, errors.get(name)) {
            (Some(Listing::Listed), None) if is_complete => {
                diagnostics.push(error(format!("`{name}` has no errors in errors.tsv")).label("said to be listed"))
            }
            (Some(Listing::None | Listing::Unknown), Some(errors)) => diagnostics.push(
                error(format!("`{name}` has errors in errors.tsv"))
                    .label("said to be none, or unknown")
                    .also(errors.span, "the first of them"),
            ),
            _ => {}
        }
    }
}

/// Gives every method its errors.
fn join(methods: BTreeMap<String, Method>, mut errors: ByMethod) -> Metadata {
    let mut metadata = Metadata::default();
    for (name, Method { mut row, .. }) in methods {
        row.errors = match (row.errors, errors.remove(&name)) {
            (_, Some(errors)) => Some(errors.rows),
            (known, None) => known,
        };
        metadata.methods.insert(name, row);
    }
    metadata.common_errors = errors.remove(ANY_METHOD).map(|errors| errors.rows).unwrap_or_default();
    metadata
}
