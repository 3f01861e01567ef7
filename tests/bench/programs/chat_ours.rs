//! The realistic program of `cargo xtask bench compile`, for `tl-types`: a client and a server in one process.
//!
//! The client encodes 38 different requests, and decodes and prints their results. The server decodes and prints 17 of
//! the requests, and answers 9 of them. `chat_grammers.rs` is the same program for `grammers-tl-types`.

use std::fmt::Debug;

use tl_types::api::functions::{
    self as f, account, auth, channels, contacts, help, messages, photos, updates, upload, users,
};
use tl_types::api::{constructors as c, types as t};
use tl_types::{Bare, Combinator, Deserialize, Function, Serialize};

const SERVER_TIME: i32 = 1_700_000_000;

struct Server {
    messages: Vec<t::Message>,
    parts: Vec<u8>,
}

impl Server {
    /// Decodes a request by its id, prints it, and encodes the answer. `None` for requests without an answer.
    fn answer_request(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        match u32::from_le_bytes(*bytes.first_chunk()?) {
            messages::SendMessage::ID => self.send_message(decode_request(bytes)?),
            messages::GetHistory::ID => self.get_history(&decode_request(bytes)?),
            messages::EditMessage::ID => self.edit_message(decode_request(bytes)?),
            updates::GetState::ID => encode_answer(&updates_state()),
            updates::GetDifference::ID => self.get_difference(&decode_request(bytes)?),
            upload::SaveFilePart::ID => {
                let request: upload::SaveFilePart = decode_request(bytes)?;
                self.parts.extend_from_slice(&request.bytes);
                encode_answer(&true)
            }
            upload::GetFile::ID => self.get_file(&decode_request(bytes)?),
            users::GetUsers::ID => {
                let request: users::GetUsers = decode_request(bytes)?;
                encode_answer(&request.id.iter().map(|_| sample_user()).collect::<Vec<_>>())
            }
            help::GetNearestDc::ID => {
                let request: help::GetNearestDc = decode_request(bytes)?;
                encode_answer(&t::NearestDc { country: format!("{request:?}").into(), this_dc: 2, nearest_dc: 2 })
            }
            messages::SendMedia::ID => leave_unanswered::<messages::SendMedia>(bytes),
            messages::ForwardMessages::ID => leave_unanswered::<messages::ForwardMessages>(bytes),
            messages::Search::ID => leave_unanswered::<messages::Search>(bytes),
            messages::SaveDraft::ID => leave_unanswered::<messages::SaveDraft>(bytes),
            channels::GetParticipants::ID => leave_unanswered::<channels::GetParticipants>(bytes),
            auth::SendCode::ID => leave_unanswered::<auth::SendCode>(bytes),
            auth::SignIn::ID => leave_unanswered::<auth::SignIn>(bytes),
            account::UpdateStatus::ID => leave_unanswered::<account::UpdateStatus>(bytes),
            _ => None,
        }
    }

    fn send_message(&mut self, request: messages::SendMessage) -> Option<Vec<u8>> {
        let id = self.messages.len() as i32 + 1;
        let mut message = c::Message::new(id, c::PeerUser { user_id: 1 }, SERVER_TIME, request.message);
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
    t::updates::State { pts: 1, qts: 0, date: SERVER_TIME, seq: 1, unread_count: 0 }
}

fn sample_user() -> t::User {
    c::User { premium: true, first_name: Some("Ada".into()), ..c::User::new(2) }.into()
}

fn decode_request<F: Bare + Debug>(bytes: &[u8]) -> Option<F> {
    let request = F::from_bytes(bytes).ok()?;
    println!("server: {request:?}");
    Some(request)
}

fn leave_unanswered<F: Bare + Debug>(bytes: &[u8]) -> Option<Vec<u8>> {
    decode_request::<F>(bytes).and(None)
}

fn encode_answer<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    value.to_bytes().ok()
}

