//! Merging: the facts of all sources become one table, by fixed rules.
//!
//! *Facts that are dropped* (`filter`; each dropped fact is a conflict):
//!
//! 1. A method that the schema does not declare is dropped, and so is a page that is a placeholder or shows parameters
//!    of another method. Example: a page `chats.get` with the parameter `title`, which `chats.get` does not have.
//! 2. A column about access with the same answer for 20 methods or more is dropped. Example: a table in which all
//!    methods are for users.
//! 3. An error whose type is not spelled as one is dropped. Example: `500 All workers are busy`.
//!
//! *Who may call a method* (`access`): the first claim wins, in this order.
//!
//! 4. A page that was imported with `--prefer page` ranks above everything else. Example: its answer "bots: yes" wins
//!    against a list for users.
//! 5. Then, in a current source, a list for one kind of account. Example: `chats.rename` in the list for users gives
//!    users yes, bots no.
//! 6. Then absence: a method that a current source with lists documents, and that no list names, is for both. Example:
//!    `chats.get` with documented errors and in no list gives users yes, bots yes.
//! 7. Then the newest page, then the newest table. A later claim fills in an answer that the first leaves unknown.
//!    Pages of an edition with the same answer about bots on every page are no evidence. Example: the page answers
//!    "bots: no" and nothing about users, so that a table with `both` adds users yes.
//! 8. Bots may call a method over a business connection if a current source lists `BUSINESS_CONNECTION_INVALID` for it,
//!    and may not if current lists document it without that error; otherwise the newest page decides. Example:
//!    `messages.sendMessage` lists it, `auth.signIn` is documented without it.
//!
//! *Errors* (`errors`): the union over all sources, by code and type.
//!
//! 9. An error that a current source lists with its code is `listed`. Example: `400 CHAT_ID_INVALID`.
//! 10. An error in a fixed set (`fixed`), or that a source lists with more than half of its methods (`share`), may come
//!     from any method. It is listed under `*`; with a single method only if it is `fixed` and a current source lists
//!     it there. Example: `420 FLOOD_WAIT_%d`.
//! 11. A type without a code confirms an error of this type that the method has already. Otherwise it is `joined` with
//!     its code if the source is current and all sources agree on one code, and dropped if not. Example: `CHAT_GONE`
//!     with the codes 400 and 403 elsewhere is dropped.
//! 12. An error that only older sources list is `older`, or `second` if a current source lists its type with another
//!     code. Example: `403 CHAT_ID_INVALID` beside a current `400 CHAT_ID_INVALID`. A preferred page counts as current.
//! 13. A method that a current source documents without errors has none; one that no source covers is unknown. Example:
//!     a method in the list for users, but under no error, has the empty list of errors.
//! 14. A code and type that no source assigns to a method is `unplaced`, and is listed under `?`. Example:
//!     `400 CHAT_GONE` in a table of codes by type.
//!
//! *Statements* (`page_statements`):
//!
//! 15. A parameter, result or declaration on a page is kept if it agrees with the schema, and is a conflict otherwise.
//!     Example: `id:int` on a page, where the schema declares `id:long`.
//!
//! "Current" sources are tables and lists at most 4 layers behind the newest (`model`). Invariant: the result depends
//! on the facts and the schema, not on the order of the sources.

mod access;
mod conflict;
mod errors;
mod filter;
mod model;
mod page_statements;

use std::collections::BTreeSet;

use crate::functions::Functions;
use model::{MergedMethod, Recency};

pub use conflict::{Conflict, ConflictTopic};
pub use model::MergedFacts;
pub(crate) use model::Source;

/// Merges the facts of all sources.
pub(crate) fn merge_facts(functions: &Functions, sources: &[Source]) -> MergedFacts {
    let mut conflicts = BTreeSet::new();
    let sources = filter::drop_unreliable_facts(functions, sources, &mut conflicts);
    let recency = Recency::from_sources(&sources);
    let mut errors = errors::ErrorMerger::new(&sources, &recency);
    let mut merged = MergedFacts::default();
    for name in functions.function_names() {
        let access = access::merge_user_and_bot_access(name, &sources, &recency, &mut conflicts);
        let mut method = MergedMethod { access, ..MergedMethod::default() };
        errors.merge_errors_of_method(name, &mut method, &mut conflicts);
        method.business = access::merge_business_access(name, &sources, &recency, &mut conflicts);
        page_statements::merge_page_statements(name, functions, &sources, &mut merged.statements, &mut conflicts);
        if method != MergedMethod::default() {
            merged.methods.insert(name.to_owned(), method);
        }
    }
    merged.common = errors.common_errors();
    merged.other = errors.unassigned_errors(&merged);
    merged.conflicts = conflicts;
    merged
}
