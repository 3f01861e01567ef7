//! The indirections that a plan has decided so far, compared with the record of an earlier plan.
//!
//! The rules are in `indirection`; here their results are collected. Invariant: a later decision about a holder
//! replaces the earlier one.

use std::collections::BTreeMap;

use super::indirection_rules::IndirectionDecision;
use super::model::ForcedBox;
use crate::recorded_indirections::{BoxChoice, RecordedIndirections, ValueHolder};

/// The indirections of a plan.
#[derive(Default)]
pub(super) struct DecidedIndirections {
    decided: BTreeMap<ValueHolder, IndirectionDecision>,
}

impl DecidedIndirections {
    pub(super) fn insert(&mut self, holder: ValueHolder, decided: IndirectionDecision) {
        self.decided.insert(holder, decided);
    }

    /// The record for the next plan: all decisions, and the earlier rows about other holders.
    pub(super) fn to_recorded_indirections(&self, recorded: &RecordedIndirections) -> RecordedIndirections {
        let mut layout = recorded.clone();
        for (holder, decided) in &self.decided {
            layout.insert(holder.clone(), if decided.is_boxed { BoxChoice::Boxed } else { BoxChoice::Inline });
        }
        layout
    }

    /// Number of decisions that differ from those of the rules alone.
    pub(super) fn n_kept_by_record(&self) -> usize {
        self.decided.values().filter(|decided| decided.is_kept).count()
    }

    /// The values that are boxed although they are recorded as held by value.
    pub(super) fn forced_boxes(&self) -> Vec<ForcedBox> {
        let forced = self.decided.iter().filter_map(|(holder, decided)| {
            decided.forced_by.map(|reason| ForcedBox { holder: holder.clone(), reason })
        });
        forced.collect()
    }
}
