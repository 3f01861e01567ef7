//! The layers of a name in reports: since when it exists, when it changed, and when it went.
//!
//! The field names are keys of the JSON forms. A bound such as `≤109` means that the layer before it is not kept.
//! Invariant: without a history, every key is null or empty.

use std::fmt;

use serde::Serialize;
use tl_codegen::History;
use tl_codegen::history::NameLife;
use tl_parser::Section;

/// The layers in which a name appeared, changed and went, as text: `146`, or `≤109` if the layer before is not kept.
#[derive(Serialize)]
pub struct LayersReport {
    since: Option<String>,
    changed_in: Vec<String>,
    gone_since: Option<String>,
}

impl LayersReport {
    pub(crate) fn new(history: &History, section: Section, name: &str) -> Self {
        let Some(NameLife { since, changed_in, gone_since }) = history.life_of_name(section, name) else {
            return Self { since: None, changed_in: Vec::new(), gone_since: None };
        };
        Self {
            since: Some(since.to_string()),
            changed_in: changed_in.iter().map(ToString::to_string).collect(),
            gone_since: gone_since.map(|bound| bound.to_string()),
        }
    }
}

impl fmt::Display for LayersReport {
    /// Writes a line, which begins with a line end; nothing if the layers are unknown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(since) = &self.since else { return Ok(()) };
        write!(f, "\nsince layer {since}")?;
        if !self.changed_in.is_empty() {
            write!(f, "; changed in {}", self.changed_in.join(", "))?;
        }
        self.gone_since.iter().try_for_each(|gone| write!(f, "; gone since {gone}"))
    }
}
