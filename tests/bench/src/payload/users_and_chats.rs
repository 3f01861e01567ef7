//! Users, chats and channels.

use tl_types::api::{constructors as c, types as t};

use super::text::FIRST_AND_LAST_NAMES;
use super::{PAYLOAD_DATE, ResponseBuilder};

impl ResponseBuilder {
    pub(super) fn users(&mut self, n_users: usize) -> Vec<t::User> {
        (0..n_users).map(|_| self.user().into()).collect()
    }

    /// `n_chats` chats: one basic group, then two channels, and so on.
    pub(super) fn chats(&mut self, n_chats: usize) -> Vec<t::Chat> {
        (0..n_chats)
            .map(|chat_idx| match chat_idx % 3 {
                0 => self.chat().into(),
                _ => self.channel().into(),
            })
            .collect()
    }

    pub(super) fn random_peer(&mut self) -> t::Peer {
        match self.random.u32(..4) {
            0 => c::PeerChannel { channel_id: self.random_id() }.into(),
            1 => c::PeerChat { chat_id: self.random_id() }.into(),
            _ => self.peer_user(),
        }
    }

    pub(super) fn peer_user(&mut self) -> t::Peer {
        c::PeerUser { user_id: self.random_id() }.into()
    }

    fn user(&mut self) -> c::User {
        let (first_name, last_name) = FIRST_AND_LAST_NAMES[self.random.usize(..FIRST_AND_LAST_NAMES.len())];
        let mut user = c::User::new(self.random_id());
        user.access_hash = Some(self.random_access_hash());
        user.first_name = Some(first_name.into());
        user.last_name = (!last_name.is_empty()).then(|| last_name.into());
        user.username = self.random_bool_of_percent(70).then(|| self.random_username().into());
        user.phone = self.random_bool_of_percent(20).then(|| "15550100123".into());
        user.contact = self.random_bool_of_percent(20);
        user.premium = self.random_bool_of_percent(15);
        user.status = Some(self.random_status());
        if self.random_bool_of_percent(80) {
            let (photo_id, stripped_thumb) = (self.random_access_hash(), Some(self.random_bytes(40)));
            user.photo = Some(c::UserProfilePhoto { stripped_thumb, ..c::UserProfilePhoto::new(photo_id, 2) }.into());
        }
        if self.random_bool_of_percent(10) {
            let username = self.random_username();
            user.usernames = Some(vec![c::Username { active: true, ..c::Username::new(username) }]);
        }
        user
    }

    pub(super) fn random_status(&mut self) -> t::UserStatus {
        match self.random.u32(..3) {
            0 => c::UserStatusOnline { expires: PAYLOAD_DATE + 300 }.into(),
            1 => c::UserStatusOffline { was_online: PAYLOAD_DATE - self.random.i32(0..100_000) }.into(),
            _ => c::UserStatusRecently::default().into(),
        }
    }

    fn chat(&mut self) -> c::Chat {
        let (id, title) = (self.random_id(), self.random_sentence());
        let mut chat =
            c::Chat::new(id, title, t::ChatPhoto::Empty, self.random.i32(2..200), PAYLOAD_DATE - 1_000_000, 12);
        chat.default_banned_rights = Some(default_banned_rights());
        chat
    }

    fn channel(&mut self) -> c::Channel {
        let (id, title) = (self.random_id(), self.random_sentence());
        let photo = c::ChatPhoto {
            stripped_thumb: Some(self.random_bytes(40)),
            ..c::ChatPhoto::new(self.random_access_hash(), 4)
        };
        let mut channel = c::Channel::new(id, title, photo, PAYLOAD_DATE - 1_000_000);
        channel.access_hash = Some(self.random_access_hash());
        channel.username = self.random_bool_of_percent(50).then(|| self.random_username().into());
        channel.megagroup = self.random_bool_of_percent(50);
        channel.broadcast = !channel.megagroup;
        channel.participants_count = Some(self.random.i32(10..100_000));
        channel.default_banned_rights = Some(default_banned_rights());
        channel
    }
}

fn default_banned_rights() -> c::ChatBannedRights {
    c::ChatBannedRights { send_polls: true, change_info: true, ..c::ChatBannedRights::new(i32::MAX) }
}
