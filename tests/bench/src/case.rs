//! What is measured: [`CASES`] is the whole of it.
//!
//! A case is a payload and the types that hold it on each side. Invariant: every side that takes part has written the
//! payload byte by byte by the time the case is there.

use bytes::Bytes;
use clap::ValueEnum;
use ferogram_tl_types::enums as f;
use grammers_tl_types::enums as g;
use tl_types::api::types as t;

use crate::sides::{Work, copy, ferogram, grammers, ours, views};
use crate::{payload, requests};

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// We, input copied.
    Ours,
    /// We, input shared.
    Shared,
    /// `grammers-tl-types`.
    Grammers,
    /// `ferogram-tl-types`.
    Ferogram,
    /// Nobody: the bytes are copied as they are, the floor for all but the smallest payloads.
    Memcpy,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Operation {
    /// Bytes become a value, which is dropped.
    Decode,
    /// Bytes are checked and the outermost value looked at where it lies; others decode.
    View,
    /// The same, and then every field of all that is nested is looked at; others decode and look at nothing.
    Visit,
    /// A value becomes bytes, in a vector that has room for them.
    Encode,
    /// A value becomes two, one of which is dropped.
    Clone,
}

/// A payload and what can be done with it.
pub(crate) struct Case {
    /// Short, for command lines.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) about: &'static str,
    /// Makes the payload, and all that is done with it.
    pub(crate) prepare: fn() -> Prepared,
}

/// A case that is ready to be measured.
pub(crate) struct Prepared {
    /// Bytes of the payload.
    pub(crate) n_bytes: usize,
    /// One for each operation.
    pub(crate) rows: Vec<Row>,
}

/// An operation, and the sides that can do it.
pub(crate) struct Row {
    pub(crate) operation: Operation,
    pub(crate) works: Vec<(Side, Work)>,
}

/// All cases, in the order of the table.
pub(crate) const CASES: &[Case] = &[
    Case {
        name: "messages",
        about: "page of 100 messages",
        prepare: || answer::<t::messages::Messages, g::messages::Messages, f::messages::Messages>(payload::messages()),
    },
    Case {
        name: "difference",
        about: "difference of 1,000 updates",
        prepare: || {
            answer::<t::updates::Difference, g::updates::Difference, f::updates::Difference>(payload::difference())
        },
    },
    Case {
        name: "dialogs",
        about: "list of 100 dialogs",
        prepare: || answer::<t::messages::Dialogs, g::messages::Dialogs, f::messages::Dialogs>(payload::dialogs()),
    },
    Case {
        name: "file",
        about: "`upload.file` of 1 MiB",
        prepare: || answer::<t::upload::File, g::upload::File, f::upload::File>(payload::file()),
    },
    Case {
        name: "longs",
        about: "100,000 longs",
        prepare: || answer::<Vec<i64>, Vec<i64>, Vec<i64>>(payload::longs()),
    },
    Case {
        name: "update-short",
        about: "`updateShort`: a user is online",
        prepare: || answer::<t::Updates, g::Updates, f::Updates>(payload::update_short()),
    },
    Case {
        name: "update-new-message",
        about: "`updateNewMessage` of a short text",
        prepare: || answer::<t::Update, g::Update, f::Update>(payload::update_new_message()),
    },
    Case {
        name: "send-message",
        about: "`messages.sendMessage`",
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
        about: "`messages.getHistory`",
        prepare: || {
            request(requests::ours::get_history(), requests::grammers::get_history(), requests::ferogram::get_history())
        },
    },
    Case {
        name: "get-state",
        about: "`updates.getState`",
        prepare: || {
            request(requests::ours::get_state(), requests::grammers::get_state(), requests::ferogram::get_state())
        },
    },
];

/// The work of one side in the case of this name, or why there is none.
pub(crate) fn find(name: &str, operation: Operation, side: Side) -> Result<Work, String> {
    let Some(case) = CASES.iter().find(|case| case.name == name) else {
        let known: Vec<_> = CASES.iter().map(|case| case.name).collect();
        return Err(format!("there is no case `{name}`; known cases: {}", known.join(", ")));
    };
    let rows = (case.prepare)().rows.into_iter().filter(|row| row.operation == operation);
    let work = rows.flat_map(|row| row.works).find_map(|(other, work)| (other == side).then_some(work));
    work.ok_or_else(|| format!("in the case `{name}` this side doesn't do that"))
}

/// What a server sends, as a type of each side.
fn answer<O, G: grammers::Value, F: ferogram::Value>(bytes: Bytes) -> Prepared
where
    O: ours::Value + views::Value,
    for<'a> O::View<'a>: views::Visit,
{
    let theirs = || [(Side::Grammers, grammers::decode::<G>(&bytes)), (Side::Ferogram, ferogram::decode::<F>(&bytes))];
    let view = [(Side::Ours, views::view::<O>(&bytes))].into_iter().chain(theirs()).collect();
    let visit = [(Side::Ours, views::visit::<O>(&bytes))].into_iter().chain(theirs()).collect();
    let decode = vec![
        (Side::Ours, ours::decode::<O>(&bytes)),
        (Side::Shared, ours::decode_shared::<O>(&bytes)),
        (Side::Grammers, grammers::decode::<G>(&bytes)),
        (Side::Ferogram, ferogram::decode::<F>(&bytes)),
        (Side::Memcpy, copy(&bytes)),
    ];
    let encode = vec![
        (Side::Ours, ours::encode(ours::read::<O>(&bytes), &bytes)),
        (Side::Grammers, grammers::encode(grammers::read::<G>(&bytes), &bytes)),
        (Side::Ferogram, ferogram::encode(ferogram::read::<F>(&bytes), &bytes)),
        (Side::Memcpy, copy(&bytes)),
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

/// What a client sends, which is only written: no side reads requests unless a feature asks for it.
fn request(ours: impl ours::Call, grammers: impl grammers::Call, ferogram: impl ferogram::Call) -> Prepared {
    let bytes = Bytes::from(ours.to_bytes().expect("no string is too long"));
    let works = vec![
        (Side::Ours, ours::encode(ours, &bytes)),
        (Side::Grammers, grammers::encode(grammers, &bytes)),
        (Side::Ferogram, ferogram::encode(ferogram, &bytes)),
        (Side::Memcpy, copy(&bytes)),
    ];
    Prepared { n_bytes: bytes.len(), rows: vec![Row { operation: Operation::Encode, works }] }
}

#[cfg(test)]
mod tests {
    use super::CASES;

    /// To prepare a case is to let all sides read it and write it again.
    #[test]
    fn all_sides_agree_on_every_case() {
        for case in CASES {
            for mut row in (case.prepare)().rows {
                row.works.iter_mut().for_each(|(_, work)| work(2));
            }
        }
    }
}
