//! Resolving of the most frequent fields.
//!
//! Handles a field with a name, perhaps a condition, and a type that is `#`, a cached name, or `Vector<T>` of cached
//! names. The only possible mistake in such a field is a repeated name. Slow twin: `resolve_any_field` in
//! `meaning::resolve::fields`. Invariant: for a field that is declined, only references were written, and the slow twin
//! overwrites them.

use super::name_cache::pack_name;
use super::switch;
use crate::meaning::resolve::name_meaning::NameMeaning;
use crate::meaning::resolve::reference::Ref;
use crate::meaning::resolve::resolver::Resolver;
use crate::meaning::resolve::scope::VariableKind;
use crate::syntax::ast::node::{CALL_FLAG, CONDITION_FLAG, Node, UPPER_FLAG};
use crate::syntax::ast::{NodeKind, View};

/// Resolves a field. Returns `None` for all fields but the most frequent ones.
#[inline]
pub(crate) fn resolve_field<'f>(resolver: &mut Resolver<'_, 'f>, view: View<'f>) -> Option<()> {
    let (field, inside) = view.subtree().split_first()?;
    let is_named = field.kind == NodeKind::Field && field.start < field.end;
    if !is_named || field.flags & CALL_FLAG != 0 || !switch::are_fast_paths_on() {
        return None;
    }
    let (condition, ty) = match inside {
        [ty] if ty.kind == NodeKind::Nat => {
            resolver.declare_field(view.into(), Some(VariableKind::Nat));
            return Some(());
        }
        [flags_field, bit, ty @ ..] if field.flags & CONDITION_FLAG != 0 => (Some((flags_field, bit)), ty),
        ty => (None, ty),
    };
    let text = view.file.text.as_bytes();
    let at = view.last_descendant().at as usize;
    let reference = match ty {
        [name] => cached_meaning(resolver, text, name)?.reference_without_args()?,
        [outer, item] if item.kind == NodeKind::Name => {
            resolver.refs[at - 1] = cached_meaning(resolver, text, outer)?.reference_of_vector()?;
            cached_meaning(resolver, text, item)?.reference_without_args()?
        }
        _ => return None,
    };
    if let Some((flags_field, bit)) = condition {
        resolver.refs[view.at as usize + 1] = flags_field_reference(resolver, text, flags_field)?;
        if !is_bit_number(&text[bit.start as usize..bit.end as usize]) {
            return None;
        }
    }
    resolver.refs[at] = reference;
    resolver.declare_field(view.into(), None);
    Some(())
}

/// The cached meaning of a name, unless the combinator itself declares the name.
#[inline]
fn cached_meaning(resolver: &Resolver<'_, '_>, text: &[u8], node: &Node) -> Option<NameMeaning> {
    if node.kind != NodeKind::Name {
        return None;
    }
    let word = pack_name(text, node.start, node.end);
    let head = resolver.words.find_meaning(word)?;
    let may_be_own = resolver.has_upper || node.flags & UPPER_FLAG == 0;
    (!may_be_own || resolver.scope.variable_of_packed_name(word).ok()?.is_none()).then_some(head)
}

/// The reference to the field or parameter of type `#` that `flags_field` names.
#[inline]
fn flags_field_reference(resolver: &Resolver<'_, '_>, text: &[u8], flags_field: &Node) -> Option<Ref> {
    let word = pack_name(text, flags_field.start, flags_field.end);
    let variable =
        resolver.scope.variable_of_packed_name(word).ok()?.filter(|variable| variable.kind == VariableKind::Nat);
    variable.filter(|_| word != 0).map(|variable| variable.reference)
}

/// Whether these digits denote a bit, without leading zeros.
#[inline]
fn is_bit_number(digits: &[u8]) -> bool {
    matches!(digits, [b'0'..=b'9'] | [b'1'..=b'2', b'0'..=b'9'] | [b'3', b'0' | b'1'])
}
