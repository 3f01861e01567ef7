//! Responses of the type `messages.dialogs`.

use tl_types::api::{constructors as c, types as t};

use super::ResponseBuilder;

impl ResponseBuilder {
    /// A list of dialogs, each with its top message; they share 80 users and 50 chats.
    pub(super) fn dialogs(&mut self, n_dialogs: i32) -> t::messages::Dialogs {
        let dialogs = (0..n_dialogs).map(|dialog_idx| self.dialog(4_000 + dialog_idx).into()).collect();
        let messages = (0..n_dialogs).map(|dialog_idx| self.message(4_000 + dialog_idx)).collect();
        let (chats, users) = (self.chats(50), self.users(80));
        c::messages::Dialogs { dialogs, messages, chats, users }.into()
    }

    fn dialog(&mut self, top_message: i32) -> c::Dialog {
        let (n_unread, settings) = (self.random.i32(0..30), self.notify_settings());
        let read = top_message - n_unread;
        let mut dialog =
            c::Dialog::new(self.random_peer(), top_message, read, top_message, n_unread, 0, 0, 0, settings);
        dialog.pinned = self.random_bool_of_percent(5);
        dialog.pts = self.random_bool_of_percent(40).then_some(70_000);
        dialog.draft = self.random_bool_of_percent(5).then(|| Box::new(self.random_draft().into()));
        dialog
    }
}
