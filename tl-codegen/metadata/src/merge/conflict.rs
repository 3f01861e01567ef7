//! Conflicts between sources, with the value that was chosen and the reason.
//!
//! Invariant: conflicts have a total order, so the same facts give the same report.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use tl_codegen::metadata::Keyword;

use crate::{SourceIds, joined_source_ids};

/// The topic of a conflict: the question on which sources differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ConflictTopic {
    /// Whether users may call a method.
    Users,
    /// Whether bots may call a method.
    Bots,
    /// Whether bots may call a method over a business connection.
    Business,
    /// An error of a method.
    Error,
    /// A parameter of a method.
    Parameter,
    /// The result type of a method.
    Result,
    /// The declaration of a method.
    Declaration,
    /// Whether the page about a method is used at all.
    Page,
    /// Whether a column of a source is used, such as its answers about bots.
    Column,
    /// The name of a method that the schema does not declare.
    Name,
}

impl Keyword for ConflictTopic {
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
    /// The method that the conflict is about; `*` if it is about no single method.
    pub method: String,
    /// The topic of the question on which the sources differ.
    pub about: ConflictTopic,
    /// The name of the error or parameter that the conflict is about; empty for other topics.
    pub subject: String,
    /// The stated values, each with its sources.
    pub values: BTreeMap<String, SourceIds>,
    /// The chosen value; for a fact, a phrase that says if the fact was kept or dropped.
    pub chosen: String,
    /// The rule that decided the conflict.
    pub why: String,
}

impl Conflict {
    /// A conflict without values; [`Conflict::with_value_of_source`] adds them.
    pub(crate) fn new(method: &str, about: ConflictTopic, subject: &str, chosen: &str, why: &str) -> Self {
        let [method, subject, chosen, why] = [method, subject, chosen, why].map(str::to_owned);
        Self { method, about, subject, values: BTreeMap::new(), chosen, why }
    }

    /// Adds a value and the sources that state it; an empty list of sources changes nothing.
    pub(crate) fn with_value_of_source(
        mut self,
        value: &str,
        sources: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let ids: SourceIds = sources.into_iter().map(Into::into).collect();
        if !ids.is_empty() {
            self.values.entry(value.to_owned()).or_default().extend(ids);
        }
        self
    }
}

/// Prints several lines: the decision, then one line for each value.
impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { about, subject, values, chosen, why, .. } = self;
        let space = if subject.is_empty() { "" } else { " " };
        write!(f, "{}{space}{subject}: {chosen}: {why}", about.word())?;
        for (value, ids) in values {
            write!(f, "\n  {value}: {}", joined_source_ids(ids))?;
        }
        Ok(())
    }
}
