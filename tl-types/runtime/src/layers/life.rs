//! The life of a combinator: which layers have it.

use super::Layers;
use crate::table::{CombinatorKind, u16_at};

/// The life of a constructor or function of one id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life<'a> {
    /// Whether it is a constructor or a function.
    pub kind: CombinatorKind,
    /// The TL name.
    pub name: &'a str,
    /// The first kept layer that has the id.
    pub first: u32,
    /// The last kept layer that has the id; `None` if the newest kept layer has it.
    pub last: Option<u32>,
}

impl Layers<'_> {
    /// The life of the constructor or function with this id. `None` means that no kept layer has the id: it is newer, or
    /// of another schema.
    #[must_use]
    pub fn find(&self, id: u32) -> Option<Life<'_>> {
        let combinator = self.table.by_id(id)?;
        let [first, last] = [0, 1].map(|column| u32::from(u16_at(self.lives, 2 * combinator.index + column)));
        Some(Life {
            kind: combinator.kind(),
            name: combinator.name(),
            first,
            last: Some(last).filter(|last| *last != 0),
        })
    }
}
