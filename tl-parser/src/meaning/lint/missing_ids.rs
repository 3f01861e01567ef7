//! Declarations without a written id.
//!
//! A computed id is right by definition, but it changes with the declaration, and the schema does not show it.

use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::Combinator;

pub(super) fn missing_id_warning(combinator: &Combinator) -> Option<Diagnostic> {
    // Built-ins have no id on the wire, and a default constructor has no name that an id could follow.
    if combinator.id_is_written || combinator.is_builtin || combinator.name.local == "_" {
        return None;
    }
    let Combinator { name, id, span, .. } = combinator;
    let message = format!("`{name}` has no written id");
    let diagnostic = Diagnostic::warning(Code::MissingId, *span, message)
        .label("its id changes with the declaration")
        .note(format!("canonical form is `{}`", combinator.canonical))
        .suggest("write the id that is computed now", span.empty_at_end(), format!("#{id:08x}"));
    Some(diagnostic)
}
