//! When a combinator or a name appeared, changed and went, by the kept layers.
//!
//! A layer is a bound, shown as `≤167`, if the layer before it is not kept: the change may be older. Invariant: first
//! and last layers follow the kept layers, never the schema in use.

use std::collections::{BTreeSet, btree_map};
use std::fmt;

use tl_parser::Section;

use super::model::{CombinatorKey, FormsByLine, History, LayersOfLine, kind_word};

/// The life of a combinator: a row of `history.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life<'h> {
    /// The section: types for a constructor, functions for a function.
    pub section: Section,
    /// The TL name.
    pub name: &'h str,
    /// The constructor id.
    pub id: u32,
    /// The first kept layer that has the combinator.
    pub first: u32,
    /// The last kept layer that has the combinator; `None` if the newest kept layer has it.
    pub last: Option<u32>,
    /// The newest line under this id, ending in `;`.
    pub line: &'h str,
}

/// The life of a name, whatever its ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameLife {
    /// The first kept layer that has the name.
    pub since: LayerBound,
    /// The first kept layer of each later id, ascending.
    pub changed_in: Vec<LayerBound>,
    /// The first kept layer after the name went; `None` if the newest kept layer has it.
    pub gone_since: Option<LayerBound>,
}

/// The kept layer in which a change is seen first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LayerBound {
    /// The number of the kept layer.
    pub layer: u32,
    /// Whether the layer before it is kept too. If not, the change may be older.
    pub is_exact: bool,
}

impl fmt::Display for LayerBound {
    /// Writes `167`, or `≤167` for a bound.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_exact { "" } else { "≤" }, self.layer)
    }
}

impl fmt::Display for NameLife {
    /// Writes `since layer ≤109; changed in 146, 199; gone since ≤216`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "since layer {}", self.since)?;
        let mut separator = "; changed in ";
        for bound in &self.changed_in {
            write!(f, "{separator}{bound}")?;
            separator = ", ";
        }
        match self.gone_since {
            Some(bound) => write!(f, "; gone since {bound}"),
            None => Ok(()),
        }
    }
}

impl Life<'_> {
    /// The word for the section: `constructor` or `function`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        kind_word(self.section)
    }
}

impl History {
    /// The lives of all combinators, sorted by kind, name and id.
    pub fn lives(&self) -> impl Iterator<Item = Life<'_>> {
        let newest = self.newest_layer();
        self.forms.iter().filter_map(move |(key, forms)| life_of(key, forms, newest))
    }

    /// The life of the combinator with this id; `None` if no kept layer has it.
    #[must_use]
    pub fn find(&self, id: u32) -> Option<Life<'_>> {
        let (key, forms) = self.forms.iter().find(|(key, _)| key.id == id)?;
        life_of(key, forms, self.newest_layer())
    }

    /// The lives of all combinators with this name, sorted by kind, first layer and id.
    #[must_use]
    pub fn lives_of_name(&self, name: &str) -> Vec<Life<'_>> {
        let newest = self.newest_layer();
        let sections = [Section::Types, Section::Functions];
        let forms = sections.into_iter().flat_map(|section| self.forms_of_name(section, name));
        let mut lives: Vec<_> = forms.filter_map(|(key, forms)| life_of(key, forms, newest)).collect();
        lives.sort_by_key(|life| (life.section, life.first, life.id));
        lives
    }

    /// The life of a name, over all its ids; `None` if no kept layer has it.
    #[must_use]
    pub fn life_of_name(&self, section: Section, name: &str) -> Option<NameLife> {
        let newest = self.newest_layer();
        let lives: Vec<_> =
            self.forms_of_name(section, name).filter_map(|(key, forms)| life_of(key, forms, newest)).collect();
        let kept = self.layers();
        let firsts: BTreeSet<_> = lives.iter().map(|life| life.first).collect();
        let mut firsts = firsts.into_iter().map(|layer| bound_at(layer, &kept));
        let since = firsts.next()?;
        let last = lives.iter().map(|life| life.last).try_fold(0, |last, next| Some(last.max(next?)));
        let after = last.and_then(|last| kept.range(last.saturating_add(1)..).next());
        Some(NameLife { since, changed_in: firsts.collect(), gone_since: after.map(|layer| bound_at(*layer, &kept)) })
    }

    /// A kept layer in which a change is seen first, with the knowledge whether the change may be older.
    #[must_use]
    pub fn bound(&self, layer: u32) -> LayerBound {
        bound_at(layer, &self.layers())
    }

    /// A sentence about a combinator for its documentation: `Since layer 167; in this form since 199.`
    ///
    /// `None` if no kept layer has the combinator.
    #[must_use]
    pub fn since_sentence(&self, section: Section, name: &str, id: u32) -> Option<String> {
        let key = CombinatorKey { section, name: name.to_owned(), id };
        let first = life_of(&key, self.forms.get(&key)?, self.newest_layer())?.first;
        let since = self.life_of_name(section, name)?.since;
        Some(match first == since.layer {
            true => format!("Since layer {since}."),
            false => format!("Since layer {since}; in this form since {}.", self.bound(first)),
        })
    }

    fn forms_of_name(&self, section: Section, name: &str) -> btree_map::Range<'_, CombinatorKey, FormsByLine> {
        let key = |id| CombinatorKey { section, name: name.to_owned(), id };
        self.forms.range(key(0)..=key(u32::MAX))
    }
}

/// The life of a combinator that has the given lines; `None` for a combinator without a layer.
fn life_of<'h>(key: &'h CombinatorKey, forms: &'h FormsByLine, newest: Option<u32>) -> Option<Life<'h>> {
    let first = forms.values().flat_map(|layers| layers.all()).min()?;
    let last = forms.values().flat_map(|layers| layers.all()).max()?;
    let last = (Some(last) != newest).then_some(last);
    Some(Life { section: key.section, name: &key.name, id: key.id, first, last, line: newest_line(forms)? })
}

/// The line in the newest main text, or else in the newest further text; of several the first by bytes.
pub(super) fn newest_line(forms: &FormsByLine) -> Option<&str> {
    let rank = |(_, layers): &(&String, &LayersOfLine)| (layers.main.last().copied(), layers.further.last().copied());
    // Of equal ranks, `max_by_key` takes the last, and the lines come in reverse.
    forms.iter().rev().max_by_key(rank).map(|(line, _)| line.as_str())
}

fn bound_at(layer: u32, kept: &BTreeSet<u32>) -> LayerBound {
    LayerBound { layer, is_exact: layer.checked_sub(1).is_some_and(|before| kept.contains(&before)) }
}
