//! Conflicts between sources, with the value that was chosen and the reason.
//!
//! Invariant: conflicts have a total order, so the same facts give the same report.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use tl_codegen::metadata::Keyword;

use crate::{SourceIds, joined};

/// The subject of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Whether users may call a method.
    Users,
    /// Whether bots may call it.
    Bots,
    /// Whether bots may call it over a business connection.
    Business,
    /// An error.
    Error,
    /// A parameter.
    Parameter,
    /// The result type.
    Result,
    /// The declaration.
    Declaration,
    /// A whole page.
    Page,
    /// A column of a source: the same question for all methods.
    Column,
    /// A method that the schema does not declare.
    Name,
}

impl Keyword for Topic {
    #[rustfmt::skip]
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Users, "users"), (Self::Bots, "bots"), (Self::Business, "business"), (Self::Error, "error"),
        (Self::Parameter, "parameter"), (Self::Result, "result"), (Self::Declaration, "declaration"),
        (Self::Page, "page"), (Self::Column, "column"), (Self::Name, "name"),
    ];
}

/// One conflict, between sources or between a source and the schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Conflict {
    /// The method, or `*`.
    pub method: String,
    /// The subject.
    pub about: Topic,
    /// The error or parameter; empty for other topics.
    pub subject: String,
    /// The sources of each value.
    pub values: BTreeMap<String, SourceIds>,
    /// The value that was chosen, or the decision about the fact.
    pub chosen: String,
    /// The rule that decided.
    pub why: String,
}

impl Conflict {
    /// A conflict without values; [`Conflict::with`] adds them.
    pub(crate) fn new(method: &str, about: Topic, subject: &str, chosen: &str, why: &str) -> Self {
        let [method, subject, chosen, why] = [method, subject, chosen, why].map(str::to_owned);
        Self { method, about, subject, values: BTreeMap::new(), chosen, why }
    }

    /// Adds the sources of a value; without sources, nothing changes.
    pub(crate) fn with(mut self, value: &str, sources: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let ids: SourceIds = sources.into_iter().map(Into::into).collect();
        if !ids.is_empty() {
            self.values.entry(value.to_owned()).or_default().extend(ids);
        }
        self
    }
}

/// Several lines: the decision, then one line for each value.
impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { about, subject, values, chosen, why, .. } = self;
        let space = if subject.is_empty() { "" } else { " " };
        write!(f, "{}{space}{subject}: {chosen}: {why}", about.word())?;
        for (value, ids) in values {
            write!(f, "\n  {value}: {}", joined(ids))?;
        }
        Ok(())
    }
}
