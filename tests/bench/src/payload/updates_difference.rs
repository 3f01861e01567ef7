//! Responses of the type `updates.difference`.

use tl_types::api::{constructors as c, types as t};

use super::{PAYLOAD_DATE, ResponseBuilder};

impl ResponseBuilder {
    /// A difference with `n_updates` updates and 40 new messages.
    pub(super) fn difference(&mut self, n_updates: i32) -> t::updates::Difference {
        let new_messages = (0..40).map(|message_idx| self.message(60_000 + message_idx)).collect();
        let other_updates = (0..n_updates).map(|update_idx| self.update(70_000 + update_idx)).collect();
        let (chats, users) = (self.chats(30), self.users(120));
        let state = c::updates::State { pts: 71_000, qts: 12, date: PAYLOAD_DATE, seq: 240, unread_count: 17 };
        let new_encrypted_messages = Vec::new();
        c::updates::Difference { new_messages, new_encrypted_messages, other_updates, chats, users, state }.into()
    }
}
