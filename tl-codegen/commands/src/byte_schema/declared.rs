//! A declaration of the schema, for people: its line, its kind and its layers.

use tl_parser::{Combinator, Section};

/// A declaration of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The section: types for a constructor, functions for a function.
    pub section: Section,
    /// The TL name.
    pub name: String,
    /// The constructor id.
    pub id: u32,
    /// The result type, right of `=`.
    pub result: String,
    /// The declaration with its id, ending in `;`.
    pub line: String,
    /// The protocol or the layers that have the declaration.
    pub origin: Origin,
}

/// The origin of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file that the user named, or a declaration that schemas leave out.
    Schema,
    /// MTProto's service messages.
    Mtproto,
    /// Telegram's API.
    Layers {
        /// The first kept layer that has the declaration.
        first: u32,
        /// The last one; `None` if the newest kept layer has it.
        last: Option<u32>,
    },
}

impl Declared {
    /// The declaration of a combinator, whose name contains the id if it is an older one.
    pub(super) fn new(combinator: &Combinator, origin: Origin) -> Self {
        let mut declared = Self {
            section: combinator.section,
            name: combinator.name.to_string(),
            id: combinator.id,
            result: combinator.result_tl.clone(),
            line: combinator.line.clone(),
            origin,
        };
        if declared.is_older() {
            let rest = declared.line.strip_prefix(&declared.name).map(str::to_owned);
            let name = declared.name.strip_suffix(&format!("_{:08x}", declared.id)).map(str::to_owned);
            if let (Some(rest), Some(name)) = (rest, name) {
                declared.line = format!("{name}{rest}");
                declared.name = name;
            }
        }
        declared
    }

    /// Whether only older layers have the declaration.
    #[must_use]
    pub fn is_older(&self) -> bool {
        matches!(self.origin, Origin::Layers { last: Some(_), .. })
    }

    /// The word for the section: `constructor` or `function`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        if self.section == Section::Functions { "function" } else { "constructor" }
    }
}

impl Origin {
    /// The origin that a comment of `telegram.tl` states: `mtproto`, `109-128` or `229-`.
    pub(super) fn of_comment(comment: &str) -> Option<Self> {
        if comment == "mtproto" {
            return Some(Self::Mtproto);
        }
        let (first, last) = comment.split_once('-')?;
        let last = if last.is_empty() { None } else { Some(last.parse().ok()?) };
        Some(Self::Layers { first: first.parse().ok()?, last })
    }

    /// The first layer, for a declaration of a layer.
    pub(super) fn first_layer(self) -> Option<u32> {
        match self {
            Self::Layers { first, .. } => Some(first),
            Self::Schema | Self::Mtproto => None,
        }
    }

    /// The origin in words: `layers 109 to 128`, `since layer 229`.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::Schema => "of the schema".to_owned(),
            Self::Mtproto => "of MTProto".to_owned(),
            Self::Layers { first, last: Some(last) } if first == last => format!("layer {first} only"),
            Self::Layers { first, last: Some(last) } => format!("layers {first} to {last}"),
            Self::Layers { first, last: None } => format!("since layer {first}"),
        }
    }
}
