//! The list of benchmarks, [`CASES`].
//!
//! A case is a payload and its type in each implementation. Invariant: when a case is prepared, every side has decoded
//! the payload and encoded it to the same bytes.

use bytes::Bytes;
use clap::ValueEnum;
use ferogram_tl_types::enums as f;
use grammers_tl_types::enums as g;
use tl_types::api::types as t;

use crate::sides::{Work, ferogram, grammers, memcpy, ours, views};
use crate::{payload, requests};

/// An implementation that is measured, a variant of ours, or a plain copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// `tl-types`, with strings and bytes copied from the input.
    Ours,
    /// `tl-types`, strings and bytes refer to the input.
    Shared,
    /// `grammers-tl-types`.
    Grammers,
    /// `ferogram-tl-types`.
    Ferogram,
    /// A plain copy of the bytes: a lower bound for all but the smallest payloads.
    Memcpy,
}

/// A measured operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Operation {
    /// Decodes the bytes and drops the value.
    Decode,
    /// Validates the bytes and returns a view of the outermost value. Implementations without views decode instead.
    View,
    /// Like [`View`](Self::View), then reads every field of all nested views. Implementations without views only
    /// decode.
    Visit,
    /// Encodes a value into a vector with enough capacity.
    Encode,
    /// Clones a value and drops the clone.
    Clone,
    /// Compares two equal values. The other implementations derive the comparison.
    Compare,
}

/// A payload and the operations on it.
pub(crate) struct Case {
    /// Short name for command lines.
    pub(crate) name: &'static str,
    /// Description for the table.
    pub(crate) description: &'static str,
    /// Builds the payload and the work of all sides.
    pub(crate) prepare: fn() -> Prepared,
}

/// A case that is ready to be measured, with the work of all implementations.
pub(crate) struct Prepared {
    /// Size of the payload in bytes.
    pub(crate) n_bytes: usize,
    /// One row for each operation.
    pub(crate) rows: Vec<Row>,
}

/// An operation, and the work of each side that supports it.
pub(crate) struct Row {
    pub(crate) operation: Operation,
    pub(crate) works: Vec<(Side, Work)>,
}

/// A response of the same type in each crate.
macro_rules! response {
    ($payload:ident: $($ty:ident)::+) => {
        || prepare_response::<t::$($ty)::+, g::$($ty)::+, f::$($ty)::+>(payload::$payload())
    };
}

/// The same request in each crate.
macro_rules! request {
    ($name:ident) => {
        || prepare_request(requests::ours::$name(), requests::grammers::$name(), requests::ferogram::$name())
    };
}

const fn case(name: &'static str, description: &'static str, prepare: fn() -> Prepared) -> Case {
    Case { name, description, prepare }
}

/// All cases, in the order of the table.
pub(crate) const CASES: &[Case] = &[
    case("messages", "page of 100 messages", response!(messages: messages::Messages)),
    case("difference", "difference of 1,000 updates", response!(difference: updates::Difference)),
    case("dialogs", "list of 100 dialogs", response!(dialogs: messages::Dialogs)),
    case("file", "`upload.file` of 1 MiB", response!(file: upload::File)),
    case("longs", "100,000 longs", || prepare_response::<Vec<i64>, Vec<i64>, Vec<i64>>(payload::longs())),
    case("update-short", "`updateShort`: a user is online", response!(update_short: Updates)),
    case("update-new-message", "`updateNewMessage` of a short text", response!(update_new_message: Update)),
    case("send-message", "`messages.sendMessage`", request!(send_message)),
    case("get-history", "`messages.getHistory`", request!(get_history)),
    case("get-state", "`updates.getState`", request!(get_state)),
];

/// The work of one side in a case, or an error message if the case, the operation or the side does not exist.
pub(crate) fn find_work(name: &str, operation: Operation, side: Side) -> Result<Work, String> {
    let Some(case) = CASES.iter().find(|case| case.name == name) else {
        let known: Vec<_> = CASES.iter().map(|case| case.name).collect();
        return Err(format!("there is no case `{name}`; known cases: {}", known.join(", ")));
    };
    let rows = (case.prepare)().rows.into_iter().filter(|row| row.operation == operation);
    let work = rows.flat_map(|row| row.works).find_map(|(other, work)| (other == side).then_some(work));
    work.ok_or_else(|| format!("the case `{name}` has no such operation for this side"))
}

/// Prepares a response of a server as a case, given the corresponding type of each implementation.
fn prepare_response<O, G: grammers::Value, F: ferogram::Value>(bytes: Bytes) -> Prepared
where
    O: ours::Value + views::Value,
    for<'a> O::View<'a>: views::Visit,
{
    let with_others = |ours| {
        vec![
            (Side::Ours, ours),
            (Side::Grammers, grammers::decode::<G>(&bytes)),
            (Side::Ferogram, ferogram::decode::<F>(&bytes)),
        ]
    };
    let mut decode = with_others(ours::decode::<O>(&bytes));
    decode.insert(1, (Side::Shared, ours::decode_shared::<O>(&bytes)));
    decode.push((Side::Memcpy, memcpy(&bytes)));
    let encode = vec![
        (Side::Ours, ours::encode(ours::read::<O>(&bytes), &bytes)),
        (Side::Grammers, grammers::encode(grammers::read::<G>(&bytes), &bytes)),
        (Side::Ferogram, ferogram::encode(ferogram::read::<F>(&bytes), &bytes)),
        (Side::Memcpy, memcpy(&bytes)),
    ];
    let clone = vec![
        (Side::Ours, ours::clone(ours::read::<O>(&bytes))),
        (Side::Grammers, grammers::clone(grammers::read::<G>(&bytes))),
        (Side::Ferogram, ferogram::clone(ferogram::read::<F>(&bytes))),
    ];
    let compare = vec![
        (Side::Ours, ours::compare::<O>(&bytes)),
        (Side::Grammers, grammers::compare::<G>(&bytes)),
        (Side::Ferogram, ferogram::compare::<F>(&bytes)),
    ];
    let works = [
        (Operation::Decode, decode),
        (Operation::View, with_others(views::view::<O>(&bytes))),
        (Operation::Visit, with_others(views::visit::<O>(&bytes))),
        (Operation::Encode, encode),
        (Operation::Clone, clone),
        (Operation::Compare, compare),
    ];
    let rows = works.into_iter().map(|(operation, works)| Row { operation, works }).collect();
    Prepared { n_bytes: bytes.len(), rows }
}

/// Prepares a request of a client as a case. The request is only encoded: by default, no implementation can decode
/// requests.
fn prepare_request(ours: impl ours::Call, grammers: impl grammers::Call, ferogram: impl ferogram::Call) -> Prepared {
    let bytes = Bytes::from(ours.to_bytes().expect("no string is too long"));
    let works = vec![
        (Side::Ours, ours::encode(ours, &bytes)),
        (Side::Grammers, grammers::encode(grammers, &bytes)),
        (Side::Ferogram, ferogram::encode(ferogram, &bytes)),
        (Side::Memcpy, memcpy(&bytes)),
    ];
    Prepared { n_bytes: bytes.len(), rows: vec![Row { operation: Operation::Encode, works }] }
}

#[cfg(test)]
mod tests {
    use super::CASES;

    /// Preparing a case checks that all sides decode it and encode the same bytes.
    #[test]
    fn all_sides_agree_on_every_case() {
        for case in CASES {
            for mut row in (case.prepare)().rows {
                row.works.iter_mut().for_each(|(_, work)| work(2));
            }
        }
    }
}
