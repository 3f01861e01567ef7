//! A part of the printed report, which both forms for people lay out in their own way.

/// A part of the printed report: a heading, and the lines below it.
pub(super) struct ReportPart {
    pub(super) heading: String,
    pub(super) lines: Vec<String>,
}
