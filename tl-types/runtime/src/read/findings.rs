//! Findings of a reader: its errors and oddities, and the path to each.
//!
//! A path is collected while decoding functions return. Each function that sees a new finding prepends its own step.

use alloc::vec::Vec;

use super::Reader;
use crate::error::{Error, ErrorKind, Result};
use crate::oddity::{Oddity, WireForm};
use crate::path::{CombinatorNames, NO_FIELD, PathStep};

/// The number of findings before a step of the path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepStart(u32);

impl<'a> Reader<'a> {
    /// Records an error and moves the reader to the end of its input. Does nothing if an error was recorded before.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn fail_at(&mut self, kind: ErrorKind, offset: usize, field: u32) {
        if self.is_arbitrary() {
            self.rest = &[];
        } else if self.error.is_none() {
            self.n_findings += 1;
            self.error = Some((self.n_findings, Error::new(kind, offset).in_field(field)));
            self.rest = &[];
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn fail(&mut self, kind: ErrorKind) {
        self.fail_at(kind, self.offset(), NO_FIELD);
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn too_large(&mut self, field: u32) {
        self.fail_at(ErrorKind::TooLarge, self.offset(), field);
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn too_short(&mut self, needed: usize, field: u32) {
        self.fail_at(ErrorKind::UnexpectedEnd { needed, left: self.rest.len() }, self.offset(), field);
    }

    /// Like [`too_short`](Self::too_short), if `N` bytes are needed. One argument less keeps the code of the many
    /// callers small.
    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn too_short_for<const N: usize>(&mut self, field: u32) {
        self.too_short(N, field);
    }

    /// Prepends a step to the path of every error and oddity, except for the first `n_findings_before` of them.
    #[cold]
    #[inline(never)]
    extern "C" fn prepend_step(&mut self, n_findings_before: u32, step: PathStep<&'static CombinatorNames>) {
        if matches!(step, PathStep::Field(NO_FIELD)) {
            return;
        }
        if let Some((sequence, error)) = self.error.take() {
            let error = if sequence > n_findings_before { error.prepend(step) } else { error };
            self.error = Some((sequence, error));
            return;
        }
        let Some(oddities) = &self.oddities else { return };
        let n_before = oddities.partition_point(|oddity| oddity.sequence <= n_findings_before);
        let cost = (oddities.len() - n_before) * size_of::<PathStep<u32>>();
        if self.charge(cost, NO_FIELD)
            && let Some(oddities) = &mut self.oddities
        {
            oddities[n_before..].iter_mut().for_each(|oddity| oddity.prepend(step));
        }
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
        let cost = size_of::<Oddity>() + n_bytes + size_of::<PathStep<u32>>();
        if self.oddities.is_some()
            && self.charge(cost, field)
            && let Some(oddities) = &mut self.oddities
        {
            self.n_findings += 1;
            oddities.push(Oddity::new(self.n_findings, field, wire_form()));
        }
    }

    /// Makes the reader lossless: it accepts non-canonical parts and records them as oddities.
    pub(crate) fn into_lossless(mut self) -> Self {
        self.oddities = Some(Vec::new());
        self
    }

    /// Ends lossless decoding. Returns the oddities and the remaining bytes, or the first error.
    pub(crate) fn finish_lossless(mut self) -> Result<(Vec<Oddity>, &'a [u8])> {
        self.charge(self.rest.len(), NO_FIELD);
        match self.error {
            Some((_, error)) => Err(error),
            None => Ok((self.oddities.unwrap_or_default(), self.rest)),
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn unexpected_id(&mut self, id: u32, field: u32) {
        self.fail_at(ErrorKind::UnexpectedConstructor { id }, self.offset().saturating_sub(4), field);
    }

    #[cold]
    #[inline(never)]
    pub(super) extern "C" fn unknown_flags(&mut self, unknown: u32, field: u32) {
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
    pub(crate) extern "C" fn begin_step(&self) -> StepStart {
        StepStart(self.n_findings)
    }

    /// Prepends the step to the path of all findings since its start.
    #[inline(always)]
    pub(crate) extern "C" fn end_step(&mut self, start: StepStart, step: PathStep<&'static CombinatorNames>) {
        if self.n_findings != start.0 {
            self.prepend_step(start.0, step);
        }
    }
}
