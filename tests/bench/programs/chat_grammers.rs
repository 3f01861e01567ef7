//! The realistic program of `cargo xtask bench compile`, for `grammers-tl-types`: a client and a server in one process.
//!
//! The client encodes 38 different requests, and decodes and prints their results. The server decodes and prints 17 of
//! the requests, and answers 9 of them. `chat_ours.rs` is the same program for `tl-types`.

use std::fmt::Debug;

use grammers_tl_types::functions::{
    self as f, account, auth, channels, contacts, help, messages, photos, updates, upload, users,
};
use grammers_tl_types::{Deserializable, Identifiable, RemoteCall, Serializable};
use grammers_tl_types::{enums as t, types as c};

const SERVER_TIME: i32 = 1_700_000_000;

struct Server {
    messages: Vec<t::Message>,
    parts: Vec<u8>,
}

impl Server {
    /// Decodes a request by its id, prints it, and encodes the answer. `None` for requests without an answer.
    fn answer_request(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        match u32::from_le_bytes(*bytes.first_chunk()?) {
            messages::SendMessage::CONSTRUCTOR_ID => self.send_message(decode_request(bytes)?),
            messages::GetHistory::CONSTRUCTOR_ID => self.get_history(&decode_request(bytes)?),
            messages::EditMessage::CONSTRUCTOR_ID => self.edit_message(decode_request(bytes)?),
            updates::GetState::CONSTRUCTOR_ID => encode_answer(&updates_state()),
            updates::GetDifference::CONSTRUCTOR_ID => self.get_difference(&decode_request(bytes)?),
            upload::SaveFilePart::CONSTRUCTOR_ID => {
                let request: upload::SaveFilePart = decode_request(bytes)?;
                self.parts.extend_from_slice(&request.bytes);
                encode_answer(&true)
            }
            upload::GetFile::CONSTRUCTOR_ID => self.get_file(&decode_request(bytes)?),
            users::GetUsers::CONSTRUCTOR_ID => {
                let request: users::GetUsers = decode_request(bytes)?;
                encode_answer(&request.id.iter().map(|_| sample_user()).collect::<Vec<_>>())
            }
            help::GetNearestDc::CONSTRUCTOR_ID => {
                let request: help::GetNearestDc = decode_request(bytes)?;
                encode_answer(&t::NearestDc::from(c::NearestDc {
                    country: format!("{request:?}").into(),
                    this_dc: 2,
                    nearest_dc: 2,
                }))
            }
            messages::SendMedia::CONSTRUCTOR_ID => leave_unanswered::<messages::SendMedia>(bytes),
            messages::ForwardMessages::CONSTRUCTOR_ID => leave_unanswered::<messages::ForwardMessages>(bytes),
            messages::Search::CONSTRUCTOR_ID => leave_unanswered::<messages::Search>(bytes),
            messages::SaveDraft::CONSTRUCTOR_ID => leave_unanswered::<messages::SaveDraft>(bytes),
            channels::GetParticipants::CONSTRUCTOR_ID => leave_unanswered::<channels::GetParticipants>(bytes),
            auth::SendCode::CONSTRUCTOR_ID => leave_unanswered::<auth::SendCode>(bytes),
            auth::SignIn::CONSTRUCTOR_ID => leave_unanswered::<auth::SignIn>(bytes),
            account::UpdateStatus::CONSTRUCTOR_ID => leave_unanswered::<account::UpdateStatus>(bytes),
            _ => None,
        }
    }

