//! A list of diagnostics of bounded length.
//!
//! Invariant: the first error and the first warning are kept, so that dropping diagnostics never turns a refused schema
//! into an accepted one.

use super::{Diagnostic, Severity, sort_by_position};

/// The maximum number of errors, and of warnings, that parsing a text or resolving a schema reports.
pub(crate) const MAX_DIAGNOSTICS_PER_SEVERITY: usize = 10_000;

/// The diagnostics of one pass over a schema.
#[derive(Debug, Default)]
pub(crate) struct BoundedDiagnosticList {
    diagnostics: Vec<Diagnostic>,
    n_errors: usize,
    n_warnings: usize,
}

impl BoundedDiagnosticList {
    /// Adds a diagnostic, unless the list has [`MAX_DIAGNOSTICS_PER_SEVERITY`] of its severity.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let n_alike = match diagnostic.severity {
            Severity::Error => &mut self.n_errors,
            Severity::Warning => &mut self.n_warnings,
        };
        *n_alike += 1;
        if *n_alike <= MAX_DIAGNOSTICS_PER_SEVERITY {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The number of diagnostics so far, including dropped ones.
    pub(crate) fn n_pushed(&self) -> usize {
        self.n_errors + self.n_warnings
    }

    /// The diagnostics in the order of the sources; the message of the last one gives the number of dropped ones.
    pub(crate) fn into_sorted_vec(mut self) -> Vec<Diagnostic> {
        sort_by_position(&mut self.diagnostics);
        let n_more = self.n_errors.saturating_sub(MAX_DIAGNOSTICS_PER_SEVERITY)
            + self.n_warnings.saturating_sub(MAX_DIAGNOSTICS_PER_SEVERITY);
        if n_more > 0
            && let Some(last) = self.diagnostics.last_mut()
        {
            last.message += &format!("; {n_more} more diagnostics are left out");
        }
        self.diagnostics
    }
}
