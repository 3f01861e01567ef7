//! Adds a further layer to a history.
//!
//! Only a line whose id is the CRC32 of its declaration is taken, or one whose id is an exception. Published texts
//! contain declarations of their projects with ids of other origin. Invariant: adding texts in any order gives the same
//! history, and adding a text twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tl_parser::ast::{Declaration, File};
use tl_parser::canonical::{Rule, canonical, crc};
use tl_parser::exceptions::Exceptions;
use tl_parser::{Section, SourceMap, print};

use super::line::{is_crc_of, parse_line};
use super::model::{CombinatorKey, History, KeptText, TextRole};

/// A declaration of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The combinator.
    pub key: CombinatorKey,
    /// The line with its id, as [`print::line_with_full_id`] prints it.
    pub line: String,
}

/// The declarations of a text that a history takes, and the lines of those that it leaves out.
///
/// Built-ins are not mentioned. A declaration without an id is taken with its computed one. A repeated declaration is
/// left out.
#[must_use]
pub fn declared_in(file: &File<'_>, exceptions: &Exceptions) -> (Vec<Declared>, Vec<String>) {
    let (mut taken, mut left_out, mut keys) = (Vec::new(), Vec::new(), BTreeSet::new());
    for declaration in file.declarations() {
        let Declaration::Combinator(combinator) = declaration else { continue };
        if combinator.is_builtin() {
            continue;
        }
        let name = combinator.name().text;
        let mut line = print::line_with_full_id(combinator);
        let id = combinator.id().map(|id| id.value).unwrap_or_else(|| {
            let computed = crc(&canonical(combinator, Rule::A));
            line.insert_str(name.len(), &format!("#{computed:08x}"));
            computed
        });
        let key = CombinatorKey { section: combinator.section(), name: name.to_owned(), id };
        let is_right = combinator.id().is_none() || is_crc_of(combinator, id) || is_excepted(exceptions, name, id);
        match is_right && keys.insert(key.clone()) {
            true => taken.push(Declared { key, line }),
            false => left_out.push(line),
        }
    }
    (taken, left_out)
}

/// The declarations of a text, as [`declared_in`] gives them. Mistakes in the text are not reported.
#[must_use]
pub fn declared_in_text(text: &str, exceptions: &Exceptions) -> (Vec<Declared>, Vec<String>) {
    let mut sources = SourceMap::new();
    sources.add("", text);
    let source = sources.sources().first();
    source.map(|source| declared_in(&tl_parser::parse(source).0, exceptions)).unwrap_or_default()
}

/// Whether a list of exceptions accepts an id that is not the CRC32.
pub(super) fn is_excepted(exceptions: &Exceptions, name: &str, id: u32) -> bool {
    exceptions.exceptions.iter().any(|exception| exception.name == name && exception.written == id)
}

/// The result of adding a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addition {
    /// The text is kept now.
    Added,
    /// The same text was kept already.
    AlreadyKept,
    /// Another text of this layer is kept, and stays. The pairs are the kept and the new line where they differ.
    OtherText(Vec<(Option<String>, Option<String>)>),
}

/// Declarations that contradict the history or each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdConflicts(pub Vec<IdConflict>);

/// A line with an id that has another meaning in the history or earlier in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdConflict {
    /// The line that had the id before, in the history or earlier in the text.
    pub kept: String,
    /// The line in the new text.
    pub new: String,
}

impl fmt::Display for IdConflicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id must keep its name and its layout:")?;
        self.0.iter().try_for_each(|IdConflict { kept, new }| write!(f, "\n  kept: {kept}\n  new:  {new}"))
    }
}

impl std::error::Error for IdConflicts {}

impl History {
    /// Adds a text with its declarations. A main text of a layer that has one changes nothing.
    ///
    /// # Errors
    ///
    /// If an id has another name, kind or layout in the history or in the text; then nothing is added.
    pub fn add(&mut self, text: KeptText, declared: &[Declared]) -> Result<Addition, IdConflicts> {
        let (layer, role) = (text.layer, text.role);
        let is_same = |kept: &KeptText| kept.layer == layer && kept.source.sha256 == text.source.sha256;
        if self.texts.iter().any(is_same) {
            return Ok(Addition::AlreadyKept);
        }
        self.check_meaning_of_ids(declared)?;
        if role == TextRole::Main && self.main_text(layer).is_some() {
            return Ok(Addition::OtherText(self.differences_from(layer, declared)));
        }
        for Declared { key, line } in declared {
            let forms = self.forms.entry(key.clone()).or_default();
            let layers = forms.entry(line.clone()).or_default();
            match role {
                TextRole::Main => {
                    layers.main.insert(layer);
                    layers.further.remove(&layer);
                }
                TextRole::Further if !layers.main.contains(&layer) => drop(layers.further.insert(layer)),
                TextRole::Further => {}
            }
        }
        self.texts.insert(text);
        Ok(Addition::Added)
    }

    /// Refuses declarations whose id has another name, kind or layout, in the history or in the same text.
    fn check_meaning_of_ids(&self, declared: &[Declared]) -> Result<(), IdConflicts> {
        let kept = self.forms.iter().filter_map(|(key, forms)| Some((key, forms.keys().next()?)));
        let mut known: BTreeMap<u32, (&CombinatorKey, &String)> =
            kept.map(|(key, line)| (key.id, (key, line))).collect();
        let mut conflicts = Vec::new();
        for Declared { key, line } in declared {
            let (known_key, known_line) = *known.entry(key.id).or_insert((key, line));
            if known_key != key || (known_line != line && !have_same_layout(known_line, line)) {
                conflicts.push(IdConflict { kept: known_line.clone(), new: line.clone() });
            }
        }
        if conflicts.is_empty() { Ok(()) } else { Err(IdConflicts(conflicts)) }
    }

    /// The lines in which declarations differ from the main text of a layer, by kind and name.
    #[must_use]
    pub fn differences_from(&self, layer: u32, declared: &[Declared]) -> Vec<(Option<String>, Option<String>)> {
        type Pair = (Option<String>, Option<String>);
        let mut pairs: BTreeMap<(Section, &str), Pair> = BTreeMap::new();
        for (key, forms) in &self.forms {
            let kept = forms.iter().find(|(_, layers)| layers.main.contains(&layer));
            if let Some((line, _)) = kept {
                pairs.entry((key.section, &key.name)).or_default().0 = Some(line.clone());
            }
        }
        for Declared { key, line } in declared {
            pairs.entry((key.section, &key.name)).or_default().1 = Some(line.clone());
        }
        pairs.into_values().filter(|(kept, new)| kept != new).collect()
    }
}

fn have_same_layout(one: &str, other: &str) -> bool {
    let layout = |line| parse_line(line).map(|parsed| parsed.layout);
    layout(one) == layout(other)
}