    fn send_message(&mut self, request: messages::SendMessage) -> Option<Vec<u8>> {
        let id = self.messages.len() as i32 + 1;
        let mut message = c::Message {
            out: false,
            mentioned: false,
            media_unread: false,
            silent: false,
            post: false,
            from_scheduled: false,
            legacy: false,
            edit_hide: false,
            pinned: false,
            noforwards: false,
            invert_media: false,
            offline: false,
            video_processing_pending: false,
            paid_suggested_post_stars: false,
            paid_suggested_post_ton: false,
            id,
            from_id: None,
            from_boosts_applied: None,
            from_rank: None,
            peer_id: c::PeerUser { user_id: 1 }.into(),
            saved_peer_id: None,
            fwd_from: None,
            via_bot_id: None,
            via_business_bot_id: None,
            guestchat_via_from: None,
            reply_to: None,
            date: SERVER_TIME,
            message: request.message,
            media: None,
            reply_markup: None,
            entities: None,
            views: None,
            forwards: None,
            replies: None,
            edit_date: None,
            post_author: None,
            grouped_id: None,
            reactions: None,
            restriction_reason: None,
            ttl_period: None,
            quick_reply_shortcut_id: None,
            effect: None,
            factcheck: None,
            report_delivery_until_date: None,
            paid_message_stars: None,
            suggested_post: None,
            schedule_repeat_period: None,
            summary_from_language: None,
            rich_message: None,
        };
        message.out = true;
        message.from_id = Some(c::PeerUser { user_id: 2 }.into());
        message.entities = request.entities;
        message.reply_markup = request.reply_markup;
        self.messages.push(message.clone().into());
        let new = c::UpdateNewMessage { message: message.into(), pts: id, pts_count: 1 };
        let status = c::UserStatusOnline { expires: SERVER_TIME + 300 }.into();
        let online = c::UpdateUserStatus { user_id: 2, status };
        let updates = vec![new.into(), online.into()];
        encode_answer(&t::Updates::from(c::Updates {
            updates,
            users: vec![sample_user()],
            chats: vec![],
            date: SERVER_TIME,
            seq: id,
        }))
    }

    fn edit_message(&mut self, request: messages::EditMessage) -> Option<Vec<u8>> {
        let t::Message::Message(message) = self.messages.get_mut(request.id as usize - 1)? else { return None };
        message.message = request.message?;
        message.edit_date = Some(SERVER_TIME + 1);
        let edit = c::UpdateEditMessage { message: t::Message::Message(message.clone()), pts: 9, pts_count: 1 };
        encode_answer(&t::Updates::from(c::UpdateShort { update: edit.into(), date: SERVER_TIME }))
    }

    fn get_history(&mut self, request: &messages::GetHistory) -> Option<Vec<u8>> {
        let messages = self.messages.iter().take(request.limit as usize).cloned().collect();
        encode_answer(&messages_answer(messages))
    }

    fn get_difference(&mut self, request: &updates::GetDifference) -> Option<Vec<u8>> {
        let difference = c::updates::Difference {
            new_messages: self.messages.iter().skip(request.pts as usize).cloned().collect(),
            new_encrypted_messages: vec![],
            other_updates: vec![],
            chats: vec![],
            users: vec![sample_user()],
            state: updates_state(),
        };
        encode_answer(&t::updates::Difference::from(difference))
    }

