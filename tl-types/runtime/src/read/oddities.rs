//! Lossless reading: non-canonical parts are recorded as oddities, in a tree that grows while decoding functions
//! return.
//!
//! The oddities have a memory budget of their own, so that a lossless reader accepts all inputs of a strict one. Every
//! node of the tree is a part of the input, and nodes of common parents are shared: a path from the root for each
//! oddity would take up to two hundred times its bytes.

use alloc::vec::Vec;

use super::Reader;
use super::replacing::Leniency;
use crate::error::{ErrorKind, Result};
use crate::field_path::{CombinatorNames, NO_FIELD, PathStep};
use crate::limits::Limits;
use crate::oddity::{OddityTree, WireForm};
use crate::table::ProtocolNames;

/// The oddities of the values that are being decoded.
#[derive(Clone, Debug)]
pub(super) struct Oddities {
    /// In ascending order of the sequence number.
    parts: Vec<PartWithOddities>,
    /// Memory that further oddities may take, in bytes.
    budget: usize,
}

/// A part of a value that is being decoded: an oddity, or a part that contains oddities.
#[derive(Clone, Debug)]
struct PartWithOddities {
    /// The number of its first oddity among all errors and oddities of the reader, counted from 1.
    sequence: u32,
    /// The step from the value to the part; `None` if the part is the whole value.
    step: Option<PathStep<u32>>,
    tree: OddityTree,
}

impl Oddities {
    fn new(n_input: usize) -> Self {
        Self { parts: Vec::new(), budget: Limits::default().allocation_budget(n_input) }
    }

    /// Takes memory from the budget; returns whether it sufficed.
    fn charge(&mut self, n_bytes: usize) -> bool {
        let left = self.budget.checked_sub(n_bytes);
        self.budget = left.unwrap_or(self.budget);
        left.is_some()
    }

    /// Makes the parts after the first `n_findings_before` findings parts of the value at `step`. Returns whether the
    /// budget sufficed.
    fn prepend_step(&mut self, n_findings_before: u32, step: PathStep<u32>) -> bool {
        let first = self.parts.partition_point(|part| part.sequence <= n_findings_before);
        let sequence = match &mut self.parts[first..] {
            [] => return true,
            [PartWithOddities { step: own @ None, .. }] => {
                *own = Some(step);
                return true;
            }
            [part, ..] => part.sequence,
        };
        if !self.charge(size_of::<PartWithOddities>()) {
            return false;
        }
        let tree = self.take_from(first);
        self.parts.push(PartWithOddities { sequence, step: Some(step), tree });
        true
    }

    /// Removes the parts from index `first` on, and returns the value that consists of them.
    fn take_from(&mut self, first: usize) -> OddityTree {
        let parts = self.parts.drain(first..).map(|part| (part.step, part.tree));
        OddityTree::of_parts(parts)
    }
}

impl<'a> Reader<'a> {
    /// Makes the reader lossless: it accepts non-canonical parts and records them as oddities.
    pub(crate) fn into_lossless(mut self) -> Self {
        self.leniency = Leniency::Lossless(Oddities::new(self.rest.len()));
        self
    }

    /// Ends lossless decoding. Returns the oddities and the remaining bytes, or the first error.
    pub(crate) fn finish_lossless(self, names: ProtocolNames) -> Result<(OddityTree, &'a [u8])> {
        match (self.error, self.leniency) {
            (Some((_, error)), _) => Err(error.named_by(names)),
            (None, Leniency::Lossless(mut oddities)) => Ok((oddities.take_from(0), self.rest)),
            (None, _) => Ok((OddityTree::default(), self.rest)),
        }
    }

    #[inline]
    pub(super) fn is_lossless(&self) -> bool {
        matches!(self.leniency, Leniency::Lossless(_))
    }

    /// Records an oddity, if this is a lossless reader. `wire_form` allocates `n_bytes` bytes, and is called after they
    /// have been charged.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn record_oddity(
        &mut self,
        field: u32,
        n_bytes: usize,
        wire_form: impl FnOnce() -> WireForm,
    ) {
        let Leniency::Lossless(oddities) = &mut self.leniency else { return };
        if self.error.is_some() {
            return;
        }
        if !oddities.charge(size_of::<PartWithOddities>() + n_bytes) {
            return self.fail_at(ErrorKind::TooLarge, self.offset(), field);
        }
        self.n_findings += 1;
        let step = (field != NO_FIELD).then_some(PathStep::Field(field));
        oddities.parts.push(PartWithOddities { sequence: self.n_findings, step, tree: OddityTree::leaf(wire_form()) });
    }

    /// Prepends a step to the path of every oddity and of the first replaced string, except for the first
    /// `n_findings_before` findings.
    pub(super) fn prepend_step_to_oddities(
        &mut self,
        n_findings_before: u32,
        step: PathStep<&'static CombinatorNames>,
    ) {
        match &mut self.leniency {
            Leniency::Strict => {}
            Leniency::Lossless(oddities) => {
                if !oddities.prepend_step(n_findings_before, step.identified_by_id()) {
                    self.fail_too_large(NO_FIELD);
                }
            }
            Leniency::Replacing(replacements) => replacements.prepend_step(n_findings_before, step),
        }
    }
}
