//! Messages with replies, media, reactions and entities.

use tl_types::api::{constructors as c, groups as g, types as t};

use super::{PAYLOAD_DATE, ResponseBuilder};

impl ResponseBuilder {
    /// A random message. One in 25 is a service message; optional fields are set about as often as in real traffic.
    pub(super) fn message(&mut self, id: i32) -> t::Message {
        if self.random_bool_of_percent(4) {
            return self.service_message(id).into();
        }
        let len = self.random_message_len();
        let mut message = self.text_message(id, len);
        message.reply_to = self.random_bool_of_percent(35).then(|| self.random_reply_header(id).into());
        if self.random_bool_of_percent(60) {
            let (views, forwards) = (self.random.i32(1..50_000), self.random.i32(0..200));
            message.views = Some(g::MessageViews { views, forwards });
        }
        message.media = self.random_bool_of_percent(20).then(|| self.media());
        message.reactions = self.random_bool_of_percent(25).then(|| self.reactions());
        message.fwd_from = self.random_bool_of_percent(8).then(|| self.random_forward_header().into());
        message.edit_date = self.random_bool_of_percent(12).then_some(PAYLOAD_DATE + 60);
        if self.random_bool_of_percent(10) {
            let (replies, recent_repliers) = (self.random.i32(1..80), vec![self.peer_user(), self.peer_user()]);
            let recent_repliers = Some(recent_repliers);
            message.replies = Some(c::MessageReplies { recent_repliers, ..c::MessageReplies::new(replies, 4_321) });
        }
        message.into()
    }

    /// A text message, with entities if the text is long enough.
    pub(super) fn text_message(&mut self, id: i32, len: usize) -> c::Message {
        let text = self.text(len);
        let entities = self.entities(&text);
        let mut message = c::Message::new(id, self.random_peer(), PAYLOAD_DATE - id, text);
        message.out = self.random_bool_of_percent(30);
        message.from_id = Some(self.peer_user());
        message.entities = (!entities.is_empty()).then_some(entities);
        message
    }

    fn service_message(&mut self, id: i32) -> c::MessageService {
        let action: t::MessageAction = match self.random_bool_of_percent(50) {
            true => c::MessageActionChatAddUser { users: vec![self.random_id(), self.random_id()] }.into(),
            false => t::MessageAction::PinMessage,
        };
        let mut message = c::MessageService::new(id, self.random_peer(), PAYLOAD_DATE - id, action);
        message.from_id = Some(self.peer_user());
        message
    }

    /// Up to 5 entities; most texts have none.
    fn entities(&mut self, text: &str) -> Vec<t::MessageEntity> {
        let len = text.encode_utf16().count() as i32;
        if len < 12 || !self.random_bool_of_percent(45) {
            return Vec::new();
        }
        let n_entities = self.random.i32(1..=5);
        (0..n_entities).map(|entity_idx| self.entity(entity_idx * len / n_entities, 2)).collect()
    }

    fn entity(&mut self, offset: i32, length: i32) -> t::MessageEntity {
        match self.random.u32(..8) {
            0 | 1 => c::MessageEntityBold { offset, length }.into(),
            2 => c::MessageEntityItalic { offset, length }.into(),
            3 => c::MessageEntityUrl { offset, length }.into(),
            4 => c::MessageEntityMention { offset, length }.into(),
            5 => c::MessageEntityCode { offset, length }.into(),
            6 => c::MessageEntityCustomEmoji { offset, length, document_id: self.random_access_hash() }.into(),
            _ => c::MessageEntityTextUrl { offset, length, url: "https://example.org/a/page?of=text".into() }.into(),
        }
    }

    fn random_reply_header(&mut self, id: i32) -> c::MessageReplyHeader {
        let mut header = c::MessageReplyHeader {
            reply_to_msg_id: Some(id - 3),
            reply_to_top_id: self.random_bool_of_percent(30).then_some(7),
            ..c::MessageReplyHeader::default()
        };
        if self.random_bool_of_percent(20) {
            header.quote = true;
            header.quote_text = Some(self.random_sentence().into());
            header.quote_offset = Some(0);
        }
        header
    }

    fn random_forward_header(&mut self) -> c::MessageFwdHeader {
        let (from_id, channel_post) = (Some(self.random_peer()), Some(self.random.i32(1..9_000)));
        c::MessageFwdHeader { from_id, channel_post, ..c::MessageFwdHeader::new(PAYLOAD_DATE - 50_000) }
    }

    pub(super) fn reactions(&mut self) -> c::MessageReactions {
        let n_kinds = self.random.usize(1..4);
        let kinds = ["👍", "❤", "🔥"].into_iter().take(n_kinds);
        let results = kinds.map(|emoticon| {
            let reaction = c::ReactionEmoji { emoticon: emoticon.into() };
            c::ReactionCount::new(reaction, self.random.i32(1..500))
        });
        c::MessageReactions { can_see_list: true, ..c::MessageReactions::new(results.collect()) }
    }
}
