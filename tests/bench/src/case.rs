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

/// An implementation that is measured, or a variant of ours.
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

/// All cases, in the order of the table.
pub(crate) const CASES: &[Case] = &[
    Case {
        name: "messages",
        description: "page of 100 messages",
        prepare: || response::<t::messages::Messages, g::messages::Messages, f::messages::Messages>(payload::messages()),
    },
    Case {
        name: "difference",
        description: "difference of 1,000 updates",
        prepare: || {
            response::<t::updates::Difference, g::updates::Difference, f::updates::Difference>(payload::difference())
        },
    },
    Case {
        name: "dialogs",
        description: "list of 100 dialogs",
        prepare: || response::<t::messages::Dialogs, g::messages::Dialogs, f::messages::Dialogs>(payload::dialogs()),
    },
    Case {
        name: "file",
        description: "`upload.file` of 1 MiB",
        prepare: || response::<t::upload::File, g::upload::File, f::upload::File>(payload::file()),
    },
    Case {
        name: "longs",
        description: "100,000 longs",
        prepare: || response::<Vec<i64>, Vec<i64>, Vec<i64>>(payload::longs()),
    },
    Case {
        name: "update-short",
        description: "`updateShort`: a user is online",
        prepare: || response::<t::Updates, g::Updates, f::Updates>(payload::update_short()),
    },
    Case {
        name: "update-new-message",
        description: "`updateNewMessage` of a short text",
        prepare: || response::<t::Update, g::Update, f::Update>(payload::update_new_message()),
    },
    Case {
        name: "send-message",
        description: "`messages.sendMessage`",
        prepare: || {
            request(
                requests::ours::send_message(),
                requests::grammers::send_message(),
                requests::ferogram::send_message(),
            )
        },
    },
    Case {
        name: "get-history",
        description: "`messages.getHistory`",
        prepare: || {
            request(requests::ours::get_history(), requests::grammers::get_history(), requests::ferogram::get_history())
        },
    },
    Case {
        name: "get-state",
        description: "`updates.getState`",
        prepare: || {
            request(requests::ours::get_state(), requests::grammers::get_state(), requests::ferogram::get_state())
        },
    },
];

/// The work of one side in a case, or an error message if the case, the operation or the side does not exist.
pub(crate) fn find(name: &str, operation: Operation, side: Side) -> Result<Work, String> {
    let Some(case) = CASES.iter().find(|case| case.name == name) else {
        let known: Vec<_> = CASES.iter().map(|case| case.name).collect();
        return Err(format!("there is no case `{name}`; known cases: {}", known.join(", ")));
    };
    let rows = (case.prepare)().rows.into_iter().filter(|row| row.operation == operation);
    let work = rows.flat_map(|row| row.works).find_map(|(other, work)| (other == side).then_some(work));
    work.ok_or_else(|| format!("the case `{name}` has no such operation for this side"))
}

/// Prepares a response of a server as a case, given the corresponding type of each implementation.
fn response<O, G: grammers::Value, F: ferogram::Value>(bytes: Bytes) -> Prepared
where
    O: ours::Value + views::Value,
    for<'a> O::View<'a>: views::Visit,
{
    let other_sides =
        || [(Side::Grammers, grammers::decode::<G>(&bytes)), (Side::Ferogram, ferogram::decode::<F>(&bytes))];
    let view = [(Side::Ours, views::view::<O>(&bytes))].into_iter().chain(other_sides()).collect();
    let visit = [(Side::Ours, views::visit::<O>(&bytes))].into_iter().chain(other_sides()).collect();
    let decode = vec![
        (Side::Ours, ours::decode::<O>(&bytes)),
        (Side::Shared, ours::decode_shared::<O>(&bytes)),
        (Side::Grammers, grammers::decode::<G>(&bytes)),
        (Side::Ferogram, ferogram::decode::<F>(&bytes)),
        (Side::Memcpy, memcpy(&bytes)),
    ];
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
    let works = [
        (Operation::Decode, decode),
        (Operation::View, view),
        (Operation::Visit, visit),
        (Operation::Encode, encode),
        (Operation::Clone, clone),
    ];
    let rows = works.into_iter().map(|(operation, works)| Row { operation, works }).collect();
    Prepared { n_bytes: bytes.len(), rows }
}

/// Prepares a request of a client as a case. It is only encoded: by default, no implementation can decode requests.
fn request(ours: impl ours::Call, grammers: impl grammers::Call, ferogram: impl ferogram::Call) -> Prepared {
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
