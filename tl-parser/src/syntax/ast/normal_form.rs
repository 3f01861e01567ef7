//! Terms in normal form: brackets flattened, sums folded.
//!
//! `(vector int)`, `vector<int>` and `((vector) int)` are all `vector` applied to `int`; `2+n+1` is `n+3`. Names are
//! not looked up here. Invariant: two terms that differ only in brackets have the same normal form.

use super::node::NodeKind;
use super::tree::{Children, View};

/// A term taken apart into its first word and the arguments behind it.
pub(crate) struct AppliedTerm<'f> {
    /// The first word: a name, a `#`, a number or a sum.
    pub(crate) head: View<'f>,
    /// Whether a `%` stands before the head or before brackets that begin with it.
    pub(crate) is_bare: bool,
    /// The terms after the head in each pair of brackets around the head, outermost pair first.
    outer: Vec<Children<'f>>,
}

impl<'f> AppliedTerm<'f> {
    #[inline]
    pub(crate) fn of_term(term: View<'f>) -> Self {
        let mut applied = Self { head: term, is_bare: false, outer: Vec::new() };
        while let kind @ (NodeKind::Percent | NodeKind::Group | NodeKind::Expr) = applied.head.kind() {
            let mut terms = applied.head.children();
            let Some(first) = terms.next() else { break };
            applied.is_bare |= kind == NodeKind::Percent;
            applied.head = first;
            if !terms.is_empty() {
                applied.outer.push(terms);
            }
        }
        applied
    }

    /// The arguments of the head, in source order.
    #[inline]
    pub(crate) fn args(&self) -> impl Iterator<Item = View<'f>> + Clone + '_ {
        let has_own = matches!(self.head.kind(), NodeKind::Name | NodeKind::Nat);
        let own = has_own.then(|| self.head.children());
        own.into_iter().flatten().chain(self.outer.iter().rev().copied().flatten())
    }
}

/// A sum with its numbers added up; brackets inside of it are opened: `(n+1)+2` is `n+3`.
#[derive(Default)]
pub(crate) struct FoldedSum<'f> {
    pub(crate) constant: u64,
    /// The operands of the sum that are not numbers.
    pub(crate) terms: Vec<View<'f>>,
}

impl<'f> FoldedSum<'f> {
    pub(crate) fn of_sum(sum: View<'f>) -> Self {
        let mut folded = Self::default();
        folded.add_operand(sum);
        folded
    }

    fn add_operand(&mut self, operand: View<'f>) {
        match operand.kind() {
            NodeKind::Number => {
                // Numbers over 32 bits are refused by the resolver; here they only must not overflow.
                let value = operand.text().parse::<u32>().unwrap_or(u32::MAX);
                self.constant = self.constant.saturating_add(u64::from(value));
            }
            NodeKind::Sum => operand.children().for_each(|operand| self.add_operand(operand)),
            NodeKind::Group if operand.children().only_node().is_some() => {
                operand.children().for_each(|operand| self.add_operand(operand));
            }
            _ => self.terms.push(operand),
        }
    }
}
