//! Declarations without a written id.
//!
//! A computed id is right by definition. But it changes with the declaration, and no line of the schema shows it.

use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::Combinator;

pub(super) fn check(combinator: &Combinator) -> Option<Diagnostic> {
    // Neither has an id on the wire: the codec knows built-ins, and a default constructor has no name to glue one to.
    if combinator.id_is_written || combinator.is_builtin || combinator.name.local == "_" {
        return None;
    }
    let Combinator { name, id, span, .. } = combinator;
    let message = format!("`{name}` has no written id");
    let diagnostic = Diagnostic::warning(Code::MissingId, *span, message)
        .label("its id changes with the declaration")
        .note(format!("canonical form is `{}`", combinator.canonical))
        .suggest("write the id that is computed now", span.after(), format!("#{id:08x}"));
    Some(diagnostic)
}
