//! The list of benchmarks, [`CASES`].
//!
//! A case is a payload and its type in each implementation. Invariant: when a case is prepared, every side has decoded
//! the payload and encoded it to the same bytes.

use bytes::Bytes;
use clap::ValueEnum;
use ferogram_tl_types::enums as f;
use grammers_tl_types::enums as g;
use tl_types::api::types as t;

use crate::sides::{MeasuredWork, ferogram, grammers, memcpy_work, ours, views};
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
pub(crate) struct BenchCase {
    /// Short name for command lines.
    pub(crate) name: &'static str,
    /// Description for the table.
    pub(crate) description: &'static str,
    /// Builds the payload and the work of all sides.
    pub(crate) prepare: fn() -> PreparedCase,
}

/// A case that is ready to be measured, with the work of all implementations.
pub(crate) struct PreparedCase {
    /// Size of the payload in bytes.
    pub(crate) n_bytes: usize,
    /// One row for each operation.
    pub(crate) rows: Vec<OperationRow>,
}

/// An operation, and the work of each side that supports it.
pub(crate) struct OperationRow {
    pub(crate) operation: Operation,
    pub(crate) works: Vec<(Side, MeasuredWork)>,
}

/// A response of the same type in each crate.
macro_rules! response_case {
    ($payload:ident: $($ty:ident)::+) => {
        || prepare_response::<t::$($ty)::+, g::$($ty)::+, f::$($ty)::+>(payload::$payload())
    };
}

/// The same request in each crate.
macro_rules! request_case {
    ($name:ident) => {
        || prepare_request(requests::ours::$name(), requests::grammers::$name(), requests::ferogram::$name())
    };
}

const fn new_case(name: &'static str, description: &'static str, prepare: fn() -> PreparedCase) -> BenchCase {
    BenchCase { name, description, prepare }
}

/// All cases, in the order of the table.
pub(crate) const CASES: &[BenchCase] = &[
    new_case("messages", "page of 100 messages", response_case!(messages_payload: messages::Messages)),
    new_case("difference", "difference of 1,000 updates", response_case!(difference_payload: updates::Difference)),
    new_case("dialogs", "list of 100 dialogs", response_case!(dialogs_payload: messages::Dialogs)),
    new_case("file", "`upload.file` of 1 MiB", response_case!(file_payload: upload::File)),
    new_case("longs", "100,000 longs", || prepare_response::<Vec<i64>, Vec<i64>, Vec<i64>>(payload::longs_payload())),
    new_case("update-short", "`updateShort`: a user is online", response_case!(update_short_payload: Updates)),
    new_case(
        "update-new-message",
        "`updateNewMessage` of a short text",
        response_case!(update_new_message_payload: Update),
    ),
    new_case("send-message", "`messages.sendMessage`", request_case!(send_message)),
    new_case("get-history", "`messages.getHistory`", request_case!(get_history)),
    new_case("get-state", "`updates.getState`", request_case!(get_state)),
];

/// The work of one side in a case, or an error message if the case, the operation or the side does not exist.
pub(crate) fn find_work(name: &str, operation: Operation, side: Side) -> Result<MeasuredWork, String> {
    let Some(case) = CASES.iter().find(|case| case.name == name) else {
        let known: Vec<_> = CASES.iter().map(|case| case.name).collect();
        return Err(format!("there is no case `{name}`; known cases: {}", known.join(", ")));
    };
    let rows = (case.prepare)().rows.into_iter().filter(|row| row.operation == operation);
    let work = rows.flat_map(|row| row.works).find_map(|(other, work)| (other == side).then_some(work));
    work.ok_or_else(|| format!("the case `{name}` has no such operation for this side"))
}

/// Prepares a response of a server as a case, given the corresponding type of each implementation.
fn prepare_response<O, G: grammers::Decodable, F: ferogram::Decodable>(bytes: Bytes) -> PreparedCase
where
    O: ours::Decodable + views::HasView,
    for<'a> O::View<'a>: views::Visit,
{
    let with_others = |ours| {
        vec![
            (Side::Ours, ours),
            (Side::Grammers, grammers::decode_work::<G>(&bytes)),
            (Side::Ferogram, ferogram::decode_work::<F>(&bytes)),
        ]
    };
    let mut decode = with_others(ours::decode_work::<O>(&bytes));
    decode.insert(1, (Side::Shared, ours::decode_shared_work::<O>(&bytes)));
    decode.push((Side::Memcpy, memcpy_work(&bytes)));
    let encode = vec![
        (Side::Ours, ours::encode_work(ours::decode_sample::<O>(&bytes), &bytes)),
        (Side::Grammers, grammers::encode_work(grammers::decode_sample::<G>(&bytes), &bytes)),
        (Side::Ferogram, ferogram::encode_work(ferogram::decode_sample::<F>(&bytes), &bytes)),
        (Side::Memcpy, memcpy_work(&bytes)),
    ];
    let clone = vec![
        (Side::Ours, ours::clone_work(ours::decode_sample::<O>(&bytes))),
        (Side::Grammers, grammers::clone_work(grammers::decode_sample::<G>(&bytes))),
        (Side::Ferogram, ferogram::clone_work(ferogram::decode_sample::<F>(&bytes))),
    ];
    let compare = vec![
        (Side::Ours, ours::compare_work::<O>(&bytes)),
        (Side::Grammers, grammers::compare_work::<G>(&bytes)),
        (Side::Ferogram, ferogram::compare_work::<F>(&bytes)),
    ];
    let works = [
        (Operation::Decode, decode),
        (Operation::View, with_others(views::view_work::<O>(&bytes))),
        (Operation::Visit, with_others(views::visit_work::<O>(&bytes))),
        (Operation::Encode, encode),
        (Operation::Clone, clone),
        (Operation::Compare, compare),
    ];
    let rows = works.into_iter().map(|(operation, works)| OperationRow { operation, works }).collect();
    PreparedCase { n_bytes: bytes.len(), rows }
}

/// Prepares a request of a client as a case. The request is only encoded: by default, no implementation can decode
/// requests.
fn prepare_request(
    ours: impl ours::Encodable,
    grammers: impl grammers::Encodable,
    ferogram: impl ferogram::Encodable,
) -> PreparedCase {
    let bytes = Bytes::from(ours.to_bytes().expect("no string is too long"));
    let works = vec![
        (Side::Ours, ours::encode_work(ours, &bytes)),
        (Side::Grammers, grammers::encode_work(grammers, &bytes)),
        (Side::Ferogram, ferogram::encode_work(ferogram, &bytes)),
        (Side::Memcpy, memcpy_work(&bytes)),
    ];
    PreparedCase { n_bytes: bytes.len(), rows: vec![OperationRow { operation: Operation::Encode, works }] }
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
