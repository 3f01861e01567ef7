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

const NOW: i32 = 1_700_000_000;

struct Server {
    messages: Vec<t::Message>,
    parts: Vec<u8>,
}

impl Server {
    /// Decodes a request by its id, prints it, and encodes the answer. `None` for requests without an answer.
    fn answer(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        match u32::from_le_bytes(*bytes.first_chunk()?) {
            messages::SendMessage::ID => self.send_message(read(bytes)?),
            messages::GetHistory::ID => self.get_history(&read(bytes)?),
            messages::EditMessage::ID => self.edit_message(read(bytes)?),
            updates::GetState::ID => write(&state()),
            updates::GetDifference::ID => self.get_difference(&read(bytes)?),
            upload::SaveFilePart::ID => {
                let request: upload::SaveFilePart = read(bytes)?;
                self.parts.extend_from_slice(&request.bytes);
                write(&true)
            }
            upload::GetFile::ID => self.get_file(&read(bytes)?),
            users::GetUsers::ID => {
                let request: users::GetUsers = read(bytes)?;
                write(&request.id.iter().map(|_| user()).collect::<Vec<_>>())
            }
            help::GetNearestDc::ID => {
                let request: help::GetNearestDc = read(bytes)?;
                write(&t::NearestDc { country: format!("{request:?}").into(), this_dc: 2, nearest_dc: 2 })
            }
            messages::SendMedia::ID => refuse::<messages::SendMedia>(bytes),
            messages::ForwardMessages::ID => refuse::<messages::ForwardMessages>(bytes),
            messages::Search::ID => refuse::<messages::Search>(bytes),
            messages::SaveDraft::ID => refuse::<messages::SaveDraft>(bytes),
            channels::GetParticipants::ID => refuse::<channels::GetParticipants>(bytes),
            auth::SendCode::ID => refuse::<auth::SendCode>(bytes),
            auth::SignIn::ID => refuse::<auth::SignIn>(bytes),
            account::UpdateStatus::ID => refuse::<account::UpdateStatus>(bytes),
            _ => None,
        }
    }

    fn send_message(&mut self, request: messages::SendMessage) -> Option<Vec<u8>> {
        let id = self.messages.len() as i32 + 1;
        let mut message = c::Message::new(id, c::PeerUser { user_id: 1 }, NOW, request.message);
        message.out = true;
        message.from_id = Some(c::PeerUser { user_id: 2 }.into());
        message.entities = request.entities;
        message.reply_markup = request.reply_markup;
        self.messages.push(message.clone().into());
        let new = c::UpdateNewMessage { message: message.into(), pts: id, pts_count: 1 };
        let status = c::UserStatusOnline { expires: NOW + 300 }.into();
        let online = c::UpdateUserStatus { user_id: 2, status };
        let updates = vec![new.into(), online.into()];
        write(&t::Updates::from(c::Updates { updates, users: vec![user()], chats: vec![], date: NOW, seq: id }))
    }

    fn edit_message(&mut self, request: messages::EditMessage) -> Option<Vec<u8>> {
        let t::Message::Message(message) = self.messages.get_mut(request.id as usize - 1)? else { return None };
        message.message = request.message?;
        message.edit_date = Some(NOW + 1);
        let edit = c::UpdateEditMessage { message: t::Message::Message(message.clone()), pts: 9, pts_count: 1 };
        write(&t::Updates::from(c::UpdateShort { update: edit.into(), date: NOW }))
    }

    fn get_history(&mut self, request: &messages::GetHistory) -> Option<Vec<u8>> {
        let messages = self.messages.iter().take(request.limit as usize).cloned().collect();
        write(&messages_answer(messages))
    }

    fn get_difference(&mut self, request: &updates::GetDifference) -> Option<Vec<u8>> {
        let difference = c::updates::Difference {
            new_messages: self.messages.iter().skip(request.pts as usize).cloned().collect(),
            new_encrypted_messages: vec![],
            other_updates: vec![],
            chats: vec![],
            users: vec![user()],
            state: state(),
        };
        write(&t::updates::Difference::from(difference))
    }

    fn get_file(&mut self, request: &upload::GetFile) -> Option<Vec<u8>> {
        let part = self.parts.get(request.offset as usize..)?;
        let bytes = part.get(..request.limit as usize).unwrap_or(part).to_vec().into();
        let file = c::upload::File { r#type: t::storage::FileType::FilePng, mtime: NOW, bytes };
        write(&t::upload::File::from(file))
    }
}

fn messages_answer(messages: Vec<t::Message>) -> t::messages::Messages {
    c::messages::Messages { messages, topics: vec![], chats: vec![], users: vec![user()] }.into()
}

fn state() -> t::updates::State {
    t::updates::State { pts: 1, qts: 0, date: NOW, seq: 1, unread_count: 0 }
}

fn user() -> t::User {
    c::User { premium: true, first_name: Some("Ada".into()), ..c::User::new(2) }.into()
}

fn read<F: Bare + Debug>(bytes: &[u8]) -> Option<F> {
    let request = F::from_bytes(bytes).ok()?;
    println!("server: {request:?}");
    Some(request)
}

fn refuse<F: Bare + Debug>(bytes: &[u8]) -> Option<Vec<u8>> {
    read::<F>(bytes).and(None)
}

fn write<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    value.to_bytes().ok()
}

