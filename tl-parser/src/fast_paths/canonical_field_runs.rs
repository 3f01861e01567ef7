//! Printing of canonical forms by copying runs of fields.
//!
//! `fast_paths::parse_frequent_field` sets [`CANONICAL_TEXT_FLAG`] on fields whose text is their canonical form: `id:long`,
//! `x:flags.3?int`. Slow twin: printing each field, in `syntax::print`. Without this flag, every run is empty.

use crate::syntax::ast::Children;
use crate::syntax::ast::node::CANONICAL_TEXT_FLAG;

/// Takes the longest run of flagged fields with one blank between them off the front; returns its text, perhaps empty.
#[inline]
pub(crate) fn take_canonical_run<'f>(fields: &mut Children<'f>) -> &'f [u8] {
    let text = fields.file.text.as_bytes();
    let mut run = 0..0;
    let mut rest = *fields;
    while let Some(field) = rest.next().filter(|field| field.has_flag(CANONICAL_TEXT_FLAG)) {
        let (start, end) = (field.node().start as usize, field.last_descendant().node().end as usize);
        if run.is_empty() {
            run.start = start;
        } else if start != run.end + 1 || text[run.end] != b' ' {
            break;
        }
        run.end = end;
        *fields = rest;
    }
    &text[run]
}
