//! What is known about functions, as values.
//!
//! Nothing is read or checked here. Invariant: unknown is a value of its own, next to yes and no, and next to an empty
//! list.

use std::collections::BTreeMap;

use tl_parser::Span;

/// What is known about functions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// What is known about single functions, by their TL names; nothing is known about the others.
    pub methods: BTreeMap<String, MethodRow>,
    /// Errors that any function may return, sorted by code and name.
    pub common_errors: Vec<ErrorRow>,
    /// Errors that are known, though of no function, sorted by code and name.
    pub other_errors: Vec<ErrorRow>,
    /// What each type of error means, by its name; empty if unknown.
    pub error_types: BTreeMap<String, String>,
    /// The places of their names in the table.
    pub error_type_spans: BTreeMap<String, Span>,
    /// What the ids in lists of sources stand for.
    pub sources: BTreeMap<String, SourceRow>,
}

/// What is known about one function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodRow {
    /// Whether users may call it.
    pub users: Access,
    /// Whether bots may call it.
    pub bots: Access,
    /// How both are known.
    pub basis: Basis,
    /// Which sources say so.
    pub sources: Vec<String>,
    /// Whether bots may call it over a business connection.
    pub business: Access,
    /// How that is known.
    pub business_basis: Basis,
    /// Which sources say so.
    pub business_sources: Vec<String>,
    /// Its errors, sorted by code and name: `None` if unknown, empty if it is documented without any.
    pub errors: Option<Vec<ErrorRow>>,
    /// Which sources list its errors, or document it without any.
    pub errors_sources: Vec<String>,
    /// Errors that only older sources list, sorted by code and name: they may be gone, or merely not told any more.
    pub older_errors: Vec<ErrorRow>,
    /// What it does, in a sentence without final dot; empty if unknown.
    pub description: String,
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
    /// How it is known.
    pub basis: ErrorBasis,
    /// Which sources say so.
    pub sources: Vec<String>,
}

/// Something that facts are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// What kind of thing it is.
    pub kind: SourceKind,
    /// What it is called where it is published.
    pub name: String,
    /// Its version or date; empty if it has none.
    pub version: String,
    /// The layer it is about, if that is known.
    pub layer: Option<u32>,
    /// Its licence; empty if unknown.
    pub licence: String,
}

/// Kinds of sources, from the one that is believed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Pages about single functions that go before everything else, because somebody said so.
    Preferred,
    /// Names the functions for users only and those for bots only.
    Lists,
    /// A table of functions with their errors, or who may call them.
    Table,
    /// Pages about single functions.
    Pages,
    /// Codes by type of error, without functions.
    Codes,
}

impl SourceKind {
    /// Whether it is a page, or many.
    #[must_use]
    pub fn is_pages(self) -> bool {
        matches!(self, Self::Pages | Self::Preferred)
    }
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
    /// A list names it: of functions for users only, for bots only, or for business connections.
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

/// How it is known that a function may return an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorBasis {
    /// A current source lists it with its code.
    Listed,
    /// A current source lists its type, and all sources that have the type agree on the code.
    Joined,
    /// An older source gives another code for a type that a current source lists.
    Second,
    /// Older sources alone list it.
    Older,
    /// It is listed with more than half of the functions of a source, and so with any function.
    Share,
    /// It is of a kind that any function may return.
    Fixed,
    /// A source knows it, and none says which function returns it.
    Unplaced,
}