/// Sends a request, and prints its result.
fn send_and_print<F>(server: &mut Server, request: &F) -> Option<F::Result>
where
    F: Function,
    F::Result: Deserialize + Debug,
{
    let answer = server.answer_request(&request.to_bytes().ok()?)?;
    match F::Result::from_bytes(&answer) {
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
    t::InputUser::InputUserSelf
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
    let markup = c::ReplyKeyboardMarkup::new(vec![]);
    let entities = vec![
        c::MessageEntityBold { offset: 0, length: 3 }.into(),
        c::MessageEntityTextUrl { offset: 4, length: 3, url: "https://example.org".into() }.into(),
    ];
    let text = messages::SendMessage {
        silent: true,
        reply_to: Some(c::InputReplyToMessage::new(1).into()),
        reply_markup: Some(markup.into()),
        entities: Some(entities),
        ..messages::SendMessage::new(input_peer(), "one two", 42)
    };
    print_updates(send_and_print(server, &text)?);
    let edit = messages::EditMessage { message: Some("three".into()), ..messages::EditMessage::new(input_peer(), 1) };
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
    send_and_print(server, &messages::GetDialogs::new(0, 0, input_peer(), 20, 0));
    send_and_print(
        server,
        &messages::Search::new(input_peer(), "q", t::MessagesFilter::InputMessagesFilterEmpty, 0, 0, 0, 0, 9, 0, 0, 0),
    );
    send_and_print(server, &messages::DeleteMessages { revoke: true, id: vec![1, 2] });
    send_and_print(server, &messages::ForwardMessages::new(input_peer(), vec![1], vec![2], input_peer()));
    send_and_print(server, &messages::ReadHistory { peer: input_peer(), max_id: 9 });
    send_and_print(server, &messages::SetTyping::new(input_peer(), t::SendMessageAction::SendMessageTypingAction));
    send_and_print(server, &messages::GetMessages { id: vec![c::InputMessageId { id: 1 }.into()] });
    send_and_print(server, &messages::SendReaction::new(input_peer(), 1));
    send_and_print(server, &messages::GetFullChat { chat_id: 4 });
    send_and_print(server, &messages::GetStickerSet { stickerset: t::InputStickerSet::AnimatedEmoji, hash: 0 });
    send_and_print(server, &messages::SaveDraft::new(input_peer(), "draft"));
    Some(())
}

fn upload_and_download_file(server: &mut Server) -> Option<()> {
    let file = c::InputFile { id: 5, parts: 1, name: "a.png".into(), md5_checksum: "".into() };
    send_and_print(server, &upload::SaveFilePart { file_id: 5, file_part: 0, bytes: vec![1; 1024].into() })?;
    send_and_print(
        server,
        &upload::SaveBigFilePart { file_id: 5, file_part: 0, file_total_parts: 1, bytes: vec![2].into() },
    );
    let media = c::InputMediaUploadedDocument::new(file, "image/png", vec![]);
    send_and_print(server, &messages::SendMedia::new(input_peer(), media, "caption", 43));
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
    send_and_print(server, &help::GetConfig);
    send_and_print(server, &help::GetNearestDc);
    let settings = t::CodeSettings::default();
    send_and_print(server, &auth::SendCode { phone_number: "1".into(), api_id: 1, api_hash: "h".into(), settings });
    let code = Some("12345".into());
    send_and_print(server, &auth::SignIn { phone_code: code, ..auth::SignIn::new("1", "hash") });
    send_and_print(server, &account::GetPassword);
    send_and_print(server, &account::UpdateStatus { offline: false });
    send_and_print(server, &updates::GetState);
    let sent = send_messages(server);
    let transferred = upload_and_download_file(server);
    println!("{sent:?} {transferred:?}");
    send_and_print(server, &updates::GetDifference::new(0, SERVER_TIME, 0));
    let filter = t::ChannelMessagesFilter::Empty;
    send_and_print(
        server,
        &updates::GetChannelDifference { force: false, channel: input_channel(), filter, pts: 1, limit: 9 },
    );
    send_and_print(server, &users::GetUsers { id: vec![input_self(), input_self()] });
    send_and_print(server, &users::GetFullUser { id: input_self() });
    send_and_print(server, &contacts::ResolveUsername::new("someone"));
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
    send_and_print(server, &auth::LogOut);
    let ping = f::InvokeWithLayer { layer: 230, query: updates::GetState };
    println!("{:?}", ping.to_bytes().map(|bytes| bytes.len()));
}
