//! The lines with which MTProto publishes its envelope, where they follow no rule of TL.
//!
//! - A field of type `Object` is any boxed value, and no line declares that type. `gzip_packed … = Object` adds a
//!   constructor, which is one of many.
//! - The id of `msg_container messages:vector<%Message>` is that of `vector message`. No other program sends the id that
//!   TL's own rule gives.
//!
//! Source: <https://core.telegram.org/schema/mtproto>. Invariant: a line is recognised as a whole, in canonical form.

/// The type of the fields that hold any boxed value.
pub(super) const ANY_OBJECT: &str = "Object";

/// Canonical forms of the lines with a field of type `Object`.
const LINES_WITH_OBJECT: [&str; 2] = [
    "message msg_id:long seqno:int bytes:int body:Object = Message",
    "rpc_result req_msg_id:long result:Object = RpcResult",
];

/// The canonical form of a container by TL's rule, and the form of which its id is the CRC32.
const CONTAINER_FORMS: [&str; 2] = [
    "msg_container messages:vector %Message = MessageContainer",
    "msg_container messages:vector message = MessageContainer",
];

/// Whether this constructor is a line of the envelope with a field of type `Object`. `canonical` gives its canonical
/// form.
#[inline]
pub(super) fn is_line_with_object(name: &str, canonical: impl FnOnce() -> String) -> bool {
    matches!(name, "message" | "rpc_result") && LINES_WITH_OBJECT.contains(&canonical().as_str())
}

/// The canonical form with which the id of a line was published, if it differs from the one by TL's rule.
#[inline]
pub(super) fn published_form(canonical: &[u8]) -> Option<&'static str> {
    let [by_rule, published] = CONTAINER_FORMS;
    (canonical == by_rule.as_bytes()).then_some(published)
}