    fn get_file(&mut self, request: &upload::GetFile) -> Option<Vec<u8>> {
        let part = self.parts.get(request.offset as usize..)?;
        let bytes = part.get(..request.limit as usize).unwrap_or(part).to_vec().into();
        let file = c::upload::File { r#type: t::storage::FileType::FilePng, mtime: SERVER_TIME, bytes };
        encode_answer(&t::upload::File::from(file))
    }
}

fn messages_answer(messages: Vec<t::Message>) -> t::messages::Messages {
    c::messages::Messages { messages, topics: vec![], chats: vec![], users: vec![sample_user()] }.into()
}

fn updates_state() -> t::updates::State {
    c::updates::State { pts: 1, qts: 0, date: SERVER_TIME, seq: 1, unread_count: 0 }.into()
}

fn sample_user() -> t::User {
    c::User {
        is_self: false,
        contact: false,
        mutual_contact: false,
        deleted: false,
        bot: false,
        bot_chat_history: false,
        bot_nochats: false,
        verified: false,
        restricted: false,
        min: false,
        bot_inline_geo: false,
        support: false,
        scam: false,
        apply_min_photo: false,
        fake: false,
        bot_attach_menu: false,
        premium: true,
        attach_menu_enabled: false,
        bot_can_edit: false,
        close_friend: false,
        stories_hidden: false,
        stories_unavailable: false,
        contact_require_premium: false,
        bot_business: false,
        bot_has_main_app: false,
        bot_forum_view: false,
        bot_forum_can_manage_topics: false,
        bot_can_manage_bots: false,
        bot_guestchat: false,
        bot_guard: false,
        id: 2,
        access_hash: None,
        first_name: Some("Ada".into()),
        last_name: None,
        username: None,
        phone: None,
        photo: None,
        status: None,
        bot_info_version: None,
        restriction_reason: None,
        bot_inline_placeholder: None,
        lang_code: None,
        emoji_status: None,
        usernames: None,
        stories_max_id: None,
        color: None,
        profile_color: None,
        bot_active_users: None,
        bot_verification_icon: None,
        send_paid_messages_stars: None,
        linked_community_id: None,
    }
    .into()
}

fn decode_request<F: Deserializable + Debug>(bytes: &[u8]) -> Option<F> {
    let request = F::from_bytes(&bytes[4..]).ok()?;
    println!("server: {request:?}");
    Some(request)
}

fn leave_unanswered<F: Deserializable + Debug>(bytes: &[u8]) -> Option<Vec<u8>> {
    decode_request::<F>(bytes).and(None)
}

fn encode_answer<T: Serializable>(value: &T) -> Option<Vec<u8>> {
    Some(value.to_bytes())
}

/// Sends a request, and prints its result.
fn send_and_print<F>(server: &mut Server, request: &F) -> Option<F::Return>
where
    F: RemoteCall,
    F::Return: Deserializable + Debug,
{
    let answer = server.answer_request(&request.to_bytes())?;
    match F::Return::from_bytes(&answer) {
        Ok(result) => {
            println!("client: {result:?}");
            Some(result)
        }
        Err(error) => {
            println!("client: {error}");
            None
        }
    }
}

fn input_peer() -> t::InputPeer {
    c::InputPeerUser { user_id: 1, access_hash: 7 }.into()
}

fn input_channel() -> t::InputChannel {
    c::InputChannel { channel_id: 3, access_hash: 8 }.into()
}

fn input_self() -> t::InputUser {
    t::InputUser::UserSelf
}

fn print_updates(updates: t::Updates) {
    let t::Updates::Updates(updates) = updates else { return println!("other: {updates:?}") };
    for update in updates.updates {
        match update {
            t::Update::NewMessage(new) => match new.message {
                t::Message::Message(message) => println!("{}: {}", message.id, message.message),
                other => println!("{other:?}"),
            },
            t::Update::UserStatus(status) => println!("{}: {:?}", status.user_id, status.status),
            other => println!("{other:?}"),
        }
    }
}

fn send_messages(server: &mut Server) -> Option<()> {
    let markup = c::ReplyKeyboardMarkup {
        resize: false,
        single_use: false,
        selective: false,
        persistent: false,
        force_reply: false,
        rows: vec![],
        placeholder: None,
    };
    let entities = vec![
        c::MessageEntityBold { offset: 0, length: 3 }.into(),
        c::MessageEntityTextUrl { offset: 4, length: 3, url: "https://example.org".into() }.into(),
    ];
    let text = messages::SendMessage {
        no_webpage: false,
        silent: true,
        background: false,
        clear_draft: false,
        noforwards: false,
        update_stickersets_order: false,
        invert_media: false,
        allow_paid_floodskip: false,
        peer: input_peer(),
        reply_to: Some(
            c::InputReplyToMessage {
                reply_to_msg_id: 1,
                top_msg_id: None,
                reply_to_peer_id: None,
                quote_text: None,
                quote_entities: None,
                quote_offset: None,
                monoforum_peer_id: None,
                todo_item_id: None,
                poll_option: None,
            }
            .into(),
        ),
        message: "one two".into(),
        random_id: 42,
        reply_markup: Some(markup.into()),
        entities: Some(entities),
        schedule_date: None,
        schedule_repeat_period: None,
        send_as: None,
        quick_reply_shortcut: None,
        effect: None,
        allow_paid_stars: None,
        suggested_post: None,
        rich_message: None,
    };
    print_updates(send_and_print(server, &text)?);
    let edit = messages::EditMessage {
        no_webpage: false,
        invert_media: false,
        peer: input_peer(),
        id: 1,
        message: Some("three".into()),
        media: None,
        reply_markup: None,
        entities: None,
        schedule_date: None,
        schedule_repeat_period: None,
        quick_reply_shortcut_id: None,
        rich_message: None,
    };
    print_updates(send_and_print(server, &edit)?);
    let history = messages::GetHistory {
        peer: input_peer(),
        offset_id: 0,
        offset_date: 0,
        add_offset: 0,
        limit: 100,
        max_id: 0,
        min_id: 0,
        hash: 0,
    };
    send_and_print(server, &history)?;
    send_and_print(
        server,
        &messages::GetDialogs {
            exclude_pinned: false,
            folder_id: None,
            offset_date: 0,
            offset_id: 0,
            offset_peer: input_peer(),
            limit: 20,
            hash: 0,
        },
    );
    send_and_print(
        server,
        &messages::Search {
            peer: input_peer(),
            q: "q".into(),
            from_id: None,
            saved_peer_id: None,
            saved_reaction: None,
            top_msg_id: None,
            filter: t::MessagesFilter::InputMessagesFilterEmpty,
            min_date: 0,
            max_date: 0,
            offset_id: 0,
            add_offset: 0,
            limit: 9,
            max_id: 0,
            min_id: 0,
            hash: 0,
        },
    );
    send_and_print(server, &messages::DeleteMessages { revoke: true, id: vec![1, 2] });
    send_and_print(
        server,
        &messages::ForwardMessages {
            silent: false,
            background: false,
            with_my_score: false,
            drop_author: false,
            drop_media_captions: false,
            noforwards: false,
            allow_paid_floodskip: false,
            from_ephemeral: false,
            from_peer: input_peer(),
            id: vec![1],
            random_id: vec![2],
            to_peer: input_peer(),
            top_msg_id: None,
            reply_to: None,
            schedule_date: None,
            schedule_repeat_period: None,
            send_as: None,
            quick_reply_shortcut: None,
            effect: None,
            video_timestamp: None,
            allow_paid_stars: None,
            suggested_post: None,
        },
    );
    send_and_print(server, &messages::ReadHistory { peer: input_peer(), max_id: 9 });
    send_and_print(
        server,
        &messages::SetTyping {
            peer: input_peer(),
            top_msg_id: None,
            action: t::SendMessageAction::SendMessageTypingAction,
        },
    );
    send_and_print(server, &messages::GetMessages { id: vec![c::InputMessageId { id: 1 }.into()] });
    send_and_print(
        server,
        &messages::SendReaction { big: false, add_to_recent: false, peer: input_peer(), msg_id: 1, reaction: None },
    );
    send_and_print(server, &messages::GetFullChat { chat_id: 4 });
    send_and_print(server, &messages::GetStickerSet { stickerset: t::InputStickerSet::AnimatedEmoji, hash: 0 });
    send_and_print(
        server,
        &messages::SaveDraft {
            no_webpage: false,
            invert_media: false,
            reply_to: None,
            peer: input_peer(),
            message: "draft".into(),
            entities: None,
            media: None,
            effect: None,
            suggested_post: None,
            rich_message: None,
        },
    );
    Some(())
}

fn upload_and_download_file(server: &mut Server) -> Option<()> {
    let file = c::InputFile { id: 5, parts: 1, name: "a.png".into(), md5_checksum: "".into() };
    send_and_print(server, &upload::SaveFilePart { file_id: 5, file_part: 0, bytes: vec![1; 1024].into() })?;
    send_and_print(
        server,
        &upload::SaveBigFilePart { file_id: 5, file_part: 0, file_total_parts: 1, bytes: vec![2].into() },
    );
    let media = c::InputMediaUploadedDocument {
        nosound_video: false,
        force_file: false,
        spoiler: false,
        file: file.into(),
        thumb: None,
        mime_type: "image/png".into(),
        attributes: vec![],
        stickers: None,
        video_cover: None,
        video_timestamp: None,
        ttl_seconds: None,
    };
    send_and_print(
        server,
        &messages::SendMedia {
            silent: false,
            background: false,
            clear_draft: false,
            noforwards: false,
            update_stickersets_order: false,
            invert_media: false,
            allow_paid_floodskip: false,
            peer: input_peer(),
            reply_to: None,
            media: media.into(),
            message: "caption".into(),
            random_id: 43,
            reply_markup: None,
            entities: None,
            schedule_date: None,
            schedule_repeat_period: None,
            send_as: None,
            quick_reply_shortcut: None,
            effect: None,
            allow_paid_stars: None,
            suggested_post: None,
        },
    );
    let location = c::InputDocumentFileLocation {
        id: 5,
        access_hash: 6,
        file_reference: vec![1, 2, 3].into(),
        thumb_size: "m".into(),
    };
    let request =
        upload::GetFile { precise: true, cdn_supported: false, location: location.into(), offset: 0, limit: 512 };
    let t::upload::File::File(file) = send_and_print(server, &request)? else { return None };
    println!("{} bytes", file.bytes.len());
    Some(())
}

fn main() {
    let mut server = Server { messages: vec![], parts: vec![] };
    let server = &mut server;
    send_and_print(server, &help::GetConfig {});
    send_and_print(server, &help::GetNearestDc {});
    let settings = c::CodeSettings {
        allow_flashcall: false,
        current_number: false,
        allow_app_hash: false,
        allow_missed_call: false,
        allow_firebase: false,
        unknown_number: false,
        logout_tokens: None,
        token: None,
        app_sandbox: None,
    }
    .into();
    send_and_print(server, &auth::SendCode { phone_number: "1".into(), api_id: 1, api_hash: "h".into(), settings });
    let code = Some("12345".into());
    send_and_print(
        server,
        &auth::SignIn {
            phone_number: "1".into(),
            phone_code_hash: "hash".into(),
            phone_code: code,
            email_verification: None,
        },
    );
    send_and_print(server, &account::GetPassword {});
    send_and_print(server, &account::UpdateStatus { offline: false });
    send_and_print(server, &updates::GetState {});
    let sent = send_messages(server);
    let transferred = upload_and_download_file(server);
    println!("{sent:?} {transferred:?}");
    send_and_print(
        server,
        &updates::GetDifference {
            pts: 0,
            pts_limit: None,
            pts_total_limit: None,
            date: SERVER_TIME,
            qts: 0,
            qts_limit: None,
        },
    );
    let filter = t::ChannelMessagesFilter::Empty;
    send_and_print(
        server,
        &updates::GetChannelDifference { force: false, channel: input_channel(), filter, pts: 1, limit: 9 },
    );
    send_and_print(server, &users::GetUsers { id: vec![input_self(), input_self()] });
    send_and_print(server, &users::GetFullUser { id: input_self() });
    send_and_print(server, &contacts::ResolveUsername { username: "someone".into(), referer: None });
    send_and_print(server, &contacts::GetContacts { hash: 0 });
    send_and_print(server, &channels::GetChannels { id: vec![input_channel()] });
    send_and_print(server, &channels::GetFullChannel { channel: input_channel() });
    let filter = t::ChannelParticipantsFilter::ChannelParticipantsRecent;
    send_and_print(
        server,
        &channels::GetParticipants { channel: input_channel(), filter, offset: 0, limit: 9, hash: 0 },
    );
    send_and_print(server, &channels::JoinChannel { channel: input_channel() });
    send_and_print(server, &channels::LeaveChannel { channel: input_channel() });
    send_and_print(server, &photos::GetUserPhotos { user_id: input_self(), offset: 0, max_id: 0, limit: 9 });
    send_and_print(server, &auth::LogOut {});
    let ping = f::InvokeWithLayer { layer: 230, query: updates::GetState {} };
    println!("{:?}", ping.to_bytes().len());
}
