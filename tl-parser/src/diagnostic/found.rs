//! Findings as they are made, and how many of them are kept.
//!
//! Invariant: the first error and the first warning are always kept, so that what is left out changes no verdict.

use super::{Diagnostic, Severity, sort};

/// How many errors, and how many warnings, one step keeps; whoever makes more has to correct these first.
pub(crate) const MOST_FINDINGS: usize = 10_000;

/// The findings of one step.
#[derive(Debug, Default)]
pub(crate) struct Found {
    diagnostics: Vec<Diagnostic>,
    n_errors: usize,
    n_warnings: usize,
}

impl Found {
    /// Adds a finding, unless there are enough of its kind.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let n_alike = match diagnostic.severity {
            Severity::Error => &mut self.n_errors,
            Severity::Warning => &mut self.n_warnings,
        };
        *n_alike += 1;
        if *n_alike <= MOST_FINDINGS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// How many there are so far, those left out included.
    pub(crate) fn len(&self) -> usize {
        self.n_errors + self.n_warnings
    }

    /// All that were kept, in the order of the texts; the last one says how many were not.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        sort(&mut self.diagnostics);
        let n_more = self.n_errors.saturating_sub(MOST_FINDINGS) + self.n_warnings.saturating_sub(MOST_FINDINGS);
        if n_more > 0
            && let Some(last) = self.diagnostics.last_mut()
        {
            last.message += &format!("; {n_more} more findings are left out");
        }
        self.diagnostics
    }
}
