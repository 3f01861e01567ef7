//! Disagreements: what they are about, who says what, what was chosen and why.
//!
//! Invariant: sorted, so that the same facts make the same report.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Ids;

/// What sources disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum About {
    /// Whether users may call a method.
    Users,
    /// Whether bots may.
    Bots,
    /// Whether bots may over a business connection.
    Business,
    /// An error.
    Error,
    /// A parameter.
    Parameter,
    /// The type of a result.
    Result,
    /// The declaration.
    Declaration,
    /// A page as a whole.
    Page,
    /// The answers of a source as a whole.
    Column,
    /// A name that the schema doesn't have.
    Name,
}

impl About {
    /// As in the JSON form.
    pub(in super::super) fn word(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Bots => "bots",
            Self::Business => "business",
            Self::Error => "error",
            Self::Parameter => "parameter",
            Self::Result => "result",
            Self::Declaration => "declaration",
            Self::Page => "page",
            Self::Column => "column",
            Self::Name => "name",
        }
    }
}

/// One disagreement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(in super::super) struct Conflict {
    /// The method, or `*`.
    pub(in super::super) method: String,
    /// What it is about.
    pub(in super::super) about: About,
    /// Which error or parameter; empty if there is only one such thing.
    pub(in super::super) subject: String,
    /// Who says what.
    pub(in super::super) values: BTreeMap<String, Ids>,
    /// What was chosen.
    pub(in super::super) chosen: String,
    /// Why.
    pub(in super::super) why: String,
}

impl Conflict {
    /// A disagreement whose values are added afterwards.
    pub(in super::super) fn new(method: &str, about: About, subject: &str, chosen: &str, why: &str) -> Self {
        let [method, subject, chosen, why] = [method, subject, chosen, why].map(str::to_owned);
        Self { method, about, subject, values: BTreeMap::new(), chosen, why }
    }

    /// Adds what these sources say.
    pub(in super::super) fn says(mut self, value: &str, sources: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let ids: Ids = sources.into_iter().map(Into::into).collect();
        if !ids.is_empty() {
            self.values.entry(value.to_owned()).or_default().extend(ids);
        }
        self
    }
}
