//! The text of a kept layer, and presence bits that moved under a kept id.
//!
//! Invariant: a rebuilt layer has the declarations of its main text and no others.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use tl_parser::Section;

use super::life::newest_line;
use super::line::parse_line;
use super::model::{CombinatorKey, History, LayersOfLine};

/// A presence bit with another meaning in an older layer, under the same id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MovedBit<'h> {
    /// The section: types for a constructor, functions for a function.
    pub section: Section,
    /// The TL name of the combinator.
    pub name: &'h str,
    /// The constructor id.
    pub id: u32,
    /// The bit: `flags.3`.
    pub bit: String,
    /// The field of type `true` that an older layer has on the bit.
    pub old: String,
    /// The field of type `true` that the newest line has on the bit; `None` if it has none there.
    pub new: Option<String>,
    /// The bit of the field `old` in the newest line; `None` if the field is gone.
    pub moved_to: Option<String>,
}

impl fmt::Display for MovedBit<'_> {
    /// Writes `flags.3 was silent under #12345678, and is loud now`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} was {} under #{:08x}, and is {}",
            self.bit,
            self.old,
            self.id,
            self.new.as_deref().unwrap_or("unused")
        )?;
        match &self.moved_to {
            Some(bit) => write!(f, " now; {} is {bit}", self.old),
            None => f.write_str(" now"),
        }
    }
}

impl History {
    /// The TL text of a kept layer: its number, and its declarations sorted by kind, name and id.
    ///
    /// A layer without a main text has all declarations of its further texts. `None` if the layer is not kept.
    #[must_use]
    pub fn rebuild(&self, layer: u32) -> Option<String> {
        self.texts.iter().find(|text| text.layer == layer)?;
        let is_kept: fn(&LayersOfLine, u32) -> bool = match self.main_text(layer) {
            Some(_) => |layers, layer| layers.main.contains(&layer),
            None => |layers, layer| layers.further.contains(&layer),
        };
        let mut text = format!("// LAYER {layer}\n");
        for (section, heading) in [(Section::Types, "types"), (Section::Functions, "functions")] {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "---{heading}---");
            let forms = self.forms.iter().filter(|(key, _)| key.section == section).flat_map(|(_, forms)| forms);
            for (line, _) in forms.filter(|(_, layers)| is_kept(layers, layer)) {
                let _ = writeln!(text, "{line}");
            }
        }
        Some(text)
    }

    /// The presence bits that have another meaning in an older layer under the same id: the field on the bit has
    /// another name in the newest line, or is gone there.
    #[must_use]
    pub fn moved_bits(&self) -> Vec<MovedBit<'_>> {
        let mut moved = Vec::new();
        for (CombinatorKey { section, name, id }, forms) in self.forms.iter().filter(|(_, forms)| forms.len() > 1) {
            let (section, id) = (*section, *id);
            let now = newest_line(forms).map(bits_of_line).unwrap_or_default();
            for line in forms.keys() {
                for (bit, old) in bits_of_line(line) {
                    let new = now.get(&bit).cloned();
                    let moved_to = now.iter().find(|(_, field)| **field == old).map(|(bit, _)| bit.clone());
                    if new.as_ref() != Some(&old) {
                        moved.push(MovedBit { section, name, id, bit, old, new, moved_to });
                    }
                }
            }
        }
        moved.sort();
        moved.dedup();
        moved
    }
}

/// The presence bits of a line: the field on each bit.
fn bits_of_line(line: &str) -> BTreeMap<String, String> {
    let bits = parse_line(line).map(|parsed| parsed.presence_bits).unwrap_or_default();
    bits.into_iter().map(|(field, bit)| (bit, field)).collect()
}
