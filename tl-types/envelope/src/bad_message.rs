//! The codes of `bad_msg_notification` and `bad_server_salt`.

use core::fmt;

/// The reason why a server ignored a message: `error_code` of `bad_msg_notification` and `bad_server_salt`.
///
/// `Display` prints the [`text`](Self::text).
///
/// ```
/// use tl_envelope::BadMessageCode;
///
/// let code = BadMessageCode::from_code(48);
/// assert_eq!(code, Some(BadMessageCode::WrongSalt));
/// assert_eq!(BadMessageCode::from_code(49), None);
/// ```
///
/// Source: <https://core.telegram.org/mtproto/service_messages_about_messages>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BadMessageCode {
    /// 16: the `msg_id` is too low.
    MsgIdTooLow = 16,
    /// 17: the `msg_id` is too high.
    MsgIdTooHigh = 17,
    /// 18: the `msg_id` isn't divisible by 4.
    MsgIdNotDivisible = 18,
    /// 19: the container has the `msg_id` of an earlier message.
    RepeatedContainerId = 19,
    /// 20: the message is too old.
    TooOld = 20,
    /// 32: the `seqno` is too low.
    SeqnoTooLow = 32,
    /// 33: the `seqno` is too high.
    SeqnoTooHigh = 33,
    /// 34: the `seqno` is odd and must be even.
    OddSeqno = 34,
    /// 35: the `seqno` is even and must be odd.
    EvenSeqno = 35,
    /// 48: the salt is wrong. `bad_server_salt` has the right one.
    WrongSalt = 48,
    /// 64: the container is invalid.
    InvalidContainer = 64,
}

impl BadMessageCode {
    /// All codes, in ascending order.
    pub const ALL: [Self; 11] = [
        Self::MsgIdTooLow,
        Self::MsgIdTooHigh,
        Self::MsgIdNotDivisible,
        Self::RepeatedContainerId,
        Self::TooOld,
        Self::SeqnoTooLow,
        Self::SeqnoTooHigh,
        Self::OddSeqno,
        Self::EvenSeqno,
        Self::WrongSalt,
        Self::InvalidContainer,
    ];

    /// The meaning of an `error_code`; `None` if no code is documented with this number.
    #[must_use]
    pub fn from_code(error_code: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.code() == error_code)
    }

    /// The number on the wire.
    #[must_use]
    pub const fn code(self) -> i32 {
        self as i32
    }

    /// The reason, and the reaction of a client, in one sentence.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::MsgIdTooLow => "the msg_id is too low: set the clock by the msg_id of the server, and send again",
            Self::MsgIdTooHigh => "the msg_id is too high: set the clock by the msg_id of the server, and send again",
            Self::MsgIdNotDivisible => "the msg_id of a client must be divisible by 4",
            Self::RepeatedContainerId => "the container has the msg_id of an earlier message",
            Self::TooOld => "the message is too old for the server to know whether it arrived before",
            Self::SeqnoTooLow => "the seqno is too low: an earlier msg_id has the same or a higher seqno",
            Self::SeqnoTooHigh => "the seqno is too high: a later msg_id has the same or a lower seqno",
            Self::OddSeqno => "the seqno is odd, and this message is not content-related",
            Self::EvenSeqno => "the seqno is even, and this message is content-related",
            Self::WrongSalt => "the salt is wrong: take the one of bad_server_salt, and send again",
            Self::InvalidContainer => "the container is invalid",
        }
    }
}

impl fmt::Display for BadMessageCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