/// Sends a request, and prints its result.
fn call<F>(server: &mut Server, request: &F) -> Option<F::Result>
where
    F: Function,
    F::Result: Deserialize + Debug,
{
    let answer = server.answer(&request.to_bytes().ok()?)?;
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

fn peer() -> t::InputPeer {
    c::InputPeerUser { user_id: 1, access_hash: 7 }.into()
}

fn channel() -> t::InputChannel {
    c::InputChannel { channel_id: 3, access_hash: 8 }.into()
}

fn me() -> t::InputUser {
    t::InputUser::InputUserSelf
}

fn handle_updates(updates: t::Updates) {
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
        ..messages::SendMessage::new(peer(), "one two", 42)
    };
    handle_updates(call(server, &text)?);
    let edit = messages::EditMessage { message: Some("three".into()), ..messages::EditMessage::new(peer(), 1) };
    handle_updates(call(server, &edit)?);
    let history = messages::GetHistory {
        peer: peer(),
        offset_id: 0,
        offset_date: 0,
        add_offset: 0,
        limit: 100,
        max_id: 0,
        min_id: 0,
        hash: 0,
    };
    call(server, &history)?;
    call(server, &messages::GetDialogs::new(0, 0, peer(), 20, 0));
    call(
        server,
        &messages::Search::new(peer(), "q", t::MessagesFilter::InputMessagesFilterEmpty, 0, 0, 0, 0, 9, 0, 0, 0),
    );
    call(server, &messages::DeleteMessages { revoke: true, id: vec![1, 2] });
    call(server, &messages::ForwardMessages::new(peer(), vec![1], vec![2], peer()));
    call(server, &messages::ReadHistory { peer: peer(), max_id: 9 });
    call(server, &messages::SetTyping::new(peer(), t::SendMessageAction::SendMessageTypingAction));
    call(server, &messages::GetMessages { id: vec![c::InputMessageId { id: 1 }.into()] });
    call(server, &messages::SendReaction::new(peer(), 1));
    call(server, &messages::GetFullChat { chat_id: 4 });
    call(server, &messages::GetStickerSet { stickerset: t::InputStickerSet::AnimatedEmoji, hash: 0 });
    call(server, &messages::SaveDraft::new(peer(), "draft"));
    Some(())
}

fn transfer(server: &mut Server) -> Option<()> {
    let file = c::InputFile { id: 5, parts: 1, name: "a.png".into(), md5_checksum: "".into() };
    call(server, &upload::SaveFilePart { file_id: 5, file_part: 0, bytes: vec![1; 1024].into() })?;
    call(server, &upload::SaveBigFilePart { file_id: 5, file_part: 0, file_total_parts: 1, bytes: vec![2].into() });
    let media = c::InputMediaUploadedDocument::new(file, "image/png", vec![]);
    call(server, &messages::SendMedia::new(peer(), media, "caption", 43));
    let location = c::InputDocumentFileLocation {
        id: 5,
        access_hash: 6,
        file_reference: vec![1, 2, 3].into(),
        thumb_size: "m".into(),
    };
    let request =
        upload::GetFile { precise: true, cdn_supported: false, location: location.into(), offset: 0, limit: 512 };
    let t::upload::File::File(file) = call(server, &request)? else { return None };
    println!("{} bytes", file.bytes.len());
    Some(())
}

fn main() {
    let mut server = Server { messages: vec![], parts: vec![] };
    let server = &mut server;
    call(server, &help::GetConfig);
    call(server, &help::GetNearestDc);
    let settings = t::CodeSettings::default();
    call(server, &auth::SendCode { phone_number: "1".into(), api_id: 1, api_hash: "h".into(), settings });
    let code = Some("12345".into());
    call(server, &auth::SignIn { phone_code: code, ..auth::SignIn::new("1", "hash") });
    call(server, &account::GetPassword);
    call(server, &account::UpdateStatus { offline: false });
    call(server, &updates::GetState);
    let sent = send_messages(server);
    let transferred = transfer(server);
    println!("{sent:?} {transferred:?}");
    call(server, &updates::GetDifference::new(0, NOW, 0));
    let filter = t::ChannelMessagesFilter::Empty;
    call(server, &updates::GetChannelDifference { force: false, channel: channel(), filter, pts: 1, limit: 9 });
    call(server, &users::GetUsers { id: vec![me(), me()] });
    call(server, &users::GetFullUser { id: me() });
    call(server, &contacts::ResolveUsername::new("someone"));
    call(server, &contacts::GetContacts { hash: 0 });
    call(server, &channels::GetChannels { id: vec![channel()] });
    call(server, &channels::GetFullChannel { channel: channel() });
    let filter = t::ChannelParticipantsFilter::ChannelParticipantsRecent;
    call(server, &channels::GetParticipants { channel: channel(), filter, offset: 0, limit: 9, hash: 0 });
    call(server, &channels::JoinChannel { channel: channel() });
    call(server, &channels::LeaveChannel { channel: channel() });
    call(server, &photos::GetUserPhotos { user_id: me(), offset: 0, max_id: 0, limit: 9 });
    call(server, &auth::LogOut);
    let ping = f::InvokeWithLayer { layer: 230, query: updates::GetState };
    println!("{:?}", ping.to_bytes().map(|bytes| bytes.len()));
}
