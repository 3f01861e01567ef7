//! Single updates, with frequencies similar to real traffic.

use tl_types::api::{constructors as c, types as t};

use super::{PAYLOAD_DATE, ResponseBuilder};

impl ResponseBuilder {
    /// A random update; `pts` is its number in the sequence of updates.
    pub(super) fn update(&mut self, pts: i32) -> t::Update {
        match self.random.u32(..100) {
            0..14 => c::UpdateUserStatus { user_id: self.random_id(), status: self.random_status() }.into(),
            14..26 => c::UpdateReadHistoryInbox::new(self.random_peer(), pts - 9, 3, pts, 0).into(),
            26..34 => {
                c::UpdateReadHistoryOutbox { peer: self.random_peer(), max_id: pts - 9, pts, pts_count: 0 }.into()
            }
            34..42 => c::UpdateReadChannelInbox::new(self.random_id(), pts - 9, 12, pts).into(),
            42..50 => c::UpdateDeleteMessages { messages: self.message_ids(), pts, pts_count: 1 }.into(),
            50..54 => self.channel_deletion_update(pts).into(),
            54..66 => c::UpdateNewChannelMessage { message: self.message(pts), pts, pts_count: 1 }.into(),
            66..70 => c::UpdateEditChannelMessage { message: self.message(pts), pts, pts_count: 1 }.into(),
            70..80 => c::UpdateChannelMessageViews { channel_id: self.random_id(), id: pts, views: 4_000 }.into(),
            80..90 => c::UpdateMessageReactions::new(self.random_peer(), pts, self.reactions()).into(),
            90..94 => self.muted_chat_update().into(),
            94..97 => c::UpdateDraftMessage::new(self.random_peer(), self.random_draft()).into(),
            _ => c::UpdateUserTyping::new(self.random_id(), t::SendMessageAction::SendMessageTypingAction).into(),
        }
    }

    pub(super) fn notify_settings(&mut self) -> c::PeerNotifySettings {
        c::PeerNotifySettings {
            mute_until: self.random_bool_of_percent(40).then_some(i32::MAX),
            silent: self.random_bool_of_percent(20).then_some(false),
            ..c::PeerNotifySettings::default()
        }
    }

    pub(super) fn random_draft(&mut self) -> c::DraftMessage {
        c::DraftMessage::new(self.random_sentence(), PAYLOAD_DATE)
    }

    fn message_ids(&mut self) -> Vec<i32> {
        let n_messages = self.random.usize(1..12);
        (0..n_messages).map(|_| self.random.i32(1..100_000)).collect()
    }

    fn channel_deletion_update(&mut self, pts: i32) -> c::UpdateDeleteChannelMessages {
        c::UpdateDeleteChannelMessages { channel_id: self.random_id(), messages: self.message_ids(), pts, pts_count: 1 }
    }

    fn muted_chat_update(&mut self) -> c::UpdateNotifySettings {
        let peer = c::NotifyPeer { peer: self.random_peer() }.into();
        c::UpdateNotifySettings { peer, notify_settings: self.notify_settings() }
    }
}
