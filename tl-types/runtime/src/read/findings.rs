//! Findings of a reader: its errors and oddities, and the path to each.
//!
//! A path is collected while decoding functions return. Each function that sees a new finding prepends its own step.

use super::Reader;
use crate::error::{Error, ErrorKind};
use crate::field_path::{CombinatorNames, NO_FIELD, PathStep};
use crate::oddity::WireForm;

/// The number of findings before a step of the path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FindingsBeforeStep(u32);

impl Reader<'_> {
    /// Records an error and moves the reader to the end of its input. Does nothing if an error was recorded before.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn fail_at(&mut self, kind: ErrorKind, offset: usize, field: u32) {
        if let Some(choices) = self.choices() {
            choices.end();
        } else if self.error.is_none() {
            self.n_findings += 1;
            self.error = Some((self.n_findings, Error::new(kind, offset).prepend_field(field)));
            self.rest = &[];
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn fail_too_large(&mut self, field: u32) {
        self.fail_at(ErrorKind::TooLarge, self.offset(), field);
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn fail_too_short(&mut self, needed: usize, field: u32) {
        self.fail_at(ErrorKind::UnexpectedEnd { needed, left: self.rest.len() }, self.offset(), field);
    }

    /// Prepends a step to the path of every error and oddity, except for the first `n_findings_before` of them.
    #[cold]
    #[inline(never)]
    extern "C" fn prepend_step(&mut self, n_findings_before: u32, step: PathStep<&'static CombinatorNames>) {
        if matches!(step, PathStep::Field(NO_FIELD)) {
            return;
        }
        if let Some((sequence, error)) = self.error.take() {
            let error = if sequence > n_findings_before { error.prepend_step(step) } else { error };
            self.error = Some((sequence, error));
        } else {
            self.prepend_step_to_oddities(n_findings_before, step);
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn fail_unexpected_id(&mut self, id: u32, field: u32) {
        self.fail_at(ErrorKind::UnexpectedConstructor { id }, self.offset().saturating_sub(4), field);
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn record_unknown_flags(&mut self, unknown: u32, field: u32) {
        if self.refuses_unknown_flags {
            self.fail_at(ErrorKind::UnknownFlags { bits: unknown }, self.offset().saturating_sub(4), field);
        } else {
            self.record_oddity(field, 0, || WireForm::UnknownFlags(unknown));
        }
    }

    /// Begins a step of the path: the findings until [`end_step`](Self::end_step) are within it.
    ///
    /// A function that takes a closure instead would be instantiated two or three times for each level of types, and
    /// rustc's recursion limit would be reached with chains of half as many types.
    #[inline(always)]
    pub(crate) extern "C" fn begin_step(&self) -> FindingsBeforeStep {
        FindingsBeforeStep(self.n_findings)
    }

    /// Prepends the step to the path of all findings since its start.
    #[inline(always)]
    pub(crate) extern "C" fn end_step(&mut self, start: FindingsBeforeStep, step: PathStep<&'static CombinatorNames>) {
        if self.n_findings != start.0 {
            self.prepend_step(start.0, step);
        }
    }
}
