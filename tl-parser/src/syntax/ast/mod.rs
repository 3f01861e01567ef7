//! A schema as written: every declaration with its spans, no name resolved.
//!
//! - `file`, `entry`, `node`: the data, in flat vectors that borrow their words from the text;
//! - `tree`: navigation from node to node; `normal_form`: terms with brackets flattened and sums folded;
//! - `declaration`, `field`, `term`: the public views, small enough to be copied.
//!
//! Brackets, groups of names and the spelling of numbers and ids are kept, so that [`crate::syntax::print`] can print a
//! declaration back; blanks and comments are not. Invariant: a view refers to a node of a kind that it accepts.

mod declaration;
mod entry;
mod field;
mod file;
pub(crate) mod node;
mod normal_form;
mod term;
mod tree;

pub use declaration::{Combinator, Declaration, Directive, PartialApplication};
pub use entry::DirectiveKind;
pub(crate) use entry::{BUILTIN_FLAG, DeclarationKind, Entry, RESULT_ARROW_FLAG, UPPER_NAMES_FLAG};
pub use field::{Condition, Field, FieldType, Params, Repetition};
pub use file::File;
pub(crate) use node::NodeKind;
pub(crate) use normal_form::{AppliedTerm, FoldedSum};
pub use term::{Id, Ident, Number, Term, TermKind};
pub(crate) use tree::{Children, View};
