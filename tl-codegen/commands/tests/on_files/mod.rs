//! Tests of the commands on files, for every program that offers them.
//!
//! A test crate includes this module, and names its program in the constants `PROGRAM` and `ROOT_OPTION`. Invariant: no
//! test needs more than the files that it writes.

mod check;
mod decode;
mod encode;
mod explain;
mod find;
mod findings;
mod fix;
mod fmt;
mod generate;
mod model;
mod output;
mod stdin;
#[allow(dead_code, reason = "each test crate uses its own part")]
pub(crate) mod test_folder;

/// The schema of the protocol `chat`, without mistakes; only its first declaration has an id.
pub(crate) const CHAT_SCHEMA: &str = "\
user#338da493 id:long name:string = User;
userEmpty = User;
chat flags:# title:flags.3?string members:Vector<User> = Chat;

---functions---

chats.get id:long = Chat;
chats.rename id:long title:string = Chat;
";
