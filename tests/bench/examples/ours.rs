//! The program compiled by `cargo xtask bench compile` for `tl-types`: decodes `Updates` from standard input and
//! encodes a `messages.sendMessage`.

use std::io::{self, Read as _, Write as _};

use tl_types::api::functions::messages::SendMessage;
use tl_types::api::{constructors as c, types as t};
use tl_types::{Deserialize as _, Serialize as _};

fn main() -> io::Result<()> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let updates = t::Updates::from_bytes(&bytes).map_err(io::Error::other)?;
    let (user_id, text) = match updates {
        t::Updates::UpdateShortMessage(update) => (update.user_id, update.message.to_string()),
        t::Updates::Updates(updates) => (updates.updates.len() as i64, "several".to_owned()),
        _ => (0, "something else".to_owned()),
    };
    let peer = c::InputPeerUser { user_id, access_hash: 1 };
    let request = SendMessage { silent: true, ..SendMessage::new(peer, text, 2) };
    io::stdout().write_all(&request.to_bytes().map_err(io::Error::other)?)
}
