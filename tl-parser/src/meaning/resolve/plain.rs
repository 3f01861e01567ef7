//! The fields of which schemas mostly consist, in few steps.
//!
//! A name, perhaps a condition, and `#` or words that were looked up before: nothing here can be a mistake but a name that
//! is used twice. Invariant: whatever it takes more to say something of is left to [`super::fields`], as if nothing had
//! been tried.

use super::head::Head;
use super::reference::Ref;
use super::resolver::Resolver;
use super::scope::{Place, VariableKind};
use super::words;
use crate::syntax::ast::node::{CALL, CONDITION, Node, UPPER};
use crate::syntax::ast::{NodeKind, View};

impl<'f> Resolver<'_, 'f> {
    /// A field with a name, its type `#` or a word that is known already; none if it takes more to say what it is.
    #[inline]
    pub(super) fn plain_field(&mut self, view: View<'f>) -> Option<()> {
        let (field, inside) = view.run().split_first()?;
        if field.kind != NodeKind::Field || field.flags & CALL != 0 || field.start == field.end {
            return None;
        }
        let (condition, ty) = match inside {
            [ty] if ty.kind == NodeKind::Nat => {
                self.field(place_of(view), Some(VariableKind::Nat));
                return Some(());
            }
            [mask, bit, ty @ ..] if field.flags & CONDITION != 0 => (Some((mask, bit)), ty),
            ty => (None, ty),
        };
        let text = view.file.text.as_bytes();
        let at = view.last().at as usize;
        let reference = match ty {
            [word] => self.known_word(text, word)?.alone()?,
            [outer, word] if word.kind == NodeKind::Name => {
                self.refs[at - 1] = self.known_word(text, outer)?.of_item()?;
                self.known_word(text, word)?.alone()?
            }
            _ => return None,
        };
        if let Some((mask, bit)) = condition {
            self.refs[view.at as usize + 1] = self.plain_mask(text, mask)?;
            if !is_bit(&text[bit.start as usize..bit.end as usize]) {
                return None;
            }
        }
        self.refs[at] = reference;
        self.n_fields += 1;
        self.enter(place_of(view));
        Some(())
    }

    /// What a word stands for that is known already, and no name of the combinator.
    #[inline]
    fn known_word(&self, text: &[u8], node: &Node) -> Option<Head> {
        if node.kind != NodeKind::Name {
            return None;
        }
        let word = words::number_of(text, node.start, node.end);
        let head = self.words.find(word)?;
        let is_own = (self.has_upper || node.flags & UPPER == 0) && self.scope.variable_of(word).ok()?.is_some();
        (!is_own).then_some(head)
    }

    /// The number that a flags field of a condition is.
    #[inline]
    fn plain_mask(&self, text: &[u8], mask: &Node) -> Option<Ref> {
        let word = words::number_of(text, mask.start, mask.end);
        let variable = self.scope.variable_of(word).ok()?.filter(|variable| variable.kind == VariableKind::Nat);
        variable.filter(|_| word != 0).map(|variable| variable.reference)
    }
}

/// Where the name of a field or parameter stands.
#[inline]
pub(super) fn place_of(name: View<'_>) -> Place {
    let Node { start, end, .. } = *name.node();
    Place { start, end }
}

/// Whether a number is that of a bit, and nothing in front of it.
#[inline]
pub(super) fn is_bit(digits: &[u8]) -> bool {
    matches!(digits, [b'0'..=b'9'] | [b'0'..=b'2', b'0'..=b'9'] | [b'3', b'0' | b'1'])
}
