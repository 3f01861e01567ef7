//! Printing of canonical forms by copying runs of fields.
//!
//! `fast::field` marks fields whose text is their canonical form as [`TIGHT`]: `id:long`, `bot:flags.3?Bot`. Slow twin:
//! printing each field, in `syntax::print`. Without marks, every run is empty.

use crate::syntax::ast::Children;
use crate::syntax::ast::node::TIGHT;

/// Takes the longest run of marked fields with one blank between them off the front; returns its text, perhaps empty.
#[inline]
pub(crate) fn take_run<'f>(fields: &mut Children<'f>) -> &'f [u8] {
    let text = fields.file.text.as_bytes();
    let mut run = 0..0;
    let mut rest = *fields;
    while let Some(field) = rest.next().filter(|field| field.has(TIGHT)) {
        let (start, end) = (field.node().start as usize, field.last().node().end as usize);
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
