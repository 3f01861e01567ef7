//! Requests of a client, as a struct of each side.
//!
//! Invariant: all sides get the same field values, so they must encode the same bytes.

const SAMPLE_USER_ID: i64 = 5_000_000_001;
const SAMPLE_ACCESS_HASH: i64 = 0x1234_5678_9abc_def0;
const SAMPLE_RANDOM_ID: i64 = -7_654_321_012_345;
const SAMPLE_MESSAGE_TEXT: &str = "See you at the station, platform 4.";
const LAST_MESSAGE_ID: i32 = 9_000;
const HISTORY_LIMIT: i32 = 100;

pub(crate) mod ours {
    use tl_types::api::{constructors as c, functions as f};

    use super::{
        HISTORY_LIMIT, LAST_MESSAGE_ID, SAMPLE_ACCESS_HASH, SAMPLE_MESSAGE_TEXT, SAMPLE_RANDOM_ID, SAMPLE_USER_ID,
    };

    fn sample_peer() -> c::InputPeerUser {
        c::InputPeerUser { user_id: SAMPLE_USER_ID, access_hash: SAMPLE_ACCESS_HASH }
    }

    pub(crate) fn send_message() -> f::messages::SendMessage {
        f::messages::SendMessage {
            clear_draft: true,
            ..f::messages::SendMessage::new(sample_peer(), SAMPLE_MESSAGE_TEXT, SAMPLE_RANDOM_ID)
        }
    }

    pub(crate) fn get_history() -> f::messages::GetHistory {
        f::messages::GetHistory {
            peer: sample_peer().into(),
            offset_id: LAST_MESSAGE_ID,
            offset_date: 0,
            add_offset: 0,
            limit: HISTORY_LIMIT,
            max_id: 0,
            min_id: 0,
            hash: 0,
        }
    }

    pub(crate) fn get_state() -> f::updates::GetState {
        f::updates::GetState
    }
}

/// The requests of one side. One macro serves both grammers and ferogram, whose structs have the same names and fields.
macro_rules! define_sample_requests {
    ($side:ident, $krate:ident) => {
        pub(crate) mod $side {
            use $krate::{enums as e, functions as f, types as t};

            use super::{
                HISTORY_LIMIT, LAST_MESSAGE_ID, SAMPLE_ACCESS_HASH, SAMPLE_MESSAGE_TEXT, SAMPLE_RANDOM_ID,
                SAMPLE_USER_ID,
            };

            fn sample_peer() -> e::InputPeer {
                e::InputPeer::User(t::InputPeerUser { user_id: SAMPLE_USER_ID, access_hash: SAMPLE_ACCESS_HASH })
            }

            pub(crate) fn send_message() -> f::messages::SendMessage {
                f::messages::SendMessage {
                    no_webpage: false,
                    silent: false,
                    background: false,
                    clear_draft: true,
                    noforwards: false,
                    update_stickersets_order: false,
                    invert_media: false,
                    allow_paid_floodskip: false,
                    peer: sample_peer(),
                    reply_to: None,
                    message: SAMPLE_MESSAGE_TEXT.into(),
                    random_id: SAMPLE_RANDOM_ID,
                    reply_markup: None,
                    entities: None,
                    schedule_date: None,
                    schedule_repeat_period: None,
                    send_as: None,
                    quick_reply_shortcut: None,
                    effect: None,
                    allow_paid_stars: None,
                    suggested_post: None,
                    rich_message: None,
                }
            }

            pub(crate) fn get_history() -> f::messages::GetHistory {
                f::messages::GetHistory {
                    peer: sample_peer(),
                    offset_id: LAST_MESSAGE_ID,
                    offset_date: 0,
                    add_offset: 0,
                    limit: HISTORY_LIMIT,
                    max_id: 0,
                    min_id: 0,
                    hash: 0,
                }
            }

            pub(crate) fn get_state() -> f::updates::GetState {
                f::updates::GetState {}
            }
        }
    };
}

define_sample_requests!(grammers, grammers_tl_types);
define_sample_requests!(ferogram, ferogram_tl_types);
