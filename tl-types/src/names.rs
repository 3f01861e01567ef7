//! Names and ids of both protocols together.

use crate::{api, mtproto};

/// The TL name of the constructor or function with this id, in [`api`] or [`mtproto`].
///
/// ```
/// assert_eq!(tl_types::name_of(0x95ac5ce4), Some("auth.importLoginToken"));
/// assert_eq!(tl_types::name_of(0x62d6b459), Some("msgs_ack"));
/// assert_eq!(tl_types::name_of(0), None);
/// ```
#[must_use]
pub fn name_of(id: u32) -> Option<&'static str> {
    api::NAMES.name_of(id).or_else(|| mtproto::NAMES.name_of(id))
}

/// The id of the constructor or function with this TL name, in [`api`] or [`mtproto`].
///
/// ```
/// assert_eq!(tl_types::id_of("auth.importLoginToken"), Some(0x95ac5ce4));
/// assert_eq!(tl_types::id_of("boolTrue"), Some(0x997275b5));
/// assert_eq!(tl_types::id_of("importLoginToken"), None);
/// ```
#[must_use]
pub fn id_of(name: &str) -> Option<u32> {
    api::NAMES.id_of(name).or_else(|| mtproto::NAMES.id_of(name))
}
