//! The results of reading an older value: today's value or bytes, and the fields that are gone.

use alloc::string::String;
use alloc::vec::Vec;

/// A value of today's type, and the parts of the old bytes that it doesn't contain.
#[derive(Clone, Debug, PartialEq)]
pub struct Upgraded<T> {
    /// The value.
    pub value: T,
    /// The paths of the fields that are gone: the outermost constructor, then fields and items, as in
    /// `message.reply_to.old_field`. Empty for a value of today.
    pub dropped: Vec<String>,
}

/// Today's bytes of an older value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcoded {
    /// Today's bytes.
    pub bytes: Vec<u8>,
    /// The paths of the fields that are gone, as in [`Upgraded`].
    pub dropped: Vec<String>,
    /// Whether some constructor is of an older layer.
    pub has_older: bool,
}
