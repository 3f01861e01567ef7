//! A history as plain data: the kept texts, and for each line the layers that have it.
//!
//! First and last layers are not stored: `life` computes them. Invariant: every layer of a line is the layer of a kept
//! text.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::Section;

use crate::metadata::Keyword;

/// The combinators of all kept layers of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The kept texts, sorted by layer and role.
    pub(super) texts: BTreeSet<KeptText>,
    /// The layers of each line, by combinator.
    pub(super) forms: BTreeMap<CombinatorKey, FormsByLine>,
}

/// The layers of each line of one combinator. Lines of one combinator differ in conditional fields of type `true` only.
pub(super) type FormsByLine = BTreeMap<String, LayersOfLine>;

/// The layers in which a combinator has a certain line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LayersOfLine {
    /// Layers whose main text has the line.
    pub(super) main: BTreeSet<u32>,
    /// Layers for which only a further text has the line.
    pub(super) further: BTreeSet<u32>,
}

/// The identity of a combinator in a history.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CombinatorKey {
    /// The section: types for a constructor, functions for a function.
    pub section: Section,
    /// The TL name.
    pub name: String,
    /// The constructor id.
    pub id: u32,
}

/// A text of a layer that the history has taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptText {
    /// The number of the layer.
    pub layer: u32,
    /// Whether the layer is rebuilt from this text.
    pub role: TextRole,
    /// Where the text was published.
    pub source: TextSource,
    /// Number of combinators that were taken from the text.
    pub n_combinators: usize,
}

/// The role of a text among the texts of its layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextRole {
    /// The layer is rebuilt from this text.
    #[default]
    Main,
    /// A text of the same layer from elsewhere. It adds combinators that the main text lacks.
    Further,
}

/// Where a text was published. Unknown facts are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextSource {
    /// The registry of the package: `crate`, `npm`, `pypi`.
    pub registry: String,
    /// The name of the package.
    pub package: String,
    /// The version of the package.
    pub version: String,
    /// The path of the text in the package, or its file name.
    pub file: String,
    /// The SHA-256 of the text, in 64 hexadecimal digits.
    pub sha256: String,
    /// The licence of the package.
    pub licence: String,
}

impl Keyword for TextRole {
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Main, "main"), (Self::Further, "further")];
}

/// The word of a section in the column `kind`.
pub(super) const KIND_WORDS: [(Section, &str); 2] = [(Section::Types, "constructor"), (Section::Functions, "function")];

/// The word for a combinator of this section.
pub(super) fn kind_word(section: Section) -> &'static str {
    KIND_WORDS.iter().find(|(known, _)| *known == section).map_or("", |(_, word)| word)
}

impl History {
    /// Whether no layer is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The kept texts, sorted by layer.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &KeptText> {
        self.texts.iter()
    }

    /// The numbers of the kept layers, ascending.
    #[must_use]
    pub fn layers(&self) -> BTreeSet<u32> {
        self.texts.iter().map(|text| text.layer).collect()
    }

    /// The number of the newest kept layer; `None` if no layer is kept.
    #[must_use]
    pub fn newest_layer(&self) -> Option<u32> {
        self.texts.last().map(|text| text.layer)
    }

    /// The text from which a layer is rebuilt; `None` if the layer has none.
    #[must_use]
    pub fn main_text(&self, layer: u32) -> Option<&KeptText> {
        self.texts.iter().find(|text| text.layer == layer && text.role == TextRole::Main)
    }
}

impl LayersOfLine {
    /// All layers, of main and of further texts.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> {
        self.main.iter().chain(&self.further).copied()
    }
}
