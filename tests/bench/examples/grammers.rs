//! The program compiled by `cargo xtask bench compile` for `grammers-tl-types`, and with another crate name for
//! `ferogram-tl-types`: decodes `Updates` from standard input and encodes a `messages.sendMessage`.

use std::io::{self, Read as _, Write as _};

use grammers_tl_types::functions::messages::SendMessage;
use grammers_tl_types::{Deserializable as _, Serializable as _, enums as e, types as t};

fn main() -> io::Result<()> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let updates = e::Updates::from_bytes(&bytes).map_err(io::Error::other)?;
    let (user_id, text) = match updates {
        e::Updates::UpdateShortMessage(update) => (update.user_id, update.message),
        e::Updates::Updates(updates) => (updates.updates.len() as i64, "several".to_owned()),
        _ => (0, "something else".to_owned()),
    };
    let peer = t::InputPeerUser { user_id, access_hash: 1 }.into();
    let request = SendMessage {
        no_webpage: false,
        silent: true,
        background: false,
        clear_draft: false,
        noforwards: false,
        update_stickersets_order: false,
        invert_media: false,
        allow_paid_floodskip: false,
        peer,
        reply_to: None,
        message: text,
        random_id: 2,
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
    };
    io::stdout().write_all(&request.to_bytes())
}
