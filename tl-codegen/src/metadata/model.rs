//! Metadata of functions as plain data.
//!
//! Nothing is read or checked here. Invariant: "unknown" is a value of its own, distinct from "no" and from an empty
//! list.

use std::collections::BTreeMap;

use tl_parser::Span;

use super::Sentences;
use super::keywords::impl_keyword;
use crate::history::History;
use crate::table::Upgrades;

/// Metadata of the functions of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Metadata by TL name of the function. Nothing is known about a function without an entry.
    pub methods: BTreeMap<String, MethodRow>,
    /// Errors that any function may return, sorted by code and name.
    pub common_errors: Vec<ErrorRow>,
    /// Errors that no source assigns to a function, sorted by code and name.
    pub other_errors: Vec<ErrorRow>,
    /// The description of each type of error, by type; empty if unknown.
    pub error_types: BTreeMap<String, String>,
    /// The cell of each type in `error_types.tsv`.
    pub error_type_spans: BTreeMap<String, Span>,
    /// The sentences about types, constructors and fields.
    pub sentences: Sentences,
    /// The layers of all combinators; empty if unknown.
    pub history: History,
    /// Rules for values of older layers.
    pub upgrades: Upgrades,
    /// The sources of the metadata, by id.
    pub sources: BTreeMap<String, SourceRow>,
}

/// Metadata of one function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodRow {
    /// Whether users may call the function.
    pub users: Access,
    /// Whether bots may call the function.
    pub bots: Access,
    /// The evidence for `users` and `bots`.
    pub basis: AccessBasis,
    /// Ids of the sources of `users` and `bots`.
    pub sources: Vec<String>,
    /// Whether bots may call the function over a business connection.
    pub business: Access,
    /// The evidence for `business`.
    pub business_basis: AccessBasis,
    /// Ids of the sources of `business`.
    pub business_sources: Vec<String>,
    /// Errors of the function, sorted by code and name: `None` if unknown, empty if a source documents the function
    /// without errors.
    pub errors: Option<Vec<ErrorRow>>,
    /// Ids of the sources that list the errors, or document that there are none.
    pub errors_sources: Vec<String>,
    /// Errors that only older sources list, sorted by code and name. The server may not return them any more.
    pub older_errors: Vec<ErrorRow>,
    /// The description of the function: a sentence without final dot; empty if unknown.
    pub description: String,
    /// The cell with the name of the function.
    pub span: Span,
}

/// An error that a function may return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The error code, such as 400 or -503.
    pub code: i32,
    /// The error type, with `%d` for a number: `FLOOD_WAIT_%d`.
    pub name: String,
    /// The description of the error type: a sentence without final dot; empty if unknown.
    pub description: String,
    /// The evidence for the error.
    pub basis: ErrorBasis,
    /// Ids of the sources that list the error.
    pub sources: Vec<String>,
}

/// A publication that facts were taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// The form of the publication, which decides its rank.
    pub kind: SourceKind,
    /// The name of the publication.
    pub name: String,
    /// The version or date of the publication; empty if it has none.
    pub version: String,
    /// The layer that the publication describes, if known.
    pub layer: Option<u32>,
    /// The licence of the publication; empty if unknown.
    pub licence: String,
}

/// Kinds of sources, from the highest rank to the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Pages about single functions that were imported with the highest rank, by request.
    Preferred,
    /// Two lists of functions: those for users only, and those for bots only.
    Lists,
    /// A table of functions with their errors, or with who may call them.
    Table,
    /// Pages, each about a single function.
    Pages,
    /// Codes by type of error, without functions.
    Codes,
}

impl SourceKind {
    /// Whether sources of this kind consist of pages about single functions.
    #[must_use]
    pub fn is_pages(self) -> bool {
        matches!(self, Self::Pages | Self::Preferred)
    }
}

/// Whether a group of callers, such as bots, may call a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// The callers may call the function.
    Yes,
    /// The callers may not call the function.
    No,
    /// No source says whether the callers may call the function.
    #[default]
    Unknown,
}

/// The evidence for who may call a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessBasis {
    /// A list names the function: for users only, for bots only, or for business connections.
    Listed,
    /// The function is documented, and no such list names it.
    Absence,
    /// The page of the function states who may call it.
    Page,
    /// An older table states who may call the function.
    Table,
    /// There is no evidence about the callers.
    #[default]
    Unknown,
}

/// The evidence that a function may return an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorBasis {
    /// A current source lists the error with its code.
    Listed,
    /// A current source lists the error type, and all sources that have the type agree on the code.
    Joined,
    /// An older source gives another code for a type that a current source lists.
    Second,
    /// Only older sources list the error.
    Older,
    /// A source lists the error with more than half of its functions, so any function may return it.
    Share,
    /// The error is in a fixed set of errors that any function may return, such as `FLOOD_WAIT_%d`.
    Fixed,
    /// A source lists code and type of the error, and no source assigns it to a function.
    Unplaced,
}

impl_keyword!(Access: Yes = "yes", No = "no", Unknown = "unknown");
impl_keyword!(AccessBasis: Listed = "listed", Absence = "absence", Page = "page", Table = "table", Unknown = "unknown");
impl_keyword!(
    ErrorBasis: Listed = "listed", Joined = "joined", Second = "second", Older = "older", Share = "share",
    Fixed = "fixed", Unplaced = "unplaced",
);
impl_keyword!(SourceKind: Preferred = "preferred", Lists = "lists", Table = "table", Pages = "pages", Codes = "codes");
